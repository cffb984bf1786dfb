"""Who fills a field: which ones TowBook may refresh, which belong to the desk from their first value; whether imports wait."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton

from itow_desktop.domain.cars import TOWBOOK_FIELDS
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.office.page import SettingsPage, small
from itow_desktop.ui.text import FIELD
from itow_desktop.ui.widgets.tones import strong

_FIELD = Qt.ItemDataRole.UserRole
_RULE = (
    "A ticked field follows TowBook with every import until somebody here types something into it. From then on it is the desk's. "
    "One without a tick is filled by TowBook only while it is empty, and is the desk's from then on. "
    "What TowBook says otherwise stands in Check import; it never takes the place of the desk's word by itself."
)


class TowBookPage(SettingsPage):
    """A tick for each field that TowBook tells."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.waits = QCheckBox("&Let everything wait in Check import until somebody looked")
        self.fields = QListWidget()
        self.every, self.none = QPushButton("TowBook refreshes &all"), QPushButton("All are the &desk's at once")
        self.fields.setAccessibleName("Fields that TowBook refreshes")
        self.fields.setFlow(QListWidget.Flow.TopToBottom)
        self.fields.setWrapping(True)
        self.fields.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.fields.setGridSize(QSize(self.fontMetrics().horizontalAdvance("0") * 30, self.fontMetrics().height() + 8))
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for field in TOWBOOK_FIELDS:
            item = QListWidgetItem(FIELD[field])
            item.setData(_FIELD, field)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.fields.addItem(item)
        self._build()

    def _build(self) -> None:
        self.column.addWidget(strong("When TowBook brings something new"))
        self.column.addWidget(self.waits)
        self.column.addWidget(
            small("Without it, new calls and fields nobody here touched are taken at once. What doesn't match always waits.")
        )
        self.column.addSpacing(8)
        self.column.addWidget(strong("Fields that TowBook refreshes"))
        self.column.addWidget(self.fields, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, state in ((self.every, Qt.CheckState.Checked), (self.none, Qt.CheckState.Unchecked)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, state=state: self._tick_all(state))
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addWidget(small(_RULE))
        self.waits.toggled.connect(lambda _on: self.changed.emit())
        self.fields.itemChanged.connect(lambda _item: self.changed.emit())

    def show_settings(self, settings: OfficeSettings) -> None:
        """Tick what follows TowBook."""
        self.waits.setChecked(settings.facts.import_waits)
        self.tick(settings.facts.towbook_fills_once)

    def tick(self, once: tuple[str, ...]) -> None:
        """Tick all fields but these."""
        for item in self.items:
            item.setCheckState(Qt.CheckState.Unchecked if item.data(_FIELD) in once else Qt.CheckState.Checked)

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """The facts with what stands here."""
        once = tuple(item.data(_FIELD) for item in self.items if item.checkState() is Qt.CheckState.Unchecked)
        unknown = tuple(field for field in facts.towbook_fills_once if field not in TOWBOOK_FIELDS)
        same = set(once) | set(unknown) == set(facts.towbook_fills_once)
        return replace(
            facts, import_waits=self.waits.isChecked(), towbook_fills_once=facts.towbook_fills_once if same else (*once, *unknown)
        )

    def _tick_all(self, state: Qt.CheckState) -> None:
        self.tick(() if state is Qt.CheckState.Checked else TOWBOOK_FIELDS)

    @property
    def items(self) -> list[QListWidgetItem]:
        """A line for each field."""
        return [self.fields.item(place) for place in range(self.fields.count())]
