"""The pages the rules cite, each once. Unless a rule says otherwise they were read on READ."""

from __future__ import annotations

from typing import Final

READ: Final = "2026-09-12"

_DOCS: Final = "https://developers.facebook.com/documentation/ads-commerce"
_CAPI: Final = f"{_DOCS}/conversions-api"

SERVER_EVENT: Final = f"{_CAPI}/parameters/server-event"
PARAMETERS: Final = f"{_CAPI}/parameters"
CUSTOMER_INFORMATION: Final = f"{_CAPI}/parameters/customer-information-parameters"
CUSTOM_DATA: Final = f"{_CAPI}/parameters/custom-data"
FBP_FBC: Final = f"{_CAPI}/parameters/fbp-and-fbc"
EXTERNAL_ID: Final = f"{_CAPI}/parameters/external-id"
USING_THE_API: Final = f"{_CAPI}/using-the-api"
BEST_PRACTICES: Final = f"{_CAPI}/best-practices"
END_TO_END: Final = f"{_CAPI}/guides/end-to-end-implementation"
DEDUPLICATION: Final = f"{_CAPI}/deduplicate-pixel-and-server-events"
APP_EVENTS: Final = f"{_CAPI}/app-events"
BUSINESS_MESSAGING: Final = f"{_CAPI}/business-messaging"
DATA_PROCESSING_OPTIONS: Final = f"{_DOCS}/overview/data-processing-options"
PIXEL_REFERENCE: Final = "https://developers.facebook.com/docs/meta-pixel/reference"
ADVANCED_MATCHING: Final = "https://developers.facebook.com/docs/meta-pixel/advanced/advanced-matching"
PIXEL_DIAGNOSTICS: Final = "https://www.facebook.com/business/help/490934944618455"

PYTHON_SDK: Final = "https://github.com/facebook/facebook-python-business-sdk"
NODE_SDK: Final = "https://github.com/facebook/facebook-nodejs-business-sdk"
PARAMETER_BUILDER: Final = "https://github.com/facebook/capi-param-builder"
WOOCOMMERCE: Final = "https://github.com/facebook/facebook-for-woocommerce"
FBEVENTS: Final = "https://github.com/sdara/fbevents"
NOT_HASHED_REPORT: Final = "https://github.com/facebook/facebook-java-business-sdk/issues/421"
PURCHASE_REPORT: Final = (
    "https://github.com/Adsmurai-Google-Tag-Manager-Templates/adsmurai-facebook-conversions-api-client/issues/7"
)
RUDDERSTACK_ERRORS: Final = (
    "https://github.com/rudderlabs/rudder-transformer/blob/develop/src/v0/util/facebookUtils/networkHandler.js"
)
RUDDERSTACK_CHECKS: Final = "https://github.com/rudderlabs/rudder-transformer/tree/develop/src/v0/util/facebookUtils"
ADOBE_GUIDE: Final = (
    "https://experienceleague.adobe.com/en/docs/experience-platform/tags/extensions/server/meta/overview"
)
ADOBE_FORWARDING: Final = "https://github.com/adobe/reactor-extension-meta-conversion-api-edge"
ADOBE_PIXEL: Final = "https://github.com/adobe/reactor-extension-facebook-pixel"
ADOBE_TURBINE: Final = "https://github.com/adobe/reactor-turbine"
SEGMENT: Final = (
    "https://github.com/segmentio/action-destinations"
    "/tree/main/packages/destination-actions/src/destinations/facebook-conversions-api"
)
