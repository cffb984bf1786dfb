"""The form of one car: checks gently, names all problems at once, loses nothing that was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import Car
from itow_desktop.domain.errors import ChangedElsewhere, Problems, Trouble
from itow_desktop.domain.vehicles import VinState, clean_vin, vin_state
from itow_desktop.services.editing import Added
from itow_desktop.services.views import CarCard, Person
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_fields import BELOW, LEFT, RIGHT, Field, Group, Shape
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.entries import Entry, focus_entry
from itow_desktop.ui.widgets.problem_list import ProblemList
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong


@dataclass(frozen=True, slots=True)
class CarDeeds:
    """What the form can do to the desk; all but ``check`` run on worker threads.

    ``change`` gets person, custody id, the version that was read, changed texts;
    it and ``add`` raise ``Problems`` or ``ChangedElsewhere``.
    """

    card: Callable[[int], CarCard]
    agencies: Callable[[], tuple[Agency, ...]]
    check: Callable[[str, str], str | None]
    add: Callable[[Person | None, Mapping[str, str]], Added]
    change: Callable[[Person | None, int, int, Mapping[str, str]], Car]
    zone: Callable[[], tzinfo]
    today: Callable[[], date]


class CarForm(QDialog):
    """One car, new (``card`` None) or stored. Sends only what was changed."""

    saved = Signal(object, object)
    """Custody id, warnings (tuple of sentences)."""
    closed = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        deeds: CarDeeds,
        who: Who,
        *,
        agencies: Sequence[Agency],
        card: CarCard | None,
        draft: dict[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """``draft`` holds what was typed and not saved; the form keeps it up to date for the one who opened it."""
        super().__init__(parent)
        self._runner = runner
        self._deeds = deeds
        self._who = who
        self._agencies = agencies
        self._custody_id = None if card is None else card.car.custody_id
        self._version = 0 if card is None else card.car.version
        self._stored = car_fields.blank() if card is None else car_fields.texts_of_card(card, deeds.zone())
        self._draft = draft
        self._leaving = False
        self._entries: dict[str, Entry] = {}
        self._hints: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._below = QVBoxLayout()
        self.problems = ProblemList()
        self._vin_says = quiet()
        self._build(card)
        self._fill()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, card: CarCard | None) -> None:
        name = "" if card is None else " ".join(part for part in (card.row.description, card.row.plate) if part)
        self.setWindowTitle("Add a vehicle" if card is None else f"Edit {name or 'vehicle'}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.problems)
        column.addWidget(self._scrolled(self._paper()), 1)
        column.addLayout(self._buttons(card is None))
        space = QGuiApplication.primaryScreen().availableGeometry()
        wanted = self.sizeHint().expandedTo(QSize(960, 0))
        self.resize(wanted.boundedTo(QSize(space.width() - 64, space.height() - 96)))

    def _scrolled(self, paper: QWidget) -> QScrollArea:
        scroll = _Scroll()
        scroll.setWidget(paper)
        return scroll

    def _paper(self) -> QWidget:
        paper = QWidget()
        whole = QVBoxLayout(paper)
        whole.setContentsMargins(0, 0, 8, 0)
        whole.setSpacing(12)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for groups in (LEFT, RIGHT):
            side = QVBoxLayout()
            side.setSpacing(16)
            for group in groups:
                side.addLayout(self._group(group))
            side.addStretch(1)
            columns.addLayout(side, 1)
        whole.addLayout(columns)
        for group in BELOW:
            whole.addLayout(self._group(group))
        return paper

    def _group(self, group: Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance("Police department "))
        grid.setColumnStretch(1, 1)
        if group.title:
            grid.addWidget(strong(group.title), 0, 0, 1, 2)
        line = QHBoxLayout()
        for field in group.fields:
            if not field.beside:
                line = self._line(grid, field)
            self._place(line, field)
        return grid

    def _line(self, grid: QGridLayout, field: Field) -> QHBoxLayout:
        """Room for a label, for fields beside each other, and below them for what is wrong or good to know."""
        row = grid.rowCount()
        if field.shape is not Shape.FLAG:
            side = Qt.AlignmentFlag.AlignTop if field.shape is Shape.NOTES else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._labels.setdefault(field.name, QLabel(field.label)), row, 0, side)
        line, below = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(8)
        below.setSpacing(2)
        grid.addLayout(line, row, 1)
        grid.addLayout(below, row + 1, 1)
        self._below = below
        return line

    def _place(self, line: QHBoxLayout, field: Field) -> None:
        """One field at the end of its line."""
        entry = car_fields.made(field, self._agencies, self._deeds.today, self._deeds.zone)
        entry.setAccessibleName(car_fields.word(field.name))
        self._entries[field.name] = entry
        if field.beside:
            label = self._labels.setdefault(field.name, QLabel(field.label))
            line.insertSpacing(line.count() - 1, 4)
            line.insertWidget(line.count() - 1, label)
            line.insertWidget(line.count() - 1, entry)
        else:
            wide = field.characters is None and field.shape not in {Shape.FLAG, Shape.YES_NO}
            line.addWidget(entry, 1 if wide else 0)
            line.addStretch(0 if wide else 1)
        if field.name == "vin":
            line.insertWidget(1, self._vin_says)
        if field.name in self._labels:
            self._labels[field.name].setBuddy(entry)
        self._hints[field.name] = hint = quiet()
        hint.setWordWrap(True)
        hint.hide()
        self._below.addWidget(hint)

    def _buttons(self, new: bool) -> QHBoxLayout:
        self._note = quiet("Dates: 8/5, 080525, t for today, +1 for tomorrow.")
        self._save = QPushButton("Add &vehicle" if new else "&Save")
        self._save.setProperty("primary", "true")
        self._save.setDefault(True)
        self._save.setToolTip("Save (Ctrl+S)")
        self._close = QPushButton("Close")
        self._close.setAutoDefault(False)
        self._close.setToolTip("Close (Esc)")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._note, 1)
        row.addWidget(self._save)
        row.addWidget(self._close)
        return row

    def _fill(self) -> None:
        for name, entry in self._entries.items():
            entry.put(self._draft.get(name, self._stored[name]))
        if self._draft:
            self._note.setText("Here is what you typed before and did not save.")
        self._say_vin()

    def _wire(self) -> None:
        self._save.clicked.connect(self.save)
        self._close.clicked.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.problems.asked.connect(self._go_to)
        for name, entry in self._entries.items():
            entry.edited.connect(lambda name=name: self._edited(name))
            entry.left.connect(lambda name=name: self._check(name))
        focus_entry(self._entries["plate"])

    # --- typing ------------------------------------------------------------------------------------------------------

    @property
    def changes(self) -> dict[str, str]:
        """Fields whose text differs from what is stored."""
        return {name: entry.text() for name, entry in self._entries.items() if entry.text() != self._stored[name]}

    def type_into(self, name: str, typed: str) -> None:
        """Put a text into a field as if it was typed."""
        self._entries[name].put(typed)

    def entry(self, name: str) -> Entry:
        """The widget of a field."""
        return self._entries[name]

    def hint(self, name: str) -> str:
        """What stands below a field."""
        return self._hints[name].text()

    @property
    def vin_says(self) -> str:
        """What is said beside the VIN."""
        return self._vin_says.text()

    def _edited(self, name: str) -> None:
        typed = self._entries[name].text()
        if typed == self._stored[name]:
            self._draft.pop(name, None)
        else:
            self._draft[name] = typed
        if name in {"vin", "year"}:
            self._say_vin()
        if self._hints[name].isVisibleTo(self):
            self._check(name)  # what was wrong is taken back as soon as it is right

    def _check(self, name: str) -> None:
        problem = self._problem(name)
        hint = self._hints[name]
        hint.setText(problem or "")
        hint.setVisible(problem is not None)
        set_tone(hint, Tone.TODAY)

    def _problem(self, name: str) -> str | None:
        typed = self._entries[name].text()
        if typed == self._stored[name]:
            return None  # what is stored already was taken once, and is not this person's doing
        if name == "towed_at":
            return car_fields.moment_problem(typed, self._deeds.today(), self._deeds.zone())
        return self._deeds.check(name, typed)

    def _say_vin(self) -> None:
        vin, year = clean_vin(self._entries["vin"].text()), self._entries["year"].text().strip()
        state = vin_state(vin, int(year) if year.isascii() and year.isdigit() else None)
        said = {VinState.UNKNOWN: "", VinState.INCOMPLETE: f"{len(vin or '')} of 17"}.get(state, text.VIN_STATE[state])
        self._vin_says.setText(said)
        set_tone(self._vin_says, {VinState.OK: Tone.DONE, VinState.BAD_CHECK_DIGIT: Tone.TODAY}.get(state, Tone.QUIET))

    def _go_to(self, name: str) -> None:
        entry = self._entries.get(name)
        if entry is not None:
            focus_entry(entry)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Send what was changed; whatever happens, what was typed stays until it is stored."""
        for entry in self._entries.values():
            entry.clean()
        changes = self.changes
        found = [(name, problem) for name in changes if (problem := self._problem(name))]
        if found:
            self._show_problems(found)
            return
        if not changes:
            self._say_nothing_changed()
            return
        self.problems.clear()
        self._busy(True)
        person, custody_id, version = self._who.person, self._custody_id, self._version
        if custody_id is None:
            filled = {name: typed for name, typed in changes.items() if typed.strip()}
            self._runner.start(lambda: self._deeds.add(person, filled), owner=self, done=self._added, failed=self._failed)
        else:
            work = self._deeds.change
            self._runner.start(lambda: work(person, custody_id, version, changes), owner=self, done=self._changed, failed=self._failed)

    def _say_nothing_changed(self) -> None:
        if self._custody_id is None:
            self.problems.show_sentence("Nothing is filled in yet. A plate, a VIN or a description is enough to begin with.")
        else:
            self._leave()

    def _added(self, added: Added) -> None:
        self._stored_now(added.custody_id, added.warnings)

    def _changed(self, car: Car) -> None:
        self._stored_now(car.custody_id, ())

    def _stored_now(self, custody_id: int, warnings: tuple[str, ...]) -> None:
        self._draft.clear()
        self.saved.emit(custody_id, warnings)
        self._leave()

    def _failed(self, trouble: Trouble) -> None:
        self._busy(False)
        if isinstance(trouble, Problems):
            self._show_problems(trouble.problems)
        elif isinstance(trouble, ChangedElsewhere):
            self.problems.show_sentence(str(trouble), "&Read it again, keep what I typed", self.read_again)
        else:
            self.problems.show_sentence(f"{trouble} What you typed is still here.")

    def _show_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        count = text.counted(len(problems), "thing is", "things are")
        rows = [(name, car_fields.word(name), sentence) for name, sentence in problems]
        self.problems.show_problems(f"Nothing was saved yet: {count} not right.", rows)
        for name, sentence in problems:
            if name in self._hints:
                self._hints[name].setText(sentence)
                self._hints[name].show()
                set_tone(self._hints[name], Tone.TODAY)
        self._go_to(problems[0][0])

    def read_again(self) -> None:
        """Take up what is stored now, under what was typed."""
        custody_id = self._custody_id
        if custody_id is not None:
            self._busy(True)
            self._runner.start(lambda: self._deeds.card(custody_id), owner=self, done=self._rebase, failed=self._failed)

    def _rebase(self, card: CarCard) -> None:
        """Typed fields keep what was typed, the others show what is stored now."""
        typed = self.changes
        self._version = card.car.version
        self._stored = car_fields.texts_of_card(card, self._deeds.zone())
        for name, entry in self._entries.items():
            if name not in typed:
                entry.put(self._stored[name])
        self._busy(False)
        self.problems.clear()
        self._note.setText("Read again. Your changes are still in the form: look at them, then save.")

    def _busy(self, busy: bool) -> None:
        self._save.setEnabled(not busy)
        self._note.setText("Saving..." if busy else "")

    # --- leaving -----------------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether closing would lose something."""
        return bool(self.changes)

    def reject(self) -> None:
        """Esc."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is saved, thrown away or kept open: the person says which."""
        if self._leaving or not self.unsaved:
            super().closeEvent(event)
            self.closed.emit()
            return
        event.ignore()
        ask(
            self,
            self.windowTitle(),
            "What you typed is not saved yet.",
            [("&Save", self.save), ("&Discard what I typed", self._discard), ("&Keep editing", None)],
        )

    def _discard(self) -> None:
        self._draft.clear()
        self._leave()

    def _leave(self) -> None:
        self._leaving = True
        self.close()


class _Scroll(QScrollArea):
    """Scrolls up and down only, and asks for the whole paper where the screen has room."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        paper = self.widget()
        return super().sizeHint() if paper is None else paper.sizeHint() + QSize(24, 4)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
