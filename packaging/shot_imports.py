"""Imports as they run for weeks: a history with its picture, calls that failed, set times, a TowBook that is away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.importing.contact import Contact
from itow_desktop.domain.importing.schedules import ScheduleState, Standing, Try, TryEnd
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult
from itow_desktop.services.ports.scheduling import WaitingImport
from itow_desktop.services.views import Begun, FailedCall, ImportRun, RunState, StoppedBy
from itow_desktop.ui.dialogs.import_times import ImportTimesDialog

_DOWN = "TowBook does not answer: the connection was refused. Nothing was changed."


def imports_by_themselves(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The Import page after three weeks, the dialog of the times, TowBook away, the database away."""
    pane = stage.office.imports
    stage.window.show_pane(pane.key)
    kim, now = stage.office.who.person, stage.office.desk.ports.clock.now()
    pane.standing.set_times()
    dialog = stage.dialog(ImportTimesDialog)
    dialog.running.setChecked(True)
    dialog.times.setText("6:00, 12:30, 5 pm")
    yield "import-times", dialog
    dialog.leave()
    stage.office.desk.towbook.set_schedule(kim, "6:00, 12:30, 5 pm", lot=False, running=True)
    pane.refresh()
    stage.settle()
    runs = _weeks(now)
    pane.earlier.put(runs)
    pane.earlier.table.selectRow(1)
    stage.settle()
    failed = (
        FailedCall("21388", "TowBook sent a page instead of the call.", "1"),
        FailedCall("21390", "TowBook does not have it (404).", "2"),
    )
    pane.earlier.show_failures(runs[1], failed)
    pane.standing.show_step(ImportProgress("Reading calls", 27, 63, 4, 3, 20, 0, 8.0, 11.0))
    yield "import-weeks", stage.window
    pane.standing.own.hide()
    pane.result.show_result(ImportResult(runs[0], (), 31.0))
    state = stage.office.desk.towbook.state()
    days = DateRange(now.date() - timedelta(days=4), now.date())
    tries = [Try(now - timedelta(hours=hours), now - timedelta(hours=hours), TryEnd.FAILED, _DOWN) for hours in (4, 1)]
    away = replace(
        state, contact=Contact(now - timedelta(hours=20), now - timedelta(hours=4), _DOWN),
        standing=Standing(ScheduleState.FAILING, now, now + timedelta(minutes=40), 3, tries[0], tries[1]),
        trouble=f"3 imports at set times failed in a row. {_DOWN} The next try is on Mon 11/23 9:15.",
        waiting=(WaitingImport(1, (".PPI",), days, now - timedelta(hours=1), 1, "Kim"), WaitingImport(2, (".PPI",), None, now, 1, "Kim")),
    )  # fmt: skip
    pane.standing.show_state(away)
    yield "import-away", stage.window
    pane.result.hide()
    local = now.astimezone(stage.office.desk.zone)
    stage.office.cut_off.band.tell(local - timedelta(minutes=6), local - timedelta(minutes=6))
    yield "database-away", stage.window
    stage.office.cut_off.band.over()
    stage.office.desk.towbook.set_schedule(kim, "", lot=False, running=False)
    pane.refresh()
    stage.settle()


def _weeks(now: datetime) -> tuple[ImportRun, ...]:
    """Invented imports, the newest first."""
    plan = ImportPlan((".PPI",))
    made = []
    for place in range(24):
        began = now - timedelta(hours=9 * place + 1)
        calls = 12 + 7 * (place % 5) + (41 if place == 8 else 0)
        run = ImportRun(
            1000 - place, "range", began.date() - timedelta(days=4), began.date(), plan.accounts, RunState.DONE, began,
            began + timedelta(seconds=4 + calls * 0.45), "Kim", new=calls // 6, updated=calls // 9,
            unchanged=calls - calls // 6 - calls // 9,
            effect=f"{calls // 6} TOPs to print, {place % 3} need a police department, 1 no VIN, {place % 2} late",
            begun=Begun.SCHEDULE if place % 3 else Begun.BY_HAND,
        )  # fmt: skip
        if place == 0:
            run = replace(run, state=RunState.STOPPED, stopped_by=StoppedBy.DOWN, message=_DOWN, effect=None, new=0, updated=0, unchanged=0)
        made.append(replace(run, failed=2) if place == 1 else run)
    return tuple(made)
