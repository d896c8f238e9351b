"""What ``openapi.json`` says of the paths that are Meta's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM, _MULTIPART, _JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
_PATH = {
    "version": ("Version of the Graph API without its v.", {"type": "string", "pattern": r"^[0-9]{1,3}\.[0-9]{1,2}$"}),
    "object": ("The dataset (pixel).", {"type": "string", "pattern": "^[0-9]{1,26}$"}),
}
_REFUSED = {
    "400": "Refused: code, subcode and text as Graph has them.",
    "401": "Refused: no token that can be read.",
    "403": "The app's request limit: a fault on purpose.",
    "404": "Refused: no such object.",
    "413": "The body is too large.",
    "415": "The body's content encoding is not known.",
    "500": "Temporarily unavailable: the store can't be used, or a fault on purpose, which may have no body.",
}
# On the Pixel's endpoint nothing is refused but bodies.
_UNREADABLE = {status: _REFUSED[status] for status in ("400", "413", "415", "500")}
_OTHERS: dict[str, dict[str, Any]] = {
    "408": {"description": "The body did not arrive in time."},
    "502": {"description": "A page of a proxy: a fault on purpose.", "content": {"text/html": {}}},
    "503": {"description": "More connections than the emulator takes.", "content": {"text/plain": {}}},
}
_VERDICTS = {
    "name": "Prefer",
    "in": "header",
    "description": "`capisim-verdict` puts what became of each event into the answer.",
    "schema": {"enum": ["capisim-verdict"]},
}


class Described(NamedTuple):
    """One method of a path of Meta's: ``queries`` are its parameters, ``bodies`` the media of its body."""

    summary: str
    queries: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    shape: str | None = "Graph"
    media: str = _JSON
    status: str = "200"
    refused: Mapping[str, str] = _REFUSED

    def operation(self, names: list[str]) -> dict[str, Any]:
        """The operation of OpenAPI; ``names`` are the parameters in the path."""
        parameters: list[dict[str, Any]] = [
            {"name": name, "in": "path", "required": True, "description": _PATH[name][0], "schema": _PATH[name][1]}
            for name in names
        ]
        parameters += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in self.queries]
        told: dict[str, Any] = {"summary": self.summary, "tags": ["Meta"]}
        if self.shape in _WITH_VERDICTS:
            parameters.append(_VERDICTS)
        if parameters:
            told["parameters"] = parameters
        if self.bodies:
            told["requestBody"] = {"content": {media: {"schema": {"type": "object"}} for media in self.bodies}}
        good: dict[str, Any] = {"description": "Taken."}
        if self.shape is not None:
            good["content"] = {self.media: {"schema": {"$ref": f"#/components/schemas/{self.shape}"}}}
        elif self.media != _JSON:
            good["content"] = {self.media: {}}
        if not self.refused:
            return told | {"responses": {self.status: good}}
        content = {_JSON: {"schema": {"$ref": "#/components/schemas/GraphError"}}}
        refused = {status: {"description": text, "content": content} for status, text in self.refused.items()}
        return told | {"responses": {self.status: good, **refused, **_OTHERS}}


_WITH_VERDICTS = ("Received", "Batch")
_PIXEL = ("id", "ev", "eid", "dl", "rl", "ts", "fbp", "fbc")
_TOKENS = ("access_token", "appsecret_proof")
_SEND = Described("Take server events.", _TOKENS, (_JSON, _FORM, _MULTIPART), "Received")
_READ = Described("Refused: Graph lets nobody read events.", _TOKENS)
_BATCH = Described("Take several requests at once.", _TOKENS, (_FORM, _JSON, _MULTIPART), "Batch")
_IMAGE = Described(
    "Take an event of the Pixel and answer an image.", _PIXEL, shape=None, media="image/gif", refused=_UNREADABLE
)

_ADS = Described("The ad accounts of a token: one of ours.", (*_TOKENS, "fields", "limit", "after"))

GRAPH: dict[str, dict[str, Described]] = {
    "/": {"POST": _BATCH},
    "/v{version}": {"POST": _BATCH},
    "/{object}/events": {"POST": _SEND, "GET": _READ},
    "/v{version}/{object}/events": {"POST": _SEND, "GET": _READ},
    "/v{version}/dataset_quality": {
        "GET": Described("Match quality and coverage of a dataset.", (*_TOKENS, "dataset_id", "fields", "agent_name"))
    },
    "/v{version}/{object}/setup_quality": {"GET": Described("Match quality by event name.", (*_TOKENS, "event_name"))},
    "/v{version}/me/adaccounts": {"GET": _ADS},
    "/v{version}/me/businesses": {"GET": _ADS._replace(summary="The businesses of a token: one of ours.")},
    "/v{version}/{object}/adspixels": {"GET": _ADS._replace(summary="The datasets of an ad account.")},
    "/v{version}/{object}/owned_pixels": {"GET": _ADS._replace(summary="The datasets that a business owns.")},
    "/v{version}/{object}/client_pixels": {"GET": _ADS._replace(summary="Its clients' datasets: none.")},
    "/v{version}/{object}": {"GET": Described("One dataset: id and name.", (*_TOKENS, "fields"))},
    "/tr": {
        "GET": _IMAGE,
        "POST": _IMAGE._replace(bodies=(_FORM, _MULTIPART)),
        "OPTIONS": Described(
            "What a browser asks before a request of another site.", shape=None, status="204", refused={}
        ),
    },
}
"""By path without a slash at its end, and method; a route that is not here is told in general words."""
