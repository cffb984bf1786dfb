"""One letter that was mailed without the program, as its papers tell."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.coming_back import Side
from itow_desktop.domain.mail.pieces import MailClass, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.mail.views import MadeElsewhere, Proof
from itow_desktop.ui.scanner import WANTS_SCAN
from itow_desktop.ui.widgets.entries import ChoiceEntry, LineEntry, NotesEntry
from itow_desktop.ui.widgets.mail.picked_files import PickedFiles
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.work import Calendar

_WIDTH = 220


class ElsewhereForm(QWidget):
    """Every day is typed; what is not known stays empty."""

    changed = Signal()

    def __init__(self, office: Calendar) -> None:
        super().__init__()
        self.mark, self.to, self.number, self.carrier = LineEntry(), NotesEntry(), LineEntry(), LineEntry()
        kinds = [(each.title, kind.value) for kind, each in LETTERS.items() if each.mail is not None]
        self.kind = ChoiceEntry([("choose", ""), *kinds])
        self.way = ChoiceEntry([("choose", ""), *((each.words, each.value) for each in MailClass)])
        self.mailed, self.delivered = DayEntry("Day it was mailed", office.today), DayEntry("Day it was delivered", office.today)
        self.returned = DayEntry("Day it came back", office.today)
        self.why = ChoiceEntry([("choose", ""), *((each.words, each.value) for each in ReturnReason)])
        self.signer, self.reason = LineEntry(), LineEntry()
        self.files = PickedFiles("Pr&oof: receipt, stamped sheet, green card", "A&dd scans...")
        self._build()
        self.clear()

    def _build(self) -> None:
        for line in (self.mark, self.number):
            line.setProperty(WANTS_SCAN, True)
            line.setMaxLength(80)
        self.mark.setPlaceholderText("call number, plate or VIN")
        self.reason.setPlaceholderText("only where something is doubtful")
        left = self._column(
            ("&Vehicle", self.mark), ("&Letter", self.kind), ("&To (envelope)", self.to), ("&How", self.way), ("&Number", self.number),
        )  # fmt: skip
        right = self._column(
            ("&Mailed on", self.mailed), ("Taken there &by", self.carrier), ("Delivered on", self.delivered), ("Signed b&y", self.signer),
            ("Came bac&k on", self.returned), ("&Why", self.why), ("Ri&ght because", self.reason),
        )  # fmt: skip
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for form in (left, right):
            side = QVBoxLayout()
            side.addLayout(form)
            side.addStretch(1)
            columns.addLayout(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(columns)
        column.addWidget(self.files)

    def _column(self, *rows: tuple[str, QWidget]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for words, field in rows:
            field.setMinimumWidth(_WIDTH)
            label = QLabel(words)
            label.setBuddy(field)
            form.addRow(label, field)
            if isinstance(field, LineEntry | DayEntry):
                field.textChanged.connect(lambda _text: self.changed.emit())
            elif isinstance(field, ChoiceEntry | NotesEntry):
                field.edited.connect(self.changed)
        return form

    # --- what is said ------------------------------------------------------------------------------------------------

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about what is missing or no day, in the order of the fields."""
        found = []
        if not self.mark.text().strip():
            found.append("Enter the vehicle: its call number, plate or VIN.")
        if not self.kind.text():
            found.append("Choose which letter it was.")
        if not self.way.text():
            found.append("Choose how it was mailed.")
        if self.mailed.day() is None:
            found.append("Enter the day it was mailed, as the receipt or the stamped sheet says it.")
        if not self.carrier.text().strip():
            found.append("Enter who took it to the post office.")
        return (*found, *(wrong for day in (self.mailed, self.delivered, self.returned) if (wrong := day.problem())))

    def told(self, key: int) -> MadeElsewhere:
        """The line as it stands; to be asked for where there is no problem."""
        why = self.why.text()
        return MadeElsewhere(
            key,
            self.mark.text().strip(),
            NoticeKind(self.kind.text()),
            MailClass(self.way.text()),
            tuple(line.strip() for line in self.to.text().splitlines() if line.strip()),
            self.mailed.day(),
            carried_by=self.carrier.text().strip(),
            number=self.number.text().strip() or None,
            delivered_on=self.delivered.day(),
            signed_by=self.signer.text().strip() or None,
            returned_on=self.returned.day(),
            returned_for=ReturnReason(why) if why else None,
            proofs=tuple(Proof(file, Side.PROOF) for file in self.files.files),
            reason=self.reason.text().strip() or None,
        )

    def put(self, line: MadeElsewhere, files: Sequence[Proof]) -> None:
        """A line to be corrected."""
        self.mark.put(line.mark)
        self.kind.put(line.kind.value)
        self.way.put(line.mail_class.value)
        self.to.put("\n".join(line.to))
        self.number.put(line.number or "")
        self.carrier.put(line.carried_by)
        for field, day in ((self.mailed, line.on), (self.delivered, line.delivered_on), (self.returned, line.returned_on)):
            field.set_day(day)
        self.signer.put(line.signed_by or "")
        self.why.put(line.returned_for.value if line.returned_for else "")
        self.reason.put(line.reason or "")
        self.files.clear()
        self.files.take(proof.file for proof in files if not hasattr(proof.file, "content"))

    @property
    def touched(self) -> bool:
        """Whether something is typed that does not stay for the next letter."""
        lines = (self.mark, self.to, self.number, self.delivered, self.returned, self.signer)
        return any(each.text().strip() for each in lines)

    def clear(self) -> None:
        """For the next one; letter, way, day and who took it there stay, as a stack goes on."""
        for line in (self.mark, self.number, self.delivered, self.returned, self.signer, self.reason):
            line.clear()
        self.to.put("")
        self.why.put("")
        self.files.clear()
