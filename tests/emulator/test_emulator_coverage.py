"""The table of what is emulated is complete, current, and in the README."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.checks.catalog import SUBCODES, catalog
from simulator.emulator.app import ROUTES
from simulator.emulator.coverage import ABSENT, APPROXIMATED, EMULATED, covered, table

README = (Path(__file__).parents[2] / "simulator" / "emulator" / "README.md").read_text("utf-8")


def test_the_readme_holds_the_table_as_the_code_makes_it() -> None:
    found = re.search(r"<!-- coverage -->\n(.*)<!-- end of coverage -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == table(), "run python -m simulator.emulator.coverage and put its table into the README"


def test_every_route_that_is_metas_is_in_it() -> None:
    told = re.sub(r"\{[^}]*\}", "{}", " ".join(each.what for each in covered()))
    for route in ROUTES:
        path = re.sub(r"\{[^}]*\}", "{}", route.path_format.rstrip("/")).replace("/v{}", "/v{}.{}") or "/v{}.{}/"
        if not path.startswith("/capisim") and "{rest" not in route.path:
            assert path in told, route.path


def test_every_subcode_whose_meaning_is_known_is_in_it() -> None:
    told = {int(found) for each in covered() for found in re.findall(r"100/(\d{7})", each.what)}
    assert told == set(SUBCODES) | {rule.subcode for rule in catalog().values() if rule.subcode}


def test_each_state_is_one_of_three_and_known_things_say_how() -> None:
    for each in covered():
        assert each.state in (EMULATED, APPROXIMATED, ABSENT)
        assert each.evidence or each.state != EMULATED
        assert "|" not in each.what + each.how


def test_every_file_of_the_emulator_is_in_the_readme() -> None:
    files = {file.name for file in (Path(__file__).parents[2] / "simulator" / "emulator").glob("*.py")}
    told = set(re.findall(r"`(\w+\.py)`", README))
    assert files - told <= {"__init__.py", "log.py", "unknown.py"}
    assert {name for name in told if "/" not in name} <= files
