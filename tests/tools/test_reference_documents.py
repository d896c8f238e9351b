"""The reference beside the code is what the code says, and nothing is left out of it."""

from __future__ import annotations

import json

import click
import pytest
from reference_documents import DOCUMENTS, REPORTS, ROOT, cell

from simulator.cli.root import COMMANDS, root
from simulator.resources import schemas


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_what_the_code_says(path: str) -> None:
    same = (ROOT / path).read_text("utf-8") == DOCUMENTS[path]()
    assert same, f"run python tests/tools/reference_documents.py: {path} is out of date"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    assert (command.help or "").strip()
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.name for each in options if not (each.help or "").strip()] == []


def test_every_document_that_a_command_prints_is_told() -> None:
    printed = {
        path.name.removesuffix(".schema.json")
        for path in schemas().glob("*.schema.json")
        if "const" in json.loads(path.read_text("utf-8")).get("properties", {}).get("schema", {})
    }
    assert printed <= set(REPORTS)


def test_a_cell_obeys_nothing_but_code() -> None:
    assert cell("a | <b> *c*\n``d|e`` [f](g)") == r"a \| \<b\> \*c\* `d\|e` \[f\](g)"
    assert cell("a ` b|c") == r"a \` b\|c"
