"""The signs of a property with their photos, the newest first."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from itow_desktop.domain.properties import Sign, SignCheck
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.place_text import CHECKS
from itow_desktop.ui.text import day_text

_PHOTO = QSize(128, 96)
_PHONE = {True: "our phone can be read", False: "our phone cannot be read", None: "not sure whether our phone can be read"}


class SignList(QListWidget):
    """One line a sign: its photo, where and when it was seen, what was checked."""

    opened = Signal(object)
    """The ``Sign`` of Enter or a double-click."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Signs")
        self.setIconSize(_PHOTO)
        self.setSpacing(4)
        self.setWordWrap(True)
        self._signs: tuple[Sign, ...] = ()
        self.itemActivated.connect(lambda item: self.opened.emit(self._signs[self.row(item)]))

    def put(self, signs: Sequence[Sign], today: date) -> None:
        """Other signs; the chosen one stays chosen, else the first is."""
        chosen = self.current
        self._signs = tuple(signs)
        self.clear()
        for sign in signs:
            item = QListWidgetItem(_picture(sign), _words(sign, today))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip("Enter shows the photo" if sign.has_photo else "No photo")
            self.addItem(item)
        known = [sign.id for sign in signs]
        if known:
            self.setCurrentRow(known.index(chosen.id) if chosen is not None and chosen.id in known else 0)

    @property
    def current(self) -> Sign | None:
        """The chosen one."""
        row = self.currentRow()
        return self._signs[row] if 0 <= row < len(self._signs) else None


def _picture(sign: Sign) -> QIcon:
    if sign.thumb is None:
        return icon("image", Tone.QUIET)
    picture = QPixmap()
    picture.loadFromData(sign.thumb, "JPEG")
    return QIcon(picture)


def _words(sign: Sign, today: date) -> str:
    seen = [CHECKS[check][1] for check in SignCheck if check in sign.checked]
    missing = [CHECKS[check][1] for check in SignCheck if check not in sign.checked]
    by = f", recorded by {sign.recorded_by}" if sign.recorded_by else ""
    lines = [
        f"{sign.entrance}, {day_text(sign.seen_on, today)}{by}{'' if sign.has_photo else ', no photo'}",
        _PHONE[sign.our_phone].capitalize(),
        f"Seen: {', '.join(seen)}" if seen else "Nothing was checked",
        f"Not checked: {', '.join(missing)}" if seen and missing else "",
        " ".join((sign.note or "").split()),
    ]
    return "\n".join(line for line in lines if line)
