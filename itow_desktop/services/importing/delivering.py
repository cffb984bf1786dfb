"""Hand calls to the database batch by batch, one batch ahead of its answer."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from itow_desktop.domain.calls import CallRead
from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.services.importing.arriving import Stored, storing
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.shift import Shift

BATCH = 50
BATCH_SECONDS = 1.0
ANSWER_SECONDS = 0.1
"""By then the database has answered a commit; who reads calls faster goes on meanwhile."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch whose commit is on its way; closing ``answers`` waits for the database's word and raises its trouble."""

    batch: Sequence[CallRead]
    stored: Stored
    answers: ExitStack


class Delivery:
    """The batch that is on its way to the database, the one not yet sent, what is confirmed.

    ``stored`` and ``kept`` (how many calls) tell only what the database has confirmed: whatever
    happens to the program, that is not lost. Trouble with the database ends a delivery. ``size`` is how many
    calls make a batch: more where they come faster than the network brings them.
    """

    def __init__(self, shift: Shift, deed: Deed, run: int, around: Surroundings, size: int | None = None) -> None:
        self._desk, self._clock, self._deed, self._run, self._around = shift.desk, shift.clock, deed, run, around
        self._batch: list[CallRead] = []
        self._size = size or BATCH
        self._sent: _Sent | None = None
        self._sent_at = self._clock.monotonic()
        self.stored = Stored()
        self.kept = 0

    def take(self, read: CallRead) -> None:
        """Put one call into the batch; a full or old batch is sent."""
        self._batch.append(read)
        waited = self._clock.monotonic() - self._sent_at
        if len(self._batch) >= self._size or waited >= BATCH_SECONDS:
            self._pass_on()
        elif waited >= ANSWER_SECONDS:
            self._settle()

    def finish(self) -> None:
        """Store all that was taken; the database has confirmed it when this returns."""
        self._pass_on()
        self._settle()

    def close(self) -> None:
        """Let go of the database, however the import ended."""
        if self._sent is not None:
            self._sent.answers.close()

    def _pass_on(self) -> None:
        """Send the batch, commit and all; its answer is heard when the next one is due, so that reading goes on meanwhile."""
        self._settle()
        batch, self._batch = self._batch, []
        self._sent_at = self._clock.monotonic()
        if not batch:
            return
        try:
            self._sent = self._send(batch)
        except Trouble:
            self._one_by_one(batch)

    def _settle(self) -> None:
        """Hear what became of the batch that is on its way."""
        sent, self._sent = self._sent, None
        if sent is None:
            return
        try:
            self._confirm(sent)
        except Trouble:
            self._one_by_one(sent.batch)

    def _one_by_one(self, batch: Sequence[CallRead]) -> None:
        """Store call by call what the database refused together, so that one bad call stops nothing; what it kept already stays."""
        try:
            for read in batch:
                try:
                    self._confirm(self._send([read]))
                except DatabaseTrouble:
                    raise
                except Trouble as trouble:
                    self._confirm(self._send([replace(read, call=None, trouble=str(trouble))]))
        except DatabaseTrouble as trouble:
            raise DatabaseTrouble(f"{trouble} At least {self.kept} calls of this import are stored; import again to go on.") from trouble

    def _send(self, batch: Sequence[CallRead]) -> _Sent:
        with ExitStack() as opened:
            unit = opened.enter_context(self._desk.begin(self._deed))
            stored = opened.enter_context(storing(unit, self._around, self._run, batch))
            return _Sent(batch, stored, opened.pop_all())

    def _confirm(self, sent: _Sent) -> None:
        """Wait for the database's word; only then the calls count as stored."""
        sent.answers.close()
        self.stored += sent.stored
        self.kept += len(sent.batch)
