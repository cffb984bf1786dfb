"""What one car owes: the amount now, by closing time, tomorrow; every line; what may be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, left_of
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.charges.sheets import ChargeSheet
from itow_desktop.services.charges.statements import DrawnStatement
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.charge_text import clock_words, growth_words, missing_words
from itow_desktop.ui.dialogs.charges.add import AddChargeDialog
from itow_desktop.ui.dialogs.charges.rows import LINE_HEADERS, line_rows
from itow_desktop.ui.dialogs.charges.take_back import TakeBackDialog
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.standing_line import StandingLine
from itow_desktop.ui.widgets.tones import heading, quiet

_KEPT = "What leaves here by printing or saving is kept among the papers of the car, byte by byte. It is recorded as no letter."
_BOND = "A petition for a hearing must be accompanied by a bond of {bond} (MCL 257.252a)."
_SALE = "Of a car released for sale or scrap, {storage} of storage may be collected. {because}"


class CarChargesWindow(ReadWindow[ChargeSheet]):
    """One for each car; nothing in its list is ever changed, a line is taken back by another."""

    picture = "currency-dollar"
    again = "Tr&y again"
    changed = Signal(int)
    """Something was entered for this car."""
    fees_asked = Signal()

    def __init__(self, house: House, work: ChargeWork, custody_id: int) -> None:
        super().__init__(house.runner)
        self._house, self._work, self.key = house, work, custody_id
        self._custody_id = custody_id
        self._sheet: ChargeSheet | None = None
        self.setWindowTitle("Charges")
        self.setMinimumSize(QSize(680, 420))
        self.title, self.growth, self.law = heading(""), quiet(), quiet()
        for label in (self.title, self.growth, self.law):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.amounts = {name: heading("") for name in ("now", "closing", "tomorrow")}
        self._names = {"now": quiet("Owed now"), "closing": quiet(""), "tomorrow": quiet("Tomorrow")}
        self.lacking = StandingLine("question", "&Fees and prices...", self.fees_asked.emit)
        self.list = RecordList(
            "Charges", LINE_HEADERS, "Nothing is charged yet.", picture="currency-dollar", grow=(0, 1), right=(2, 3), margin=0
        )
        self.add = self.list.deed("&Add a charge...", "plus", self.ask_charge)
        self.back = self.list.deed_for("&Take back...", "arrow-counter-clockwise", self.ask_back, may=self._may_take_back)
        self.statement = self.list.deed("&Statement...", "printer", self.show_statement)
        self._build()
        house.bus.cars_changed.connect(self._cars_changed)
        house.bus.office_changed.connect(self.refresh)
        house.who.changed.connect(self.refresh)

    def _build(self) -> None:
        frame = QFrame()
        frame.setObjectName("standing")
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(2)
        for column, name in enumerate(self.amounts):
            grid.addWidget(self._names[name], 0, column)
            grid.addWidget(self.amounts[name], 1, column)
        grid.addWidget(self.growth, 1, 3, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(3, 1)
        self.frame = frame
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (self.title, self.lacking, frame):
            inside.addWidget(part)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.law)
        self.lacking.hide()
        self.lay_out(inside, QSize(1000, 560))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], ChargeSheet]:
        work, person, custody_id = self._work, self._house.who.person, self._custody_id
        return lambda: work.sheet(person, custody_id)

    def show_answer(self, answer: ChargeSheet) -> None:
        self._sheet = answer
        found, now = answer.outlook, answer.outlook.now
        self.title.setText(answer.car)
        self.setWindowTitle(f"Charges of {answer.car}")
        self.lacking.setVisible(not now.known)
        if not now.known:
            self.lacking.say(f"The amount is {missing_words(now)}", f"Known so far: {dollars(now.total)}.", Tone.TODAY)
        self.frame.setVisible(now.known)
        self._names["now"].setText("Owed when it left" if found.gone else "Owed now")
        self._names["closing"].setText(f"By {clock_words(found.closing)}")
        amounts = {"now": now, "closing": found.by_closing, "tomorrow": None if found.gone else found.tomorrow}
        for name, owed in amounts.items():
            self.amounts[name].setText(dollars(owed.total) if owed else "")
            for label in (self.amounts[name], self._names[name]):
                label.setVisible(owed is not None)
        self.growth.setText(growth_words(now))
        self.list.put(line_rows(answer.lines, self._work.zone))
        said = [_BOND.format(bond=dollars(answer.bond))] if answer.bond is not None else []
        if answer.disposition is not None:
            said.append(_SALE.format(storage=dollars(answer.disposition.storage), because=answer.disposition.because))
        self.law.setText("\n".join(said))
        self.law.setVisible(bool(said))

    def _cars_changed(self, custody_ids: frozenset[int]) -> None:
        if not custody_ids or self._custody_id in custody_ids:
            self.refresh()

    def _may_take_back(self, line: LedgerLine) -> bool:
        sheet = self._sheet
        if sheet is None or line.corrects is not None:
            return False
        asked = line.fees_id is not None or line.kind is ChargeKind.STATE_FEE
        return (sheet.may_waive or not asked) and (left_of(line, sheet.lines) if line.id else line.amount) > 0

    # --- deeds -------------------------------------------------------------------------------------------------------

    def ask_charge(self) -> None:
        """Charge something that does not follow from the fee schedule."""
        if self._sheet is not None:
            dialog = AddChargeDialog(self._work, self._house.who.person, self._sheet, runner=self._house.runner, parent=self)
            dialog.done_with.connect(lambda _id: self._entered())
            dialog.open()

    def ask_back(self, line: LedgerLine) -> None:
        """Take a line back, wholly or in part."""
        if self._sheet is not None:
            dialog = TakeBackDialog(self._work, self._house.who.person, self._sheet, line, runner=self._house.runner, parent=self)
            dialog.done_with.connect(lambda _id: self._entered())
            dialog.open()

    def _entered(self) -> None:
        self.refresh()
        self.changed.emit(self._custody_id)

    def show_statement(self) -> None:
        """The paper with every line; kept once it leaves by printing or saving."""
        house, work, person = self._house, self._work, self._house.who.person
        drawn: list[DrawnStatement] = []

        def read() -> Paper:
            statement, pictures = work.draw_statement(self._custody_id)
            drawn[:] = [statement]
            return Paper(statement.name, statement.content, pictures)

        def keep(_paper: Paper) -> None:
            work.keep_statement(person, drawn[0])

        deeds = PaperDeeds(read, work.printers, work.print_pdf, keep)
        dialog = PaperDialog(
            "Statement of charges", "&Print", deeds, runner=house.runner, parent=self, memory=house.memory, note=_KEPT,
            kind=PaperKind.STATEMENT,
        )  # fmt: skip
        dialog.kept.connect(lambda: self.changed.emit(self._custody_id))
        dialog.open()
