"""What is put before a person's eyes: a window over the others, a file in the system's viewer."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget


def to_front(window: QWidget) -> None:
    """Show a window over the others, where somebody can type at once."""
    window.show()
    window.raise_()
    window.activateWindow()


def view_file(path: Path) -> None:
    """Open a file with the program that this PC has for its kind."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
