"""Words that tell nothing about anybody, and so stay readable in a scenario."""

from __future__ import annotations

from functools import cache

_SHOP = """
a about account accessory accessories action add added address all amount and api app apps article articles at back
basket bag batch best beauty billing black blog blue book books brand browser button buy by campaign card cart carts
category categories change channel checkout child city click client clothing code collection collections color
complete completed confirm confirmation contact content contents conversion cookie count country coupon cup cups
currency custom customer data date day default delivery demo desktop detail details discount done download dress
email en error event events example facebook false fb fbclid female first form free from gift google green group guest
health hidden home html https http id ids image in index info instagram invoice is item items itemprice kids kitchen
lang language last lead level list listing local login logout male medium member men message meta mobile monthly more
mug name new newsletter no none not null number of offer offers ok on one online or order orders organic other out
outlet overview page paid partner password pay payment paypal phone php physical pixel plan plus post premium price
privacy product products profile promo purchase purchases push quantity query red redacted ref refund register
registration removed result results return review sale sales search secure send server service session set shipping
shirt shirts shoe shoes shop shopping sign signup size small social source src standard start state status step store
street style submit subscribe subscription success summer support tag term terms test thank thanks the theme to total
track tracking trial true type undefined unknown up update url user users utm value variant view visit voucher web
website weekly welcome whatsapp white wish wishlist with women xxx yearly yes you your zip
espresso coffee tea eur usd gbp
product_group product-group home_delivery in_store curbside new_customer reactivated_customer
aem cdn cpc cpm ssr gtm stape woocommerce shopify magento segment adobe google_ads ldu capi sdk java python node
"""


@cache
def harmless() -> frozenset[str]:
    """Words in lower case: those of Meta's vocabulary, of capisim's, and of any shop's pages."""
    from simulator.checks.vocabulary import NOTHING_WORDS
    from simulator.masking import VOCABULARY

    meta = {part.lower() for word in VOCABULARY for part in (word, *word.split("_"), *word.split("."))}
    camel = {part.lower() for word in VOCABULARY for part in _humps(word)}
    nothing = {word.strip().lower() for word in NOTHING_WORDS if word.strip().isalpha()}
    return frozenset({*_SHOP.split(), *meta, *camel, *nothing})


def _humps(word: str) -> list[str]:
    spaced = "".join(f" {sign}" if sign.isupper() else sign for sign in word)
    return [part for part in spaced.split() if part.isalpha() and len(part) > 2]
