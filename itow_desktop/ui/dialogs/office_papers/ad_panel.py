"""The words of an ad beside the cars it names: which form, which newspaper, which day, what keeps it back."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.notices import OfficeHead
from itow_desktop.domain.office_papers.ads import ad_text
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import AdForm, ad_problems
from itow_desktop.services.office_papers.ads import SalePlan
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import quiet, set_tone

_NO_SALE = "Choose a planned sale above, or plan one: then the words of its ad stand here."
_FORMS = {AdForm.EACH: "Each vehicle described", AdForm.LIST: "Auction with a website"}
_HINTS = {
    AdForm.EACH: "In a newspaper of general circulation in the county where the vehicles were abandoned.",
    AdForm.LIST: "In a newspaper of the county where the auction is held; the website describes every vehicle.",
}


class AdPanel(QWidget):
    """Shows an ad as it would be printed; only reads."""

    changed = Signal()
    day_changed = Signal()
    """Another day of printing: what is too early or too late is another question."""
    newspaper_asked = Signal(bool)
    """A newspaper shall be added (True) or changed."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.wished: int | None = None
        """The id of a newspaper that shall be chosen once it is offered."""
        self.shape = QComboBox()
        for form in AdForm:
            self.shape.addItem(_FORMS[form], form)
        self.hint = quiet(_HINTS[AdForm.EACH])
        self.hint.setWordWrap(True)
        self.printed = DayEntry("Printed on", today, past=False)
        self.printed.setFixedWidth(160)
        self.printed.setPlaceholderText("today")
        self._read: date | None = None
        self.paper = QComboBox()
        self.change = QPushButton("C&hange...")
        self.add = QPushButton("&New...")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName("Text of the ad")
        self.words.setPlaceholderText(_NO_SALE)
        self.words.setTabChangesFocus(True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._build()

    def _build(self) -> None:
        papers = QHBoxLayout()
        papers.setSpacing(8)
        papers.addWidget(self.paper, 1)
        for button in (self.change, self.add):
            button.setAutoDefault(False)
            papers.addWidget(button)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("&Form of the ad", self.shape)
        form.addRow("", self.hint)
        form.addRow("Printed &on", self.printed)
        label = QLabel("Ne&wspaper")
        label.setBuddy(self.paper)
        form.addRow(label, papers)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.words, 1)
        column.addWidget(self.said)
        self.shape.currentIndexChanged.connect(self._reshaped)
        self.paper.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.printed.left.connect(self._day_left)
        self.add.clicked.connect(lambda: self.newspaper_asked.emit(True))
        self.change.clicked.connect(lambda: self.newspaper_asked.emit(False))

    # --- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def form(self) -> AdForm:
        """Which of the two notices."""
        return AdForm(self.shape.currentData())

    @property
    def day(self) -> date | None:
        """The day on which it shall be printed; None: today."""
        return self.printed.day()

    @property
    def newspaper(self) -> Newspaper | None:
        """Which newspaper, where one is chosen."""
        chosen = self.paper.currentData()
        return chosen if isinstance(chosen, Newspaper) else None

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.words.toPlainText()

    def offer(self, newspapers: Sequence[Newspaper]) -> None:
        """Those in use; the one that was chosen stays."""
        before = self.wished or (self.newspaper.id if self.newspaper else None)
        self.wished = None
        used = [each for each in newspapers if each.active or each.id == before]
        with QSignalBlocker(self.paper):
            self.paper.clear()
            self.paper.addItem("Not chosen" if used else "None entered yet", None)
            for each in used:
                self.paper.addItem(f"{each.name}, {each.county} County" if each.county else each.name, each)
            place = next((at for at, each in enumerate(used, start=1) if each.id == before), 1 if len(used) == 1 else 0)
            self.paper.setCurrentIndex(place)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_plan(self, plan: SalePlan | None, office: OfficeHead | None) -> bool:
        """The words of the ad and what is to be said of it; answers whether something keeps it back."""
        self.change.setEnabled(self.newspaper is not None)
        if plan is None or office is None:
            self.words.clear()
            self.said.clear()
            return True
        self.words.setPlainText(ad_text(office, plan.terms, plan.form, plan.cars))
        problems = ad_problems(plan.terms, plan.form, plan.cars, plan.published)
        blocking = [each.sentence for each in problems if each.blocking]
        looks = [each.sentence for each in problems if not each.blocking]
        self.said.setText("\n".join(blocking or looks))
        set_tone(self.said, Tone.LATE if blocking else Tone.TODAY)
        return bool(blocking)

    def _reshaped(self, _place: int) -> None:
        self.hint.setText(_HINTS[self.form])
        self.changed.emit()

    def _day_left(self) -> None:
        if self.day != self._read:
            self._read = self.day
            self.day_changed.emit()
