"""The cookies of ``param-builder`` beside the installed ``capi_param_builder_python``.

That package has nothing for customer information: what it has in common with the profile is ``fbc`` and ``fbp``.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import capi_param_builder
import pytest
from capi_param_builder import ParamBuilder
from hypothesis import given, settings
from hypothesis import strategies as st
from known_differences import KNOWN, PYTHON_BUILDER, Case, Difference, unexplained
from sending import sent

from simulator.customer import normalize

CORPUS = json.loads(Path(__file__).with_name("corpus.json").read_text("utf-8"))
PART = st.sampled_from(["fb", "1", "0", "1558571054389", "1098115397", "AQ", "Zz", "AQQCAQAA", "abcdefgh", "", "é"])
COOKIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.lists(PART, max_size=7).map(".".join)
SHAPED = st.tuples(st.integers(0, 20), st.integers(0, 10**13), st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True))
ENDS = st.sampled_from(["", ".BA", ".AQQCAQAA"]) | st.from_regex(r"\.[A-Za-z0-9_-]{8}", fullmatch=True)


def compare(key: str, value: str) -> Case:
    builder = ParamBuilder(["example.com"])
    builder.process_request("www.example.com", {}, {f"_{key}": value})
    theirs = builder.get_fbp() if key == "fbp" else builder.get_fbc()
    # A cookie that is refused is replaced by a new one, which is not the value's.
    if theirs not in (value, f"{value}.{builder.appendix_no_change}"):
        theirs = None
    return Case(key, value, sent(normalize(key, value, profile="param-builder")), theirs)


def test_the_package_has_nothing_for_customer_information() -> None:
    """When this fails, the profile has a second library to be laid beside."""
    assert not [name for name in dir(ParamBuilder) if "pii" in name.lower() or "normal" in name.lower()]
    assert not [path for path in Path(capi_param_builder.__file__).parent.rglob("*") if "pii" in path.name.lower()]


def test_the_version_is_that_of_the_node_package() -> None:
    from simulator.customer.builder_marker import VERSION

    assert version("capi_param_builder_python") == ".".join(map(str, VERSION))


def test_the_corpus() -> None:
    rows = [(key, value) for key, value in CORPUS if key in ("fbc", "fbp")]
    assert len(rows) > 50
    different = [case for case in (compare(*row) for row in rows) if unexplained(PYTHON_BUILDER, case)]
    assert different == []


@settings(max_examples=600)
@given(
    st.sampled_from(["fbc", "fbp"]),
    COOKIES | st.tuples(SHAPED, ENDS).map(lambda parts: "fb." + ".".join(map(str, parts[0])) + parts[1]),
)
def test_any_cookie(key: str, value: str) -> None:
    case = compare(key, value)
    assert not unexplained(PYTHON_BUILDER, case), case


@pytest.mark.parametrize("known", [known for known in KNOWN if known.library == PYTHON_BUILDER], ids=lambda k: k.why)
def test_a_listed_difference_still_is_one(known: Difference) -> None:
    assert list(known.example) in CORPUS
    case = compare(*known.example)
    assert case.ours != case.theirs
    assert known.explains(case)
