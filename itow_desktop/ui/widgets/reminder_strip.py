"""The group of reminders over the queue: what one wanted to be reminded of, with Done and Later."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QToolButton, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.reminders import Reminder
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.later import LaterDialog
from itow_desktop.ui.theme import tabular
from itow_desktop.ui.widgets.tones import quiet

_LINES = 4
_REMINDER = Qt.ItemDataRole.UserRole


class ReminderList(QListWidget):
    """One line for each; D does the first verb, L the second, Enter opens the car."""

    verb_asked = Signal(str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Reminders")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(tabular(self.font()))
        self.itemDoubleClicked.connect(lambda _item: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = {Qt.Key.Key_D: "done", Qt.Key.Key_L: "later"}.get(Qt.Key(event.key()))
        if verb and not event.modifiers():
            self.verb_asked.emit(verb)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class ReminderStrip(QFrame):
    """Those whose day has come stand open; the ones to come fold out. Hidden where there are none at all."""

    car_asked = Signal(object)
    """Custody id whose page shall be opened."""
    failed = Signal(object)
    """``Trouble`` of a deed."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__()
        self.setObjectName("reminders")
        self._house = house
        self._reminders: tuple[Reminder, ...] = ()
        self.head, self.aside = QToolButton(), quiet()
        self.head.setObjectName("section")
        self.head.setIcon(icon("bell", Tone.ACCENT))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setCheckable(True)
        self.head.setToolTip("Show the reminders of coming days too")
        self.done, self.later = QPushButton("Done"), QPushButton("Later...")
        self.done.setToolTip("It is done (D)")
        self.later.setToolTip("Remind on another day (L)")
        self.list = ReminderList()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.head)
        row.addWidget(self.aside, 1)
        row.addWidget(self.done)
        row.addWidget(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list)
        self.head.toggled.connect(lambda _on: self._draw())
        self.done.clicked.connect(lambda: self._begin("done"))
        self.later.clicked.connect(lambda: self._begin("later"))
        self.list.verb_asked.connect(self._begin)
        self.list.opened.connect(self._open)
        self.list.currentRowChanged.connect(lambda _row: self._ready())
        house.bus.queue_changed.connect(self.refresh)
        house.bus.cars_changed.connect(lambda _ids: self.refresh())
        house.bus.people_changed.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Ask again; the line that was chosen stays chosen."""
        work = self._house.work
        self._house.runner.start(work.reminders, owner=self, done=self._show, failed=self._not_read)

    @property
    def current(self) -> Reminder | None:
        """The reminder the keys are on."""
        found = self.list.currentIndex().data(_REMINDER)
        return found if isinstance(found, Reminder) else None

    def _show(self, reminders: tuple[Reminder, ...]) -> None:
        if reminders != self._reminders:
            self._reminders = reminders
            self._draw()

    def _draw(self) -> None:
        today, chosen, row = self._house.work.today(), self.current, self.list.currentRow()
        pressing = [each for each in self._reminders if each.pressing(today)]
        coming = len(self._reminders) - len(pressing)
        shown = self._reminders if self.head.isChecked() else tuple(pressing)
        self.head.setText(f"Reminders {len(pressing)}" if pressing else "Reminders")
        self.aside.setText(f"{coming} on coming days" if coming else "")
        self.list.clear()
        for each in shown:
            item = QListWidgetItem(self._words(each))
            item.setData(_REMINDER, each)
            item.setToolTip(f"by {each.recorded_by}" if each.recorded_by else "")
            self.list.addItem(item)
        if shown:
            self._choose([each.id for each in shown], chosen, row)
        height = self.list.sizeHintForRow(0) if shown else 0
        self.list.setFixedHeight(height * min(len(shown), _LINES) + 4)
        self.list.setVisible(bool(shown))
        self.done.setVisible(bool(shown))
        self.later.setVisible(bool(shown))
        self.setVisible(bool(self._reminders))
        self._ready()

    def _choose(self, ids: list[int], chosen: Reminder | None, row: int) -> None:
        place = ids.index(chosen.id) if chosen is not None and chosen.id in ids else min(max(row, 0), len(ids) - 1)
        self.list.setCurrentRow(place)

    def _words(self, each: Reminder) -> str:
        day = text.day_text(each.due, self._house.work.today())
        whom = f"for {each.person}" if each.person else ""
        return "   ".join(part for part in (day, each.text, each.car or "", whom) if part)

    def _ready(self) -> None:
        for button in (self.done, self.later):
            button.setEnabled(self.current is not None)

    def _open(self) -> None:
        if (reminder := self.current) is not None and reminder.custody_id is not None:
            self.car_asked.emit(reminder.custody_id)

    def _begin(self, verb: str) -> None:
        reminder = self.current
        if reminder is None:
            return
        person, work = self._house.who.person, self._house.work
        if verb == "done":
            self._house.runner.start(
                lambda: work.reminder_done(person, reminder.id),
                owner=self,
                done=lambda _none: self._changed(reminder),
                failed=self.failed.emit,
            )
            return
        dialog = LaterDialog(
            reminder, work.today(), lambda day: work.move_reminder(person, reminder.id, day), runner=self._house.runner, parent=self
        )
        dialog.done_with.connect(lambda _day: self._changed(reminder))
        dialog.open()

    def _changed(self, reminder: Reminder) -> None:
        if reminder.custody_id is not None:
            self._house.bus.cars_changed.emit(frozenset({reminder.custody_id}))
        self._house.bus.queue_changed.emit()

    def _not_read(self, _trouble: Trouble) -> None:
        """The queue asks the same database and says so."""
