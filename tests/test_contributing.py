"""CONTRIBUTING.md keeps its promise: one line of reason for every dependency."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_REASON = re.compile(r"^\| ([\w-]+) \| (.{20,}) \|$", re.MULTILINE)


def declared() -> set[str]:
    """Every distribution that pyproject.toml names."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = content["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), content["build-system"]["requires"]]
    return {re.split(r"[<>=!~\[; ]", requirement)[0] for requirements in lists for requirement in requirements}


def test_every_dependency_has_its_reason_and_none_is_left_over() -> None:
    reasons = dict(_REASON.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert declared() == set(reasons)


def test_the_floors_are_those_of_the_contract() -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = content["tool"]["importlinter"]["contracts"][0]["layers"]
    named = set(re.findall(r"simulator\.(\w+)", " ".join(layers)))
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Rules of the house")[0]
    assert named == set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE))))
