"""Says beside plate and VIN, while they are typed, that such a car is on the lot already."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.vehicles import clean_plate, clean_vin
from itow_desktop.services.views import VehicleRow
from itow_desktop.ui.tasks import TaskRunner

_AFTER_MS = 200
_SHORTEST = {"plate": 3, "vin": 5}
_CLEAN = {"plate": clean_plate, "vin": clean_vin}


@dataclass(frozen=True, slots=True)
class Marks:
    """What is typed of the two marks a car is known by."""

    vin: str | None
    plate: str | None


class AlikeWatch(QObject):
    """Looks on a worker thread after a short rest; only the newest answer counts. Warns, never blocks."""

    def __init__(
        self,
        runner: TaskRunner,
        alike: Callable[[str | None, str | None], tuple[VehicleRow, ...]],
        typed: Callable[[str], str],
        say: Callable[[str, str | None], None],
        parent: QObject,
    ) -> None:
        """``typed`` answers a field's text, ``say`` puts a sentence beside a field or takes it away."""
        super().__init__(parent)
        self._runner = runner
        self._alike = alike
        self._typed = typed
        self._say = say
        self._own: int | None = None
        self._asked = Marks(None, None)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._look)

    def belongs_to(self, custody_id: int | None) -> None:
        """The car of the form itself, which is no double."""
        self._own = custody_id

    def edited(self, field: str) -> None:
        """A field changed."""
        if field in _CLEAN:
            self._timer.start()

    def _look(self) -> None:
        marks = Marks(self._long_enough("vin"), self._long_enough("plate"))
        if marks == self._asked:
            return
        self._asked = marks
        if marks == Marks(None, None):
            self._answered(marks, ())
            return
        self._runner.start(
            lambda: self._alike(marks.vin, marks.plate),
            owner=self,
            done=lambda found: self._answered(marks, found),
            failed=lambda trouble: self._not_answered(marks, trouble),
        )

    def _long_enough(self, field: str) -> str | None:
        mark = _CLEAN[field](self._typed(field))
        return mark if mark is not None and len(mark) >= _SHORTEST[field] else None

    def _answered(self, marks: Marks, found: tuple[VehicleRow, ...]) -> None:
        if marks != self._asked:
            return  # typed on meanwhile: a newer question is under way
        others = [row for row in found if row.custody_id != self._own]
        for field, mark in (("plate", marks.plate), ("vin", marks.vin)):
            same = [row for row in others if mark is not None and getattr(row, field) == mark]
            self._say(field, _sentence(field, same) if same else None)

    def _not_answered(self, marks: Marks, trouble: Trouble) -> None:
        """Not knowing is said too: a warning that stays away would be taken for an all-clear."""
        if marks == self._asked:
            self._asked = Marks(None, None)
            for field, mark in (("plate", marks.plate), ("vin", marks.vin)):
                self._say(field, f"Not looked up whether it is here already. {trouble}" if mark else None)


def _sentence(field: str, same: list[VehicleRow]) -> str:
    word = {"plate": "plate", "vin": "VIN"}[field]
    first = same[0]
    what = ", ".join(part for part in (first.description, f"call {first.call_number}" if first.call_number else first.file_number) if part)
    more = f" and {len(same) - 1} more" if len(same) > 1 else ""
    return f"This {word} is on the lot already: {what or 'a car without description'}{more}. You can still save."
