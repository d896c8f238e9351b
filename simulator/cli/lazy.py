"""A click group that imports a command only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are known by name and one line of help until one is called.

    ``commands_by_name`` maps a command to that line; the command itself is the attribute of the
    same name in ``<package>.<name>``, hyphens written as underscores. So ``--help`` lists them all
    and imports none.
    """

    def __init__(self, *args: Any, package: str, commands_by_name: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.package = package
        self.short_helps = dict(commands_by_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.short_helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.short_helps:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"{self.package}.{name}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.package}.{name} holds no click command of that name")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(self.short_helps.items()))
