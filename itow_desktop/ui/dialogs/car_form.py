"""The form of one car: checks gently, names all problems at once, loses nothing that was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import ChangedElsewhere, Problems, Trouble
from itow_desktop.services.editing import Added, Changed, Edit
from itow_desktop.services.views import CarCard, Person
from itow_desktop.ui import text
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_paper import CarPaper, PaperScroll
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.problem_list import ProblemList
from itow_desktop.ui.widgets.tones import quiet


@dataclass(frozen=True, slots=True)
class CarDeeds:
    """What the form can do to the desk; all but ``check`` run on worker threads.

    ``change`` merges what was typed with what others saved; it and ``add`` raise ``Problems``, it also ``Clash``.
    """

    card: Callable[[int], CarCard]
    agencies: Callable[[], tuple[Agency, ...]]
    check: Callable[[str, str], str | None]
    add: Callable[[Person | None, Mapping[str, str]], Added]
    change: Callable[[Person | None, Edit], Changed]
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
        self._custody_id = None if card is None else card.car.custody_id
        self._stored = car_fields.blank() if card is None else car_fields.texts_of_card(card, deeds.zone())
        self._draft = draft
        self._leaving = False
        self.problems = ProblemList()
        self.paper = CarPaper(agencies, deeds.today, deeds.zone)
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
        column.addWidget(PaperScroll(self.paper), 1)
        column.addLayout(self._buttons(card is None))
        space = QGuiApplication.primaryScreen().availableGeometry()
        wanted = self.sizeHint().expandedTo(QSize(960, 0))
        self.resize(wanted.boundedTo(QSize(space.width() - 64, space.height() - 96)))

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
        self.paper.put(self._stored | self._draft)
        if self._draft:
            self._note.setText("Here is what you typed before and did not save.")

    def _wire(self) -> None:
        self._save.clicked.connect(self.save)
        self._close.clicked.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.problems.asked.connect(self.paper.go_to)
        self.paper.edited.connect(self._edited)
        self.paper.left.connect(self._check)
        self.paper.go_to("plate")

    # --- typing ------------------------------------------------------------------------------------------------------

    @property
    def changes(self) -> dict[str, str]:
        """Fields whose text differs from what is stored."""
        return {name: typed for name, typed in self.paper.texts().items() if typed != self._stored[name]}

    def _edited(self, name: str) -> None:
        typed = self.paper.entry(name).text()
        if typed == self._stored[name]:
            self._draft.pop(name, None)
        else:
            self._draft[name] = typed
        if self.paper.hint(name):
            self._check(name)  # what was wrong is taken back as soon as it is right

    def _check(self, name: str) -> None:
        self.paper.say(name, self._problem(name))

    def _problem(self, name: str) -> str | None:
        typed = self.paper.entry(name).text()
        if typed == self._stored[name]:
            return None  # what is stored already was taken once, and is not this person's doing
        if name == "towed_at":
            return car_fields.moment_problem(typed, self._deeds.today(), self._deeds.zone())
        return self._deeds.check(name, typed)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Send what was changed; whatever happens, what was typed stays until it is stored."""
        self.paper.clean()
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
        person, custody_id = self._who.person, self._custody_id
        if custody_id is None:
            filled = {name: typed for name, typed in changes.items() if typed.strip()}
            self._runner.start(lambda: self._deeds.add(person, filled), owner=self, done=self._added, failed=self._failed)
        else:
            work, edit = self._deeds.change, Edit(custody_id, changes, dict(self._stored))
            self._runner.start(lambda: work(person, edit), owner=self, done=self._changed, failed=self._failed)

    def _say_nothing_changed(self) -> None:
        if self._custody_id is None:
            self.problems.show_sentence("Nothing is filled in yet. A plate, a VIN or a description is enough to begin with.")
        else:
            self._leave()

    def _added(self, added: Added) -> None:
        self._stored_now(added.custody_id, added.warnings)

    def _changed(self, changed: Changed) -> None:
        self._stored_now(changed.car.custody_id, ())

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
            self.paper.say(name, sentence)
        self.paper.go_to(problems[0][0])

    def read_again(self) -> None:
        """Take up what is stored now, under what was typed."""
        custody_id = self._custody_id
        if custody_id is not None:
            self._busy(True)
            self._runner.start(lambda: self._deeds.card(custody_id), owner=self, done=self._rebase, failed=self._failed)

    def _rebase(self, card: CarCard) -> None:
        """Typed fields keep what was typed, the others show what is stored now."""
        typed = self.changes
        self._stored = car_fields.texts_of_card(card, self._deeds.zone())
        self.paper.put({name: stored for name, stored in self._stored.items() if name not in typed})
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
