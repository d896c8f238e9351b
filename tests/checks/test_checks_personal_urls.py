"""Personal data in the page's address and its referrer."""

from __future__ import annotations

import pytest
from personal_building import ADDRESS, HASH, PAGE, only, page, personal

from simulator.checks.examples import event


@pytest.mark.parametrize(
    ("url", "where"),
    [
        (f"{PAGE}?contact={ADDRESS}", "the parameter contact of event_source_url"),
        (f"{PAGE}?a=1&contact=jane.doe%40example.com&b=2", "the parameter contact of event_source_url"),
        (f"{PAGE}?contact=jane.doe%2540example.com", "the parameter contact of event_source_url"),
        (f"{PAGE}?contact=jane.doe%252540example.com", "the parameter contact of event_source_url"),
        (f"{PAGE}?back=https%3A%2F%2Fshop.example%2F%3Fm%3Djane%2540example.com", "the parameter back of"),
        (f"{PAGE}?a=1;m={ADDRESS}", "the parameter m of event_source_url"),
        (f"{PAGE}#/order?m={ADDRESS}", "the parameter m of event_source_url"),
        (f"{PAGE}?{ADDRESS}", "the query of event_source_url"),
        (f"{PAGE}?{ADDRESS}=1", "the query of event_source_url"),
        (f"{PAGE}#{ADDRESS}", "the query of event_source_url"),
        (f"https://shop.example/account/{ADDRESS}/orders", "the path of event_source_url"),
        (f"{PAGE}?email={ADDRESS}", "the parameter email of event_source_url"),
    ],
)
def test_address_in_url(url: str, where: str) -> None:
    finding = only(page(url), "PRV002")
    assert where in finding.message
    assert finding.path == "$.event_source_url"


def test_address_in_referrer() -> None:
    finding = only(event(referrer_url=f"{PAGE}?m={ADDRESS}"), "PRV002")
    assert (finding.path, "the parameter m of referrer_url" in finding.message) == ("$.referrer_url", True)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/@jane?x=1",
        "https://shop.example/img/mug@2x.png",
        f"{PAGE}?q=mug+%40home",
        f"{PAGE}?m={HASH}",
        f"{PAGE}?m=%7B%7Bemail%7D%7D",
        f"{PAGE}?fbclid=IwAR0abc-_%2540",
    ],
)
def test_no_address_in_url(url: str) -> None:
    assert not {"PRV001", "PRV002", "PRV003"} & set(personal(page(url)))


@pytest.mark.parametrize(
    "query",
    [
        "first_name=Jane",
        "firstName=J%C3%BCrgen",
        "billing_last_name=O%27Neil",
        "customer%5Blast_name%5D=Doe",
        "customer[last_name]=Doe",
        "phone=650-555-0123",
        "tel=16505550123",
        "mobile=%2B16505550123",
        "dob=1990-05-17",
        "birthday=17.05.1990",
        "date_of_birth=19900517",
        "shipping_address=12+Sample+Street",
        "ssn=078-05-1120",
        "full_name=Jane+Doe",
        "email=jane.doe%40localhost",
    ],
)
def test_personal_parameter(query: str) -> None:
    finding = only(page(f"{PAGE}?order=1001&{query}&utm_source=x"), "PRV003")
    assert "of event_source_url looks like a" in finding.message


@pytest.mark.parametrize(
    "query",
    [
        "name=Mug",
        "mail=1",
        "email=newsletter",
        "phone=iphone",
        "phone=1",
        "mobile=true",
        "tel=",
        "first_name=",
        f"first_name={HASH}",
        "first_name=%7B%7Bfirst_name%7D%7D",
        "first_name=undefined",
        "first_name=J",
        "firstname=FIRSTNAME",
        "dob=1",
        "birthday=true",
        "birthday=202605",
        "street=street",
        "street=66",
        "address=shop.example",
        "zip=10115",
        "city=Berlin",
        "cell=12",
        "username=true",
        "utm_source=first_name&utm_medium=email",
        "phone=123456",
        "phone=1234567890123456",
        "ssn=1",
    ],
)
def test_no_personal_parameter(query: str) -> None:
    assert personal(page(f"{PAGE}?{query}")) == []
