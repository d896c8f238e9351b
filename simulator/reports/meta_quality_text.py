"""The same document as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.reports.terminal import heading, indented, range_bar, safe, safe_name, table

if TYPE_CHECKING:
    from rich.console import Console


def print_quality(console: Console, document: dict[str, Any]) -> None:
    """Print Meta's word and our estimate by event name, what differs, and what it teaches."""
    from rich.text import Text

    source = document["source"]
    of = f"dataset {safe(source['pixel_id'], 40)}" if source["pixel_id"] else safe(source["path"] or "", 60)
    run = f"run {document['run']}" if document["run"] is not None else "no run"
    heading(console, f"Match quality of {of}, Meta's own word and ours", f"Meta's of {source['date']}; ours of {run}")
    if not document["event_names"]:
        indented(console, Text("Meta tells nothing: no event of the last days, and the run has none either."), 0)
    for each in document["event_names"]:
        if each["meta"]:
            _name(console, each)
    _untold(console, [each for each in document["event_names"] if not each["meta"]])
    if document["calibrated"]:
        console.print()
        indented(
            console, Text(f"Written to {safe(document['calibrated'])}: runs from now on are calibrated.", "bold"), 0
        )
    for note in document["notes"]:
        indented(console, Text.assemble(("note  ", "cyan"), safe(note, 500)), 0)


def _name(console: Console, each: dict[str, Any]) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(safe_name(each["event_name"], 60), "bold"))
    meta, ours = each["meta"], each["ours"]
    rows = table("who", "score", "bar", "about")
    rows.show_header = False
    rows.add_row("  Meta", *_meta_score(meta))
    rows.add_row("  ours", *_our_score(ours))
    console.print(rows)
    if each["difference"] is not None:
        where = "inside our range" if each["inside"] else "outside our range"
        indented(console, Text(f"Meta's score is {each['difference']:+.1f} from our likely one, {where}", "dim"), 2)
    _coverage(console, meta, ours)
    if each["keys"]:
        _keys(console, each["keys"])
    for found in (meta or {}).get("diagnostics", ()):
        _diagnostic(console, found)
    if each["calibration"]:
        _calibration(console, each["calibration"])


def _untold(console: Console, names: list[dict[str, Any]]) -> None:
    """Names that the run alone has, in a line each."""
    from rich.text import Text

    if not names:
        return
    console.print()
    console.print(Text("Meta tells nothing of", "bold"))
    rows = table("name", "score", "bar", "about")
    rows.show_header = False
    for each in names:
        rows.add_row(f"  {safe_name(each['event_name'], 20)}", *_our_score(each["ours"], short=True))
    console.print(rows)


def _meta_score(meta: dict[str, Any] | None) -> tuple[Any, ...]:
    from rich.text import Text

    if meta is None or meta["score"] is None:
        return Text("no score", "dim"), "", ""
    score = meta["score"]
    about = [safe(meta["rating"], 20)] if meta["rating"] else []
    about += [f"sent in {safe(meta['freshness'], 20).replace('_', ' ')}"] if meta["freshness"] else []
    return Text(f"{score:.1f} / 10", "bold"), range_bar(score, score, score), Text(", ".join(about), "dim")


def _our_score(ours: dict[str, Any] | None, *, short: bool = False) -> tuple[Any, ...]:
    from rich.text import Text

    if ours is None:
        return Text("no such events", "dim"), "", ""
    low, likely, high = (ours["estimate"][name] for name in ("low", "likely", "high"))
    about = f"likely {likely:.1f} of {ours['events']:,} sent"
    about += "" if short else f", model {ours['estimate']['model']}"
    return Text(f"{low:.1f} – {high:.1f}", "bold"), range_bar(low, likely, high), Text(about, "dim")


def _coverage(console: Console, meta: dict[str, Any] | None, ours: dict[str, Any] | None) -> None:
    from rich.text import Text

    told = meta["event_coverage"] if meta else None
    here = ours["event_coverage"] if ours else None
    if told is None and here is None:
        return
    goal = f" (goal {meta['goal']:g} %)" if meta and meta["goal"] is not None else ""
    indented(console, Text(f"event coverage: Meta {_share(told)}{goal}, here {_share(here)}"), 2)


def _keys(console: Console, keys: list[dict[str, Any]]) -> None:
    from rich.text import Text

    rows = table("  key", "Meta's name", "Meta", "here", "valid", "uplift", numbers=("Meta", "here", "valid", "uplift"))
    for each in keys:
        meta, ours = each["meta"] or {}, each["ours"] or {}
        name = safe(each["identifier"] or "–", 24) + (" ?" if each["mapping"] == "inferred" else "")
        rows.add_row(
            f"  {each['key'] or '–'}",
            Text(name, "dim"),
            _share(meta.get("coverage")),
            _share(ours.get("coverage")),
            _share(ours.get("valid")),
            f"+{meta['uplift']:g} %" if meta.get("uplift") is not None else "",
        )
    console.print(rows)
    if any(each["mapping"] == "inferred" for each in keys):
        indented(console, Text("? which key that name means is our guess: Meta's pages don't show it", "dim"), 2)


def _diagnostic(console: Console, found: dict[str, Any]) -> None:
    from rich.text import Text

    share = f" on {_share(found['percentage'])}" if found["percentage"] is not None else ""
    what = found["name"] or found["description"] or "something"
    indented(console, Text.assemble(("Meta finds  ", "yellow"), f"{safe(what, 200)}{share}"), 2)
    if found["solution"]:
        indented(console, Text.assemble(("fix: ", "green"), safe(found["solution"], 400)), 4)


def _calibration(console: Console, of: dict[str, Any]) -> None:
    from rich.text import Text

    basis = "of the coverage that Meta tells" if of["basis"] == "meta" else "of this run"
    text = f"calibrates by ×{of['factor']:g}: the model alone says {of['modelled']:.1f} {basis}"
    if of["after"]:
        low, likely, high = (of["after"][name] for name in ("low", "likely", "high"))
        text += f"; then ours is {low:.1f} – {high:.1f}, likely {likely:.1f}"
    indented(console, Text(text, "dim"), 2)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:g} %"
