"""What the pages of the office settings share: they show facts and answer what was changed on them."""

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.widgets.tones import quiet


class SettingsPage(QWidget):
    """One page: ``show_settings`` fills it, ``taken`` answers the facts with what stands on it now."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(12)

    def show_settings(self, settings: OfficeSettings) -> None:
        """The settings as they were read."""
        raise NotImplementedError

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """The facts with what stands on this page."""
        raise NotImplementedError


def form() -> QFormLayout:
    """A form with the window's spaces."""
    made = QFormLayout()
    made.setHorizontalSpacing(12)
    made.setVerticalSpacing(8)
    return made


def small(words: str) -> QLabel:
    """A quiet sentence that wraps."""
    label = quiet(words)
    label.setWordWrap(True)
    return label
