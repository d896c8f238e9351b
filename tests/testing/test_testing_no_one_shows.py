"""Whatever a shop sends, an assertion passes or fails, shows nobody, and nothing else is raised."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from shop_events import HASHED, NOW, envelope

import simulator.testing
from simulator.checks.catalog import catalog
from simulator.testing import Capisim, Result
from simulator.testing.snapshots import Snapshots

SECRETS = ("zoe.quell@example.org", "+44 20 7946 0123", "Zoequell Immerwahr", HASHED)

_PERSONAL = st.sampled_from(SECRETS)
# Members that hold words of a list are shown as they are when they hold a word; a name alone is one.
_NO_WORD = st.sampled_from([secret for secret in SECRETS if secret != SECRETS[2]])
_PLAIN = st.none() | st.booleans() | st.integers(-5, NOW)
_VALUES = _PLAIN | _PERSONAL | st.lists(_PERSONAL, max_size=2)
_LISTED = _PLAIN | _NO_WORD | st.lists(_NO_WORD, max_size=2)
_USER = st.dictionaries(st.sampled_from(["em", "ph", "fn", "external_id", "fbp", "fbc", "x"]), _VALUES, max_size=4)
_CUSTOM = st.fixed_dictionaries(
    {}, optional={"value": _LISTED, "currency": _LISTED, "order_id": _VALUES, "contents": _VALUES, "note": _VALUES}
)
_EVENT = st.fixed_dictionaries(
    {"event_name": st.sampled_from(["Purchase", "purchase", "Lead", SECRETS[0]]), "event_time": st.just(NOW) | _LISTED},
    optional={
        "event_id": st.sampled_from(["order-1", "order-2", SECRETS[0]]) | st.none(),
        "action_source": st.sampled_from(["website", "physical_store", SECRETS[0]]),
        "user_data": _USER | _VALUES,
        "custom_data": _CUSTOM | _VALUES,
        "event_source_url": _PERSONAL,
    },
)
_SENT = st.lists(
    st.builds(envelope, st.sampled_from(["browser", "server"]), _EVENT, st.sampled_from([0, 1.5, 400])) | _PERSONAL,
    max_size=5,
)


def failures(result: Result, folder: Path) -> list[str]:
    """What every assertion says that fails."""
    where = {"user_data.em": SECRETS[0], "custom_data.value": lambda value: value == 7}
    asked: list[Any] = [
        lambda: result.expect_event("Purchase", where=where),
        lambda: result.expect_event("Purchase", channel="server"),
        lambda: result.expect_times(3, SECRETS[0], where=where),
        lambda: result.expect_none(),
        lambda: result.expect_deduplicated("Purchase", key="fbp", counted="server", within=1),
        lambda: result.expect_deduplicated("Lead", where=where),
        lambda: result.expect_clean("note"),
        lambda: result.expect_finding("DUP001", name=SECRETS[0]),
        lambda: result.match_snapshot("one", ignore=[]),
        lambda: result.match_snapshot("clear", reveal=True),
    ]
    told = [repr(result), repr(result.events), result.describe()]
    for each in asked:
        try:
            each()
        except AssertionError as error:
            told.append(str(error))
    (folder / "one.json").write_text("{}", "utf-8")
    (folder / "clear.json").write_text(json.dumps({"events": [{"payload": {"em": SECRETS[0]}}]}), "utf-8")
    return told


@settings(max_examples=40)
@given(_SENT)
def test_nobody_shows_and_nothing_is_raised(tmp_path_factory: Any, sent: list[Any]) -> None:
    folder: Path = tmp_path_factory.mktemp("kept")
    result = Capisim(snapshots=Snapshots(folder=folder)).run(sent)
    for _ in range(2):
        for told in failures(result, folder):
            assert not any(secret in told for secret in SECRETS), told


def test_the_rules_that_the_documentation_names_exist() -> None:
    folder = Path(inspect.getfile(simulator.testing)).parent
    named = {code for file in folder.glob("*.py") for code in re.findall(r"\b[A-Z]{3}\d{3}\b", file.read_text("utf-8"))}
    # An example of how a failure is shown, and rules that exist.
    assert named
    assert named <= set(catalog())
