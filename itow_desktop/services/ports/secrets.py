"""Where passwords are kept: the port the keyring meets."""

from typing import Protocol

TOWBOOK_USERNAME = "towbook.username"
TOWBOOK_PASSWORD = "towbook.password"  # noqa: S105 - the name of a secret, not a secret
DATABASE_PASSWORD = "database.password"  # noqa: S105 - the same
SMTP_PASSWORD = "smtp.password"  # noqa: S105 - the same


class Secrets(Protocol):
    """Passwords by name. All methods raise ``SecretsTrouble`` where the keyring is locked or broken."""

    def get(self, name: str) -> str | None:
        """The secret, None where nobody gave one."""

    def put(self, name: str, value: str) -> None:
        """Keep a secret; raises ``SecretsTrouble`` where there is no safe place, and then it is kept nowhere."""

    def hold(self, name: str, value: str) -> None:
        """Use a secret until the program ends; it is kept nowhere."""

    def forget(self, name: str) -> None:
        """Take a secret out; nothing happens where there is none."""
