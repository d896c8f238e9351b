"""The system's keyring, where the extra ``capisim[keyring]`` is installed; absent it is said, and no error."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from simulator.errors import UsageError
from simulator.masking import printable, shorten

SERVICE = "capisim"
KEYRING_EXTRA = "capisim[keyring]"
_ANY = "any pixel"


class Keyring:
    """Secrets of capisim in a keyring: kinds are ``token`` and ``secret``, accounts are pixel ids."""

    def __init__(self, module: Any) -> None:
        self._module = module

    @property
    def name(self) -> str:
        """Which keyring it is, as the library calls it."""
        return shorten(printable(str(self._module.get_keyring().name)), 60)

    def get(self, kind: str, account: str | None) -> tuple[str | None, str]:
        """The secret of an account, else the one for any; or None and why. A keyring that fails is no error."""
        try:
            for each in (account, None):
                if value := self._module.get_password(SERVICE, _entry(kind, each)):
                    return str(value), ""
        except Exception as error:
            # Every system's keyring has errors of its own; a locked one must not stop who needs none.
            return None, f"the keyring can't be read: {type(error).__name__}"
        return None, "the keyring holds none yet"

    def put(self, kind: str, account: str | None, value: str) -> None:
        """Keep a secret. Raises UsageError when the keyring can't; its text holds nothing of the value."""
        try:
            self._module.set_password(SERVICE, _entry(kind, account), value)
        except Exception as error:
            raise UsageError(
                f"the keyring can't be written ({type(error).__name__}): keep the token in a file with --env-file"
            ) from None


def open_keyring() -> Keyring | None:
    """The system's keyring; None without the extra, or where the system has none that keeps a secret."""
    try:
        module = import_module("keyring")
        # Below 1 are those that the library itself does not recommend: plain files, and its stand-ins for none.
        usable = module.get_keyring().priority >= 1
    except Exception:
        return None
    return Keyring(module) if usable else None


def _entry(kind: str, account: str | None) -> str:
    return f"{kind} of {account or _ANY}"
