"""Taking an import back against a real database: what goes back, what somebody built on and stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.errors import DatabaseTrouble, NotAllowed, NotFound, Refused
from itow_desktop.domain.events import EventKind, EventSource, standing
from itow_desktop.domain.importing.reconciling import Decision, LineKind, LineState
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.from_towbook import import_history
from itow_desktop.services.importing.undoing import ImportUndo, undo_import, undo_preview
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from tests.builders import NOW, TOWED, call
from tests.db import offices
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer
from tests.db.test_reconciling import Desk, killed_at_the_commit


@pytest.fixture(scope="module")
def shared(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office for the whole room; each test has an account of its own."""
    with offices.open_office(server, template) as opened:
        yield opened


def numbers(undone: ImportUndo) -> tuple[int, int, int]:
    return undone.voided, undone.put_back, len(undone.left)


def test_new_cars_are_voided_changed_ones_go_back_and_a_later_import_brings_all_anew(shared: OpenOffice) -> None:
    known, new = call(), call()
    desk = Desk(shared, known)
    desk.bring()
    later = TOWED + timedelta(hours=3)
    desk.says(known, color="Black", completed_at=later)
    desk.towbook.calls[new.towbook_id] = replace(new, account=desk.account)
    run = desk.bring().run.id
    seen = undo_preview(desk.shift, run)
    assert numbers(seen) == (1, 1, 0)
    assert desk.card(known).car.fields.color == "Black"

    undone = undo_import(desk.shift, run)
    assert numbers(undone) == numbers(seen)
    assert undone.run.undone_by == "Kim"
    card = desk.card(known)
    assert (card.car.fields.color, card.row.towed_at) == ("Gray", TOWED)
    assert [event.at for event in standing(card.events)] == [TOWED]
    assert desk.card(new).row.status == "void"
    assert desk.card(new).events[-1].note == f"Import {run} was undone."
    assert desk.stands(known) == (LineKind.CHANGED, LineState.UNDONE)
    assert desk.stands(new) == (LineKind.NEW, LineState.UNDONE)
    assert desk.line(new).label == "ABC1234 Gray 2011 Chevrolet Malibu"
    with pytest.raises(Refused, match="Kim undid it already"):
        undo_import(desk.shift, run)

    result = desk.bring()
    assert (result.run.new, result.run.updated) == (1, 1)
    assert (desk.card(known).car.fields.color, desk.card(known).row.towed_at) == ("Black", later)
    assert desk.card(new).row.status == "on_lot"


def test_what_somebody_built_on_is_listed_and_left(shared: OpenOffice) -> None:
    edited, worked_on, held, charged, written_to, changed_again, untouched = (call() for _ in range(7))
    desk = Desk(shared, changed_again)
    desk.bring()
    desk.says(changed_again, color="Black", model="Impala")
    new = (edited, worked_on, held, charged, written_to, untouched)
    desk.towbook.calls |= {each.towbook_id: replace(each, account=desk.account) for each in new}
    run = desk.bring().run.id
    desk.edit(edited, color="Silver")
    desk.edit(changed_again, color="White")
    record(desk.shift, desk.card(worked_on).row.custody_id, Entry(EventKind.POLICE_NOTIFIED, at=NOW, source=EventSource.MY_CALL))
    hold = {"hold": "court_order", "authority": "67th District Court"}
    record(desk.shift, desk.card(held).row.custody_id, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data=hold))
    owing, mailed = (desk.card(each).row.custody_id for each in (charged, written_to))
    with desk.shift.desk.begin(desk.shift.deed("charge and write", undoable=False)) as unit:
        unit.charges.add([LedgerLine(0, owing, ChargeKind.OTHER, Decimal("25.00"), "Winch", date(2026, 3, 3))])
        (piece,) = unit.mail.reserve(1)
        unit.mail.prepare(
            [Piece(piece, mailed, NoticeKind.COURTESY_OWNER, MailClass.FIRST_CLASS, PieceState.PREPARED, ("PAT DOE", "FLINT MI  48502"))]
        )
        unit.commit()

    undone = undo_import(desk.shift, run)
    assert (undone.voided, undone.put_back) == (1, 1)
    left = {each.custody_id: (each.why, each.fields) for each in undone.left}
    assert left == {
        desk.card(edited).row.custody_id: ("Changed since the import.", ("color",)),
        desk.card(changed_again).row.custody_id: ("Changed since the import.", ("color",)),
        desk.card(worked_on).row.custody_id: ("Recorded since: call-in.", ()),
        owing: ("Added since: charges.", ()),
        mailed: ("Added since: mail.", ()),
        desk.card(held).row.custody_id: ("It is on legal hold, so nothing of it goes back.", ()),
    }
    fields = desk.card(changed_again).car.fields
    assert (fields.color, fields.model) == ("White", "Malibu")
    assert [desk.card(each).row.status for each in (edited, worked_on, held, untouched)] == ["on_lot", "on_lot", "on_lot", "void"]
    assert desk.line(edited).state is LineState.TAKEN


def test_what_was_accepted_of_an_import_goes_back_with_it(shared: OpenOffice) -> None:
    told, gone = call(), call()
    desk = Desk(shared, told, gone)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    desk.towbook.unlisted = frozenset({gone.towbook_id})
    run = desk.bring().run.id
    desk.decide(told, Decision.ACCEPT)
    desk.decide(gone, Decision.ACCEPT)
    assert desk.card(gone).car.towbook_released
    assert numbers(undo_import(desk.shift, run)) == (0, 2, 0)
    assert desk.card(told).car.fields.color == "Silver"
    assert not desk.card(gone).car.towbook_released


def test_a_manager_or_who_imported_may_undo(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    run = desk.bring().run.id
    clerk = desk.shift.by(add_person(desk.shift, "Clara", Rights.CLERK))
    with pytest.raises(NotAllowed, match="Only a manager or the person who imported"):
        undo_preview(clerk, run)
    with pytest.raises(NotAllowed):
        undo_import(clerk, run)
    assert desk.card(told).row.status == "on_lot"
    with pytest.raises(NotFound):
        undo_import(desk.shift, 10**9)

    own = call()
    other = Desk(shared, own)
    other.shift = clerk
    mine = other.bring().run.id
    assert undo_import(clerk, mine).voided == 1
    assert undo_import(desk.shift.by(add_person(desk.shift, "Mo", Rights.MANAGER)), run).voided == 1
    assert {each.undone_by for each in import_history(shared.shift.desk) if each.id in (run, mine)} == {"Clara", "Mo"}


def test_an_import_that_only_repeated_changes_nothing_when_undone(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    run = desk.bring().run.id
    assert numbers(undo_import(desk.shift, run)) == (0, 0, 0)
    assert desk.card(told).row.status == "on_lot"


def test_an_undo_cut_off_in_the_middle_of_the_commit_changes_nothing(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    run = desk.bring().run.id
    with killed_at_the_commit(shared, "import_runs"), pytest.raises(DatabaseTrouble):
        undo_import(desk.shift, run)
    assert desk.card(told).row.status == "on_lot"
    assert desk.stands(told) == (LineKind.NEW, LineState.TAKEN)
    assert numbers(undo_import(desk.shift, run)) == (1, 0, 0)
