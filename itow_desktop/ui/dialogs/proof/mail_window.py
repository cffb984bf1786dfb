"""The report of the mail: what was mailed in a period, what came back, what is silent, what it cost."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.proof.mail_reports import MailReport
from itow_desktop.services.exporting import csv_of, save_csv
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.proof.period_row import PeriodRow
from itow_desktop.ui.dialogs.proof.rows import COST_HEADERS, MAIL_HEADERS, OPEN_HEADERS, cost_rows, mailed_rows, open_rows
from itow_desktop.ui.dialogs.proof.work import ProofWork
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet

PrintList = Callable[[str, Sequence[str], Sequence[Sequence[str]]], None]
"""Title, headers, rows."""
_HEADERS = {"Mailed": MAIL_HEADERS, "Came back": OPEN_HEADERS, "No outcome": OPEN_HEADERS, "Cost": COST_HEADERS}


class MailReportWindow(ReadWindow[MailReport]):
    """A window of its own; it reads anew when days change, when mail is told on the bus, at F5."""

    picture = "envelope-open"
    again = "T&ry again"
    car_asked = Signal(int)
    """The car of a letter shall be opened."""

    def __init__(self, house: House, work: ProofWork, print_list: PrintList) -> None:
        super().__init__(house.runner)
        self._work, self._print_list = work, print_list
        self.setWindowTitle("Mail report")
        self.setMinimumSize(QSize(860, 480))
        self.title, self.strays = heading("Mail report"), quiet()
        self.asked = PeriodRow(work.today)
        self.asked.changed.connect(self.refresh)
        self.asked.wrong.connect(lambda problem: self.news.tell(problem, Tone.LATE))
        self.mailed = RecordList("Mailed", MAIL_HEADERS, "No letter was mailed in these days.", picture="envelope-open", grow=(1, 3, 8))
        self.back = RecordList("Came back", OPEN_HEADERS, "Nothing that came back is open.", picture="check-circle", grow=(2, 4, 6))
        self.silent = RecordList(
            "No outcome", OPEN_HEADERS, "Every certified letter has an outcome.", picture="check-circle", grow=(2, 4, 6)
        )
        self.cost = RecordList("Cost", COST_HEADERS, "No letter was mailed in these days.", picture="currency-dollar", right=(1, 2, 3))
        self.tabs = QTabWidget()
        self.paper, self.sheet = QPushButton("&Print or save as PDF..."), QPushButton("Save as &CSV...")
        self._build()
        house.bus.cars_changed.connect(self._cars_changed)

    def _build(self) -> None:
        for listed in (self.mailed, self.back, self.silent):
            listed.table.opened.connect(lambda _row, listed=listed: self._open(listed.current))
        for words, listed in zip(_HEADERS, (self.mailed, self.back, self.silent, self.cost), strict=True):
            self.tabs.addTab(listed, words)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button, picture, deed in ((self.paper, "printer", self.print_shown), (self.sheet, "table", self._ask_where)):
            button.setIcon(icon(picture))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            foot.addWidget(button)
        foot.addStretch(1)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addWidget(self.asked)
        inside.addWidget(self.strays)
        inside.addWidget(self.tabs, 1)
        inside.addLayout(foot)
        self.strays.hide()
        self.lay_out(inside, QSize(1180, 640))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], MailReport]:
        work, days, (first, last) = self._work, self.asked.silent.value(), self.asked.period
        return lambda: work.mail_report(first, last, days)

    def _cars_changed(self, _cars: frozenset[int]) -> None:
        self.refresh()

    def show_answer(self, answer: MailReport) -> None:
        today = self._work.today()
        self.mailed.put(mailed_rows(answer))
        self.back.put(open_rows(answer.back, today))
        self.silent.put(open_rows(answer.silent, today))
        self.cost.put(cost_rows(answer))
        numbers = (len(answer.mailed), len(answer.back), len(answer.silent))
        for place, (words, number) in enumerate(zip(_HEADERS, numbers, strict=False)):
            self.tabs.setTabText(place, f"{words} ({number})")
        self.strays.setVisible(answer.strays > 0)
        waits = counted(answer.strays, "envelope in the tray is", "envelopes in the tray are")
        self.strays.setText(f"{waits} matched to no letter yet.")

    # --- deeds -------------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
        """Title, heads, rows of the list in view, in the order in view."""
        words, headers = list(_HEADERS.items())[self.tabs.currentIndex()]
        listed = (self.mailed, self.back, self.silent, self.cost)[self.tabs.currentIndex()]
        period = "{} to {}".format(*self.asked.period)
        asked = {"Mailed": period, "Cost": period, "No outcome": f"after {self.asked.silent.value()} days"}
        title = ", ".join(part for part in (f"Mail: {words.lower()}", asked.get(words)) if part)
        return title, headers, [tuple(cell.text for cell in row.cells) for row in listed.model.rows]

    def print_shown(self) -> None:
        """The list in view on paper."""
        self._print_list(*self.shown)

    def _ask_where(self) -> None:
        name = f"MAIL_{list(_HEADERS)[self.tabs.currentIndex()].upper().replace(' ', '-')}_{self.asked.period[1]}.csv"
        dialog = QFileDialog(self, "Save as CSV", name, "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the list in view as CSV."""
        _, headers, rows = self.shown

        def saved(_none: None) -> None:
            self.news.tell(f"Saved as {path.name}.", Tone.DONE)

        def failed(trouble: Trouble) -> None:
            self.news.tell(str(trouble), Tone.LATE)

        self._runner.start(lambda: save_csv(path, csv_of(headers, rows)), owner=self, done=saved, failed=failed)

    def _open(self, piece: Piece | None) -> None:
        if piece is not None:
            self.car_asked.emit(piece.custody_id)
