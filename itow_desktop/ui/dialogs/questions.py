"""Questions before something cannot be undone: verbs on the buttons, never Yes and No."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

Choice = tuple[str, Callable[[], object] | None]


def ask(parent: QWidget, title: str, question: str, choices: Sequence[Choice], *, default: int = 0) -> QMessageBox:
    """Ask without stopping the window; ``choices`` are (verb, deed).

    ``default`` is the place of the button that Enter presses; the last one (deed
    None: do nothing) is what Esc means. An access key is marked as in ``&Save``.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    deeds: dict[QAbstractButton, Callable[[], object] | None] = {}
    for place, (verb, deed) in enumerate(choices):
        last = place == len(choices) - 1
        button = box.addButton(verb, QMessageBox.ButtonRole.RejectRole if last else QMessageBox.ButtonRole.AcceptRole)
        deeds[button] = deed
        if place == default:
            box.setDefaultButton(button)
        if last:
            box.setEscapeButton(button)

    def chosen(button: QAbstractButton) -> None:
        deed = deeds[button]
        if deed is not None:
            deed()

    box.buttonClicked.connect(chosen)
    box.open()
    return box
