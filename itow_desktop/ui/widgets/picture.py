"""A still icon that follows from light to dark."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.ui.assets import Tone, icon


class Picture(QLabel):
    """One icon of the Phosphor family; a pixmap alone would stay dark on dark."""

    def __init__(self, name: str, size: int, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.show_icon(name, tone)

    def show_icon(self, name: str, tone: Tone | None = None) -> None:
        """Show another icon."""
        self._icon = icon(name, tone)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Drawn anew when the colours of the program change."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._icon.pixmap(self._size, self._size))
