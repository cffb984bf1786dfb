"""Who has a stake in a car: kept with sources, every address that mail went to, undone, shown, found."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from itow_desktop.domain.errors import ChangedElsewhere, Doubtful, NotFound, Problems, Refused
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.services.browsing import car_card, vehicle_page
from itow_desktop.services.editing import add_car
from itow_desktop.services.parties.keeping import (
    NO_LEIN,
    bring_back,
    mark_bad,
    mark_good,
    parties_of,
    save_address,
    save_party,
    take_out,
)
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import VehicleQuery
from tests.db import offices
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer

ELM = MailAddress(
    0, 0, "1 Elm Street, Saginaw Mich 48601", ("1 Elm St", "Saginaw MI  48601"), found_by=FoundBy.POLICE, found_on=date(2026, 3, 3),
    purpose=Purpose.TOWED,
)  # fmt: skip
OAK = replace(ELM, typed="2 Oak", lines=("2 OAK AVE", "BAY CITY MI  48706"))


@pytest.fixture(scope="module")
def office(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office; each test has a car of its own."""
    with offices.open_office(server, template) as opened:
        yield opened


def car(shift: Shift, plate: str) -> int:
    typed = {"plate": plate, "plate_state": "MI", "color": "Silver", "towed_at": "2026-03-02 9:50", "custody": "private_property"}
    return add_car(shift, typed).custody_id


def pat(custody_id: int, **said: object) -> Party:
    known = Party(0, custody_id, PartyRole.OWNER, " Pat  Doe ", phone="989-555-0177", found_by=FoundBy.POLICE)
    return replace(known, **said)  # type: ignore[arg-type]


def only(shift: Shift, custody_id: int) -> Party:
    (found,) = parties_of(shift, custody_id).parties
    return found


def mail_to(shift: Shift, custody_id: int, party: Party, address: MailAddress) -> None:
    with shift.desk.begin(shift.deed("letter")) as unit:
        (piece_id,) = unit.mail.reserve(1)
        letter = Piece(
            piece_id, custody_id, NoticeKind.COURTESY_OWNER, MailClass.FIRST_CLASS, PieceState.PREPARED, party.block(address), party.id,
            address.id,
        )  # fmt: skip
        unit.mail.prepare([letter])
        unit.commit()


def test_several_of_each_role_stand_on_a_car(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0001")
    save_party(shift, pat(custody_id), ELM)
    save_party(shift, pat(custody_id, name="Sam Doe"))
    save_party(shift, pat(custody_id, role=PartyRole.LIENHOLDER, name="First Invented Bank", attention="Titles"), OAK)
    save_party(shift, pat(custody_id, role=PartyRole.AGENCY, name="Land Bank"))
    page = parties_of(shift, custody_id)
    assert [(each.role, each.name) for each in page.parties] == [
        (PartyRole.OWNER, "Pat Doe"),
        (PartyRole.OWNER, "Sam Doe"),
        (PartyRole.LIENHOLDER, "First Invented Bank"),
        (PartyRole.AGENCY, "Land Bank"),
    ]
    owner, _, bank, _ = page.parties
    assert owner.address is not None
    assert (owner.address.typed, owner.address.lines) == ("1 Elm Street, Saginaw Mich 48601", ("1 ELM ST", "SAGINAW MI  48601"))
    assert (owner.address.found_by, owner.address.found_on, owner.address.purpose) == (FoundBy.POLICE, date(2026, 3, 3), Purpose.TOWED)
    assert bank.address is not None
    assert bank.block(bank.address) == ("FIRST INVENTED BANK", "ATTN TITLES", "2 OAK AVE", "BAY CITY MI  48706")
    assert "PTY0001" in page.car
    with shift.desk.look() as unit:
        assert set(unit.parties.of_many([custody_id, custody_id + 1])) == {custody_id}
    for said in ("pat doe", "0177", "invented bank", "land bank"):
        assert [row.custody_id for row in vehicle_page(shift, VehicleQuery(said)).rows] == [custody_id]
    told = car_card(shift, custody_id).parties
    assert [(each.role, each.address) for each in told][:2] == [("owner", "1 ELM ST\nSAGINAW MI  48601"), ("owner", None)]


def test_somebody_twice_needs_a_reason(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0002")
    save_party(shift, pat(custody_id))
    with pytest.raises(Doubtful, match="Pat Doe is on this car already as owner"):
        save_party(shift, pat(custody_id, name="PAT DOE"))
    assert only(shift, custody_id).name == "Pat Doe"
    save_party(shift, pat(custody_id, name="PAT DOE", note="junior"), reason="father and son")
    assert parties_of(shift, custody_id).parties[1].note == "junior\nEntered twice: father and son"


def test_bad_input_is_told_in_sentences(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0003")
    with pytest.raises(Problems) as told:
        save_party(shift, pat(custody_id, name=" ", found_by=None), replace(ELM, lines=(" ",), found_by=None, purpose=None))
    assert [field for field, _ in told.value.problems] == ["name", "found_by", "lines", "address_found_by", "purpose"]
    with pytest.raises(Problems, match="200 characters, at most 120"):
        save_party(shift, pat(custody_id, name="x" * 200))
    with pytest.raises(Problems, match=NO_LEIN[:20]):
        save_party(shift, pat(custody_id), replace(ELM, found_by=FoundBy.LEIN))
    with pytest.raises(Problems) as told:
        save_party(shift, pat(custody_id, name="\u200b\u2060"), replace(ELM, lines=("\u200b", ".")))
    assert [field for field, _ in told.value.problems] == ["name", "lines"]
    assert parties_of(shift, custody_id).parties == ()
    save_party(shift, pat(custody_id, name="<b>Pat</b> \U0001f600\x00\n Doe"))
    assert only(shift, custody_id).name == "<b>Pat</b> \U0001f600 Doe"
    with pytest.raises(NotFound):
        parties_of(shift, 10**9)


def test_an_address_that_mail_went_to_stays(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0004")
    save_party(shift, pat(custody_id), ELM)
    first = only(shift, custody_id).addresses[0]
    save_address(shift, replace(first, lines=("11 ELM ST", "SAGINAW MI  48601")))
    (kept,) = only(shift, custody_id).addresses
    assert (kept.id, kept.lines[0]) == (first.id, "11 ELM ST"), "no letter went there, so it is put right"
    mail_to(shift, custody_id, only(shift, custody_id), kept)
    assert parties_of(shift, custody_id).mailed == {kept.id}
    save_address(shift, replace(kept, purpose=Purpose.CONSENT))
    (known,) = only(shift, custody_id).addresses
    assert (known.purpose, known.lines) == (Purpose.CONSENT, kept.lines), "what is known of it may change"
    save_address(shift, replace(known, lines=("12 ELM ST", "SAGINAW MI  48601")))
    old, new = only(shift, custody_id).addresses
    assert (old.lines[0], old.preferred, new.lines[0], new.preferred) == ("11 ELM ST", False, "12 ELM ST", True)
    assert only(shift, custody_id).address == new
    with shift.desk.begin(shift.deed("by the store")) as unit, pytest.raises(Refused, match="A letter went to this address"):
        unit.parties.change_address(replace(old, lines=("13 ELM ST",)))
    with office.admin() as admin, admin.begin() as connection, pytest.raises(DBAPIError, match="a letter is addressed"):
        connection.execute(text("UPDATE itow.party_addresses SET typed = 'elsewhere' WHERE id = :id"), {"id": old.id})


def test_mail_does_not_go_to_a_bad_address(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0005")
    party_id = save_party(shift, pat(custody_id), ELM)
    save_address(shift, replace(OAK, party_id=party_id))
    elm, oak = only(shift, custody_id).addresses
    assert only(shift, custody_id).address == oak
    with pytest.raises(Problems):
        mark_bad(shift, party_id, oak.id, " ")
    mark_bad(shift, party_id, oak.id, "moved, no forwarding")
    now = only(shift, custody_id)
    assert now.address is not None
    assert (now.address.id, now.addresses[1].why_bad) == (elm.id, "moved, no forwarding")
    mark_bad(shift, party_id, elm.id, "refused")
    (told,) = car_card(shift, custody_id).parties
    assert not told.reached
    mark_good(shift, party_id, elm.id)
    addresses = only(shift, custody_id).addresses
    assert [(each.good, each.preferred) for each in addresses] == [(True, True), (False, False)]
    last = undo_state(shift).undo
    assert last is not None
    assert undo(shift, last.deed_id).left == ()
    assert not only(shift, custody_id).addresses[0].good, "undone: it is bad again"


def test_who_is_taken_out_stays_readable(office: OpenOffice) -> None:
    shift = office.shift
    custody_id = car(shift, "PTY0006")
    party_id = save_party(shift, pat(custody_id, name="Robin Roe"), ELM)
    with pytest.raises(Problems):
        take_out(shift, party_id, "")
    take_out(shift, party_id, "sold it in May")
    gone = only(shift, custody_id)
    assert gone.void == "sold it in May"
    assert car_card(shift, custody_id).parties == ()
    assert vehicle_page(shift, VehicleQuery("robin roe")).rows == ()
    with pytest.raises(Refused, match="taken out in the meantime"):
        save_address(shift, replace(OAK, party_id=party_id))
    with pytest.raises(ChangedElsewhere):
        save_party(shift, replace(gone, void=None, name="Robin Row", version=1))
    bring_back(shift, party_id)
    assert [row.custody_id for row in vehicle_page(shift, VehicleQuery("robin roe")).rows] == [custody_id]


def test_parties_go_along_with_their_call_and_undo_takes_them_out(office: OpenOffice) -> None:
    shift = office.shift
    here, there = car(shift, "PTY0007"), car(shift, "PTY0008")
    party_id = save_party(shift, pat(there), ELM)
    last = undo_state(shift).undo
    assert last is not None
    with shift.desk.begin(shift.deed("join")) as unit:
        unit.joining.hand_over(here, there)
        unit.commit()
    moved = only(shift, here)
    assert (moved.id, len(moved.addresses), parties_of(shift, there).parties) == (party_id, 1, ())
    assert undo(shift, last.deed_id).left == ()
    assert only(shift, here).void == "Undone."
    assert only(shift, here).addresses == ()
