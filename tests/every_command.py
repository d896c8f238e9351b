"""Every command of capisim in its ways to go well and to fail, over input that is full of secrets and people."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any, NamedTuple

TOKEN = "EAAcanaryTokenOfTheEnvironment0001"
PLAIN_TOKEN = "canary-token-without-the-look-0002"
FILE_TOKEN = "EAAcanaryTokenOfTheFile0003xxxxxxxx"
SECRET = "canary0004appsecret0004canary"
CAPTURED = ("EAAcanaryInAQuery0005xxxxxxxx", "EAAcanaryInABody0006xxxxxxxx", "EAAcanaryInAHeader0007xxxxxxxx")
COOKIE = "canary-cookie-0008"
PROOFS = tuple(
    hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest() for token in (TOKEN, PLAIN_TOKEN, FILE_TOKEN)
)
SECRETS = (TOKEN, PLAIN_TOKEN, FILE_TOKEN, SECRET, *PROOFS, *CAPTURED, COOKIE)
"""What may be nowhere: in no stream, in no file that capisim writes."""
MAIL, PHONE, LAST_NAME = "canary.shopper@leak.example", "+491711234567", "Kanarienvogelsang"
PERSONAL = (MAIL, PHONE, PHONE[1:], LAST_NAME, LAST_NAME.lower())
"""What may lie in the store, which is the user's own, and be shown by nothing."""
AT = 1_767_268_800
PIXEL = "1234567890"


class Case(NamedTuple):
    """One command line and the exit code it must have.

    Words may hold ``{meta}``, the URL of a server that answers as ``answer`` tells. ``network`` allows connections to
    this machine. ``settings`` is the content of ``capisim.toml``.
    """

    line: str
    code: int = 0
    environment: dict[str, str] = {}  # noqa: RUF012 - never changed
    settings: str = ""
    answer: str = ""
    given: str = ""

    @property
    def words(self) -> list[str]:
        return self.line.split()

    @property
    def command(self) -> str:
        """The command's name; empty for the group alone."""
        return next((word for word in self.words if not word.startswith("-")), "")


FAKE = {"CAPISIM_FORWARD_GRAPH_URL": "{meta}", "CAPISIM_FORWARD_PIXEL_ID": PIXEL}
MADE = "forward --store made.db --filter name:Purchase --test-code T1 --shift-time"
SENT = f"{MADE} --send --yes --anew"
ONCE = "[forward]\nattempts = 1\n"
BAD = 'token = "EAAcanaryInAHeader0007xxxxxxxx"\n'
CASES: dict[str, list[Case]] = {
    "": [
        Case("--help"),
        Case("--version"),
        Case(""),
        Case("--nonsense", 2),
        Case("nonsense", 2),
        Case("--run 1 rules", 2),
    ],
    "replay": [
        Case("replay shop.jsonl", 1),
        Case("replay shop.jsonl --json --title any", 1),
        Case("replay shop.jsonl --format jsonl --customers people.jsonl", 1),
        Case("replay visit.har", 1),
        Case("replay -", 1, given="shop.jsonl"),
        Case("replay none.jsonl", 2),
        Case("replay shop.jsonl --schemas none", 2),
        Case("replay shop.jsonl --select NONSENSE", 2),
        Case("replay shop.jsonl --customers shop.jsonl", 2),
        Case("replay shop.jsonl --store text.db", 3),
        Case("replay shop.jsonl --store none/there/is/no.db --at yesterday", 2),
        Case("replay shop.jsonl", 2, settings=BAD),
        Case("replay shop.jsonl", 2, environment={"CAPISIM_SCHEMAS": CAPTURED[0]}),
        Case("replay --resume", 2),
    ],
    "validate": [
        Case("validate shop.jsonl", 1),
        Case("validate shop.jsonl --json --customers people.jsonl", 1),
        Case("validate -", 1, given="body.json"),
        Case("validate none.jsonl", 2),
        Case("validate text.db --engine none", 2),
    ],
    "report": [
        Case("report", 1),
        Case("report --json", 1),
        Case("report --format jsonl", 1),
        Case("report --format csv", 1),
        Case("report --format sarif", 1),
        Case("report --format junit", 1),
        Case("report --format html -o report.html", 1),
        Case("report shop.jsonl --format html --customers people.jsonl", 1),
        Case("report --format markdown --profile production", 1),
        Case("report --format html --profile nonsense", 2),
        Case("report --format html -o none/report.html", 2),
        Case("report shop.jsonl --format sarif --customers people.jsonl", 1),
        Case("report visit.har --format sarif", 1),
        Case("report none.har", 2),
        Case("report --filter has:em", 1),
        Case("report --filter (((", 2),
        Case("report --pair 1", 1),
        Case("report 99", 2),
        Case("report --store text.db", 3),
        Case("report --store none.db", 3),
    ],
    "diff": [
        Case("diff 1 1"),
        Case("diff visit.har shop.jsonl", 1),
        Case("diff visit.har shop.jsonl --json", 1),
        Case("diff visit.har shop.jsonl --format markdown", 1),
        Case("diff visit.har shop.jsonl --format html", 1),
        Case("diff 1 99", 2),
        Case("diff 1 none.jsonl", 2),
        Case("diff 1 2 --store text.db", 3),
    ],
    "gate": [
        Case("gate", 1),
        Case("gate shop.jsonl --json", 1),
        Case("gate --format junit", 1),
        Case("gate none.jsonl", 2),
        Case("gate --store text.db", 3),
    ],
    "generate": [
        Case("generate --shoppers 3 -o made.jsonl --customers-out made-people.jsonl"),
        Case("generate --shoppers 3 --replay --format jsonl --store made.db"),
        Case("generate --fault nonsense", 2),
    ],
    "faults": [Case("faults --json"), Case("faults nonsense", 2)],
    "listen": [
        Case("listen --headless --port 0 --store heard.db"),
        Case("listen --headless --port 0 --store text.db", 3),
        Case("listen --headless --network-fault nonsense", 2),
        Case("listen --headless --pixel 1234567890:NONE:NONE", 2),
    ],
    "demo": [Case("demo --shoppers 3 --json --store demo.db"), Case("demo --store text.db", 3)],
    "quickstart": [
        Case("quickstart --domain shop.example --pixel-id 1234567890 -o tags"),
        Case("quickstart --domain shop.example --pixel-id 1234567890 --complete -o full"),
        Case("quickstart --domain shop.example --pixel-id 1234567890 -o tagging", 2),
        Case("quickstart --domain shop.example --pixel-id me -o other", 2),
        Case("quickstart --domain shop.example -o other", 2),
        Case("quickstart --validate tagging", 1),
        Case("quickstart --validate tagging --json --environment staging", 1),
        Case("quickstart --validate home", 2),
        Case("quickstart --update full"),
        Case("quickstart --update none", 2),
    ],
    "tag": [
        Case("tag property.json session.json", 1),
        Case("tag property.json session.json --trace", 1),
        Case("tag property.json session.json --json --environment production", 1),
        Case("tag property.json session.json --replay --store tagged.db", 1),
        Case("tag property.json visit.har", 2),
        Case("tag property.json dump.json", 2),
        Case("tag property.json dump.json --page https://shop.example/", 1),
        Case("tag property.json none.json", 2),
        Case("tag shop.jsonl session.json", 2),
        Case("tag secret.json session.json", 2),
        Case("tag property.json session.json --replay --store text.db", 3),
    ],
    "check": [Case("check mine"), Case("check mine --json"), Case("check mine --format junit"), Case("check none", 2)],
    "new-scenario": [
        Case("new-scenario shop.jsonl -o mine/made --title any"),
        Case("new-scenario shop.jsonl -o mine/made", 2),
        Case("new-scenario none.jsonl -o mine/other", 2),
    ],
    "rules": [Case("rules --json"), Case("rules DUP001"), Case("rules NONSENSE", 2)],
    "normalize": [
        Case("normalize em jane@example.com"),
        Case("normalize --csv people.csv -o out.csv"),
        Case("normalize --csv none.csv", 2),
        Case("normalize nonsense x", 2),
    ],
    "doctor": [
        Case("doctor"),
        Case("doctor --json"),
        Case("doctor --store text.db", 3),
        Case("doctor", 2, settings=BAD),
        Case("doctor", 2, environment={"CAPISIM_HOSTS": CAPTURED[1]}),
    ],
    "connect": [
        Case("connect", 0, FAKE, answer="well"),
        Case("connect --json --pixel 1234567890", 0, FAKE, answer="dataset"),
        Case("connect --pixel 1234567890 --env-file meta.env", 0, {**FAKE, "META_ACCESS_TOKEN": ""}, answer="dataset"),
        Case("connect", 2, environment={"META_ACCESS_TOKEN": ""}),
        Case("connect --pixel me", 2),
        Case("connect --token-to inside.env --pixel 1234567890", 2),
        Case("connect --token-to keyring --pixel 1234567890", 2, FAKE, answer="dataset"),
        Case("connect", 4, FAKE, answer="echo"),
        Case("connect --pixel 1234567890", 4, {**FAKE, "META_ACCESS_TOKEN": PLAIN_TOKEN}, answer="echo"),
        Case("connect --env-file meta.env", 4, {**FAKE, "META_ACCESS_TOKEN": ""}, answer="echo"),
        Case("connect", 4, FAKE, answer="reset"),
        Case("connect", 4, FAKE, answer="closed"),
    ],
    "forward": [
        Case(f"{MADE} --pixel 1"),
        Case(f"{MADE} --pixel 1 --json --requests-out bodies"),
        Case("forward", 2),
        Case("forward --include-captured --include-rejected --pixel 1 --test-code T1 --json", 2),
        Case(f"{SENT} --pixel 1", 2, environment={"META_ACCESS_TOKEN": ""}),
        Case(f"{SENT} --env-file none.env", 2, environment={"META_ACCESS_TOKEN": ""}),
        Case(f"{SENT} --graph-url http://203.0.113.1 --pixel 1", 2),
        Case(SENT, 0, FAKE, answer="taken"),
        Case(f"{SENT} --json --facts-out facts.json", 1, FAKE, answer="echo"),
        Case(SENT, 1, {**FAKE, "META_ACCESS_TOKEN": PLAIN_TOKEN}, answer="echo"),
        Case(f"{SENT} --env-file meta.env", 1, {**FAKE, "META_ACCESS_TOKEN": ""}, answer="echo"),
        Case(f"{SENT} --json", 4, FAKE, ONCE, answer="page"),
        Case(SENT, 4, FAKE, ONCE, answer="closed"),
        Case(SENT, 4, FAKE, ONCE, answer="reset"),
        Case("forward --store made.db --send --resume", 2, FAKE),
        Case("forward --store made.db --show"),
        Case("forward --store made.db --show 2 --json --facts-out shown.json", 1),
        Case("forward --store made.db --show 99", 2),
        Case("forward --store text.db", 3),
    ],
    "quality": [
        Case("quality --import meta.json"),
        Case("quality --import meta.json --json --calibrate"),
        Case("quality --import broken.json", 2),
        Case("quality --import shop.jsonl", 2),
        Case("quality --fetch --pixel 1234567890 --env-file none.env", 2, environment={"META_ACCESS_TOKEN": ""}),
        Case("quality --fetch --pixel 1234567890", 2, environment={"CAPISIM_FORWARD_GRAPH_URL": "http://{meta}"}),
        Case("quality --fetch", 0, FAKE, answer="well"),
        Case("quality --fetch --save fetched.json --json", 0, FAKE, answer="well"),
        Case("quality --fetch --env-file meta.env", 0, {**FAKE, "META_ACCESS_TOKEN": ""}, answer="well"),
        Case("quality --fetch", 4, FAKE, answer="echo"),
        Case("quality --fetch", 4, {**FAKE, "META_ACCESS_TOKEN": PLAIN_TOKEN}, answer="echo"),
        Case("quality --fetch --env-file meta.env", 4, {**FAKE, "META_ACCESS_TOKEN": ""}, answer="echo"),
        Case("quality --fetch", 4, FAKE, answer="page"),
        Case("quality --fetch", 4, FAKE, answer="reset"),
        Case("quality --fetch", 4, FAKE, answer="closed"),
    ],
    "purge": [
        Case("purge --older-than 9999"),
        Case("purge --all --yes --store demo.db"),
        Case("purge", 2),
        Case("purge --all", 2),
        Case("purge --run 99 --yes", 2),
        Case("purge --all --yes --store none.db", 2),
        Case("purge --all --yes --store text.db", 3),
    ],
}
"""By command. A new command fails a test until its cases are here."""


def refused() -> list[list[str]]:
    """Command lines with a secret on them, which are refused."""
    lines = [[command, *words] for command in CASES for words in ([TOKEN], [f"--title={TOKEN}"], ["--token", SECRET])]
    lines += [
        ["--token", PLAIN_TOKEN],
        [f"--token={PLAIN_TOKEN}"],
        ["--access-token", SECRET],
        ["--app-secret", SECRET],
    ]
    lines += [["report", "--access_token", PLAIN_TOKEN], ["replay", f"https://x.example/tr?access_token={TOKEN}"]]
    return [[word for word in line if word] for line in lines]


def write_input(folder: Path) -> None:
    """Everything that the cases read."""
    user = {"em": [MAIL], "ph": PHONE, "ln": LAST_NAME, "client_user_agent": "Mozilla/5.0"}
    event: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": AT,
        "event_id": "order-1",
        "action_source": "website",
        "event_source_url": f"https://shop.example/thanks?email={MAIL}&access_token={CAPTURED[0]}",
        "user_data": user,
        "custom_data": {"value": 1, "currency": "EUR", "content_name": f"for {MAIL}"},
    }
    body = {"access_token": CAPTURED[1], "data": [event]}
    headers = {
        "authorization": f"Bearer {CAPTURED[2]}",
        "cookie": f"c_user={COOKIE}",
        "content-type": "application/json",
    }
    request = {
        "method": "POST",
        "url": f"https://graph.facebook.com/v26.0/{PIXEL}/events?access_token={CAPTURED[0]}&appsecret_proof={COOKIE}",
        "headers": headers,
        "body": json.dumps(body),
    }
    lines = [
        {"channel": "browser", "pixel_id": PIXEL, "received_at": AT + 1, "event": event},
        {"channel": "server", "pixel_id": PIXEL, "received_at": AT + 2, "event": {**event, "event_id": "order-1x"}},
        {"received_at": AT + 3, "request": request},
        body,
    ]
    broken = '{"access_token": "' + CAPTURED[1] + '", "em": "' + MAIL
    (folder / "shop.jsonl").write_text("\n".join([*map(json.dumps, lines), broken, ""]))
    (folder / "body.json").write_text(json.dumps(body))
    named = [{"name": name, "value": value} for name, value in headers.items()]
    posted = {**request, "headers": named, "postData": {"mimeType": "application/json", "text": request["body"]}}
    entry = {"startedDateTime": "2026-01-01T12:00:00Z", "request": posted, "response": {"status": 200}}
    (folder / "visit.har").write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}))
    (folder / "people.jsonl").write_text(json.dumps({"em": MAIL, "ph": PHONE, "ln": LAST_NAME, "country": "DE"}) + "\n")
    (folder / "people.csv").write_text(f"em,ph,ln\n{MAIL},{PHONE},{LAST_NAME}\n")
    score = {"event_name": "Purchase", "event_match_quality": {"composite_score": 5.5}}
    (folder / "meta.json").write_text(json.dumps({"web": [score]}))
    (folder / "broken.json").write_text(
        '{"web": [{"event_name": "' + MAIL + '", "access_token": "' + CAPTURED[1] + '",}'
    )
    (folder / "meta.env").write_text(f"META_ACCESS_TOKEN={FILE_TOKEN}\nMETA_APP_SECRET={SECRET}\n")
    _write_property(folder)
    (folder / "text.db").write_text(f"no store, but {CAPTURED[0]} and {MAIL}\n" * 40)


def _write_property(folder: Path) -> None:
    """A property that sends the shopper's data, one with a token in it, and a session."""
    names = {"email": MAIL, "phone": PHONE, "last_name": LAST_NAME}
    event = {"event_name": "Lead", "event_time": "{{now}}", "action_source": "website", "event_source_url": "{{page}}"}
    action = {
        "do": "send-conversions-api-event",
        "server_event": event,
        "customer_information": {name: f"{{{{{name}}}}}" for name in names},
        "custom_data": {"content_name": "for {{email}}"},
    }
    calls = {"do": "send-pixel-event", "event": "Lead", "parameters": {"content_name": "%email%"}}
    elements: dict[str, Any] = {name: {"type": "data-layer", "path": name} for name in names}
    elements |= {"now": {"type": "time"}, "page": {"type": "page", "of": "url"}}
    rule = {"name": "Lead", "triggers": [{"on": "page-view"}], "actions": [calls, action]}
    pixel = {"pixel_id": PIXEL}
    extensions = {
        "meta_pixel": pixel,
        "meta_conversions_api": {**pixel, "access_token": {"secret": "META_ACCESS_TOKEN"}},
    }
    document = {"name": "shop", "extensions": extensions, "elements": elements, "rules": [rule]}
    (folder / "property.json").write_text(json.dumps(document))
    extensions["meta_conversions_api"] = {**pixel, "access_token": CAPTURED[0]}
    (folder / "secret.json").write_text(json.dumps(document))
    url = f"https://shop.example/?email={MAIL}&access_token={CAPTURED[0]}"
    (folder / "dump.json").write_text(json.dumps([{"event": "login", "meta": names, "access_token": CAPTURED[1]}]))
    visit = {"start": AT, "title": f"for {MAIL}", "steps": [{"visit": url, "write": names}]}
    (folder / "session.json").write_text(json.dumps(visit))
    sessions = folder / "tagging" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "session.json").write_text(json.dumps(visit))
    # JSON is read under any name.
    (folder / "tagging" / "property.toml").write_text((folder / "property.json").read_text())
