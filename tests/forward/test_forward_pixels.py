"""Which datasets a token reaches: pages, ways that are refused, and answers that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from emulated import emulated
from one_answer import http, one_answer

from simulator.emulator.pixels import Pixel
from simulator.errors import NetworkError
from simulator.forward import pixels
from simulator.forward.answers import Answer, GraphError
from simulator.forward.graph import Graph
from simulator.forward.pixels import Reached, reach_one, reachable
from simulator.forward.tokens import Found, Token

FOUND = Found(Token("token-of-the-shop"), "the test")


class Answers:
    """A Graph API of answers by path; ``after`` stands behind an @."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {path.replace("__", "/"): answer for path, answer in answers.items()}
        self.asked: list[str] = []

    def get(self, path: str, params: dict[str, str]) -> Answer:
        where = path + (f"@{params['after']}" if "after" in params else "")
        self.asked.append(where)
        answer = self.answers.get(where, [])
        if isinstance(answer, Answer):
            return answer
        return Answer(200, answer if isinstance(answer, dict) else {"data": [{"id": each} for each in answer]})


def refused(code: int) -> Answer:
    return Answer(400, {}, GraphError(code, message="no"))


def reach(answers: Answers) -> pixels.Reach:
    return reachable(answers)  # type: ignore[arg-type]


def test_a_dataset_is_told_once_with_every_way_to_it() -> None:
    found = reach(
        Answers(
            me__adaccounts={"data": [{"id": "act_5", "name": "Shop"}]},
            act_5__adspixels=["10", "20"],
            me__businesses={"data": [{"id": "7", "name": "Holding"}]},
            **{"7__owned_pixels": ["20"], "7__client_pixels": {"data": [{"id": "30", "name": "Client's"}]}},
        )
    )
    assert found.pixels == (
        Reached("10", None, ("ad account Shop",)),
        Reached("20", None, ("ad account Shop", "business Holding")),
        Reached("30", "Client's", ("business Holding",)),
    )
    assert found.notes == ()


def test_pages_are_followed_while_there_is_a_next() -> None:
    answers = Answers(
        me__adaccounts=["act_5"],
        act_5__adspixels={
            "data": [{"id": "10"}],
            "paging": {"next": "https://x?access_token=y", "cursors": {"after": "A"}},
        },
        **{"act_5__adspixels@A": {"data": [{"id": "20"}], "paging": {"cursors": {"after": "B"}}}},
    )
    assert [each.id for each in reach(answers).pixels] == ["10", "20"]
    assert "act_5/adspixels@B" not in answers.asked


def test_pages_without_an_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MOST_PAGES", 3)
    endless = {"data": [{"id": "10"}], "paging": {"next": "x", "cursors": {"after": "A"}}}
    answers = Answers(me__adaccounts=["act_5"], act_5__adspixels=endless, **{"act_5__adspixels@A": endless})
    found = reach(answers)
    assert answers.asked.count("act_5/adspixels@A") == 2
    assert "more than 3 pages" in found.notes[0]


def test_very_many_holders_are_not_all_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MOST_HOLDERS", 2)
    answers = Answers(me__adaccounts=["act_1", "act_2", "act_3"])
    assert "of 3 ad accounts only the first 2" in reach(answers).notes[0]
    assert "act_3/adspixels" not in answers.asked


def test_one_way_that_is_refused_is_told_and_the_other_counts() -> None:
    found = reach(Answers(me__adaccounts=["act_5"], act_5__adspixels=["10"], me__businesses=refused(200)))
    assert [each.id for each in found.pixels] == ["10"]
    assert "business_management" in found.notes[0]
    found = reach(Answers(me__adaccounts=["act_5", "act_6"], act_5__adspixels=refused(10), act_6__adspixels=["20"]))
    assert [each.id for each in found.pixels] == ["20"]
    assert found.notes[0].startswith("act_5/adspixels: 10: no")


@pytest.mark.parametrize("code", [100, 190])
def test_no_way_at_all_is_an_error(code: int) -> None:
    answers = Answers(me__adaccounts=refused(code), me__businesses=refused(code))
    with pytest.raises(NetworkError, match="ads_read"):
        reach(answers)
    assert answers.asked == (["me/adaccounts"] if code == 190 else ["me/adaccounts", "me/businesses"])


def test_what_is_no_id_becomes_no_path() -> None:
    odd = {
        "data": [{"id": "../me"}, {"id": 5}, {"name": "x"}, "act_1", {"id": "act_5/x"}, {"id": "٣"}, {"id": "act_7"}]
    }
    answers = Answers(me__adaccounts=odd, act_7__adspixels={"data": [{"id": "act_9"}, {"id": "10"}]})
    assert [each.id for each in reach(answers).pixels] == ["10"]
    assert answers.asked == ["me/adaccounts", "act_7/adspixels", "me/businesses"]


@pytest.mark.parametrize(
    "body", [[], {}, {"data": {}}, {"data": None, "paging": 5}, {"paging": {"next": 1, "cursors": 2}}]
)
def test_an_odd_answer_is_an_empty_one(body: Any) -> None:
    assert reach(Answers(me__adaccounts=Answer(200, body))).pixels == ()


KNOWN = [Pixel("111222333", "token-of-the-shop"), Pixel("444", "another-token")]


def test_against_the_emulator_over_a_socket() -> None:
    with emulated(KNOWN) as (_, url), Graph(url, "v26.0", FOUND) as graph:
        found = reachable(graph)
        assert found.pixels == (Reached("111222333", "Dataset 111222333", ("ad account capisim", "business capisim")),)
        assert reach_one(graph, "111222333").name == "Dataset 111222333"
        with pytest.raises(NetworkError, match="Missing Permission"):
            reach_one(graph, "444")
        with pytest.raises(NetworkError, match="does not exist"):
            reach_one(graph, "555")


def test_the_answer_must_be_that_of_the_dataset() -> None:
    answer = http(json.dumps({"id": "999"}).encode())
    with (
        one_answer(answer) as server,
        Graph(server.url, "v26.0", FOUND) as graph,
        pytest.raises(NetworkError, match="else"),
    ):
        reach_one(graph, "111222333")
