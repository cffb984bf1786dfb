"""The page of a property: what is agreed, who may call, signs, tows, complaints, what was changed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.history import HistoryPage
from itow_desktop.services.properties import PropertyPage
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.places.property_deeds import PropertyDeeds
from itow_desktop.ui.history_text import HistoryWords
from itow_desktop.ui.text import agency_line
from itow_desktop.ui.widgets.car.telling import Telling, Told
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.places.agreement import Agreement
from itow_desktop.ui.widgets.places.parts import Notices
from itow_desktop.ui.widgets.places.property_tabs import CallersTab, ComplaintsTab, SignsTab, TowsTab
from itow_desktop.ui.widgets.tones import heading, quiet


class PropertyWindow(QWidget):
    """A window of its own; shown once it is read, read anew whenever something changed."""

    closed = Signal(str)
    """The key it was opened with."""
    car_asked = Signal(object)
    """Custody id of the tow whose car shall be seen."""

    def __init__(self, deeds: PropertyDeeds, key: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(icon("buildings"))
        self.setMinimumSize(QSize(720, 480))
        self.key = key
        self.deeds = deeds
        self.page: PropertyPage | None = None
        self._number = 0
        self.news = NewsBar()
        self.title, self.under = heading(), quiet()
        self.doubts = Notices("Nothing to look into")
        self.agreement = Agreement()
        self.callers, self.signs = CallersTab(), SignsTab()
        self.tows, self.complaints = TowsTab(deeds.work.zone), ComplaintsTab()
        self.history = Telling("Changes")
        self.tabs = QTabWidget()
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for label in (self.title, self.under):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.under)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for text, picture, deed in (("&Edit...", "pencil-simple", self.edit), ("Same as ano&ther...", "intersect", self.join)):
            button = QPushButton(text)
            button.setIcon(icon(picture))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.agreement, self.callers, self.signs, self.tows, self.complaints, self.history):
            self.tabs.addTab(widget, "")
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(12)
        inside.addLayout(head)
        inside.addWidget(self.doubts)
        inside.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.news)
        column.addLayout(inside, 1)
        space = self.screen().availableSize()
        self.resize(QSize(980, 700).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _wire(self) -> None:
        bus = self.deeds.bus
        bus.agencies_changed.connect(self.refresh)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        bus.import_finished.connect(lambda _run: self.refresh())
        for key, deed in (("F5", self.refresh), ("F2", self.edit), ("Ctrl+W", self.close), ("Esc", self.close)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

        self.deeds.failed.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
        self._wire_tabs()

    def _wire_tabs(self) -> None:
        """Each deed is about the page as it is shown."""
        deeds, callers, signs, complaints = self.deeds, self.callers, self.signs, self.complaints
        callers.add_asked.connect(lambda: self._with(lambda page: deeds.caller(page.place, None, self)))
        callers.edit_asked.connect(lambda each: self._with(lambda page: deeds.caller(page.place, each, self)))
        callers.end_asked.connect(lambda each: self._with(lambda page: deeds.end_caller(page.place, each, self)))
        callers.out_asked.connect(lambda each: deeds.take_out("callers", each.id, each.name, self))
        signs.add_asked.connect(lambda: self._with(lambda page: deeds.sign(page, None, self)))
        signs.edit_asked.connect(lambda each: self._with(lambda page: deeds.sign(page, each, self)))
        signs.photo_asked.connect(lambda each: deeds.show_photo(each, self))
        signs.out_asked.connect(lambda each: deeds.take_out("signs", each.id, f"at {each.entrance}", self))
        complaints.add_asked.connect(lambda: self._with(lambda page: deeds.complaint(page, None, self)))
        complaints.edit_asked.connect(lambda each: self._with(lambda page: deeds.complaint(page, each, self)))
        complaints.out_asked.connect(lambda each: deeds.take_out("complaints", each.id, f"of {each.from_whom}", self))
        self.tows.car_asked.connect(self.car_asked)
        self.tows.caller_asked.connect(lambda custody_id: deeds.caller_of_tow(custody_id, self))

    def _with(self, deed: Callable[[PropertyPage], None]) -> None:
        if self.page is not None:
            deed(self.page)

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read it; a late answer to an older question is dropped."""
        self._number += 1
        number, work, key = self._number, self.deeds.work, self.key
        self.deeds.runner.start(
            lambda: (work.property(key), work.property_history(key)), owner=self, done=lambda found: self._read(number, *found),
            failed=self._failed,
        )  # fmt: skip

    def _read(self, number: int, page: PropertyPage, history: HistoryPage) -> None:
        if number != self._number:
            return
        self.page = page
        place, today = page.place, self.deeds.work.today()
        self.setWindowTitle(place.name)
        self.title.setText(place.name)
        police = agency_line(page.agency) if page.agency else "police department not known"
        self.under.setText(" · ".join(part for part in (place.address, police, place.phone) if part))
        self.doubts.tell(_sentences(page))
        self.agreement.show_page(page, today)
        for tab in (self.callers, self.signs, self.tows, self.complaints):
            tab.show_page(page, today)
        self._tell_history(history, today)
        self._name_tabs(page)
        if not self.isVisible():
            self.show()
            self.tabs.setFocus()

    def _name_tabs(self, page: PropertyPage) -> None:
        counts = (None, len(page.callers), len(page.signs), len(page.tows), len(page.complaints), None)
        names = ("A&greement", "Who may &call", "&Signs", "To&ws", "C&omplaints", "C&hanges")
        for place, (name, count) in enumerate(zip(names, counts, strict=True)):
            self.tabs.setTabText(place, f"{name} {count}" if count else name)

    def _tell_history(self, history: HistoryPage, today: date) -> None:
        words = HistoryWords(history, self.deeds.work.zone, today)
        told = [Told(words.when(entry), words.head(entry), words.lines(entry)) for entry in history.entries]
        self.history.tell(told, "Nothing was said of this property yet.")

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)
        if not self.isVisible():
            self.setWindowTitle("Property")
            self.show()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Name, contract, distance."""
        if self.page is not None:
            self.deeds.edit(self.page.place, self)

    def join(self) -> None:
        """Say that another property is this one."""
        if self.page is not None:
            self.deeds.join(self.page.place.key, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.key)


def _sentences(page: PropertyPage) -> list[str]:
    """Every question; those about many tows in one line, since each tow says its own in the list."""
    about_tows = [doubt.sentence for doubt in page.doubts if doubt.custody_id is not None]
    if len(about_tows) > 1:
        about_tows = [f"{len(about_tows)} cars on the lot: nobody on record asked for the tow. See Tows."]
    return [*(doubt.sentence for doubt in page.doubts if doubt.custody_id is None), *about_tows]
