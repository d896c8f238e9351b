"""App data of a conversions API event, as the version of Adobe's extension of 2026 makes it of its form.

Version 1.7.0 has no such section, so app events of it lack what Meta asks of them. Source:
adobe/reactor-extension-meta-conversion-api-edge, src/lib/actions/sendCapiData.js, the version with app data, read
2026-11-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from simulator.tagging.conversions_api_body import FieldError
from simulator.tagging.values import UNDEFINED, text_of

EXTINFO: Final = (
    *("extinfo_version", "extinfo_app_package_name", "extinfo_short_version", "extinfo_long_version"),
    *("extinfo_os_version", "extinfo_device_model_name", "extinfo_locale", "extinfo_timezone_abbreviation"),
    *("extinfo_carrier", "extinfo_screen_width", "extinfo_screen_height", "extinfo_screen_density"),
    *("extinfo_cpu_cores", "extinfo_external_storage_size_gb", "extinfo_free_space_external_storage_gb"),
    "extinfo_device_timezone",
)
"""The fields of the form that become the sixteen texts of ``extinfo``, in order."""
TRACKING: Final = ("advertiser_tracking_enabled", "application_tracking_enabled")
OPTIONAL: Final = (
    *("campaign_ids", "install_referrer", "installer_package", "url_schemes", "vendor_id"),
    "windows_attribution_id",
)
APP_DATA: Final = (*TRACKING, *EXTINFO, *OPTIONAL)
NEEDED: Final = (*TRACKING, "extinfo_version", "extinfo_os_version")
"""What the form wants of an app event; without it the extension throws."""


def is_app(action_source: Any) -> bool:
    """Whether the extension takes an event for one of an app."""
    return isinstance(action_source, str) and action_source.lower().strip() == "app"


def app_data_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The member ``app_data``. Raises FieldError where the extension throws."""
    for name, called in (("extinfo_version", "extinfo version"), ("extinfo_os_version", "extinfo OS version")):
        if not isinstance(given.get(name), (str, list)) or not given[name]:
            raise FieldError(f'extinfo: "{called}" is required for app events')
    found: dict[str, Any] = {name: _tracking(name, given.get(name, UNDEFINED)) for name in TRACKING}
    texts = [given.get(name) for name in EXTINFO]
    found["extinfo"] = ["" if each is None or each is UNDEFINED else text_of(each) for each in texts]
    optional = {name: given.get(name) for name in OPTIONAL}
    return found | {name: each for name, each in optional.items() if each is not None and each is not UNDEFINED}


def _tracking(name: str, value: Any) -> int:
    if value == "true":
        return 1
    if value == "false":
        return 0
    raise FieldError(f'{name} must be the text "true" or "false"')
