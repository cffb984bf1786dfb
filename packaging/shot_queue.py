"""What is pictured of the queue beside its verbs: narrowed, put off, given, looked up, asked again, without a step."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.recording import Entry
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.queue.chase import ChaseDialog
from itow_desktop.ui.dialogs.queue.look_up import FOUND, LookUpWindow
from itow_desktop.ui.dialogs.queue.without_step import WithoutStepDialog
from itow_desktop.ui.models.queue_groups import ids
from itow_desktop.ui.rooms.queue import QueueRoom


def queue_work(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Some lines given and put off, the queue narrowed; then its windows."""
    office, pane, person = stage.office, stage.office.queue, stage.office.who.person
    room = next(each for each in office.rooms if isinstance(each, QueueRoom))
    stage.window.show_pane(pane.key)
    part = max(pane.model.groups, key=lambda each: len(each.lines))
    desk = office.desk.work
    _age(stage, part.lines[3:8])
    desk.assign(person, ids(part.lines[:3]), person)
    stage.settle()
    waiting = [line for line in pane.model.lines if line.item.urgency in {Urgency.WAITING, Urgency.UPCOMING, Urgency.CHASE}]
    desk.snooze(person, ids(waiting[:1]), office.desk.today() + timedelta(days=4), "the officer calls back on Monday")
    office.bus.queue_changed.emit()
    stage.settle()
    pane.chips.choose()
    pane.entered()
    for each in pane.model.groups:
        pane.list.setExpanded(pane.model.find_group(each.key), each.word in {Urgency.CHASE, "asleep"} or each.word == Urgency.TODAY)
    stage.settle()
    yield "queue-given", stage.window
    pane.filters.narrow("property", part.lines[0].case.property_key, part.lines[0].case.place or "")
    stage.settle()
    yield "queue-narrowed", stage.window
    pane.filters.clear()
    pane.show_without_step()
    yield "queue-without-step", stage.dialog(WithoutStepDialog)
    _close(stage)
    window = room.show_look_ups()
    stage.settle()
    if isinstance(window, LookUpWindow):
        if window.model.rows:
            window.model.write((window.model.rows[0].custody_id, FOUND), "n")
            window.go_on(1)
        stage.settle()
        yield "queue-look-up", window
        window.close()
    stage.settle()
    chased = next((each for each in pane.model.groups if each.word == Urgency.CHASE), part)
    room.chase(chased.lines)
    yield "queue-chase", stage.dialog(ChaseDialog)
    _close(stage)


def _age(stage: Stage, lines: Sequence[QueueLine]) -> None:
    """Cars that were called in when they were towed and of which the police told nothing since; one that is no impound, one on hold."""
    desk, person = stage.office.desk, stage.office.who.person
    agency = next(each for each in desk.agencies() if each.name.startswith("Burton"))
    desk.save_agency(person, replace(agency, phone="810-555-0137"))
    desk.save_office(person, replace(desk.office(), began_on=desk.today() - timedelta(days=60)))
    *chased, transport = lines
    desk.assign_agency(person, agency.id, ids(chased), remember=False)
    for line in chased:
        day = line.case.towed_at.astimezone(desk.zone).date() if line.case.towed_at else desk.today()
        desk.record(person, line.case.custody_id, Entry(EventKind.POLICE_NOTIFIED, on=day, source=EventSource.DRIVER_LOG))
        desk.record(person, line.case.custody_id, Entry(EventKind.LETTER_PRINTED, on=day, data={"letter": "top"}))
    desk.sort_cars(person, [transport.case.custody_id], CustodyKind.NOT_AN_IMPOUND)
    stage.office.bus.queue_changed.emit()


def _close(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.reject()
    stage.settle()
