"""An HTML report as a parser reads it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "srcdoc", "style", "ping"}
"""Attributes that load something, or run it."""


class Page(HTMLParser):
    """What a browser would make of a document: elements with their attributes, and the texts of some."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.ids: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.inside:
            self.inside[self._open[-1]][-1] += data
        elif data.strip():
            self.words.append(data)

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.inside["script"][0])  # type: ignore[no-any-return]

    @property
    def policy(self) -> dict[str, str]:
        (content,) = (made["content"] for _, made in self.elements if made.get("http-equiv"))
        return dict(part.split(" ", 1) for part in (content or "").split("; "))
