"""User agents of crawlers and monitoring tools, and of people who are none."""

from __future__ import annotations

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.examples import EMAIL_HASH, browser, event, user
from simulator.checks.rules.crawlers import crawler

PHONE = "Mozilla/5.0 (Linux; Android 14; {}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "word"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot"),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", "bingbot"),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0)", "AhrefsBot"),
        ("AdsBot-Google (+http://www.google.com/adsbot.html)", "AdsBot-Google"),
        ("facebookexternalhit/1.1", "facebookexternalhit"),
        ("meta-externalagent/1.1", "meta-externalagent"),
        ("meta-webindexer/1.1", "meta-webindexer"),
        ("python-requests/2.32.3", "python-requests"),
        ("curl/8.7.1", "curl"),
        ("Wget/1.21", "wget"),
        ("Go-http-client/2.0", "Go-http-client"),
        ("Mozilla/5.0+(compatible; UptimeRobot/2.0)", "UptimeRobot"),
        ("Mozilla/5.0 (X11) Chrome/139.0 Safari/537.36 Chrome-Lighthouse", "Chrome-Lighthouse"),
        ("SomethingBot", "bot"),
        ("Mozilla/5.0 (compatible; OddBot)", "bot"),
        ("GPTBot/1.2", "bot"),
        ("Yisou Spider", "spider"),
        ("web crawler 1.0", "crawler"),
        # People.
        (PHONE.format("Pixel 9"), None),
        (PHONE.format("CUBOT X18 Plus"), None),
        (PHONE.format("CUBOT_NOTE_S"), None),
        (PHONE.format("SM-S921B") + " [FBAN/EMA;FBAV/430.0]", None),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Instagram 350.0", None),
        ("Dalvik/2.1.0 (Linux; U; Android 14)", None),
        ("okhttp/4.12.0", None),
        ("MyShop/3.1 CFNetwork/1568 Darwin/24.0.0", None),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/139.0 Safari/537.36", None),
        ("Mozilla/5.0 (X11) Bottle/1.0", None),
        ("Robotics browser", None),
        ("libcurly", None),
        # A letter that Python takes for an s when case is ignored.
        ("python-reque\u017fts", None),
        ("x", None),
    ],
)
def test_crawler(user_agent: str, word: str | None) -> None:
    assert crawler(user_agent) == word
    expected = [] if word is None else ["COV006"]
    assert codes(event(user_data=user(client_user_agent=user_agent))) == expected
    assert codes(browser(user_data={"client_user_agent": user_agent})) == expected


def test_the_word_is_told() -> None:
    (finding,) = findings(event(user_data=user(client_user_agent="SecretBot/9 (somebody@example.com)")))
    assert (finding.severity, finding.path) == ("note", "$.user_data.client_user_agent")
    assert "bot." in finding.message
    assert "Secret" not in f"{finding.message}{finding.actual}"
    assert "example.com" not in f"{finding.message}{finding.actual}"


def test_a_hashed_user_agent_has_its_own_rule() -> None:
    assert codes(event(user_data=user(client_user_agent=EMAIL_HASH))) == ["USR016"]


@given(st.text(max_size=60))
def test_any_user_agent_can_be_asked_about(text: str) -> None:
    assert crawler(text) is None or crawler(text.upper()) == crawler(text)
