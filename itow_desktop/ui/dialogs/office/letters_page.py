"""What letters need besides the head: opening hours, who signs, the envelope with its window."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from itow_desktop.domain.letters.window import USUAL, Window
from itow_desktop.services.letters.gathering import window_of
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.office.page import SettingsPage, form
from itow_desktop.ui.widgets.picture_slot import PictureSlot
from itow_desktop.ui.widgets.tones import set_tone, strong

_SHOWN = QSize(220, 68)
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Size:
    """A number of the envelope: the field of ``Window``, its label, the least and the most in inches."""

    name: str
    label: str
    least: float
    most: float


_SIZES = (
    _Size("envelope_width", "Envelope, wide", 6.0, 12.0),
    _Size("envelope_height", "high", 3.0, 9.0),
    _Size("width", "Window, wide", 2.0, 6.0),
    _Size("height", "high", 0.5, 4.0),
    _Size("left", "from its left edge", 0.0, 6.0),
    _Size("bottom", "from its lower edge", 0.0, 6.0),
    _Size("panel", "Fold, from the top of the sheet", 2.5, 6.0),
    _Size("nudge_x", "Move the address right", -0.5, 0.5),
    _Size("nudge_y", "down", -0.5, 0.5),
)


class LettersPage(SettingsPage):
    """The envelope's sizes stand in inches; those of the usual #10 window envelope need no change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hours, self.signer = QLineEdit(), QPlainTextEdit()
        self.wrong = QLabel()
        self.signature = PictureSlot("Signature", "&Choose a signature...", "signed by hand", _SHOWN)
        self.usual = QPushButton("&Usual #10 envelope")
        self.sizes = {size.name: QDoubleSpinBox() for size in _SIZES}
        self._envelope: Mapping[str, float] = {}
        self._build()
        self._wire()

    def _build(self) -> None:
        self.hours.setMaxLength(200)
        self.hours.setPlaceholderText("Monday to Friday, 8 AM to 5 PM; only where the words of a letter name them")
        self.signer.setTabChangesFocus(True)
        self.signer.setFixedHeight(self.fontMetrics().height() * 2 + 20)
        self.signer.setPlaceholderText("name, then what somebody is; empty: the company's name")
        fields = form()
        fields.addRow("Opening &hours", self.hours)
        fields.addRow("Who si&gns", self.signer)
        fields.addRow("Signature", self.signature)
        self.column.addLayout(fields)
        self.column.addWidget(strong("Window envelope, in inches"))
        self.column.addLayout(self._envelope_grid())
        self.usual.setAutoDefault(False)
        self.column.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        self.wrong.setWordWrap(True)
        set_tone(self.wrong, Tone.LATE)
        self.column.addWidget(self.wrong)
        self.column.addStretch(1)

    def _envelope_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        rows = (_SIZES[:2], _SIZES[2:6], _SIZES[6:])
        for row, sizes in enumerate(rows):
            for place, size in enumerate(sizes):
                box, label = self.sizes[size.name], QLabel(size.label)
                box.setRange(size.least, size.most)
                box.setDecimals(3)
                box.setSingleStep(0.0625)
                box.setAccessibleName(f"{sizes[0].label.split(',')[0]}: {size.label}" if place else size.label)
                label.setBuddy(box)
                grid.addWidget(label, row, 2 * place, Qt.AlignmentFlag.AlignRight)
                grid.addWidget(box, row, 2 * place + 1)
        grid.setColumnStretch(8, 1)
        return grid

    def _wire(self) -> None:
        self.hours.textChanged.connect(self.changed)
        self.signer.textChanged.connect(self.changed)
        self.signature.changed.connect(self.changed)
        self.usual.clicked.connect(lambda: self._fill(USUAL))
        for box in self.sizes.values():
            box.valueChanged.connect(lambda _number: self._sized())

    # --- the settings ------------------------------------------------------------------------------------------------

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        facts = settings.facts
        self.hours.setText(facts.hours or "")
        self.signer.setPlainText("\n".join(facts.signer))
        self._envelope = facts.envelope
        self.signature.show_kept(facts.signature, settings.signature)
        self._fill(window_of(facts))

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """What stands here now; of the envelope only what is not usual. A new picture gets its name when it is kept."""
        lines = tuple(line.strip() for line in self.signer.toPlainText().splitlines() if line.strip())[:_MOST_LINES]
        return replace(
            facts, hours=self.hours.text().strip() or None, signer=lines, signature=self.signature.kept, envelope=self._sizes(facts)
        )

    def _sizes(self, facts: OfficeFacts) -> Mapping[str, float]:
        window, before = self.window_shown, window_of(facts)
        if window == before:
            return facts.envelope
        return {name: number for name in self.sizes if (number := getattr(window, name)) != getattr(USUAL, name)}

    @property
    def window_shown(self) -> Window:
        """The envelope as it stands here."""
        return Window(**{name: round(box.value(), 3) for name, box in self.sizes.items()})

    @property
    def problem(self) -> str | None:
        """Why no address would fit these sizes."""
        return self.window_shown.problem

    # --- within ------------------------------------------------------------------------------------------------------

    def _fill(self, window: Window) -> None:
        for name, box in self.sizes.items():
            box.setValue(getattr(window, name))

    def _sized(self) -> None:
        self.wrong.setText(self.problem or "")
        self.changed.emit()
