"""Keys that landed in a field, and how they are taken back out."""

import shiboken6
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

Writable = QLineEdit | QPlainTextEdit | QTextEdit


def writable(widget: QWidget) -> Writable | None:
    """The field that a letter would be written into; None where a letter is a command or nothing."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly():
        return widget
    return None


class Landing:
    """A field as it stood before the first key; knows how to bring that back as a person would, with signals and undo."""

    def __init__(self, field: Writable) -> None:
        self._field = field
        self._landed = 1
        if isinstance(field, QLineEdit):
            self._text = field.text()
            self._cursor = field.cursorPosition()
            self._selected = (field.selectionStart(), len(field.selectedText()))
        else:
            cursor = field.textCursor()
            self._text = cursor.selectedText()
            self._cursor = cursor.selectionStart()
            self._selected = (cursor.anchor(), cursor.position())

    def grew(self, letters: int) -> None:
        """So many more letters landed."""
        self._landed += letters

    def take_back(self) -> None:
        """The field as it stood before."""
        field = self._field
        if not shiboken6.isValid(field):
            return
        if isinstance(field, QLineEdit):
            self._take_back_line(field)
            return
        cursor = field.textCursor()
        cursor.setPosition(self._cursor)
        cursor.setPosition(self._cursor + self._landed, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(self._text)
        anchor, position = self._selected
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)

    def _take_back_line(self, field: QLineEdit) -> None:
        if field.text() != self._text:
            field.selectAll()
            if self._text:
                field.insert(self._text)
            else:
                field.del_()
        start, length = self._selected
        if start >= 0:
            field.setSelection(start, length)
        else:
            field.setCursorPosition(self._cursor)
