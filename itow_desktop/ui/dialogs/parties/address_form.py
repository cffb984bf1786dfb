"""An address as it was typed beside the lines that stand on the envelope; the clerk decides."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.parties.address import Formatted
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Purpose
from itow_desktop.services.parties.keeping import NO_LEIN
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.parties.countries import HOME, countries, country_name
from itow_desktop.ui.dialogs.parties.work import PartyWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.tones import set_tone

E = TypeVar("E", bound=StrEnum)

_REST_MS = 200
"""How long typing rests before the lines are made anew."""
_LINES = 5
_SEEN = "Look at the lines on the right: they are printed as they stand there."


class AddressForm(QWidget):
    """Reads what is typed into lines as soon as typing rests; lines that a person changed are left alone."""

    def __init__(self, work: PartyWork, runner: TaskRunner, address: MailAddress | None) -> None:
        super().__init__()
        self._work, self._runner = work, runner
        self._own = address is not None and bool(address.lines)
        self._number = self._answered = 0
        known = address or MailAddress(0, 0, "", ())
        self.typed, self.lines = _box(known.typed, "As typed"), _box("\n".join(known.lines), "On the envelope")
        self.again = QPushButton("&Use the program's lines")
        self.again.setAutoDefault(False)
        self.told = value_label("")
        self.form = RecordForm(work.today)
        self.country = self.form.choice("country", "&Country", countries(), known.country)
        self.found_by = self.form.choice("found_by", "&From", found_choices(known.found_by), known.found_by)
        self.found_on = self.form.day("found_on", "&Heard on", known.found_on)
        self.purpose = self.form.choice("purpose", "&May be used as", purpose_choices(), known.purpose)
        self.preferred = QCheckBox("&Letters go here")
        self.preferred.setChecked(known.preferred)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._build()
        self.settle()
        self._rest.timeout.connect(self._format)
        self.typed.textChanged.connect(self._rest.start)
        self.country.currentIndexChanged.connect(lambda _place: self._rest.start())
        self.found_by.currentIndexChanged.connect(lambda _place: self._say_source())
        self.lines.textChanged.connect(self._lines_changed)
        self.again.clicked.connect(self._take_again)
        self._shown: tuple[str, ...] | None = None
        self._say_source()
        if address is not None and not self._own:
            self._rest.start()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, (words, box) in enumerate((("As t&yped", self.typed), ("On the en&velope", self.lines))):
            label = QLabel(words)
            label.setBuddy(box)
            grid.addWidget(label, 0, place)
            grid.addWidget(box, 1, place)
            grid.setColumnStretch(place, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(row, 2, 0, 1, 2)
        self.source = value_label("", tone=Tone.TODAY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(self.form)
        column.addWidget(self.source)
        column.addWidget(self.preferred)
        self.again.hide()
        self.told.setText(_SEEN)

    # --- what is typed -----------------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Whether there is no address at all."""
        return not (self.typed.toPlainText().strip() or self.lines.toPlainText().strip())

    def address(self, before: MailAddress) -> MailAddress:
        """What stands here, of the same party."""
        lines = tuple(line for line in self.lines.toPlainText().splitlines() if line.strip())
        return MailAddress(
            before.id, before.party_id, self.typed.toPlainText(), lines, self.country.currentData(), chosen(self.found_by, FoundBy),
            self.found_on.day(), chosen(self.purpose, Purpose), preferred=self.preferred.isChecked(),
        )  # fmt: skip

    def problems(self) -> list[str]:
        """What cannot be taken of the day."""
        return self.form.problems()

    def settle(self) -> None:
        """What stands here now is what is stored."""
        self.form.settle()
        self._before = self._now()

    def touched(self) -> bool:
        """Something is typed that is not stored."""
        return self.form.touched() or self._now() != self._before

    def _now(self) -> tuple[str, str, bool]:
        return self.typed.toPlainText(), self.lines.toPlainText(), self.preferred.isChecked()

    # --- lines -------------------------------------------------------------------------------------------------------

    @property
    def up_to_date(self) -> bool:
        """Whether the lines are those of what is typed now, or a person's own."""
        return not self._rest.isActive() and self._number == self._answered

    def _format(self) -> None:
        self._number += 1
        number, typed, code = self._number, self.typed.toPlainText(), self.country.currentData()
        abroad = None if code == HOME else country_name(code)

        def show(made: Formatted) -> None:
            if number == self._number:
                self._answered = number
                self._show(made)

        self._runner.start(lambda: self._work.format(typed, abroad), owner=self, done=show)

    def _show(self, made: Formatted) -> None:
        self._shown = made.lines
        if not self._own:
            self.lines.blockSignals(True)  # it is the program that writes
            self.lines.setPlainText("\n".join(made.lines))
            self.lines.blockSignals(False)
        doubt = made.doubt if self.typed.toPlainText().strip() else None
        self.told.setText(doubt or _SEEN)
        set_tone(self.told, Tone.TODAY if doubt else None)
        self._offer()

    def _lines_changed(self) -> None:
        self._own = bool(self.lines.toPlainText().strip())
        self._offer()

    def _offer(self) -> None:
        """The program's lines are offered where a person's own differ."""
        shown = self._shown
        own = tuple(line.strip() for line in self.lines.toPlainText().splitlines() if line.strip())
        self.again.setVisible(self._own and bool(shown) and own != shown)

    def _take_again(self) -> None:
        self._own = False
        self._format()

    def _say_source(self) -> None:
        lein = chosen(self.found_by, FoundBy) is FoundBy.LEIN
        self.source.setText(NO_LEIN if lein else "")
        self.source.setVisible(lein)


def chosen(box: QComboBox, kind: type[E]) -> E | None:
    """The chosen word; Qt keeps it as plain text."""
    data = box.currentData()
    return None if data is None else kind(data)


def found_choices(known: FoundBy | None) -> Sequence[tuple[str, object]]:
    """Where something comes from; what only an import can be is offered where it stands already."""
    offered = [each for each in FoundBy if each is not FoundBy.OLD_DATABASE or each is known]
    return [("Choose...", None), *((_capital(each.words), each) for each in offered)]


def purpose_choices() -> Sequence[tuple[str, object]]:
    """What it may be used for."""
    return [("Choose...", None), *((_capital(each.words), each) for each in Purpose)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _box(text: str, name: str) -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * _LINES + 16)
    return box
