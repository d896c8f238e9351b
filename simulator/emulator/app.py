"""Every route of the emulator, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Route

from simulator.emulator.accounts import ad_account, ad_accounts, business, businesses, dataset
from simulator.emulator.batch import batch
from simulator.emulator.graph import events
from simulator.emulator.misbehaving import Misbehaving
from simulator.emulator.own.live import Standing
from simulator.emulator.own.routes import OWN_ROUTES
from simulator.emulator.pixel import tr
from simulator.emulator.quality import dataset_quality, setup_quality
from simulator.emulator.shortcut import Shortcut
from simulator.emulator.unknown import unknown

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from simulator.emulator.service import Service


class _Text(Convertor[str]):
    """Any text, also one of several lines."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Version(_Text):
    """The digits of a version of the Graph API; whatever else follows a ``v`` is the name of an object."""

    regex = r"[0-9]{1,3}(?:\.[0-9]{1,3})?"


register_url_convertor("text", _Text())
register_url_convertor("graph", _Version())
EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

ROUTES = (
    *OWN_ROUTES,
    Route("/v{version:graph}/{object}/events", events, methods=["GET", "POST"]),
    Route("/v{version:graph}/{object}/events/", events, methods=["GET", "POST"]),
    Route("/{object}/events", events, methods=["GET", "POST"]),
    Route("/{object}/events/", events, methods=["GET", "POST"]),
    Route("/", batch, methods=["POST"]),
    Route("/v{version:graph}", batch, methods=["POST"]),
    Route("/v{version:graph}/", batch, methods=["POST"]),
    Route("/v{version:graph}/dataset_quality", dataset_quality, methods=["GET"]),
    Route("/v{version:graph}/dataset_quality/", dataset_quality, methods=["GET"]),
    Route("/v{version:graph}/{object}/setup_quality", setup_quality, methods=["GET"]),
    Route("/v{version:graph}/{object}/setup_quality/", setup_quality, methods=["GET"]),
    *(
        Route(f"/v{{version:graph}}/{path}{slash}", reads, methods=["GET"])
        for path, reads in (
            ("me/adaccounts", ad_accounts),
            ("me/businesses", businesses),
            ("{object}/adspixels", ad_account),
            ("{object}/owned_pixels", business),
            ("{object}/client_pixels", business),
            ("{object}", dataset),
        )
        for slash in ("", "/")
    ),
    Route("/tr", tr, methods=["GET", "POST", "OPTIONS"]),
    Route("/tr/", tr, methods=["GET", "POST", "OPTIONS"]),
    Route("/{rest:text}", unknown, methods=EVERY_METHOD),
)


def build_app(service: Service) -> ASGIApp:
    """The application around a service."""
    app = Starlette(routes=ROUTES)
    app.router.redirect_slashes = False
    app.state.service = service
    app.state.standing = Standing()
    app.add_middleware(Misbehaving, service=service)
    return Shortcut(app, service)
