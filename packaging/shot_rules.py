"""What is pictured of rules in use: what a changed file would move, taking it into use, the second person, what time brought."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.snapshots import DayNews
from itow_desktop.domain.urgency import Urgency
from itow_desktop.opening import resources
from itow_desktop.services.stepping import Recomputed
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.ui.dialogs.packs.confirm import ConfirmPackDialog
from itow_desktop.ui.dialogs.packs.take import TakeDialog
from itow_desktop.ui.rooms.packs import PackRoom

_SWAPS = (
    ('version = "2026.1"', 'version = "2027.1"'),
    ("count = 75", "count = 60"),
    ("date = 2026-05-16,", "date = 2026-05-01,"),
    ("count = 25", "count = 30"),
    ("date = 2026-04-03,", "date = 2026-04-08,"),
)


def rules_in_use(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A bill lets shops sell earlier and makes the TR-52L wait longer."""
    room = next(each for each in stage.office.rooms if isinstance(each, PackRoom))
    window = room.show_rules()
    stage.settle()
    yield "rules-in-use", window
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "us-mi 2027.toml"
        made = (resources() / "rules" / "us-mi.toml").read_text("utf-8")
        for old, new in _SWAPS:
            made = made.replace(old, new)
        file.write_text(made, "utf-8")
        window.try_file(file)
        stage.settle()
    yield "rules-preview", window
    window.take_shown()
    taking = stage.dialog(TakeDialog)
    taking.reason.setPlainText("House Bill 1234 is in force from the first; read with our attorney, Pat Example.")
    yield "rules-take", taking
    taking.primary.click()
    stage.settle()
    yield "rules-wait", window
    window.confirm()
    confirming = stage.dialog(ConfirmPackDialog)
    yield "rules-confirm", confirming
    confirming.done(0)
    window.close()
    stage.settle()
    today = stage.office.desk.today()
    page = stage.office.beginning.today
    stage.window.show_pane(page.key)
    page.tell_turn(DayTurn(today, Recomputed(), DayNews(today - timedelta(days=3), {Urgency.LATE: 3, Urgency.READY: 1}, 2)))
    stage.settle()
    yield "today-since", stage.window
