"""Profiles of a gate: which of several values holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.settings import Gate, load
from simulator.settings.profiles import OURS, gate_of


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without settings."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


def loaded(folder: Path, toml: str, flags: dict[str, object] | None = None, **environ: str) -> Gate:
    (folder / "capisim.toml").write_text(toml, "utf-8")
    settings, origins = load(flags or {}, environ, folder)
    return gate_of(settings, origins)


def test_without_a_profile_the_settings_hold_as_they_are(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") == Gate()
    assert loaded(tmp_path, '[gate]\nmax_errors = 3\nmin_coverage = ["50"]').min_coverage == ("50",)


@pytest.mark.parametrize("name", OURS)
def test_our_profiles_count_where_nothing_is_given(name: str, tmp_path: Path) -> None:
    gate = loaded(tmp_path, f'[gate]\nprofile = "{name}"')
    assert {key: getattr(gate, key) for key in OURS[name]} == OURS[name]
    assert loaded(tmp_path, '[gate]\nmust_not_see = ["bots"]', {"gate.profile": name}).must_not_see == ("bots",)


def test_a_table_weighs_more_than_gate_and_less_than_what_is_said_for_one_call(tmp_path: Path) -> None:
    toml = """
        [gate]
        max_errors = 1
        max_warnings = 1
        profile = "mine"
        [gate.profiles.mine]
        max_errors = 2
        min_events = 9
    """
    assert loaded(tmp_path, toml).max_errors == 2
    assert loaded(tmp_path, toml).max_warnings == 1
    assert loaded(tmp_path, toml).min_events == 9
    assert loaded(tmp_path, toml, {"gate.max_errors": 3}).max_errors == 3
    assert loaded(tmp_path, toml, CAPISIM_GATE_MAX_ERRORS="4").max_errors == 4


def test_a_table_may_change_one_of_ours(tmp_path: Path) -> None:
    gate = loaded(
        tmp_path, "[gate.profiles.production]\nmax_delay = []\nmax_warnings = 0", {"gate.profile": "production"}
    )
    assert (gate.max_delay, gate.max_warnings, gate.min_coverage) == ((), 0, ("75",))


def test_an_option_that_is_given_empty_asks_for_nothing(tmp_path: Path) -> None:
    gate = loaded(tmp_path, "", {"gate.profile": "production", "gate.min_coverage": ()})
    assert gate.min_coverage == ()


def test_an_unknown_profile_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"did you mean production\?"):
        loaded(tmp_path, "", {"gate.profile": "productive"})
    with pytest.raises(SettingsError, match="there are mine, production, staging"):
        loaded(tmp_path, "[gate.profiles.mine]", {"gate.profile": "zzzz"})


def test_every_mistake_in_a_profile_is_told(tmp_path: Path) -> None:
    toml = '[gate.profiles.mine]\nmax_error = 2\nmax_warnings = "x"\nmin_coverage = ["1 %"]\nprofile = "a"'
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, toml)
    assert len(caught.value.problems) == 4
    assert all("gate.profiles must" in problem for problem in caught.value.problems)
