"""Mailed: somebody confirms the day on which pieces were handed to the post office."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.mail.runs import Run
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.services.mail.running import HandedOver
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.mail_text import lacks, letter_name, number_text, to_words
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.mail.picked_files import PickedFiles
from itow_desktop.ui.widgets.moment_entries import DayEntry, TimeEntry
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import Calendar

_WHY_THE_DAY = (
    "The day counts for the law: the one on the stamped sheet or the receipt. Printed is not mailed; "
    "confirm only what the post office took."
)
_FIELD = 180


class HandOverDialog(DeedDialog):
    """A tick for each piece; what is unticked stays as it is. Answers with the day and how many."""

    def __init__(
        self,
        rows: Sequence[MailRow],
        office: Calendar,
        carrier: str,
        deed: Callable[[HandedOver], Run],
        *,
        runner: TaskRunner,
        parent: QWidget,
    ) -> None:
        """``deed`` records it on a worker thread; ``carrier`` is who goes there as a rule."""
        super().__init__("Mailed", "&Mailed", runner, parent)
        self._office, self._deed = office, deed
        self._carrier = carrier
        self.list = QListWidget()
        self.day = DayEntry("Day it was handed over", office.today)
        self.time = TimeEntry("Time, if noted")
        self.carrier = QLineEdit(carrier)
        self.received = QLineEdit()
        self.proof = PickedFiles("Scan of the stamped &sheet or of the receipts, if there is one", "&Add a scan...")
        self._build(rows)
        self.list.itemChanged.connect(lambda _item: self.refresh_ready())
        for field in (self.day, self.time, self.carrier, self.received):
            field.textChanged.connect(lambda _text: self.refresh_ready())
        self.day.down.connect(self.time.setFocus)
        self.time.down.connect(self.carrier.setFocus)
        self.day.setFocus()
        self.refresh_ready()
        self.fit(QSize(760, min(440 + 24 * len(rows), 680)))

    def _build(self, rows: Sequence[MailRow]) -> None:
        label = QLabel("Pieces the post office &took")
        label.setBuddy(self.list)
        self.list.setAccessibleName("Pieces the post office took")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        run = any(row.piece.run_id is not None for row in rows)
        for row in rows:
            lacking = lacks(row)
            number = number_text(row.piece.number)
            words = ", ".join(part for part in (to_words(row.piece), number, letter_name(row.piece.kind).lower(), row.vehicle) if part)
            aside = lacking or ("should not go out" if row.stopped else None)
            item = QListWidgetItem(f"{words} ({aside})" if aside else words)
            item.setData(Qt.ItemDataRole.UserRole, row.piece.id)
            item.setToolTip("\n".join((words, *row.piece.block, *([row.stopped] if row.stopped else []))))
            may = Qt.ItemFlag.ItemIsUserCheckable if lacking is None else Qt.ItemFlag.NoItemFlags
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | may)
            along = aside is None and (row.piece.run_id is not None or not run)
            item.setCheckState(Qt.CheckState.Checked if along else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.carrier.setMaxLength(100)
        self.received.setMaxLength(4)
        self.received.setPlaceholderText("if written down")
        why = quiet(_WHY_THE_DAY)
        why.setWordWrap(True)
        self.body.addWidget(label)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(self._fields())
        self.body.addWidget(why)
        self.body.addWidget(self.proof)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = (
            (0, 0, "&Day", self.day), (0, 2, "T&ime, if noted", self.time),
            (1, 0, "Taken there &by", self.carrier), (1, 2, "&Pieces received, as the post office wrote", self.received),
        )  # fmt: skip
        for row, column, words, field in fields:
            field.setFixedWidth(_FIELD)
            name = QLabel(words)
            name.setBuddy(field)
            grid.addWidget(name, row, column)
            grid.addWidget(field, row, column + 1)
        grid.setColumnStretch(4, 1)
        return grid

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of the ticked pieces."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked)

    def ready(self) -> bool:
        """Something is ticked, the day is said, nothing typed is wrong."""
        number = len(self.chosen)
        self.primary.setText(f"&Mailed: {counted(number, 'piece', 'pieces')}" if number else "&Mailed")
        right = not self.day.problem() and not self.time.problem() and self._received_right()
        return bool(number) and self.day.day() is not None and bool(self.carrier.text().strip()) and right

    def touched(self) -> bool:
        return bool(
            self.day.text().strip()
            or self.time.text().strip()
            or self.received.text().strip()
            or self.carrier.text() != self._carrier
            or self.proof.files
        )

    def commit(self) -> None:
        """Record it."""
        self.day.settle()
        day = self.day.day()
        if day is None or not self.ready():
            return
        received = self.received.text().strip()
        told = HandedOver(
            self.chosen, day, self._at(day), self.carrier.text().strip(), int(received) if received else None, self.proof.files,
            self.given_reason,
        )  # fmt: skip
        self.run(lambda: self._deed(told), lambda _run: self._over(day, len(told.piece_ids)))

    def _received_right(self) -> bool:
        typed = self.received.text().strip()
        return not typed or (typed.isascii() and typed.isdigit())

    def _at(self, day: date) -> datetime | None:
        spoken = self.time.moment()
        return local_time(datetime.combine(day, spoken), self._office.zone)[0] if spoken is not None else None

    def _over(self, day: date, count: int) -> None:
        for field in (self.day, self.time, self.received):
            field.clear()
        self.carrier.setText(self._carrier)
        self.proof.clear()
        self.finish((day, count))
