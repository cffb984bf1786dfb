"""What is pictured of the reports: the numbers with the cars behind them, the open work, the page."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.rooms.reports import ReportsRoom

_WORK = {Urgency.LATE: 3, Urgency.TODAY: 6, Urgency.ASK: 14, Urgency.CHASE: 5, Urgency.SOON: 4, Urgency.WAITING: 31, Urgency.STOPPED: 8}


def reports(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Some calls were made in time, one was missed; a month of days was kept, but for a weekend."""
    desk, kim = stage.office.desk, stage.office.who.person
    today = desk.today()
    rows = [row for row in desk.vehicles(stage.office.vehicles.model.query).rows if row.towed_at is not None][5:12]
    now = desk.ports.clock.now()
    for place, row in enumerate(rows):
        entered = (row.towed_at or now) + timedelta(hours=9 * place)
        if entered < now:
            desk.record(kim, row.custody_id, Entry(EventKind.LEIN_ENTERED, at=entered, source=EventSource.LOOK_UP))
    with desk.ports.desk.begin(Deed("keep the days", undoable=False)) as unit:
        for back in range(40, 0, -1):
            counts = tuple(DayCount(word, Actor.US, cars + (back * cars) % 7) for word, cars in _WORK.items())
            if back not in {17, 18}:
                active = sum(count.cars for count in counts)
                unit.snapshots.keep(DaySnapshot(today - timedelta(days=back), active, active, counts))
        unit.commit()
    window = next(each for each in stage.office.rooms if isinstance(each, ReportsRoom)).show_compliance()
    stage.settle()
    yield "compliance", window
    window.tabs.setCurrentIndex(1)
    stage.settle()
    yield "compliance-open-work", window
    window.paper.click()
    dialog = stage.dialog(PaperDialog)
    yield "compliance-page", dialog
    dialog.done(0)
    stage.settle()
    window.close()
    stage.settle()
