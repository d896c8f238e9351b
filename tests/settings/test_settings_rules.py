"""Settings that hold several things, from each source: rules, their severities, what is ignored, hosts."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.finding import Severity
from simulator.settings import Ignore, Rules, Settings, Suspicion, apply_tables, collect, load
from simulator.settings import loading as loading_module
from simulator.settings.listing import all_settings, value_of
from simulator.settings.showing import as_json

TOKEN = "EAA" + "Bc9" * 20
CODES = "rule codes (EVT013) or beginnings of codes (EVT, EVT05)"
SEVERITIES = "rejected, error, warning, note"
HOSTS = "hosts (shop.example, *.shop.example)"
FILE = """
environment = "production"
hosts = ["shop.example", "*.shop.example"]
customers = "people.csv"
[rules]
select = ["EVT", "CUS"]
ignore = ["CUS006", "PIX"]
[rules.severity]
CUS006 = "warning"
EVT = "note"
[[rules.ignores]]
rule = "EVT013"
event_names = ["Newsletter"]
reason = " the mail tool has no ids "
[[rules.ignores]]
rule = "CLK"
reason = "no clicks here"
[suspicion]
enabled = false
within_seconds = 3
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, for a user without settings."""
    monkeypatch.setattr(loading_module, "user_file", lambda: tmp_path / "nobody" / "capisim.toml")
    return tmp_path


def problems_of(tables: dict[str, object]) -> list[str]:
    """What is wrong with tables of a settings file, without their origin."""
    with pytest.raises(SettingsError) as caught:
        apply_tables(Settings(), tables, "x/capisim.toml")
    assert all(problem.startswith("x/capisim.toml: ") for problem in caught.value.problems)
    return [problem.removeprefix("x/capisim.toml: ") for problem in caught.value.problems]


def test_everything_from_a_file(project: Path) -> None:
    (project / "capisim.toml").write_text(FILE, "utf-8")
    settings, origins = load({}, {}, project)
    assert settings == Settings(
        environment="production",
        hosts=("shop.example", "*.shop.example"),
        customers=str(project / "people.csv"),
        rules=Rules(
            select=("EVT", "CUS"),
            ignore=("CUS006", "PIX"),
            severity=(("CUS006", Severity.WARNING), ("EVT", Severity.NOTE)),
            ignores=(
                Ignore("EVT013", "the mail tool has no ids", ("Newsletter",)),
                Ignore("CLK", "no clicks here"),
            ),
        ),
        suspicion=Suspicion(False, 3.0),
    )
    assert origins["rules.severity"] == str(project / "capisim.toml")
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own
    hash(settings)


def test_everything_can_be_written_as_a_file_would_hold_it(project: Path) -> None:
    (project / "capisim.toml").write_text(FILE, "utf-8")
    settings, _ = load({}, {}, project)
    tables: dict[str, object] = {}
    for setting in all_settings():
        holder = tables.setdefault(setting.section, {}) if setting.section else tables
        assert isinstance(holder, dict)
        if (value := value_of(settings, setting)) is not None:
            holder[setting.name] = as_json(setting, value)
    tables["fail_on"] = settings.fail_on.value
    assert apply_tables(Settings(), tables, "x/capisim.toml") == settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CUS006", ("CUS006",)),
        ("CUS006,PIX", ("CUS006", "PIX")),
        (" CUS006 , PIX ", ("CUS006", "PIX")),
        ("CUS006,,PIX,", ("CUS006", "PIX")),
        (",", ()),
        ("PIX,PIX", ("PIX", "PIX")),
    ],
)
def test_a_list_as_text(text: str, expected: tuple[str, ...], project: Path) -> None:
    assert load({}, {"CAPISIM_RULES_IGNORE": text}, project)[0].rules.ignore == expected
    assert load({"rules.select": text}, {}, project)[0].rules.select == expected


def test_other_values_as_text(project: Path) -> None:
    environ = {
        "CAPISIM_HOSTS": "shop.example,*.shop.example",
        "CAPISIM_ENVIRONMENT": "production",
        "CAPISIM_CUSTOMERS": "people.csv",
        "CAPISIM_RULES_SELECT": "CLK",
        "CAPISIM_RULES_SEVERITY": "CUS006=warning, EVT013 = note",
        "CAPISIM_SUSPICION_ENABLED": "no",
        "CAPISIM_SUSPICION_WITHIN_SECONDS": "0.5",
    }
    assert load({}, environ, project)[0] == Settings(
        environment="production",
        hosts=("shop.example", "*.shop.example"),
        customers="people.csv",
        rules=Rules(select=("CLK",), severity=(("CUS006", Severity.WARNING), ("EVT013", Severity.NOTE))),
        suspicion=Suspicion(False, 0.5),
    )


def test_an_option_replaces_the_list_of_the_file_and_may_empty_it(project: Path) -> None:
    (project / "capisim.toml").write_text("[rules]\nignore = ['PIX']\n", "utf-8")
    assert load({"rules.ignore": "CLK"}, {}, project)[0].rules.ignore == ("CLK",)
    settings, origins = load({"rules.ignore": ""}, {"CAPISIM_RULES_IGNORE": ""}, project)
    assert (settings.rules.ignore, origins["rules.ignore"]) == ((), "option --ignore")
    assert load({"rules.ignore": None}, {}, project)[0].rules.ignore == ("PIX",)


@pytest.mark.parametrize("text", ["CLK001", "EVT013: no ids", "[]"])
def test_reasons_are_for_files(text: str, project: Path) -> None:
    (problem,) = collect({}, {"CAPISIM_RULES_IGNORES": text}, project).problems
    assert problem.startswith(
        "environment variable CAPISIM_RULES_IGNORES: rules.ignores must be tables in a file, each"
    )


@pytest.mark.parametrize(
    ("rules", "problems"),
    [
        ({"ignore": "PIX"}, [f"rules.ignore must be a list of {CODES}, but is 'PIX'"]),
        ({"ignore": ["pix", "EVT"]}, [f"rules.ignore must be a list of {CODES}, but holds 'pix'"]),
        (
            {"select": [1, "EVT01A"]},
            [f"rules.select must be a list of {CODES}, but holds {item}" for item in ("1", "'EVT01A'")],
        ),
        ({"select": ["EVT013\n"]}, [f"rules.select must be a list of {CODES}, but holds 'EVT013\\n'"]),
        (
            {"severity": {"CUS006": "fatal", "EVT": "note", "CLK": 3}},
            [
                "rules.severity must give CUS006 one of rejected, error, warning, note, but gives 'fatal'",
                "rules.severity must give CLK one of rejected, error, warning, note, but gives 3",
            ],
        ),
        (
            {"severity": {"EV": "note"}},
            [f"rules.severity must be a table of {CODES}, each with one of {SEVERITIES}, but holds 'EV'"],
        ),
        ({"ignores": [{"rule": "EVT013"}]}, ["rules.ignores must give a reason in table 1"]),
        ({"ignores": [{"rule": "EVT013", "reason": " \t"}]}, ["rules.ignores must give a reason in table 1"]),
        ({"ignores": [{"rule": "EVT013", "reason": "a\0b"}]}, ["rules.ignores must give a reason in table 1"]),
        (
            {"ignores": [{"rule": "EVT013", "reason": "x"}, {"rule": "13", "until": 1, "event_names": [1]}]},
            [
                "rules.ignores must not hold 'until' in table 2",
                f"rules.ignores must name one of {CODES} as rule instead of '13' in table 2",
                "rules.ignores must give a reason in table 2",
                "rules.ignores must list texts as event_names in table 2",
            ],
        ),
        ({"ignores": [{"reason": "x"}]}, [f"rules.ignores must name one of {CODES} as rule in table 1"]),
        ({"ignore_all": True}, ["unknown setting rules.ignore_all; did you mean rules.ignore?"]),
    ],
)  # fmt: skip
def test_every_problem_with_rules_is_told(rules: dict[str, object], problems: list[str]) -> None:
    assert problems_of({"rules": rules}) == problems


@pytest.mark.parametrize(
    ("host", "fine"),
    [
        ("shop.example", True),
        ("*.shop.example", True),
        ("SHOP.example", True),
        ("xn--bcher-kva.example", True),
        ("localhost", True),
        ("198.51.100.7", True),
        ("*", False),
        ("shop.*", False),
        ("https://shop.example", False),
        ("shop.example/", False),
        ("shop.example:443", False),
        ("shop example", False),
        (".shop.example", False),
        ("shop.example.", False),
        ("", False),
    ],
)
def test_hosts(host: str, fine: bool) -> None:
    if fine:
        assert apply_tables(Settings(), {"hosts": [host]}, "x/capisim.toml").hosts == (host,)
    else:
        assert problems_of({"hosts": [host]}) == [f"hosts must be a list of {HOSTS}, but holds {host!r}"]


@pytest.mark.parametrize(("seconds", "fine"), [(0, False), (0.001, True), (3600, True), (3600.001, False), (-1, False)])
def test_suspicion_has_a_distance(seconds: float, fine: bool, project: Path) -> None:
    assert (collect({"suspicion.within_seconds": seconds}, {}, project).problems == []) is fine


@pytest.mark.parametrize("word", ["test", "production"])
def test_environment(word: str, project: Path) -> None:
    assert load({"environment": word}, {}, project)[0].environment == word
    assert problems_of({"environment": word.upper()}) == [
        f"environment must be one of test, production, but is '{word.upper()}'"
    ]


@pytest.mark.parametrize("value", [TOKEN, [TOKEN], ("CLK", TOKEN)])
def test_a_token_in_an_option_is_refused_and_never_shown(value: object, project: Path) -> None:
    (problem,) = collect({"rules.ignore": value}, {}, project).problems
    assert problem.startswith("option --ignore: looks like an access token")
    assert TOKEN not in problem


@pytest.mark.parametrize("name", ["CAPISIM_RULES_IGNORE", "CAPISIM_RULES_SEVERITY", "CAPISIM_HOSTS"])
def test_a_token_in_a_variable_is_refused_and_never_shown(name: str, project: Path) -> None:
    (problem,) = collect({}, {name: f"CLK,{TOKEN}"}, project).problems
    assert problem.startswith(f"environment variable {name}: looks like an access token")
    assert TOKEN not in problem


@pytest.mark.parametrize("name", ["CAPISIM_RULES_IGNORED", "CAPISIM_SUSPICION_SECONDS", "CAPISIM_HOST"])
def test_a_variable_that_means_one_of_them_is_a_problem(name: str, project: Path) -> None:
    (problem,) = collect({}, {name: "x"}, project).problems
    assert problem.startswith(f"environment variable {name}: unknown setting")
