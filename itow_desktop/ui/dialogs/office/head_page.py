"""The head of our papers: name, address, phone, logo."""

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.office.page import SettingsPage, form, small
from itow_desktop.ui.widgets.picture_slot import PictureSlot

_SHOWN = QSize(300, 92)


class HeadPage(SettingsPage):
    """As registered with the Secretary of State, who knows custodians by it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.logo = PictureSlot("Logo", "Choose a lo&go...", "no logo", _SHOWN)
        for field in (self.name, self.phone):
            field.setMaxLength(200)
            field.textChanged.connect(self.changed)
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(self.fontMetrics().height() * 3 + 24)
        self.address.textChanged.connect(self.changed)
        self.logo.changed.connect(self.changed)
        fields = form()
        fields.addRow("&Company", self.name)
        fields.addRow("&Address", self.address)
        fields.addRow("P&hone", self.phone)
        fields.addRow("", small("As registered with the Secretary of State, who knows custodians by their phone number."))
        fields.addRow("Logo", self.logo)
        fields.addRow("", small("A PNG or JPEG picture, wider than high. It heads our notices and lists; dark on white prints best."))
        self.column.addLayout(fields)
        self.column.addStretch(1)

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        facts = settings.facts
        self.name.setText(facts.name or "")
        self.address.setPlainText(facts.address or "")
        self.phone.setText(facts.phone or "")
        self.logo.show_kept(facts.logo, settings.logo)

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """The head as it is typed; a new picture gets its name when it is kept."""
        name, phone = self.name.text().strip() or None, self.phone.text().strip() or None
        return replace(facts, name=name, address=self.address.toPlainText().strip() or None, phone=phone, logo=self.logo.kept)
