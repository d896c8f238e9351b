"""Forwarding in the set-up: where it would go, whether there is a token, what was sent and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.content import Content

from simulator.settings.secrets import SECRET_VARIABLES
from simulator.settings.showing import shown_value
from simulator.tui.forward_marks import MARK_STYLES
from simulator.tui.text import fit, plain
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from simulator.forward.past import Past

_QUIET: Final = "$quiet"
_LABEL: Final = 22
_MOST: Final = 5
_SETTINGS: Final = (
    ("dataset", "forward.pixel_id", "none: 'capisim connect' writes one, or f asks"),
    ("test event code", "forward.test_code", "none: f asks"),
    ("Graph URL", "forward.graph_url", ""),
    ("version", "forward.version", ""),
    ("at most", "forward.max_events", ""),
)


def forwarding_text(
    document: dict[str, Any], secrets: Collection[str], past: Sequence[Past] | None, *, keyring: bool, readonly: bool
) -> Content:
    """The section. ``document`` is that of ``capisim doctor``, ``secrets`` the variables that hold an app secret.

    ``past`` are the forwards, the newest first, None while they are being read; ``keyring`` tells whether the extra is
    installed, which is all that is known of the keyring before somebody wants it asked.
    """
    return Content("\n").join(_parts(document, secrets, past, keyring=keyring, readonly=readonly))


def _row(label: str, value: Content, state: str = "") -> Content:
    return Content.assemble((fit(label, _LABEL), _QUIET), value, (f"  {state}" if state else "", _QUIET))


def _parts(
    document: dict[str, Any], secrets: Collection[str], past: Sequence[Past] | None, *, keyring: bool, readonly: bool
) -> Iterator[Content]:
    hint = "--readonly: nothing is sent" if readonly else "f shows what would be sent, O what was"
    yield Content.assemble(("\n", ""), ("Forwarding to Meta", "bold $primary"), (f"  {hint}", _QUIET))
    settings = {each["key"]: each for each in document["settings"]}
    for label, key, absent in _SETTINGS:
        each = settings.get(key)
        if each is None:
            continue
        if each["value"] is None:
            yield _row(label, Content.styled(absent or "–", _QUIET))
        else:
            unit = " events" if key == "forward.max_events" else ""
            yield _row(label, plain(f"{shown_value(each['value'])}{unit}", "bold"), each["origin"])
    yield _row("access token", _token(document))
    found = ", ".join(name for name in SECRET_VARIABLES if name in secrets)
    secret = (f"present, environment variable {found}", "$success") if found else ("not set; few apps need it", _QUIET)
    yield _row("app secret", Content.styled(*secret))
    ring = "installed; asked only where you tick that" if keyring else "capisim[keyring] is not installed"
    yield _row("keyring", Content.styled(ring, _QUIET))
    yield plain(
        "Meta processes test events as real events: they are not dropped, and are used for targeting and measurement.",
        "$warning",
    )
    yield from _past(past)


def _token(document: dict[str, Any]) -> Content:
    names = [token["variable"] for token in document["tokens"] if token["present"]]
    if names:
        # Of two, the first one counts.
        return Content.styled(f"present, environment variable {names[0]}", "bold $success")
    return Content.styled("not in the environment", _QUIET)


def _past(past: Sequence[Past] | None) -> Iterator[Content]:
    if past is None:
        yield _row("forwards", Content.styled("looking…", _QUIET))
        return
    if not past:
        yield _row("forwards", Content.styled("none from this store", _QUIET))
        return
    left = [each for each in past if each.is_unfinished]
    # What is left comes first, however old it is.
    shown = [*left, *(each for each in past if not each.is_unfinished)][:_MOST]
    for place, each in enumerate(shown):
        forward, totals = each.forward, each.totals
        link = Content.styled(f"#{forward.id}", "underline $primary").stylize(
            f"@click=screen.open_forward({forward.id})"
        )
        words = [f"{totals['accepted']:,} taken", f"{totals['refused']:,} refused" if totals["refused"] else ""]
        words += [f"{each.disagreeing:,} not as we said" if each.disagreeing else ""]
        told = Content.assemble(
            link,
            (f" {forward.state}", MARK_STYLES[forward.state]),
            (f"  {clock(forward.started_at, day=True)[:11]}  run {forward.run}  ", _QUIET),
            ", ".join(word for word in words if word),
            (f", {each.left:,} left" if each.is_unfinished else "", "bold $warning"),
        )
        yield _row("forwards" if place == 0 else "", told)
    if len(past) > len(shown):
        yield _row("", Content.styled(f"and {len(past) - len(shown):,} more: O", _QUIET))
