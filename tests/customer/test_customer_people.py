"""Test shoppers: the file they come from, their hashes in events, and their values in texts."""

from __future__ import annotations

import json
import pickle
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.customer.people import People, load_people
from simulator.customer.people_file import MOST_PEOPLE
from simulator.customer.recognise import hash_variants
from simulator.customer.variants import documented, variants
from simulator.errors import SettingsError

ANA = {"email": "Ana@example.com", "phone": "(650) 555-0111", "country": "US", "fn": "Ana", "last_name": "Example"}
BEN = {"em": "ben@example.org", "ph": "+44 20 7946 0022", "fn": "Ben", "ln": "Sample", "external_id": "customer-1002"}


def h(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def load(folder: Path, text: str | bytes, name: str = "people.jsonl") -> People:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_people(str(path))


def problems(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(folder, text)
    start = f"customers {folder / 'people.jsonl'}: "
    assert all(problem.startswith(start) for problem in caught.value.problems)
    return [problem.removeprefix(start) for problem in caught.value.problems]


@pytest.fixture
def people(tmp_path: Path) -> People:
    return load(tmp_path, f"{json.dumps(ANA)}\n\n{json.dumps(BEN)}\n")


CSV = "Email,Phone,Country,First name,last-name\nAna@example.com,(650) 555-0111,US,Ana,Example\n\n"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ANA),
        "\ufeff" + json.dumps(ANA) + "\r\n",
        json.dumps({**ANA, "email": ["Ana@example.com", "a@example.net"], "zip": None, "city": ""}),
        json.dumps({**ANA, "phone": 16505550111, "dob": "1990-05-17"}),
        CSV,
        "\ufeff" + CSV.replace("\n", "\r\n"),
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        'em,ph,country,fn,ln\n"ana@example.com","(650) 555-0111",us,"Ana","Example"\n,,,,\n',
        "em,ph,country,fn,ln,zp\nana@example.com,(650) 555-0111,us,Ana,Example\n",
    ],
)
def test_a_file_is_read(tmp_path: Path, text: str) -> None:
    people = load(tmp_path, text)
    assert len(people) == 1
    for key, right in (("em", "ana@example.com"), ("ph", "16505550111"), ("fn", "ana"), ("ln", "example")):
        known = people.recognise(key, h(right))
        assert known is not None
        assert (known.key, known.right, known.profile, known.person) == (key, True, "docs", 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["nobody is in it"]),
        ("\n \n", ["nobody is in it"]),
        ("em,ph\n", ["nobody is in it"]),
        ("{}\n", ["nobody is in it"]),
        (b"\xff\xfe{\x00", ["line 1: this is no text in UTF-8"]),
        (b'{"em": "a@example.com"}\n{"fn": "Val\xe9ry"}', ["line 2: this is no text in UTF-8"]),
        ('{"em": "a@example.com"}\n{"em": \n[]\n', ["line 2: this is no JSON", "line 3: this is no JSON object"]),
        ('[{"em": "a@example.com"}]', ["it is a list: write one JSON object per line, without a list around them"]),
        ('{"em": 1.5}', ["line 1: em ••• is no text"]),
        ('{"em": true, "ph": {}}', ["line 1: em true is no text", "line 1: ph object of 0 is no text"]),
        ('{"em": "' + "x" * 501 + '"}', ["line 1: em x…x (501 characters) has more than 500 characters"]),
        ('{"country": "Narnia"}', ["line 1: country N…a (6 characters) is no country: give a code of ISO 3166-1"]),
        ('{"ge": "divers"}', ["line 1: ge d…s (6 characters) has no form that Meta documents: leave it out"]),
        ('{"ph": "(650) 555-0111"}', ["line 1: ph (…1 (14 characters) has no country calling code: write it with +"]),
        ('{"ph": ["+16505550111", "16505550112"]}', ["line 1: ph 1…2 (11 characters) has no country calling code"]),
        (
            "em,ph,country\na@example.com,0650 5550111,\n",
            ["line 2: ph 0…1 (12 characters) has no country calling code"],
        ),
        ('{"db": "1990-02-31"}', ["line 1: db 1…1 (10 characters) is no day of the calendar"]),
        ('{"db": "19010229"}', ["line 1: db 1…9 (8 characters) is no day of the calendar"]),
        ('{"db": "1990-13-31"}', ["line 1: db 1…1 (10 characters) has no form that Meta documents: leave it out"]),
        ('{"fn": "\\ud800"}', ["line 1: this is no JSON"]),
        ("name,mail\nAna,a@example.com\n", ["line 1: column 1 has no name", "line 1: column 2 has no name"]),
        ("ana@example.com,16505550111\n", ["line 1: column 1 has no name", "line 1: column 2 has no name"]),
        ("em,ph\n\na@example.com,1,2\n", ["line 3: it has 3 cells, the header has 2"]),
    ],
)
def test_every_problem_is_told(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    found = problems(tmp_path, text)
    assert len(found) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    "text",
    [
        '{"ph": "+1 650 555 0111"}',
        '{"ph": "0044 20 7946 0022"}',
        '{"ph": "\uff0b16505550111"}',
        '{"ph": "(650) 555-0111", "country": "US"}',
        '{"country": "us", "ph": ["6505550111", "16505550112"]}',
        '{"db": "2000-02-29"}',
        '{"db": "19900517"}',
        '{"db": "2/16/1997"}',
    ],
)
def test_what_is_complete_is_taken(tmp_path: Path, text: str) -> None:
    assert len(load(tmp_path, text)) == 1


def test_problems_show_nobody(tmp_path: Path) -> None:
    text = json.dumps({"nickname": "x", "em": h("ana@example.com"), "country": "Anaexampleland", "ana@example.com": 1})
    shown = " ".join(problems(tmp_path, text))
    assert "ana@" not in shown
    assert "Anaexample" not in shown
    assert "em 4182…" not in shown or "is a hash" in shown
    assert "is a hash: the value itself is needed" in shown


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    found = problems(tmp_path, "{\n" * 80)
    assert len(found) == 51
    assert found[-1] == "and 30 more problems"


@pytest.mark.parametrize(("many", "fits"), [(MOST_PEOPLE, True), (MOST_PEOPLE + 1, False)])
def test_how_many_people(tmp_path: Path, many: int, fits: bool) -> None:
    text = '{"ge": "f"}\n' * many
    if fits:
        assert len(load(tmp_path, text)) == many
    else:
        assert problems(tmp_path, text)[0].startswith("201 people are in it, at most 200")


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "a\0b"])
def test_a_path_that_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        load_people(f"{tmp_path}/{name}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(lambda text: b"em,ph,fn\n" + text.encode("utf-8", "surrogatepass")),
        st.dictionaries(
            st.sampled_from(["em", "ph", "db", "zp", "country", "x"]), st.text(max_size=30), max_size=4
        ).map(lambda members: json.dumps(members).encode()),
    )
)
def test_no_file_does_more_than_be_refused(tmp_path: Path, data: bytes) -> None:
    try:
        people = load(tmp_path, data)
    except SettingsError:
        return
    assert len(people) > 0
    people.find(data.decode("utf-8", "replace"))


def test_people_travel_to_other_processes(people: People) -> None:
    copy: People = pickle.loads(pickle.dumps(people))  # noqa: S301
    assert copy.recognise("em", h("ANA@EXAMPLE.COM")) == people.recognise("em", h("ANA@EXAMPLE.COM")) is not None
    assert copy.find("ben@example.org") == people.find("ben@example.org") is not None


@pytest.mark.parametrize(
    ("key", "sent", "expected"),
    [
        ("em", h("ana@example.com"), ("em", True, 0)),
        ("em", h("ben@example.org") + ".AQQCAQMC", ("em", True, 1)),
        ("em", h("ana@example.com").upper(), ("em", True, 0)),
        ("em", h("Ben@example.org"), ("em", False, 1)),
        # Meta's libraries make it of the number as it was typed.
        ("ph", h("6505550111"), ("ph", True, 0)),
        ("ph", h("2079460022"), ("ph", False, 1)),
        ("ph", h("ana@example.com"), ("em", True, 0)),
        ("f5last", h("sampl"), ("f5last", True, 1)),
        ("fi", h("a"), ("fi", True, 0)),
        ("external_id", "customer-1002", ("external_id", True, 1)),
        ("external_id", h("customer-1002"), ("external_id", True, 1)),
        ("em", h("customer-1002"), ("external_id", True, 1)),
        ("external_id", h("ana@example.com"), None),
        # Short or shared values may be somebody else's.
        ("ln", h("ana"), None),
        ("st", h("us"), None),
        ("em", "ana@example.com", None),
        ("em", h("chloe@example.net"), None),
        ("em", "", None),
    ],
)
def test_recognise(people: People, key: str, sent: str, expected: tuple[str, bool, int] | None) -> None:
    known = people.recognise(key, sent)
    assert (known and (known.key, known.right, known.person)) == expected


def test_shared_values_count_beside_one_that_tells_who_it_is(people: People) -> None:
    known = people.recognise_of(0, "ln", h("ana"))
    assert known is not None
    assert (known.key, known.what, known.person) == ("fn", "the first name", 0)
    assert people.recognise_of(1, "ln", h("ana")) is None
    assert people.recognise_of(0, "external_id", h("ana")) is None
    assert people.recognise_of(7, "ln", h("ana")) is None


@pytest.mark.parametrize(
    ("text", "key", "person"),
    [
        ("ana@example.com", "em", 0),
        ("https://shop.example/?mail=ANA%40Example.com&x=1", "em", 0),
        ("https://shop.example/?to=https%3A%2F%2Fx.example%2F%3Fm%3Dana%2540example.com", "em", 0),
        ("Mail to <ben@example.org>.", "em", 1),
        ("xana@example.com", None, None),
        ("ana@example.com.net", None, None),
        ("ana@example", None, None),
        ("call +1 (650) 555-0111 now", "ph", 0),
        ("tel=16505550111", "ph", 0),
        ("tel=%2B16505550111", "ph", 0),
        ("650-555-0111", "ph", 0),
        ("020 7946 0022", "ph", 1),
        ("0044 20 7946 0022", "ph", 1),
        ("order 20 16505550111", "ph", 0),
        ("116505550111", None, None),
        ("165055501110", None, None),
        ("x16505550111", None, None),
        ("5550111", None, None),
        ("Ana Example", "ln", 0),
        ("EXAMPLE, ANA", "ln", 0),
        ("name=ben+sample&x", "ln", 1),
        ("ben_sample", "ln", 1),
        ("ana", None, None),
        ("https://www.example.com/ana", None, None),
        ("Ana went to Example", None, None),
        ("Ben Example", None, None),
        ("", None, None),
    ],
)
def test_find(people: People, text: str, key: str | None, person: int | None) -> None:
    known = people.find(text)
    assert (known and known.key, known and known.person) == (key, person)


made_up = st.fixed_dictionaries(
    {
        "em": st.from_regex(r"[A-Za-z][A-Za-z0-9.]{4,10}@example\.(com|net)", fullmatch=True),
        "ph": st.from_regex(r"\+1 650 555 01[0-9]{2}", fullmatch=True),
        "fn": st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=10),
        "db": st.dates(min_value=__import__("datetime").date(1900, 1, 1)).map(str),
        "country": st.sampled_from(["US", "gb", "Germany"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(person=made_up)
def test_every_variant_of_everybody_is_recognised(person: dict[str, str]) -> None:
    people = People([{key: (value,) for key, value in person.items()}])
    country = documented("country", person["country"], None)
    for key, raw in person.items():
        for text, meaning in variants(key, raw, country):
            known = people.recognise(key, h(text))
            if known is None:
                # Only what may be the right value of somebody else.
                assert key in ("fn", "db", "country")
                assert documented(key, text, country) == text
                continue
            assert (known.key, known.person) == (key, 0)
            assert (
                known.what == meaning.what
                or meaning.what in {other.what for same, other in variants(key, raw, country) if same == text}
                or known.what == "the first and the last name together"
            )
            for digest, hashed in hash_variants(text, meaning):
                assert people.recognise(key, digest) is not None, hashed


@settings(max_examples=40, deadline=None)
@given(
    person=made_up, digest=st.binary(min_size=32, max_size=32), key=st.sampled_from(["em", "ph", "fn", "external_id"])
)
def test_a_random_hash_is_nobodys(person: dict[str, str], digest: bytes, key: str) -> None:
    people = People([{key: (value,) for key, value in person.items()}])
    assert people.recognise(key, digest.hex()) is None
    assert not people.touches({key: digest.hex()})


@settings(max_examples=60, deadline=None)
@given(person=made_up, before=st.text(max_size=10), after=st.text(max_size=10), encoded=st.booleans())
def test_an_address_is_found_between_anything_that_is_no_part_of_one(
    person: dict[str, str], before: str, after: str, encoded: bool
) -> None:
    people = People([{key: (value,) for key, value in person.items()}])
    text = f"{before} {person['em'].upper()}, {after}"
    known = people.find(quote(text) if encoded else text)
    assert known is not None
    assert (known.key, known.what) == ("em", "the e-mail address")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_documented_form_of_one_is_not_taken_for_a_librarys_form_of_another(order: tuple[int, int]) -> None:
    """The parameter builder cuts Mecklenburg-Vorpommern to two letters, which are Maine's."""
    people = [{"st": ("Mecklenburg-Vorpommern",), "country": ("DE",)}, {"st": ("Maine",), "country": ("US",)}]
    known = People([people[index] for index in order]).recognise("st", h("me"))
    assert known is not None
    assert known.profile == "docs"


def test_what_is_known_is_never_shown(people: People) -> None:
    everything: list[Any] = [known for several in people._meanings.values() for known in several]
    shown = " ".join(sorted({known.what for known in everything})).lower()
    for value in ("ana@", "example.com", "650", "555", "sample", "ben "):
        assert value not in shown
    assert "ana@" not in repr(people)
