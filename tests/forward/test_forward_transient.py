"""Which answers may be tried again: the codes of Meta's pages and of clients, one by one."""

from __future__ import annotations

import pytest

from simulator.forward.answers import UNSENT, Answer, Failure, GraphError, Trouble
from simulator.forward.transient import CODES, chance

# Code, HTTP status, is_transient, whether it may be tried again, whether Meta asks for less.
ANSWERS = [
    (1, 500, None, True, False),
    (1, 400, None, True, False),
    (2, 500, None, True, False),
    (3, 400, None, False, False),
    (4, 403, None, True, True),
    (10, 403, None, False, False),
    (17, 400, None, True, True),
    (32, 400, None, True, True),
    (100, 400, None, False, False),
    (100, 400, True, False, False),
    (100, 500, True, False, False),
    (102, 400, None, False, False),
    (104, 400, None, False, False),
    (105, 400, None, False, False),
    (190, 401, None, False, False),
    (190, 400, True, False, False),
    (190, 500, None, False, False),
    (200, 403, None, False, False),
    (294, 400, None, False, False),
    (341, 400, None, True, True),
    (368, 400, None, True, True),
    (613, 400, None, True, True),
    (803, 404, None, False, False),
    (2500, 400, None, False, False),
    (5000, 500, None, True, False),
    (21009, 400, None, True, False),
    (80000, 400, None, True, True),
    (80003, 400, None, True, True),
    (80004, 400, None, True, True),
    (80014, 400, None, True, True),
    (99999, 400, None, False, False),
    (99999, 400, False, False, False),
    (99999, 400, True, True, False),
    (99999, 503, None, True, False),
    (None, 400, None, False, False),
    (None, 502, None, True, False),
]


@pytest.mark.parametrize(("code", "status", "transient", "again", "throttled"), ANSWERS)
def test_an_error_of_graphs(
    code: int | None, status: int, transient: bool | None, again: bool, throttled: bool
) -> None:
    found = chance(Answer(status, {}, GraphError(code, is_transient=transient)))
    assert (found.again, found.throttled) == (again, throttled)
    assert found.why


def test_every_code_of_the_table_is_tested() -> None:
    assert set(CODES) <= {code for code, *_ in ANSWERS}


@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.NOT_JSON])
def test_a_failure_of_the_network(trouble: Trouble) -> None:
    failure = Failure(trouble, "any")
    found = chance(Answer(failure=failure))
    assert found.again is (trouble is not Trouble.TLS)
    assert found.unsure is (trouble not in UNSENT) is failure.may_have_arrived


@pytest.mark.parametrize(
    ("status", "again"), [(200, False), (302, False), (404, False), (429, True), (500, True), (502, True), (503, True)]
)
def test_an_answer_that_is_not_graphs(status: int, again: bool) -> None:
    assert chance(Answer(status, failure=Failure(Trouble.NOT_JSON, "any"))).again is again


def test_success_is_not_tried_again() -> None:
    assert not chance(Answer(200, {"events_received": 1})).again
