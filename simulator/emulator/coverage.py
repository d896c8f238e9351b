"""What of Meta's behaviour is emulated, what approximated, what absent; the README's table is made of it.

*Emulated* is what Meta documents or was seen to do. *Approximated* is what third parties report or we infer. *Absent*
is what we know of and do not do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.checks.catalog import SUBCODES, catalog
from simulator.emulator import refusals
from simulator.emulator.refusals import ORDER, Refusal
from simulator.finding import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

EMULATED, APPROXIMATED, ABSENT = "emulated", "approximated", "absent"
# Their rules are documented; which subcode the API gives is not.
_SUPPOSED = frozenset({"EVT001", "EVT002", "EVT005"})
_KNOWN = (Evidence.DOCUMENTED, Evidence.SDK, Evidence.OBSERVED)


class Covered(NamedTuple):
    """One behaviour of Meta's; ``evidence`` is how well it is known, empty where nothing is."""

    what: str
    state: str
    evidence: str
    how: str


ROUTES = (
    Covered("`POST /v{N}.{M}/{id}/events`", EMULATED, "documented", "with and without version and final slash"),
    Covered("`POST /v{N}.{M}/` with `batch`", EMULATED, "observed", "relative requests to the events edge alone"),
    Covered("`GET /v{N}.{M}/dataset_quality`", APPROXIMATED, "documented", "Meta's shape; our estimate as score"),
    Covered("`GET /v{N}.{M}/{id}/setup_quality`", APPROXIMATED, "third-party", "as Adobe's extension reads it"),
    Covered(
        "`GET /v{N}.{M}/me/adaccounts`, `GET /v{N}.{M}/me/businesses`",
        APPROXIMATED,
        "sdk",
        "one of each, ours, whatever the user; pages as documented",
    ),
    Covered("`GET /v{N}.{M}/{id}/adspixels`", APPROXIMATED, "documented", "the datasets that the token opens"),
    Covered(
        "`GET /v{N}.{M}/{id}/owned_pixels`, `GET /v{N}.{M}/{id}/client_pixels`",
        APPROXIMATED,
        "documented",
        "all are owned, none is a client's",
    ),
    Covered("`GET /v{N}.{M}/{id}`", APPROXIMATED, "documented", "of a dataset `id` and `name` alone; the name is ours"),
    Covered("`GET` and `POST /tr`", EMULATED, "sdk", "image, form post, beacon; with and without final slash"),
)
"""The endpoints, in the words of the table."""

BEHAVIOUR = (
    Covered("token in query, form, JSON or bearer header", EMULATED, "observed", ""),
    Covered("JSON, url-encoded and multipart bodies", EMULATED, "observed", "told apart by what they are"),
    Covered("`data` as array, as text, as array of texts", EMULATED, "sdk", ""),
    Covered("one bad event refuses its whole request", EMULATED, "observed", ""),
    Covered(
        "order of checks: token, object, shape, events in order", APPROXIMATED, "observed", "two probes saw parts of it"
    ),
    Covered("order of the faults of one event", APPROXIMATED, "inferred", "time before customer information was seen"),
    Covered("`error_data.blame_field_specs`", APPROXIMATED, "inferred", "the member is Meta's, what it holds is ours"),
    Covered("texts of errors", APPROXIMATED, "", "ours: Meta translates its own and says that they may change"),
    Covered("gzip and deflate bodies", APPROXIMATED, "", "nothing is known of what Meta does"),
    Covered("limits of a body, of headers, of time", APPROXIMATED, "", "ours: Meta documents none"),
    Covered("`fbtrace_id`", EMULATED, "observed", "of the look of Meta's; it traces nothing"),
    Covered("CORS of `/tr`", APPROXIMATED, "inferred", "any origin, with cookies, also from a public site to loopback"),
    Covered("`fbq` commands, order and transports of the pixel's script", EMULATED, "sdk", "as in its release of 2020"),
    Covered("`_fbp` and `_fbc` cookies", EMULATED, "documented", "domain, life and `SameSite` as seen in Chrome"),
    Covered(
        "`coo` after `set autoConfig`", APPROXIMATED, "inferred", "nothing else of it shows: no event is automatic"
    ),
    Covered("customer information under keys that `init` does not have", APPROXIMATED, "", "withheld, with a warning"),
    Covered("automatic events and matching, page views on a change of route", ABSENT, "", "by the script's own doing"),
    Covered("telemetry of newer releases, `aud`, `cud`, `ncud`, `o`", ABSENT, "", "their meaning is unpublished"),
    Covered("uplift, spend and diagnostics of the Dataset Quality API", ABSENT, "", "only Meta can know them"),
    Covered("other paths of Graph, other objects, changing of objects", ABSENT, "", "answered with 2500"),
    Covered("permissions, roles, apps, rate limits of an account", ABSENT, "", "a token opens a dataset or does not"),
    Covered("differences between Graph versions", ABSENT, "", "every version is answered alike"),
    Covered("test event codes that expire", ABSENT, "", "any is taken; such events count like others"),
    Covered("TLS, HTTP/2", ABSENT, "", "plain HTTP/1.1 on this machine"),
)
"""What no table elsewhere in the code says."""


def covered() -> Iterator[Covered]:
    """Every behaviour: endpoints, the rest, general refusals, refusals of events, subcodes that no rule gives."""
    yield from ROUTES
    yield from BEHAVIOUR
    for name, refusal in sorted(vars(refusals).items()):
        if isinstance(refusal, Refusal):
            words = name.lower().replace("_", " ")
            yield Covered(f"{_number(refusal)}, HTTP {refusal.status}: {words}", *_known(refusal.evidence), "")
    rules = catalog()
    for code in ORDER:
        rule = rules[code]
        state, evidence = _known(rule.evidence)
        how = f"`{code}`"
        if code in _SUPPOSED:
            state, how = APPROXIMATED, f"`{code}`; that it has this subcode is inferred"
        yield Covered(f"100/{rule.subcode}: {rule.name}", state, evidence, how)
    given = {rule.subcode for rule in rules.values()}
    for subcode, meaning in SUBCODES.items():
        if subcode not in given:
            yield Covered(f"100/{subcode}: {meaning}", ABSENT, "", "it depends on what only Meta knows")


def _known(evidence: Evidence) -> tuple[str, str]:
    return EMULATED if evidence in _KNOWN else APPROXIMATED, evidence.value


def _number(refusal: Refusal) -> str:
    return f"{refusal.code}" if refusal.subcode is None else f"{refusal.code}/{refusal.subcode}"


def table() -> str:
    """The table in Markdown, with a line end."""
    rows = [f"| {each.what} | {each.state} | {each.evidence or '–'} | {each.how} |" for each in covered()]
    return "\n".join(["| behaviour | here | known | notes |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    print(table(), end="")  # noqa: T201 - what it is for
