"""The bin: what was voided, by whom, when and why; found by typing, brought back by one button."""

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.bin import Binned, Kind
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.vehicles import folded
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.editing.edit_work import BinWork
from itow_desktop.ui.models.word_table import WordTable
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet

_KIND = {Kind.CAR: "Vehicle", Kind.FILE: "File"}


class BinTable(WordTable[Binned]):
    """Lines of the bin that match what is looked for."""

    headers = ("What", "", "Voided", "By", "Why")
    tips = True

    def __init__(self, zone: tzinfo, today: date) -> None:
        super().__init__()
        self._zone, self._today = zone, today
        self._all: tuple[Binned, ...] = ()
        self._search = ""

    def put(self, things: Sequence[Binned]) -> None:
        """What lies in the bin."""
        self._all = tuple(things)
        self._show()

    def look_for(self, search: str) -> None:
        """Pieces in any order."""
        self._search = search
        self._show()

    def _show(self) -> None:
        pieces = [folded(piece) for piece in self._search.split()]
        super().put([each for each in self._all if all(piece in folded(" ".join(self.cells(each))) for piece in pieces)])

    def cells(self, row: Binned) -> tuple[str, str, str, str, str]:
        when = "" if row.at is None else text.moment_text(row.at, self._zone, self._today)
        return row.label, _KIND[row.kind], when, row.by or "", row.reason


class BinDialog(QDialog):
    """Reads the bin when it opens and after each restoring."""

    restored = Signal(object)
    """``frozenset[int]`` of the custodies something came back to."""

    def __init__(self, runner: TaskRunner, work: BinWork, who: Who, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._work, self._who = runner, work, who
        self.setWindowTitle("Bin")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.news = NewsBar()
        self.model = BinTable(work.zone, work.today())
        self.table = PlainTable(self.model, "Bin", stretch=4)
        self.find_box = QLineEdit()
        self.restore_button = QPushButton("&Restore")
        self._empty = EmptyText("trash")
        self._pages = QStackedWidget()
        self._count = quiet()
        self._build()
        self.read()

    def _build(self) -> None:
        label = QLabel("&Find in the bin")
        label.setBuddy(self.find_box)
        self.find_box.setPlaceholderText("Plate, who voided it, why")
        self.find_box.setAccessibleName("Find in the bin")
        self.find_box.setClearButtonEnabled(True)
        self.restore_button.setProperty("primary", "true")
        self.restore_button.setAutoDefault(False)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for part in (label, self.find_box):
            head.addWidget(part)
        foot.addWidget(self._count, 1)
        for button in (self.restore_button, close):
            foot.addWidget(button)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.news)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        space = self.screen().availableSize()
        self.resize(QSize(860, 520).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        self.find_box.textChanged.connect(self._look_for)
        self.restore_button.clicked.connect(self.restore)
        self.table.opened.connect(lambda _row: self.restore())
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_state())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.find_box.setFocus)
        close.clicked.connect(self.close)

    @property
    def chosen(self) -> tuple[Binned, ...]:
        """The selected lines."""
        return tuple(self.model.rows[index.row()] for index in self.table.selectionModel().selectedRows())

    def read(self) -> None:
        """Ask what lies in the bin."""
        self._runner.start(self._work.bin_content, owner=self, done=self._show, failed=self._failed)

    def restore(self) -> None:
        """Bring the selected things back, all or none."""
        things, person = self.chosen, self._who.person
        if not things:
            return
        self.restore_button.setEnabled(False)

        def done(count: int) -> None:
            what = f"{things[0].label} is back" if count == 1 else f"{text.counted(count, 'thing is', 'things are')} back"
            self.news.tell(f"{what}.", Tone.DONE)
            self.restored.emit(frozenset(thing.custody_id for thing in things))
            self.read()

        self._runner.start(lambda: self._work.restore(person, things), owner=self, done=done, failed=self._failed)

    def _show(self, things: tuple[Binned, ...]) -> None:
        self.model.put(things)
        self._show_state()
        if self.model.rows:
            self.table.choose(0)

    def _look_for(self, search: str) -> None:
        self.model.look_for(search)
        self._show_state()
        if self.model.rows:
            self.table.choose(0)

    def _show_state(self) -> None:
        rows, chosen = len(self.model.rows), len(self.chosen)
        self._pages.setCurrentIndex(0 if rows else 1)
        self._empty.say(f'Nothing in the bin matches "{self.find_box.text()}".' if self.find_box.text() else "The bin is empty.")
        self._count.setText(text.counted(rows, "thing", "things") if rows else "")
        self.restore_button.setText(f"&Restore {chosen}" if chosen > 1 else "&Restore")
        self.restore_button.setEnabled(bool(chosen))

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.read)
        self._show_state()
