"""What is pictured of the outbox: notices on their way, what was refused, the mail server's settings."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.outbox.messages import Attempt, NewMessage, Outcome, OutKind, OutState
from itow_desktop.services.outbox.letting_go import give_standing
from itow_desktop.services.outbox.putting import put_out
from itow_desktop.services.shift import Shift
from itow_desktop.ui.dialogs.office.settings import OfficeSettingsDialog
from itow_desktop.ui.dialogs.outbox.approval import ApprovalDialog
from itow_desktop.ui.dialogs.outbox.message import MessageDialog
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.rooms.office import OfficeRoom
from itow_desktop.ui.rooms.outbox import OutboxRoom


def outbox(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """An office that sends: one department wants e-mail, one a fax, one told nothing."""
    office = stage.office
    person = office.who.person
    desk = office.desk
    shift = Shift(desk.ports.desk, desk.ports.law, desk.ports.clock, person)
    settings = desk.settings.settings(person).facts
    after = replace(
        settings, mail_host="smtp.practice.example", mail_user="desk@practice.example", mail_from="desk@practice.example",
        fax_gateway="{number}@fax.example", digest_to=("kim@practice.example",), alerts_to=("boss@practice.example",),
    )  # fmt: skip
    desk.settings.save(person, settings, after, None)
    for agency, preferred in zip(desk.agencies()[:2], ("email", "fax"), strict=True):
        reached = replace(agency, email="records@police.example", fax="810-555-0144", preferred=preferred)
        desk.save_agency(person, reached)
    yield from _sending(stage)
    _fill(shift, desk.agencies()[0].id)
    room = next(each for each in office.rooms if isinstance(each, OutboxRoom))
    window = room.show_outbox()
    stage.settle()
    yield "outbox", window
    window.look_at(window.open.current)
    stage.settle()
    looking = stage.dialog(MessageDialog)
    yield "outbox-message", looking
    looking.done(0)
    window.pages.setCurrentWidget(window.sent)
    yield "outbox-sent", window
    window.pages.setCurrentWidget(window.approvals)
    yield "outbox-approvals", window
    window.ask_approval()
    stage.settle()
    approving = stage.dialog(ApprovalDialog)
    yield "outbox-approve", approving
    approving.done(0)
    window.close()
    stage.settle()
    next(each for each in office.rooms if isinstance(each, OfficeRoom)).show_settings()
    stage.settle()
    entering = stage.dialog(OfficeSettingsDialog)
    entering.pages.setCurrentWidget(entering.mail)
    yield "office-mail", entering
    entering.done(0)
    stage.settle()


def _sending(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """From the print sheet: each department its own way."""
    office = stage.office
    rows = office.desk.vehicles(office.vehicles.model.query).rows
    sheet = PrintSheet(office.desk, office.who.person, [row.custody_id for row in rows[:6]], runner=office.runner, parent=office.window)
    sheet.show()
    stage.settle()
    room = next(each for each in office.rooms if isinstance(each, OutboxRoom))
    dialog = room.send_tops(sheet.papers.going, sheet)
    stage.settle()
    yield "send-tops", dialog
    dialog.done(0)
    sheet.done(0)
    stage.settle()


def _fill(shift: Shift, agency_id: int) -> None:
    """What a week leaves behind."""
    give_standing(shift, OutKind.TOP, agency_id, "They asked for it on the phone, Sgt. Lee.")
    address, now = "records@police.example", shift.clock.now()
    notices = "Tow-off-property notices: 2 vehicles, Practice Towing"
    top = NewMessage(OutKind.TOP, address, notices, "Attached are the notices of 2 vehicles.\n", agency_id=agency_id)
    ad = NewMessage(OutKind.AD, "ads@paper.example", "Public notice of auction", "Please run this once.\n")
    waiting, sent, refused = put_out(shift, [top, replace(top, subject="Sent"), ad], approve=True)
    put_out(shift, [top, ad], approve=False)
    with shift.desk.begin(shift.deed("pictured sendings", undoable=False)) as unit:
        for message, state, answer in (
            (sent, OutState.SENT, "250 2.0.0 OK queued as 4F2A1"),
            (refused, OutState.REFUSED, "ads@paper.example: 550 5.1.1 no such mailbox"),
        ):
            unit.outbox.try_made(message, Attempt(now, Outcome.BEGUN, "", "FRONT-1"))
            unit.outbox.try_made(message, Attempt(now, Outcome(state.value), answer, "FRONT-1"))
            unit.outbox.move(message, OutState.READY, state, at=now, why=answer)
        unit.outbox.rest(waiting, now.replace(hour=23))
        unit.commit()
