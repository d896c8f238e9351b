"""Checks a document against one of the published schemas."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from simulator import resources


def assert_valid(document: Any, schema_file: str) -> None:
    """Fail with every violation of ``schemas/<schema_file>``."""
    schema = json.loads((resources.schemas() / schema_file).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    problems = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]
    assert problems == []
