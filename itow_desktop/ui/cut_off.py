"""A window whose database went away: said on every pane at once, everything read anew when it is back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.watch import Watch
from itow_desktop.ui.widgets.cut_off_band import CutOffBand

_A_MOMENT_MS = 700
"""A restored copy takes the database's place within that, if nobody connects anew meanwhile."""


class CutOff(QObject):
    """Whoever meets a lost database makes the watch look; what panes said of it goes when it is over."""

    over = Signal()
    """The database answers again; the panes are reading."""

    def __init__(self, watch: Watch, panes: Sequence[Pane], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._panes = panes
        self._said: set[str] = set()
        self.band = CutOffBand(now)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_A_MOMENT_MS)
        self._soon.timeout.connect(watch.look)
        self.band.look_asked.connect(watch.look)
        watch.gone.connect(self.band.tell)
        watch.back.connect(self._back)

    def hear(self, trouble: Trouble) -> None:
        """A trouble that some work met."""
        if isinstance(trouble, DatabaseTrouble):
            self._said.add(str(trouble))
            self._soon.start()

    def lost(self) -> None:
        """The connection that listens broke."""
        self._soon.start()

    def _back(self) -> None:
        self.band.over()
        for pane in self._panes:
            if pane.news.text in self._said:
                pane.news.clear()
            pane.refresh()
        self._said.clear()
        self.over.emit()
