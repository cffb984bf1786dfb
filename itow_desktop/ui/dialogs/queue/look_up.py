"""The look-up list for the state's Auto Lost & Found: copy a VIN, say what was found, on to the next car."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from itow_desktop.domain.entry import read_day
from itow_desktop.services.looking_up import LookUpCar
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.beginning.answer_window import AnswerWindow
from itow_desktop.ui.dialogs.queue.work import LookUpWork
from itow_desktop.ui.models.answers import AnswerCell, AnswerRow, Asked, CellKey
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted, day_text

VIN, ENTERED, BEFORE, FOUND = range(4)
_HEADERS = ("VIN", "LEIN entry", "Last look-up", "Notice date, or n for not listed")
_NOT_LISTED = "not listed"
_HOW = (
    "Ctrl+Shift+C copies the VIN of the line. Type the date printed on the notice (8/5, 080525, t), or n when the car is not listed. "
    "Enter goes to the next car; each answer is saved at once. A date that is doubted takes its reason behind it: 8/5 seen twice."
)


class LookUpWindow(AnswerWindow):
    """Each car that waits for its notice; a date means listed. The date is never filled in by itself."""

    def __init__(
        self, work: LookUpWork, person: Person | None, *, runner: TaskRunner, bus: Bus, parent: QWidget | None = None,
        custody_ids: Sequence[int] | None = None,
    ) -> None:  # fmt: skip
        """``custody_ids`` None means every car that waits."""
        super().__init__("Auto Lost and Found look-up", runner, bus, parent)
        self._work = work
        self._person = person
        self._asked_for = custody_ids
        self._vins: dict[int, str | None] = {}
        self.headline.setText("Look up at the state's Auto Lost & Found")
        self.copy_vin = QPushButton("Copy &VIN")
        self.copy_vin.setIcon(icon("copy"))
        self.copy_vin.setAutoDefault(False)
        self.copy_vin.setToolTip("Copies the VIN of the current line (Ctrl+Shift+C)")
        self.copy_vin.clicked.connect(self.copy_current_vin)
        self.foot.insertWidget(1, self.copy_vin)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self, self.copy_current_vin)
        self.ask_again()

    def ask_again(self) -> None:
        """Read the cars and what is known of them."""
        self.runner.start(lambda: self._work.look_up_list(self._asked_for), owner=self, done=self._show, failed=self._not_read)

    def _not_read(self, trouble: Exception) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.ask_again)

    def _show(self, cars: Sequence[LookUpCar]) -> None:
        self._vins = {car.case.custody_id: car.case.vin for car in cars}
        self.model.put(_HEADERS, [AnswerRow(car.case.custody_id, self._label(car), self._cells(car)) for car in cars])
        self.table.set_widths([18, 9, 18, 20])
        self.intro.setText(
            "These cars wait for the date of the Secretary of State's notice, which starts the owner's clock. "
            "A car that is listed there was entered by the police."
            if cars
            else "No car waits for the date of its notice now."
        )
        self.copy_vin.setEnabled(bool(cars))
        self.show_state()
        self.go_on(1)

    def _label(self, car: LookUpCar) -> str:
        parts = (car.case.call_number, plate_text(car.case), car.case.description)
        return "  ".join(part for part in parts if part)

    def _cells(self, car: LookUpCar) -> tuple[AnswerCell, ...]:
        entered = "" if car.entered_on is None else self._said(car.entered_on)
        before = ""
        if car.looked_on is not None:
            before = f"{self._said(car.looked_on)}: {'listed' if car.listed else _NOT_LISTED}"
        fixed = Asked.FIXED
        return AnswerCell(car.case.vin or "no VIN", fixed), AnswerCell(entered, fixed), AnswerCell(before, fixed), AnswerCell()

    def _said(self, day: date) -> str:
        return day_text(day, self._work.today())

    # --- copying -----------------------------------------------------------------------------------------------------

    def copy_current_vin(self) -> None:
        """Onto the clipboard, to be pasted into the state's page; the place in the list stays."""
        index = self.table.currentIndex()
        vin = self._vins.get(self.model.key(index)[0]) if index.isValid() else None
        if vin is None:
            self.news.tell("This car has no VIN to copy.", Tone.TODAY)
            return
        QGuiApplication.clipboard().setText(vin)
        self.news.tell(f"{vin} is copied.", Tone.DONE)

    # --- answers -----------------------------------------------------------------------------------------------------

    def problem(self, _key: CellKey, text: str) -> str | None:
        """A sentence for what is neither a day that has been nor "not listed"."""
        if not text.strip():
            return "A look-up that is recorded is taken back on the car's own page, with a reason."
        try:
            day, _ = self._read(text)
        except ValueError as wrong:
            return str(wrong)
        return "This day has not come yet. Enter the date printed on the notice." if day and day > self._work.today() else None

    def tidy(self, _key: CellKey, text: str) -> str:
        """``Fri 2/20`` or ``not listed``."""
        day, reason = self._read(text)
        return _NOT_LISTED if day is None else " ".join(part for part in (self._said(day), reason) if part)

    def save(self, custody_id: int, texts: Mapping[int, str]) -> None:
        """Record what was found of a car."""
        if FOUND in texts:
            self._work.look_up(self._person, custody_id, *self._read(texts[FOUND]))

    def enter(self, down: int) -> None:
        """On to the next car that was not looked up yet."""
        self.go_on(down)

    def _read(self, text: str) -> tuple[date | None, str | None]:
        """The day that is typed, None for "not listed", with the reason behind it. Raises ``ValueError``."""
        if text.strip().casefold() in {"n", "no", _NOT_LISTED}:
            return None, None
        day, _, reason = _bare(text).strip().partition(" ")
        return read_day(day, self._work.today()), reason.strip() or None

    def hint(self) -> str:
        """How cells are filled."""
        return _HOW

    def say_progress(self) -> str:
        """``12 of 43 cars are looked up``."""
        total = len(self.model.rows)
        waiting = len({custody_id for custody_id, _ in (*self.model.empty, *self.model.wrong)})
        return f"{total - waiting:,} of {counted(total, 'car is', 'cars are')} looked up" if total else ""


def _bare(text: str) -> str:
    """A day as it is shown stands for itself: ``Fri 2/20`` is 2/20."""
    first, _, rest = text.strip().partition(" ")
    return rest if first in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} and rest[:1].isdigit() else text
