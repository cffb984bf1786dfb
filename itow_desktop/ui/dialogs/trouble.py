"""An error as people meet it: one sentence, and a number to quote."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.errors import OurMistake, numbered


def show_trouble(parent: QWidget | None, trouble: Trouble) -> QMessageBox:
    """Tell a trouble without closing or stopping anything; its number stands in the log."""
    number = numbered(trouble)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Critical if isinstance(trouble, OurMistake) else QMessageBox.Icon.Warning)
    box.setWindowTitle("iTow")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(str(trouble))
    box.setInformativeText(f"Error {number}")
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    copy = box.addButton("&Copy", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # it copies and leaves the sentence standing
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{trouble} (error {number})"))
    close = box.addButton("Cl&ose", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.open()
    return box
