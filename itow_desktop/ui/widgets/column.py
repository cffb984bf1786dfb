"""A column whose content is made anew as a whole."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Column(QWidget):
    """Each content is a widget of its own, so that none of the one before is left."""

    def __init__(self, *, spacing: int, margin: int = 0) -> None:
        super().__init__()
        self._spacing = spacing
        self._content = QWidget()
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(margin, margin, margin, margin)
        self._around.addWidget(self._content)

    def anew(self) -> QVBoxLayout:
        """An empty column in the place of what was there; a button that asked for it outlives its click."""
        before, self._content = self._content, QWidget()
        before.hide()
        before.deleteLater()
        self._around.addWidget(self._content)
        lines = QVBoxLayout(self._content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(self._spacing)
        return lines
