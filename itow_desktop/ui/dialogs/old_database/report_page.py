"""The last step: what came of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.ui.dialogs.old_database.review_page import RulesAndLines, lines_list
from itow_desktop.ui.dialogs.old_database.rows import FILE_HEADERS, NUMBER_HEADERS, file_rows, number_rows, review_words
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import strong

_HELD_HEADERS = ("File", "Table", "Names the call", "Says")


class ReportPage(QWidget):
    """Numbers, rules, files, the holding area; as PDF too."""

    print_asked = Signal(object)
    """The ``OldReport``."""
    files_asked = Signal()
    photos_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report: OldReport | None = None
        self.says = strong()
        self.says.setWordWrap(True)
        self.says.setTextFormat(Qt.TextFormat.PlainText)
        self.numbers = RecordList("Numbers", NUMBER_HEADERS, "", picture="list-bullets", right=(1,), margin=8)
        self.parts = RulesAndLines(lines_list())
        self.files = RecordList("Files", FILE_HEADERS, "", picture="database", right=(3, 4), margin=8)
        self.held = RecordList("Holding area", _HELD_HEADERS, "Every row belongs to a car.", picture="tray", grow=(3,), margin=8)
        self.tabs = QTabWidget()
        for widget, name in ((self.numbers, "&Numbers"), (self.parts, "R&ules"), (self.files, "&Files"), (self.held, "&Holding area")):
            self.tabs.addTab(widget, name)
        self.paper = QPushButton("&Print or save as PDF...")
        self.paper.clicked.connect(self._print)
        self.photos = QPushButton("Ph&otos from a folder...")
        self.photos.setToolTip("Puts the photos and documents that the old program kept beside its database on their cars")
        self.photos.clicked.connect(self.photos_asked)
        self.more = QPushButton("Read &more files")
        self.more.clicked.connect(self.files_asked)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.photos)
        foot.addStretch(1)
        foot.addWidget(self.more)
        foot.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.says)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)

    def put(self, report: OldReport) -> None:
        """What came of it."""
        self._report = report
        done = f"Import {report.run}: " if report.run is not None else ""
        self.says.setText(f"{done}{review_words(report)}")
        self.numbers.put(number_rows(report))
        self.parts.put(report)
        self.files.put(file_rows(report))
        self.held.put(
            [
                TextRow(place, (Cell(each.file), Cell(each.table), Cell(each.call), Cell(each.says, tip=each.says)))
                for place, each in enumerate(report.orphans)
            ]
        )

    def _print(self) -> None:
        if self._report is not None:
            self.print_asked.emit(self._report)
