"""What is said of one piece that the post office brought back, or brought to its addressee."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from itow_desktop.domain.mail.coming_back import Outcome, Side
from itow_desktop.domain.mail.pieces import ReturnReason
from itow_desktop.services.mail.views import Delivered, Proof, Returned, ReturnEffect, StrayMail
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.entries import ChoiceEntry, LineEntry
from itow_desktop.ui.widgets.mail.picked_files import PickedFiles
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import set_tone
from itow_desktop.ui.work import Calendar

_WIDTH = 300


class BroughtForm(QWidget):
    """The questions change with what happened; the day is never filled in."""

    changed = Signal()

    def __init__(self, office: Calendar) -> None:
        super().__init__()
        self.outcome: Chips[Outcome] = Chips((("Came back", Outcome.RETURNED), ("Delivered", Outcome.DELIVERED)))
        self.day = DayEntry("Day", office.today)
        self.reason = ChoiceEntry([("choose", ""), *((each.words, each.value) for each in ReturnReason)])
        self.signer, self.note = LineEntry(), LineEntry()
        self.bad = QCheckBox("This address is no &good any more")
        self.files = PickedFiles("", "&Add scans...")
        self.effect = QLabel()
        self.reminds = QCheckBox("Re&mind me to")
        self.remind, self.remind_on = LineEntry(), DayEntry("Day of the reminder", office.today, past=False)
        self._form = QFormLayout()
        self._build()
        self._wire()
        self.show_effect(None)
        self._suit()

    def _build(self) -> None:
        self.effect.setWordWrap(True)
        self.effect.setTextFormat(Qt.TextFormat.PlainText)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        for words, field in (("&Day", self.day), ("&Why", self.reason), ("Signed b&y", self.signer), ("&Note", self.note)):
            field.setMinimumWidth(_WIDTH)
            label = QLabel(words)
            label.setBuddy(field)
            self._form.addRow(label, field)
        for line in (self.signer, self.note):
            line.setMaxLength(200)
        self.reason.setAccessibleName("Why it came back")
        self.remind.setMaxLength(300)
        self.remind.setAccessibleName("What to remind of")
        self.remind_on.setFixedWidth(112)
        self._reminder = QWidget()
        row = QHBoxLayout(self._reminder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reminds)
        row.addWidget(self.remind, 1)
        row.addWidget(QLabel("on"))
        row.addWidget(self.remind_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._form)
        for part in (self.effect, self._reminder, self.bad, self.files):
            column.addWidget(part)
        column.addStretch(1)

    def _wire(self) -> None:
        self.outcome.changed.connect(self._suit)
        self.reason.edited.connect(self.changed)
        for field in (self.day, self.signer, self.note):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.files.changed.connect(self.changed)

    # --- what is said ------------------------------------------------------------------------------------------------

    @property
    def why(self) -> ReturnReason | None:
        """Why it came back; None while nobody said so, and of what was delivered."""
        chosen = self.reason.text()
        return ReturnReason(chosen) if chosen and self.outcome.value is Outcome.RETURNED else None

    @property
    def whole(self) -> bool:
        """Whether day and reason are said."""
        said = self.day.day() is not None and self.day.problem() is None
        return said and (self.outcome.value is Outcome.DELIVERED or self.why is not None)

    @property
    def touched(self) -> bool:
        """Whether something would be lost."""
        lines = (self.day.text(), self.reason.text(), self.signer.text(), self.note.text())
        return any(each.strip() for each in lines) or bool(self.files.files)

    def told(self, piece_id: int) -> Returned | Delivered | None:
        """What is said of this letter; None while something is missing."""
        day, why = self.day.day(), self.why
        if day is None or not self.whole:
            return None
        if why is None:
            return Delivered(piece_id, day, self.signer.text().strip() or None, self._scans)
        remind_on = self.remind_on.day() if self.reminds.isChecked() else None
        remind = (self.remind.text().strip() or None) if remind_on is not None else None
        return Returned(
            piece_id, day, why, self._scans, self.note.text().strip() or None, self.bad.isChecked(), remind, remind_on if remind else None
        )  # fmt: skip

    def stray(self, marks: str) -> StrayMail | None:
        """The same of an envelope or card whose letter nobody knows."""
        day = self.day.day()
        if day is None or not self.whole:
            return None
        note = ", ".join(part for part in (self.signer.text().strip(), self.note.text().strip()) if part)
        return StrayMail(self.outcome.value, day, self.why, marks.strip() or None, note or None, self._scans)

    @property
    def _scans(self) -> tuple[Proof, ...]:
        """An envelope's first picture is its front; of what was delivered a PDF is the receipt, a picture the card."""
        files = self.files.files
        if self.outcome.value is Outcome.RETURNED:
            return tuple(Proof(file, Side.FRONT if place == 0 else Side.BACK) for place, file in enumerate(files))
        return tuple(Proof(file, Side.RECEIPT if file.suffix.casefold() == ".pdf" else Side.CARD) for file in files)

    def clear(self) -> None:
        """For the next one; what happened stays chosen, as a stack is gone through."""
        for line in (self.day, self.signer, self.note):
            line.clear()
        self.reason.put("")
        self.files.clear()
        self.show_effect(None)

    def show_effect(self, effect: ReturnEffect | None) -> None:
        """What follows from it by the rules in use, the next step that is proposed."""
        self._reminder.setVisible(effect is not None)
        self.effect.setVisible(effect is not None)
        self.bad.setChecked(effect is not None and effect.nowhere)
        self.reminds.setChecked(effect is not None)
        if effect is None:
            return
        ways = f" {'; '.join(effect.ways)}." if effect.ways else ""
        self.effect.setText(f"{effect.sentence}{ways}")
        set_tone(self.effect, Tone.TODAY if effect.again else Tone.ACCENT)
        self.remind.put(effect.remind)
        self.remind_on.set_day(effect.remind_on)

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _suit(self) -> None:
        back = self.outcome.value is Outcome.RETURNED
        self._form.setRowVisible(self.reason, back)
        self._form.setRowVisible(self.signer, not back)
        self.bad.setVisible(back)
        self.files.say("&Envelope, front then back" if back else "Gr&een card, receipt or its PDF")
        self.day.setAccessibleName("Day it came back" if back else "Day it was delivered")
        self.changed.emit()
