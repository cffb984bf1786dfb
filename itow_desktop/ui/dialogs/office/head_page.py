"""The head of our papers: name, address, phone, logo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.office.page import SettingsPage, form, small

_SHOWN = QSize(300, 92)


class HeadPage(SettingsPage):
    """As registered with the Secretary of State, who knows custodians by it."""

    logo_chosen = Signal(object)
    """The ``Path`` of a picture, to be checked and scaled."""
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.picture = QLabel()
        self.choose, self.remove = QPushButton("Choose a lo&go..."), QPushButton("&Remove it")
        self.new_logo: bytes | None = None
        self._kept: str | None = None
        for field in (self.name, self.phone):
            field.setMaxLength(200)
            field.textChanged.connect(self.changed)
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(self.fontMetrics().height() * 3 + 24)
        self.address.textChanged.connect(self.changed)
        self.picture.setFixedSize(_SHOWN)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("standing")
        self.picture.setAccessibleName("Logo")
        fields = form()
        fields.addRow("&Company", self.name)
        fields.addRow("&Address", self.address)
        fields.addRow("P&hone", self.phone)
        fields.addRow("", small("As registered with the Secretary of State, who knows custodians by their phone number."))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        fields.addRow("Logo", row)
        fields.addRow("", small("A PNG or JPEG picture, wider than high. It heads our notices and lists; dark on white prints best."))
        self.column.addLayout(fields)
        self.column.addStretch(1)
        for button, deed in ((self.choose, self._ask_file), (self.remove, self._remove)):
            button.setAutoDefault(False)
            self._on(button, deed)

    def _on(self, button: QPushButton, deed: Callable[[], None]) -> None:
        button.clicked.connect(lambda _checked=False: deed())

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        facts = settings.facts
        self.name.setText(facts.name or "")
        self.address.setPlainText(facts.address or "")
        self.phone.setText(facts.phone or "")
        self._kept, self.new_logo = facts.logo, None
        self._draw(settings.logo)

    def show_logo(self, picture: bytes) -> None:
        """A new picture, checked and scaled."""
        self.new_logo = picture
        self._draw(picture)
        self.changed.emit()

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """The head as it is typed; a new picture gets its name when it is kept."""
        name, phone = self.name.text().strip() or None, self.phone.text().strip() or None
        return replace(facts, name=name, address=self.address.toPlainText().strip() or None, phone=phone, logo=self._kept)

    def _draw(self, picture: bytes | None) -> None:
        drawn = QPixmap()
        if picture is not None and drawn.loadFromData(picture):
            kept = drawn.scaled(_SHOWN - QSize(12, 12), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self.picture.setPixmap(kept)
        else:
            self.picture.clear()
            self.picture.setText("no logo")
        self.remove.setEnabled(picture is not None)

    def _remove(self) -> None:
        self._kept, self.new_logo = None, None
        self._draw(None)
        self.changed.emit()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose a logo", "", "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.logo_chosen.emit(Path(path)))
        dialog.open()
