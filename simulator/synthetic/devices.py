"""What shoppers browse with: user agents, screens, addresses, and the pixel's cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

DAY = 86_400_000
_COOKIE_DAYS = 80
"""An _fbc cookie lives 90 days; a visit may come some days after the first."""
_CLICK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CLICK_LENGTH = 46

_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
)
_MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/{} Safari/605.1.15"
)
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS {}_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/{}.0 Mobile/15E148 Safari/604.1"
)
_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Mobile Safari/537.36"
)


class Screen(NamedTuple):
    """A user agent and the screen it runs on, in pixels."""

    user_agent: str
    width: int
    height: int


DESKTOPS = (
    *(Screen(_WINDOWS.format(version), 1920, 1080) for version in (141, 142, 143, 144)),
    *(Screen(_MAC.format(version), 1440, 900) for version in ("18.5", "18.6", "26.1")),
    *(Screen(_FIREFOX.format(version), 2560, 1440) for version in (145, 146, 147)),
)
PHONES = (
    *(Screen(_IPHONE.format(version, version), 390, 844) for version in (17, 18, 26)),
    *(Screen(_ANDROID.format(version), 412, 915) for version in (142, 143, 144)),
)


class Device:
    """One browser of a shopper. Times are in milliseconds since 1970.

    ``blocks`` tells that an ad blocker lets no request of the pixel out; then there is no fbp either.
    ``fbc`` changes with every click on an ad.
    """

    __slots__ = ("address", "blocks", "clicked_at", "fbc", "fbp", "screen")

    def __init__(self, chance: Chance, screen: Screen, address: str, first_used: int) -> None:
        self.screen = screen
        self.address = address
        self.blocks = chance.happens(0.1)
        returning = chance.happens(0.45)
        cookie = first_used - (chance.between(1, _COOKIE_DAYS * DAY) if returning else 0)
        self.fbp: str | None = None if self.blocks else f"fb.1.{cookie}.{chance.between(10**9, 10**10 - 1)}"
        self.fbc: str | None = None
        self.clicked_at = 0
        if returning and chance.happens(0.25):
            self.click(chance, chance.between(cookie, first_used))

    def click(self, chance: Chance, at: int) -> str:
        """Come from an ad; the fbclid of the landing page's address, which fbc keeps."""
        fbclid = f"IwAR0MadeUp{chance.text(_CLICK_LETTERS, _CLICK_LENGTH)}"
        # 1: the cookie is set on the shop's own domain, which has two labels.
        self.fbc = f"fb.1.{at}.{fbclid}"
        self.clicked_at = at
        return fbclid

    def forget_old_click(self, at: int) -> None:
        """Browsers delete the cookie after 90 days."""
        if self.fbc is not None and at - self.clicked_at > (_COOKIE_DAYS + 8) * DAY:
            self.fbc = None
