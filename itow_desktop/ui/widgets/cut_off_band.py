"""A band over the whole window while the database does not answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import strong

_TICK_MS = 5_000
_MINUTE = timedelta(minutes=1)


class CutOffBand(QFrame):
    """Says since when, how old what stands on the screen is, what can be done meanwhile; the age goes on by itself."""

    look_asked = Signal()
    """Somebody wants to know now whether it is back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """``now`` is the office's time."""
        super().__init__()
        self.setObjectName("cutoff")
        self._now = now
        self._since = self._as_of = now()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.look = QPushButton("Look now")
        self.look.setToolTip("iTow looks by itself every few seconds")
        self.look.clicked.connect(self.look_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(Picture("warning-octagon", 16, Tone.LATE))
        row.addWidget(strong("NO DATABASE"))
        row.addWidget(self.words, 1)
        row.addWidget(self.look, 0, Qt.AlignmentFlag.AlignRight)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._say)
        self.hide()

    def tell(self, since: datetime, answered_at: datetime | None) -> None:
        """It does not answer since then; ``answered_at`` is when it did last."""
        self._since, self._as_of = since, answered_at or since
        self._say()
        self._clock.start()
        self.show()

    def over(self) -> None:
        """It answers again."""
        self._clock.stop()
        self.hide()

    def _say(self) -> None:
        self.words.setText(
            f"The database does not answer since {_time(self._since)}. What you see is as of {_time(self._as_of)}, "
            f"{age_text(self._now() - self._as_of)}, to read only. What you type stays; save it once this line is gone."
        )


def _time(moment: datetime) -> str:
    return f"{moment.hour}:{moment:%M}"


def age_text(age: timedelta) -> str:
    """``just now``, ``6 minutes ago``, ``2 hours ago``."""
    minutes = max(0, age // _MINUTE)
    if minutes == 0:
        return "just now"
    return f"{counted(minutes, 'minute', 'minutes') if minutes < 120 else counted(minutes // 60, 'hour', 'hours')} ago"
