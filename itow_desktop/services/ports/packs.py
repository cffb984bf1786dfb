"""Rule packs in use, and how the work stood each day, as the deeds see them."""

from datetime import date
from typing import Protocol

from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.domain.rules import RulePack
from itow_desktop.domain.snapshots import DaySnapshot
from itow_desktop.services.ports.people import PinAnswer


class ReadPack(Protocol):
    """Makes a pack of its text."""

    def __call__(self, text: str, name: str) -> RulePack:
        """``name`` is the file as troubles name it; raises ``RulesTrouble`` naming file, rule and field."""


class PackStore(Protocol):
    """Which packs the office took into use, the newest last."""

    def in_use(self, pack: str) -> PackInUse | None:
        """The one that counts; None where the program's own was never replaced."""

    def history(self, pack: str) -> tuple[PackInUse, ...]:
        """All that were taken, the newest first."""

    def text(self, pack_in_use: int) -> str | None:
        """The pack as its file was; None for the program's own."""

    def take(self, taken: PackInUse, text: str | None) -> int:
        """Keep that a pack is taken into use; answers its id. The database refuses whoever is no manager."""

    def confirm(self, pack_in_use: int, proof: bytes) -> PinAnswer:
        """Let the deed's person stand as the second one."""

    def may_change(self) -> bool:
        """Whether the database lets this sign-in take packs into use."""


class SnapshotStore(Protocol):
    """How the work stood each day; what is kept of a day never changes."""

    def keep(self, snapshot: DaySnapshot) -> bool:
        """Keep a day's numbers; answers False where the day has some already, which stay."""

    def has(self, day: date) -> bool:
        """Whether that day was kept."""

    def last_before(self, day: date) -> date | None:
        """The last day before it that was kept."""

    def between(self, first: date, last: date) -> tuple[DaySnapshot, ...]:
        """The days kept from ``first`` to ``last``, both included, in their order."""
