"""What imports found, line by line, as the deeds see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.importing.reconciling import Decision, LineKind, LineState, Narrowing, TrayLine


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line that is held for a decision: nobody else decides it in this moment.

    ``hash`` names what TowBook said where that was only kept and not stored yet; ``overtaken_by`` is a later run that
    has another word about the call, which asks there.
    """

    line: TrayLine
    hash: str | None
    overtaken_by: int | None


class TrayStore(Protocol):
    """The lines of Check import."""

    def counts(self, run: int) -> Mapping[tuple[LineKind, LineState], int]:
        """How many lines of a run are of which kind in which state; what there is none of is left out."""

    def page(self, run: int, narrowing: Narrowing, offset: int, limit: int) -> tuple[tuple[TrayLine, ...], int]:
        """Lines of a run, those that ask first, each kind by call number; with how many there are in all."""

    def line(self, run: int, key: str) -> TrayLine:
        """One line; raises ``NotFound``."""

    def open_keys(self, run: int, narrowing: Narrowing) -> Sequence[str]:
        """The lines that nobody decided yet."""

    def hold(self, run: int, keys: Collection[str]) -> Sequence[HeldLine]:
        """Lock lines in one order and answer how they stand now."""

    def told(self, run: int, keys: Collection[str]) -> Mapping[str, TowBookCall]:
        """What the source said of these calls in this run."""

    def decide(self, run: int, keys: Collection[str], decision: Decision) -> None:
        """Keep what was decided of lines; who and when is the database's own answer."""

    def waiting(self) -> int:
        """How many lines of all runs nobody decided yet."""

    def remark(self, run: int, words: Mapping[str, str]) -> None:
        """Say something more of lines, by key, before what they say already."""

    # --- undoing a run ------------------------------------------------------------------------------------------------

    def deeds(self, run: int) -> Sequence[UUID]:
        """The run's own deed, and those by which somebody accepted lines of it."""

    def hanging(self, deeds: Sequence[UUID], custody_ids: Sequence[int]) -> Mapping[int, str]:
        """What other deeds hung on these custodies besides events, in words: files, calls, papers, owners."""

    def undone(self, run: int, left: Collection[int]) -> bool:
        """Mark a run as undone, its lines too but those of the custodies ``left``; False where it was undone already."""
