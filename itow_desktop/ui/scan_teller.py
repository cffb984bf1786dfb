"""Says what a scanner read, and brings the car it stands for."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.findings import Findable, Place
from itow_desktop.domain.vehicles import CustodyStatus, VinState, vin_state
from itow_desktop.services.finding import Scan
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.widgets.picture import Picture

_TAIL = 8
_SEEN_MS = 7_000


class ScanWork(Protocol):
    """What is asked of the office; called on a worker thread."""

    def scanned(self, text: str) -> Scan: ...


class ScanTeller(QObject):
    """Looks up what was read, opens the car, says so where the person looks."""

    opened = Signal(object)
    """Custody id of the car that was scanned."""
    add_asked = Signal(str)
    """A car with this VIN shall be entered."""

    def __init__(self, runner: TaskRunner, work: ScanWork, window: MainWindow) -> None:
        super().__init__(window)
        self._runner = runner
        self._work = work
        self._window = window
        self._asking: Task | None = None

    def tell(self, read: str) -> None:
        """Look up what was read; of two scans in a row the last one counts."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._runner.start(lambda: self._work.scanned(read), owner=self, done=self._found, failed=self._failed)

    def _found(self, scan: Scan) -> None:
        if scan.car is not None:
            self._say(scan_words(scan), Tone.DONE)
            self.opened.emit(scan.car.custody_id)
        elif scan.vin is not None:
            vin = scan.vin
            self._say(scan_words(scan), Tone.TODAY, "A&dd a vehicle with this VIN", lambda: self.add_asked.emit(vin))
        else:
            self._say(scan_words(scan), Tone.TODAY)

    def _failed(self, trouble: Trouble) -> None:
        self._say(f"The scanner read something, but: {trouble}", Tone.LATE)

    def _say(self, words: str, tone: Tone, action: str | None = None, deed: Callable[[], None] | None = None) -> None:
        """In the pane in front; where a dialog or another window is in use, there as well."""
        self._window.pane.news.tell(words, tone, action, deed)
        front = QApplication.activeWindow()
        if front is not None and front is not self._window:
            for older in front.findChildren(ScanNote):
                older.close()
            ScanNote(front, words, tone)


def scan_words(scan: Scan) -> str:
    """``VIN ...3G118341: gray 2011 Chevrolet Malibu, on the lot``."""
    if scan.car is not None:
        return f"{_mark(scan)}: {_car_words(scan.car)}."
    if scan.vin is not None:
        doubt = "" if vin_state(scan.vin) is VinState.OK else " Its check digit is wrong: scan again, or compare it with the car."
        return f"VIN {scan.vin}: no car here has it.{doubt}"
    return f'The scanner read "{scan.text[:60]}": nothing here is called so.'


def _mark(scan: Scan) -> str:
    if scan.vin is not None:
        return f"VIN ...{scan.vin[-_TAIL:]}"
    return f"Scanned {scan.text[:40]}"


def _car_words(car: Findable) -> str:
    words = [car.description or "nothing known of the car", car.text(Place.PLATE)]
    if car.status is CustodyStatus.ON_LOT:
        spot = car.text(Place.SPOT)
        words += ["on the lot", f"spot {spot}" if spot else None]
    else:
        words.append(text.STATUS[car.status].lower())
    return ", ".join(part for part in words if part)


class ScanNote(QFrame):
    """One sentence at the top of whatever window is in use; it goes by itself, or with the window."""

    def __init__(self, window: QWidget, words: str, tone: Tone) -> None:
        super().__init__(window)
        self.setObjectName("scanNote")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(words)
        said = QLabel(words)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(Picture("barcode", 16, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(said, 1)
        self.words = words
        self.setFixedWidth(min(520, max(200, window.width() - 32)))
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, 8)
        self.show()
        self.raise_()
        gone = QTimer(self)
        gone.setSingleShot(True)
        gone.timeout.connect(self.close)
        gone.start(_SEEN_MS)
