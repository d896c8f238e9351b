"""The set-up as text: the open run's surroundings, and what the doctor found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.content import Content

from simulator.masking import mask_text, show_name
from simulator.settings.showing import shown_value
from simulator.tui.text import fit, plain, safe
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.tui.current import Current
    from simulator.views.environment import Surroundings

_QUIET: Final = "$quiet"
_LABEL, _KEY = 22, 37
# What a value is given at the least and at the most; the origin beside it is an option or a file.
_VALUE, _LONGEST_VALUE, _ORIGIN = 18, 40, 22
TEST_EVENTS: Final = (
    "Meta processes events with a test event code as real ones: they are not dropped, and are used for targeting and "
    "measurement. The code only shows them in Test Events as well. Remove it before launch."
)
_LISTENING: Final = "L, or 'capisim listen', stands in for Meta on this machine, and shows here what arrives"


def run_text(now: Current, found: Surroundings | None) -> Content:
    """What the open run says of where its events belong."""
    return Content("\n").join(_run(now, found))


def doctor_text(document: dict[str, Any], width: int, listening: str | None = None) -> Content:
    """The document of ``capisim doctor --json``, in so many cells; ``listening`` is where this one listens."""
    parts = [
        *_problems(document),
        *_tokens(document["tokens"]),
        *_settings(document["settings"], width),
        *_paths(document["paths"]),
        *_versions(document["versions"]),
        *_limits(document["limits"]),
        _heading("Listening"),
        Content.styled(_LISTENING, _QUIET) if listening is None else _row("listening on", listening),
    ]
    return Content("\n").join(parts)


def _heading(text: str, hint: str = "") -> Content:
    return Content.assemble(("\n", ""), (text, "bold $primary"), (f"  {hint}" if hint else "", _QUIET))


def _row(label: str, value: Content | str, state: str = "") -> Content:
    shown = plain(value, limit=400) if isinstance(value, str) else value
    return Content.assemble((fit(label, _LABEL), _QUIET), shown, (f"  {state}" if state else "", _QUIET))


def _run(now: Current, found: Surroundings | None) -> Iterator[Content]:
    if now.about is None:
        yield _heading("Open run", "none yet: o opens a file, M makes up a shop")
        return
    title = f", {now.about.title}" if now.about.title else ""
    yield _heading(f"Open run {now.run}", safe(f"{now.about.state}{title}", 120))
    if found is None:
        yield Content.styled("looking…", _QUIET)
        return
    for place, dataset in enumerate(found.datasets):
        counts = f"{dataset.browser:,} browser, {dataset.server:,} server"
        name = show_name(dataset.pixel_id, 40) if dataset.pixel_id is not None else "none named"
        yield _row("pixel id" if place == 0 else "", Content.styled(name, "bold"), counts)
    if not found.datasets:
        yield _row("pixel id", Content.styled("none seen", _QUIET))
    clock_of_run = f"{clock(now.about.clock, day=True)} UTC" if now.about.clock is not None else "not needed"
    yield _row("clock", clock_of_run, "by which times are judged")
    if not found.test_codes:
        yield _row("test event code", Content.styled("none seen", "$success"))
        return
    for place, (code, count) in enumerate(found.test_codes):
        requests = f"in {count:,} request{'' if count == 1 else 's'}"
        yield _row("test event code" if place == 0 else "", Content.styled(mask_text(code), "bold $warning"), requests)
    yield plain(TEST_EVENTS, "$warning")


def _problems(document: dict[str, Any]) -> Iterator[Content]:
    problems, hints = document["problems"], document["hints"]
    if not problems:
        yield Content.assemble(("\n", ""), ("✓ No problems", "bold $success"))
    else:
        yield Content.assemble(
            ("\n", ""), (f"{len(problems)} problem{'' if len(problems) == 1 else 's'}", "bold $error")
        )
    for problem in problems:
        yield Content.assemble((fit(problem["part"], _LABEL), "$error"), plain(problem["message"]))
    for hint in hints:
        yield Content.assemble((fit("hint", _LABEL), "$secondary"), plain(hint))


def _tokens(tokens: list[dict[str, Any]]) -> Iterator[Content]:
    yield _heading("Access token", "its value is never shown")
    for token in tokens:
        state = Content.styled("present", "bold $success") if token["present"] else Content.styled("not set", _QUIET)
        yield _row(token["variable"], state)


def _settings(settings: list[dict[str, Any]], width: int) -> Iterator[Content]:
    room = min(max(width - _KEY - _ORIGIN, _VALUE), _LONGEST_VALUE)
    yield _heading("Settings", "options > environment > project file > user file > defaults")
    for setting in settings:
        changed = setting["origin"] != "default"
        yield Content.assemble(
            (fit(setting["key"], _KEY), "$foreground" if changed else _QUIET),
            (fit(shown_value(setting["value"]) or "–", room) + "  ", "bold" if changed else ""),
            plain(setting["origin"], "$accent" if changed else _QUIET),
        )


def _paths(paths: dict[str, Any]) -> Iterator[Content]:
    yield _heading("Paths")
    store = paths["store"]
    runs = "" if store["runs"] is None else f"{store['runs']:,} run{'' if store['runs'] == 1 else 's'}"
    size = (
        "not there yet" if not store["found"] else ", ".join(part for part in (size_of(store["bytes"]), runs) if part)
    )
    yield _row("store", store["path"], size)
    for file in paths["settings_files"]:
        yield _row(f"{file['kind']} settings", file["path"], "" if file["found"] else "not there")
    for name in ("schemas", "fixtures"):
        yield _row(name, paths[name]["path"], "" if paths[name]["found"] else "missing")


def _versions(versions: dict[str, Any]) -> Iterator[Content]:
    yield _heading("Versions", versions["platform"])
    for name in ("capisim", "python", "sqlite"):
        yield _row(name, versions[name])
    libraries = (f"{name} {version or '(not installed)'}" for name, version in versions["libraries"].items())
    yield plain(" · ".join(libraries), _QUIET)


def _limits(limits: dict[str, Any]) -> Iterator[Content]:
    yield _heading("Limits")
    free = limits["store_free_bytes"]
    yield _row("processors", f"{limits['processors']}")
    yield _row("free for the store", "–" if free is None else size_of(free))
    for name, label in (
        ("line_bytes", "longest line"),
        ("document_bytes", "largest JSON"),
        ("har_bytes", "largest HAR"),
    ):
        yield _row(label, size_of(limits[name]))
    yield _row("deepest nesting", f"{limits['nesting']} levels")


def size_of(count: int) -> str:
    """``16 MiB``, ``1.5 GiB``, ``512 bytes``."""
    size = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:,.4g} {unit}"
        size /= 1024
    return f"{size:,.4g} TiB"
