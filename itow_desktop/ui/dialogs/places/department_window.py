"""The page of a police department: how it is reached, who is there, its names and places, what was changed."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import WAYS
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.history import HistoryPage
from itow_desktop.services.departments import DepartmentPage
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.history_text import HistoryWords
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.car.telling import Telling, Told
from itow_desktop.ui.widgets.facts import Facts
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet


class DepartmentWindow(QWidget):
    """A window of its own; shown once it is read, read anew whenever something changed."""

    closed = Signal(int)
    """The id of the department."""

    def __init__(self, deeds: DepartmentDeeds, agency_id: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(icon("shield"))
        self.setMinimumSize(QSize(680, 420))
        self.agency_id = agency_id
        self.deeds = deeds
        self.page: DepartmentPage | None = None
        self._number = 0
        self.news, self.title, self.under = NewsBar(), heading(), quiet()
        self.reach = QScrollArea()
        self.people = RecordList(
            "People there", ("Name", "Position", "Phone", "E-mail"), "Nobody there is on record.", picture="users"
        )  # fmt: skip
        self.history = Telling("Changes")
        self.tabs = QTabWidget()
        self.sheet, self.use = QPushButton(), QPushButton()
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.reach.setWidgetResizable(True)
        self.reach.setFrameShape(QScrollArea.Shape.NoFrame)
        self.reach.setAccessibleName("How to reach it")
        people, deeds = self.people, self.deeds
        people.deed("&Add somebody...", "plus", lambda: self._with(lambda page: deeds.contact(page.agency, None, self)))
        people.deed_for("Chan&ge...", "pencil-simple", self._change)
        people.deed_for("Is there no &more", "trash-simple", deeds.take_out)
        people.table.opened.connect(lambda row: self._change(people.model.key_at(row)))
        for widget, name in ((self.reach, "Ho&w to reach it"), (people, "&People there"), (self.history, "&Changes")):
            self.tabs.addTab(widget, name)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(self.title)
        inside.addWidget(self.under)
        inside.addLayout(self._buttons())
        inside.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.news)
        column.addLayout(inside, 1)
        space = self.screen().availableSize()
        self.resize(QSize(780, 520).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _buttons(self) -> QHBoxLayout:
        deeds, row = self.deeds, QHBoxLayout()
        row.setSpacing(8)
        edit, names, join = QPushButton("&Edit..."), QPushButton("&Names and places..."), QPushButton("Same as ano&ther...")
        self.sheet.setText("Call &sheet...")
        self.use.setText("&Use no more...")
        made: tuple[tuple[QPushButton, str, Callable[[DepartmentPage], None]], ...] = (
            (edit, "pencil-simple", lambda _page: self._edit()),
            (names, "identification-badge", lambda page: deeds.names(page, self)),
            (self.sheet, "printer", lambda page: deeds.call_sheet(page.agency.id, page.agency.name, self)),
            (join, "intersect", lambda page: deeds.join(page.agency.id, self)),
            (self.use, "prohibit", lambda page: deeds.use(page.agency, self)),
        )
        for button, picture, deed in made:
            button.setIcon(icon(picture))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, deed=deed: self._with(deed))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _wire(self) -> None:
        bus = self.deeds.bus
        bus.agencies_changed.connect(self.refresh)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        self.deeds.failed.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
        for key, deed in (("F5", self.refresh), ("F2", self._edit), ("Ctrl+W", self.close), ("Esc", self.close)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    def _with(self, deed: Callable[[DepartmentPage], None]) -> None:
        if self.page is not None:
            deed(self.page)

    def _edit(self) -> None:
        self._with(lambda page: self.deeds.edit(page.agency, self))

    def _change(self, contact: Contact) -> None:
        self._with(lambda page: self.deeds.contact(page.agency, contact, self))

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read it; a late answer to an older question is dropped."""
        self._number += 1
        number, work, agency_id = self._number, self.deeds.work, self.agency_id
        self.deeds.runner.start(
            lambda: (work.department(agency_id), work.department_history(agency_id)), owner=self,
            done=lambda found: self._read(number, *found), failed=self._failed,
        )  # fmt: skip

    def _read(self, number: int, page: DepartmentPage, history: HistoryPage) -> None:
        if number != self._number:
            return
        self.page = page
        agency, uses = page.agency, page.uses
        self.setWindowTitle(agency.name)
        self.title.setText(agency.name if agency.active else f"{agency.name} (not in use)")
        parts = (counted(len(page.to_call), "car", "cars") + " to call in", counted(uses.on_lot, "car", "cars") + " on the lot",
                 counted(uses.cars, "car", "cars") + " in all", counted(uses.properties, "property", "properties"))  # fmt: skip
        self.under.setText(" · ".join(parts))
        self.sheet.setEnabled(bool(page.to_call))
        self.use.setText("&Use no more..." if agency.active else "&Use it again")
        self._show_reach(page)
        self.people.put([_contact(each) for each in page.contacts])
        words = HistoryWords(history, self.deeds.work.zone, self.deeds.work.today())
        told = [Told(words.when(entry), words.head(entry), words.lines(entry)) for entry in history.entries]
        self.history.tell(told, "Nothing was changed yet.")
        if not self.isVisible():
            self.show()
            self.tabs.setFocus()

    def _show_reach(self, page: DepartmentPage) -> None:
        agency, facts, inside = page.agency, Facts(), QWidget()
        facts.add("Phone", agency.phone or "none on record", bold=bool(agency.phone), tone=None if agency.phone else Tone.TODAY)
        facts.add("Wants ours", WAYS.get(agency.preferred or "", "no wish known"))
        for name, value in (("Fax", agency.fax), ("E-mail", agency.email), ("Address", agency.address), ("Hours", agency.hours)):
            facts.add(name, value or "none on record")
        facts.add("Other names", "\n".join(page.aliases) or "none")
        facts.add("Answers for", ", ".join(place.title() for place in page.places) or "no place by itself")
        facts.add("Notes", agency.notes or "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 8, 8)
        column.addWidget(facts)
        column.addStretch(1)
        self.reach.setWidget(inside)

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)
        if not self.isVisible():
            self.setWindowTitle("Police department")
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.agency_id)


def _contact(contact: Contact) -> TextRow:
    return TextRow(contact, tuple(Cell(text or "") for text in (contact.name, contact.position, contact.phone, contact.email)))
