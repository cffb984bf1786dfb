"""What the dialogs about the database ask; called on worker threads."""

from typing import Protocol

from itow_desktop.services.desks.sign_in import SignInState
from itow_desktop.services.ports.sign_in import Answer, SharedDatabase


class SignInWork(Protocol):
    """The choice of the database on this PC."""

    def state(self) -> SignInState: ...
    def test(self, given: SharedDatabase, password: str | None) -> Answer: ...
    def save(self, given: SharedDatabase | None, password: str | None, *, keep: bool) -> str: ...
    def keep_password(self, password: str, *, keep: bool) -> str: ...
