"""Passwords in the keyring of this computer, or given by the environment for one run."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from itow_desktop.domain.errors import SecretsTrouble

SERVICE = "iTow Desktop"
VARIABLES: Mapping[str, str] = {
    "towbook.username": "ITOW_TOWBOOK_USERNAME",
    "towbook.password": "ITOW_TOWBOOK_PASSWORD",
    "database.password": "ITOW_DATABASE_PASSWORD",
    "smtp.password": "ITOW_SMTP_PASSWORD",
}
LONGEST = 1000
"""Characters; the Windows Credential Manager takes 1280."""


def taken_from(environment: MutableMapping[str, str]) -> dict[str, str]:
    """The secrets the environment gives, by name; they are taken out, so that no program started from here inherits them."""
    given = ((name, environment.pop(variable, "")) for name, variable in VARIABLES.items())
    return {name: value for name, value in given if value}


def _ignore(_secret: str) -> None:
    """Nobody wants to know."""


class KeyringSecrets:
    """Implements the port ``Secrets``.

    ``given`` are the environment's secrets; they win and are never stored. Each
    secret that passes through is told to ``seen``, so that the log can hide it.
    A keyring that keeps its secrets in a plain file does not count as one.
    """

    def __init__(self, given: Mapping[str, str], seen: Callable[[str], None] = _ignore) -> None:
        self._given = dict(given)
        self._held: dict[str, str] = {}
        self._seen = seen
        for secret in self._given.values():
            seen(secret)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(given={sorted(self._given)})"

    def get(self, name: str) -> str | None:
        """The secret, None where nobody gave one (or there is no keyring to keep it)."""
        secret = self._held.get(name) or self._given.get(name)
        if secret is None and (backend := _safe_keyring()) is not None:
            with _plain_troubles():
                secret = backend.get_password(SERVICE, name)
        if secret:
            self._seen(secret)
        return secret or None

    def put(self, name: str, value: str) -> None:
        """Keep a secret in the keyring; raises ``SecretsTrouble`` where there is none, and then it is kept nowhere."""
        self._seen(value)
        if name in self._given:
            raise SecretsTrouble(
                f"The environment of this program gives {VARIABLES[name]}, which wins. Nothing was stored. "
                "Change it there, or take it out and start the program again."
            )
        if len(value) > LONGEST:
            raise SecretsTrouble(f"This password is longer than {LONGEST} characters. Nothing was stored. Check what was pasted.")
        backend = _safe_keyring()
        if backend is None:
            raise SecretsTrouble(
                "This computer has no keyring where a password is safe, so nothing was stored. Unlock or install one "
                f"(on Debian: gnome-keyring), or start the program with {VARIABLES.get(name, 'it')} in its environment."
            )
        with _plain_troubles():
            backend.set_password(SERVICE, name, value)

    def hold(self, name: str, value: str) -> None:
        """Use a secret until the program ends; it is kept nowhere."""
        self._seen(value)
        self._held[name] = value

    def forget(self, name: str) -> None:
        """Take a secret out of the keyring; nothing happens where there is none."""
        self._held.pop(name, None)
        backend = _safe_keyring()
        if backend is None:
            return
        with _plain_troubles():
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)


def _safe_keyring() -> KeyringBackend | None:
    """The keyring the system offers, if what it keeps can be read by its owner only."""
    chosen = keyring.get_keyring()
    offered = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return next((backend for backend in offered if _is_safe(backend)), None)


def _is_safe(backend: KeyringBackend) -> bool:
    """Neither no keyring at all, nor one that forgets, nor the plain files of ``keyrings.alt``."""
    return not isinstance(backend, fail.Keyring | null.Keyring) and not type(backend).__module__.startswith("keyrings.alt")


@contextmanager
def _plain_troubles() -> Iterator[None]:
    """Turn what the keyring raises into a sentence; the library's own words may repeat a secret, so they are not shown."""
    try:
        yield
    except KeyringLocked:
        raise SecretsTrouble("The keyring of this computer is locked. Nothing was changed. Unlock it, then try again.") from None
    except PasswordDeleteError:
        raise SecretsTrouble("The keyring of this computer did not give the password away. Delete it there, under iTow Desktop.") from None
    except (KeyringError, OSError) as error:
        raise SecretsTrouble(
            f"The keyring of this computer does not work ({type(error).__name__}). Nothing was changed. "
            "Sign out of the computer and in again, then try once more."
        ) from None
