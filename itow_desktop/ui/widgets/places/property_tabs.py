"""The lists on a property's page: who may call, signs, tows, complaints."""

from collections.abc import Callable
from datetime import date, tzinfo
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.properties import Caller, Complaint, Sign
from itow_desktop.services.properties import PropertyPage, TowLine
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.places.sign_list import SignList


class CallersTab(RecordList):
    """Who may ask for tows; somebody who may no more stays listed, stepped back."""

    add_asked = Signal()
    edit_asked = Signal(object)
    end_asked = Signal(object)
    out_asked = Signal(object)
    """Each about a ``Caller``."""

    def __init__(self) -> None:
        headers = ("Name", "Position", "Phone", "From", "Until", "Tows")
        super().__init__("Who may call", headers, "Nobody is on record who may ask for tows here.", picture="users", right=(3, 4, 5))
        self.deed("&Add a caller...", "plus", self.add_asked.emit)
        self.deed_for("Chan&ge...", "pencil-simple", self.edit_asked.emit)
        self.deed_for("May call no &more...", "phone-slash", self.end_asked.emit)
        self.deed_for("Ta&ke out", "trash-simple", self.out_asked.emit)
        self.table.opened.connect(lambda row: self.edit_asked.emit(self.model.key_at(row)))

    def show_page(self, page: PropertyPage, today: date) -> None:
        """The callers of a property, with how many of the tows listed they asked for."""
        tows = [line.caller.id for line in page.tows if line.caller is not None]
        self.put([_caller(caller, tows.count(caller.id), today) for caller in page.callers])


class TowsTab(RecordList):
    """The tows from there: who asked and when, whether that person is on record."""

    car_asked = Signal(object)
    """Custody id."""
    caller_asked = Signal(object)
    """Custody id of the tow whose caller shall go on record."""

    def __init__(self, zone: tzinfo) -> None:
        headers = ("Towed", "Car", "Call", "Asked for by", "Asked at", "On record", "Now")
        super().__init__("Tows", headers, "No car was towed from here yet.", picture="car-simple", grow=(1, 3), right=(0, 4))
        self._zone = zone
        self._asking: frozenset[int] = frozenset()
        self.deed_for("Open the c&ar", "eye", self.car_asked.emit)
        self.deed_for("May call &from here...", "user-plus", self.caller_asked.emit, may=lambda key: key in self._asking)
        self.table.opened.connect(lambda row: self.car_asked.emit(self.model.key_at(row)))

    def show_page(self, page: PropertyPage, today: date) -> None:
        """The tows, the newest first."""
        self._asking = frozenset(line.tow.custody_id for line in page.tows if line.caller is None)
        self.put([_tow(line, self._zone, today) for line in page.tows])


class ComplaintsTab(RecordList):
    """Complaints of tows, open ones told apart."""

    add_asked = Signal()
    edit_asked = Signal(object)
    out_asked = Signal(object)
    """Each about a ``Complaint``."""

    def __init__(self) -> None:
        headers = ("Day", "From", "About", "Car", "Answer", "Settled")
        super().__init__("Complaints", headers, "Nobody has complained.", picture="chat-circle", grow=(2, 4), right=(0, 5))
        self.deed("&Add a complaint...", "plus", self.add_asked.emit)
        self.deed_for("Answe&r or change...", "pencil-simple", self.edit_asked.emit)
        self.deed_for("Ta&ke out", "trash-simple", self.out_asked.emit)
        self.table.opened.connect(lambda row: self.edit_asked.emit(self.model.key_at(row)))

    def show_page(self, page: PropertyPage, today: date) -> None:
        """The complaints, the newest first."""
        self.put([_complaint(each, today) for each in page.complaints])


class SignsTab(QWidget):
    """The signs with their photos under the deeds for them."""

    add_asked = Signal()
    edit_asked = Signal(object)
    photo_asked = Signal(object)
    out_asked = Signal(object)
    """Each about a ``Sign``."""

    def __init__(self) -> None:
        super().__init__()
        self.list = SignList()
        self._empty = EmptyText("image")
        self._empty.say("No sign is on record. Add one for each entrance, with its photo.", "&Add a sign...", self.add_asked.emit)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add = self._button("&Add a sign...", "plus")
        self.add.clicked.connect(self.add_asked)
        row.addWidget(self.add)
        self._needy = []
        for words, picture, tell in (
            ("Chan&ge...", "pencil-simple", self.edit_asked.emit),
            ("&Photo", "image", self.photo_asked.emit),
            ("Ta&ke out", "trash-simple", self.out_asked.emit),
        ):
            button = self._button(words, picture)
            button.clicked.connect(partial(self._for_current, tell))
            row.addWidget(button)
            self._needy.append(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(lambda _row: self._chosen())
        self.list.opened.connect(self.photo_asked)
        self._chosen()

    def show_page(self, page: PropertyPage, today: date) -> None:
        """The signs, the newest first."""
        self.list.put(page.signs, today)
        self._stack.setCurrentIndex(0 if page.signs else 1)
        self.add.setVisible(bool(page.signs))
        self._chosen()

    def _button(self, words: str, picture: str) -> QPushButton:
        button = QPushButton(words)
        button.setIcon(icon(picture))
        button.setAutoDefault(False)
        return button

    def _for_current(self, tell: Callable[[Sign], None], _checked: bool = False) -> None:
        sign = self.list.current
        if sign is not None:
            tell(sign)

    def _chosen(self) -> None:
        sign = self.list.current
        for button in self._needy:
            button.setEnabled(sign is not None)
        self._needy[1].setEnabled(sign is not None and sign.has_photo)


def _caller(caller: Caller, tows: int, today: date) -> TextRow:
    days = (caller.since, caller.until)
    since, until = (Cell(text.list_day(day) if day else "", day) for day in days)
    cells = (Cell(caller.name), Cell(caller.position or ""), Cell(caller.phone or ""), since, until, Cell(str(tows) if tows else "", tows))
    return TextRow(caller, cells, quiet=not caller.may_call(today))


def _tow(line: TowLine, zone: tzinfo, today: date) -> TextRow:
    tow = line.tow
    asked = ", ".join(part for part in (tow.requested_by, tow.requested_by_phone) if part)
    cells = (
        Cell(text.list_moment(tow.towed_at, zone) if tow.towed_at else "not known", line.day),
        Cell(tow.car, tip=tow.car),
        Cell(tow.call_number or ""),
        Cell(asked or "not recorded", tone=None if asked else Tone.QUIET, tip=asked),
        Cell(text.moment_text(tow.asked_at, zone, today) if tow.asked_at else "", line.day),
        _on_record(line),
        Cell(text.STATUS[tow.status]),
    )
    return TextRow(tow.custody_id, cells)


def _on_record(line: TowLine) -> Cell:
    if line.caller is not None:
        return Cell(line.caller.name, picture="check-circle", tone=Tone.DONE, tip=line.caller.position or "")
    if line.doubt is None:
        return Cell("no", tone=Tone.QUIET)
    return Cell("question", picture="question", tone=Tone.ACCENT, tip=line.doubt)


def _complaint(complaint: Complaint, today: date) -> TextRow:
    settled = complaint.settled_on
    cells = (
        Cell(text.list_day(complaint.on), complaint.on),
        Cell(complaint.from_whom, tip=complaint.from_whom),
        Cell(" ".join(complaint.about.split()), tip=complaint.about),
        Cell(complaint.car or "", tip=complaint.car or ""),
        Cell(" ".join((complaint.answer or "").split()), tip=complaint.answer or ""),
        Cell(text.day_text(settled, today), settled) if settled else Cell("open", tone=Tone.TODAY),
    )
    return TextRow(complaint, cells, quiet=settled is not None)
