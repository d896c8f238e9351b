"""What is reported of one visit: by the pixel, unless something keeps it from it, and by the backend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from simulator.synthetic import browser_form, server_form
from simulator.synthetic.catalogue import shelf
from simulator.synthetic.elsewhere import reports
from simulator.synthetic.journeys import visit as steps_of
from simulator.synthetic.made import Action, Made
from simulator.synthetic.network import SCRIPT_FAILS, Backend, browser_receipt

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance
    from simulator.synthetic.devices import Device
    from simulator.synthetic.rhythm import Visit
    from simulator.synthetic.settings import ShopSettings
    from simulator.synthetic.shoppers import Shopper
    from simulator.synthetic.steps import Step

_ON_THE_WAY = 0.6
"""How often those with two devices take the second."""
_WITHDRAWN_AFTER = 20_000


def of_visit(
    settings: ShopSettings, chance: Chance, backend: Backend, shopper: Shopper, visit: Visit
) -> Iterator[Made]:
    """Everything that Meta receives of a visit, step by step."""
    if visit.kind == "web":
        return _website(settings, chance, backend, shopper, visit)
    return _elsewhere(settings, chance, backend, shopper, visit)


def _elsewhere(
    settings: ShopSettings, chance: Chance, backend: Backend, shopper: Shopper, visit: Visit
) -> Iterator[Made]:
    for number, report in enumerate(reports(settings, chance, shopper, visit)):
        received = backend.receipt(report.at if report.uploaded is None else report.uploaded)
        if received is not None:
            action = Action(visit.shopper, visit.number, number)
            yield Made("server", settings.pixel_id, received / 1000, report.payload, {}, shopper, action)


def _website(
    settings: ShopSettings, chance: Chance, backend: Backend, shopper: Shopper, visit: Visit
) -> Iterator[Made]:
    number = 1 if shopper.habits.two_devices and chance.happens(_ON_THE_WAY) else 0
    device = shopper.device(number, visit.start)
    told = 0
    if number not in shopper.granted:
        shopper.granted.add(number)
        if device.fbp is not None:
            yield _word(settings, shopper, device, visit, told, "grant", visit.start)
            told += 1
    steps = steps_of(chance, shopper, device, visit.start)
    goods = shelf(shopper.country)
    user_data: dict[tuple[bool, str | None], tuple[dict[str, Any], dict[str, Any]]] = {}
    page, fails, events_before = -1, False, 0
    for step in steps:
        action = Action(visit.shopper, visit.number, told)
        told += 1
        who = user_data.get((step.known, step.click))
        if who is None:
            who = user_data[step.known, step.click] = _user_data(shopper, device, step)
        if step.page != page:
            page, fails, events_before = step.page, device.blocks or chance.happens(SCRIPT_FAILS), 0
        if not fails:
            event = browser_form.payload(step, who[0], goods)
            body = browser_form.body(step, device, events_before)
            received = browser_receipt(chance, step.at)
            yield Made("browser", settings.pixel_id, received / 1000, event, body, shopper, action)
            events_before += 1
        arrived = backend.receipt(step.at)
        if arrived is not None:
            event = server_form.payload(step, who[1])
            yield Made("server", settings.pixel_id, arrived / 1000, event, {}, shopper, action)
    if shopper.habits.consent == "withdrawn" and device.fbp is not None:
        yield _word(settings, shopper, device, visit, told, "revoke", steps[-1].at + _WITHDRAWN_AFTER)


def _user_data(shopper: Shopper, device: Device, step: Step) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser and the server tell of the visitor."""
    return (
        browser_form.user_data(shopper, device, step.known, step.click),
        server_form.user_data(shopper, device, step.known, step.click),
    )


def _word(
    settings: ShopSettings,
    shopper: Shopper,
    device: Device,
    visit: Visit,
    told: int,
    word: Literal["grant", "revoke"],
    at: int,
) -> Made:
    action = Action(visit.shopper, visit.number, told)
    payload = {"user_data": {"fbp": device.fbp}}
    return Made("browser", settings.pixel_id, at / 1000, payload, {}, shopper, action, word)
