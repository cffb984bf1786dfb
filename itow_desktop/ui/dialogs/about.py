"""Which program this is."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget


def show_about(parent: QWidget, version: str) -> QMessageBox:
    """Name and version, and what it runs on, to be quoted when asking for help."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIconPixmap(parent.windowIcon().pixmap(48, 48))
    box.setWindowTitle("About iTow")
    box.setText(f"iTow Desktop {version}")
    box.setInformativeText(
        "Vehicles, legal steps with their dates, and notices on paper, for the front desk of a tow company.\n\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}"
    )
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton("&Close", QMessageBox.ButtonRole.RejectRole)
    box.open()
    return box
