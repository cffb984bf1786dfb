"""A window whose database went away: said on every pane at once, everything read anew when it is back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.watch import Watch
from itow_desktop.ui.widgets.cut_off_band import CutOffBand


class CutOff(QObject):
    """Whoever meets a lost database makes the watch look; what panes said of it goes when it is over."""

    over = Signal()
    """The database answers again; the panes are reading."""

    def __init__(self, watch: Watch, panes: Sequence[Pane], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._watch, self._panes = watch, panes
        self._said: set[str] = set()
        self.band = CutOffBand(now)
        self.band.look_asked.connect(watch.look)
        watch.gone.connect(self.band.tell)
        watch.back.connect(self._back)

    def hear(self, trouble: Trouble) -> None:
        """A trouble that some work met."""
        if isinstance(trouble, DatabaseTrouble):
            self._said.add(str(trouble))
            self._watch.look()

    def lost(self) -> None:
        """The connection that listens broke."""
        self._watch.look()

    def _back(self) -> None:
        self.band.over()
        for pane in self._panes:
            if pane.news.text in self._said:
                pane.news.clear()
            pane.refresh()
        self._said.clear()
        self.over.emit()
