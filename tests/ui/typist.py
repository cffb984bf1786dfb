"""A program that types into a real form or grid until somebody ends it; tells the moment of every key."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.drafts import DraftFolder
from itow_desktop.services.editing import entry_problem
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import DraftKeeper, Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.lots import Lot
from tests.ui.yard import AGENCIES, KIM, Yard

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PAUSE_MS = 15


class Typist:
    """Presses a key whenever the window has time for it."""

    def __init__(self, what: str, folder: Path) -> None:
        self.runner = TaskRunner()
        self.drafts = DraftFolder(folder, SystemClock())
        self.pressed = 0
        self.timer = QTimer()
        self.timer.setInterval(_PAUSE_MS)
        if what == "form":
            self.forms = CarForms(self.runner, Bus(), Yard().deeds(self.drafts), Who(KIM))
            self.forms.edit(1)
            self.timer.timeout.connect(self.type_into_form)
        else:
            lot = Lot(200)
            self.grid = GridWindow(
                self.runner, lot, Who(KIM), cars=tuple(lot.cars.values()), agencies=AGENCIES, check=entry_problem, unsaved=Unsaved()
            )
            keeper = DraftKeeper(self.runner, self.drafts, "grid of 200", lambda: self.grid.unsaved, self.runner)
            self.grid.typed.connect(keeper.touched)
            self.grid.show()
            self.timer.timeout.connect(self.type_into_grid)
        self.timer.start()

    def type_into_form(self) -> None:
        """One letter more into the notes."""
        for form in self.forms.open_forms:
            QTest.keyClicks(form.paper.entry("notes"), LETTERS[self.pressed % len(LETTERS)])
            self.tell()

    def type_into_grid(self) -> None:
        """One cell more, down the column."""
        self.grid.model.write({(self.pressed % 200 + 1, "spot"): f"S-{self.pressed}"})
        self.tell()

    def tell(self) -> None:
        """On the screen now, at this moment."""
        self.pressed += 1
        print(self.pressed, time.time(), flush=True)


if __name__ == "__main__":
    app = QApplication([])
    typist = Typist(sys.argv[1], Path(sys.argv[2]))
    app.exec()
