"""Names of members and parameters that may be shown: those made of Meta's words and of usual ones.

A sender may put anything into the place of a name, a person's name too, and what is found inside it is
personal already. So a name is shown only when every word of it is on this list.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.checks.personal_names import kind_of

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 60
# No words that are also given names, such as max or mark.
_USUAL = """
account action activity ad add added additional address advertiser age agent amount anon app append area article
ask attribute attribution author auto availability available average
back banner basket before billing birth blog body boolean booking box brand browser bundle business button buyer buying
call callback campaign cancel card cart catalog categories category channel checkout checkin city click client code
cohort collection color comment communication company complete confirm confirmation consent contact content contents
conversion cookie count country coupon created creation creative credit ct cto ctwa currency current custom customer
dashboard data date day days db default delivery departing departure description destination detail detected device
dimension direct discount display doc document domain done download
each edit element em email end engagement entry env error event eventsource ex exit exp experiment ext external extinfo
family fav favorite fbc fbclid fbp fbq feature feed feedback field file filter final first flag flow fn footer for form
format forward free freight friend from full fulfillment
ga gclid gateway gen gender gift global goal google gross group gtm guest
hash hashed header health height hidden home host hotel hour html http https
icon id identifier ids ig image img in index info information initial initiated inner input installation instruction int
interest internal invoice ip is item items
key keyword kind
label landing language last lead left legal length level line link list listing listprice ln local locale location log
login logo loyalty ltv
mail main manager margin mc media medium member membership message messaging meta method min mobile model module month
msg
name nav net new newsletter next no note notes num number
object of offer old on online opt option order origin original other outer owner
page paid param parameter parent part partner partial path payload payment percent period person personal phone picture
pixel place placed plan platform plugin position post postal postcode predicted preferred preview previous price
primary private processing product profile promo promotion properties property provider public purchase
qty quantity query question
random rate raw reason recipient recipients record redirect ref reference referral referrer refund region register
registration related remark renewal repeat reply reset response result return revenue review right role room row
sale salutation score screen script search section segment selected seller send sender server service session set
settings shipment shipping shop shopper site size sku slug social sort source special st start state status step stock
store stream street string style sub subject submit subscriber subscription subtitle subtotal success sum support system
tab tag target tax team tel term test text thank theme ticket tier time timestamp title to token tool top total
tracking traffic transaction travel trial type
uid unique unit updated upsell uri url urgent user utm uuid
value variable variant vat vendor version vertical view visit visitor vehicle voucher
web website week weight whatsapp width window wish wishlist with word
year you your zip zipcode zone zp
"""
_WORDS = frozenset(_USUAL.split())


def is_usual(name: str) -> bool:
    """Whether every word of a name is a usual one: ``content_name``, ``customer[firstName]``, ``a``."""
    return len(name) <= _LONGEST and _is_usual(name)


@lru_cache(maxsize=4096)
def _is_usual(name: str) -> bool:
    if not name.isascii():
        return False
    return all(_is_word(word) for word in _WORD.findall(name))


def _is_word(word: str) -> bool:
    # One letter is nobody, and digits are left to those who look for numbers.
    if len(word) == 1 or word.isdigit():
        return True
    plain = word.lower()
    return plain in _WORDS or plain.removesuffix("s") in _WORDS or kind_of(plain) is not None
