"""Charges on a real database: reckoned, typed, taken back, waived by managers only, charged once for a piece of mail, on a statement."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.domain.errors import ChangedElsewhere, NotAllowed, NotFound, Problems, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.browsing import find_car
from itow_desktop.services.charges import notice_cost
from itow_desktop.services.charges.charging import NewCharge, TakenBack, charge, take_back
from itow_desktop.services.charges.fee_schedule import add_fees, add_prices, fee_schedule, in_use, keep_habits, withdraw_fees
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.charges.sheets import outlook, sheet
from itow_desktop.services.charges.statements import draw_statement, keep_statement
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.working import sort_cars
from tests.builders import call
from tests.db.cars import PLAN, bring_one, card, drain
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

TODAY = date(2026, 3, 4)
"""The cars were towed on 2 March at 10:00."""


def open_schedule(shift: Shift) -> int:
    return add_fees(shift, Fees(0, date(2026, 1, 1), tow=Decimal("175.00"), storage=Decimal("35.00")))


def amounts(shift: Shift, car: int) -> list[tuple[str, Decimal]]:
    return [(each.kind.value, each.amount) for each in sheet(shift, car).lines]


def clerk(office: OpenOffice) -> Shift:
    return office.shift.by(add_person(office.shift, "Lee", Rights.CLERK))


def test_a_car_owes_by_the_schedule_of_its_day_and_what_is_taken_back_stands_beside_it(office: OpenOffice) -> None:
    shift, car = office.shift, bring_one(office)
    assert sheet(shift, car).outlook.now.missing == ("the fees for the account .PPI",)
    first = open_schedule(shift)
    found = sheet(shift, car)
    assert [each.total for each in (found.outlook.now, found.outlook.tomorrow)] == [Decimal(320), Decimal(355)]
    assert found.outlook.by_closing is not None
    assert (found.outlook.by_closing.total, found.outlook.closing.hour, found.bond) == (Decimal(320), 17, Decimal(320))
    assert found.disposition is not None
    assert (found.disposition.storage, found.disposition.capped) == (Decimal(105), False)
    assert ChargeKind.GATE not in found.usual, "for impounds it is off until the schedule names it"

    storage = found.lines[-1]
    assert (storage.id, storage.fees_id) == (0, first)
    lee = clerk(office)
    with pytest.raises(Refused, match="Only a manager waives"):
        take_back(lee, car, TakenBack(storage, Decimal(35), "gate was shut"))
    for wrong in (TakenBack(storage, Decimal("105.01"), "x"), TakenBack(storage, Decimal(0), "x"), TakenBack(storage, Decimal(35), " ")):
        with pytest.raises(Problems):
            take_back(shift, car, wrong)
    take_back(shift, car, TakenBack(storage, Decimal(35), "gate was shut"))
    stored = sheet(shift, car)
    assert amounts(shift, car) == [("storage", Decimal(105)), ("storage", Decimal(-35)), ("tow", Decimal(175)), ("state_fee", Decimal(40))]
    assert (stored.lines[0].recorded_by, stored.lines[1].reason) == ("Kim", "gate was shut")
    with pytest.raises(ChangedElsewhere):
        take_back(shift, car, TakenBack(storage, Decimal(35), "the same button once more"))
    with pytest.raises(Problems, match=r"At most \$70\.00"):
        take_back(shift, car, TakenBack(stored.lines[0], Decimal(71), "too much"))
    with pytest.raises(Refused):
        take_back(shift, car, TakenBack(stored.lines[1], Decimal(35), "a line against a line"))
    past = LedgerLine(0, car, ChargeKind.STORAGE, Decimal(-1), "Storage", TODAY, corrects=stored.lines[0].id, reason="past the screen")
    with pytest.raises(NotAllowed), lee.desk.begin(lee.deed("past the screen", undoable=False)) as unit:
        unit.charges.add([past])

    office.clock.time = datetime(2026, 3, 5, 23, tzinfo=UTC)  # 18:00 in Michigan: closed
    later = outlook(shift, car)
    assert (later.now.total, later.by_closing) == (Decimal(320), None)
    record(shift, car, Entry(EventKind.RELEASED, at=datetime(2026, 3, 5, 20, tzinfo=UTC), data={"to_whom": "owner", "id_seen": "yes"}))
    office.clock.time = datetime(2026, 4, 5, 15, tzinfo=UTC)
    gone = outlook(shift, car)
    assert (gone.now.total, gone.tomorrow.total, gone.now.per_day, gone.gone) == (Decimal(320), Decimal(320), Decimal(0), True)
    with pytest.raises(NotFound):
        sheet(shift, 999_999)


def test_what_may_be_typed_and_who_may_take_it_back(office: OpenOffice) -> None:
    shift, lee, car = office.shift, clerk(office), bring_one(office)
    open_schedule(shift)
    with pytest.raises(Refused, match="After hours is not charged for this kind of car"):
        charge(lee, car, NewCharge(ChargeKind.GATE, Decimal(50), TODAY))
    with pytest.raises(Refused, match="The tow is charged already"):
        charge(lee, car, NewCharge(ChargeKind.TOW, Decimal(50), TODAY))
    for wrong in (
        NewCharge(ChargeKind.OTHER, Decimal(50), TODAY),
        NewCharge(ChargeKind.OTHER, Decimal("0.001"), TODAY, "x"),
        NewCharge(ChargeKind.OTHER, Decimal(50), date(2026, 3, 5), "x"),
    ):
        with pytest.raises(Problems):
            charge(lee, car, wrong)
    typed = charge(lee, car, NewCharge(ChargeKind.OTHER, Decimal("12.50"), TODAY, "Second look inside"))
    line = next(each for each in sheet(lee, car).lines if each.id == typed)
    take_back(lee, car, TakenBack(line, Decimal("12.50"), "it was the first"))
    assert sheet(lee, car).outlook.now.total == 320

    tow = next(each for each in sheet(shift, car).lines if each.kind is ChargeKind.TOW)
    take_back(shift, car, TakenBack(tow, Decimal(175), "a flat-bed was needed"))
    charge(lee, car, NewCharge(ChargeKind.TOW, Decimal(225), TODAY, "Tow, flat-bed"))
    assert sheet(lee, car).outlook.now.total == 370

    def against(line: LedgerLine) -> LedgerLine:
        return replace(line, amount=-line.amount, corrects=line.id, reason="past the screen")

    stored = next(each for each in sheet(shift, car).lines if each.kind is ChargeKind.TOW and each.fees_id)
    typed_tow = next(each for each in sheet(shift, car).lines if each.amount == 225)
    for who, lines, trouble in (
        (lee, [against(replace(stored, fees_id=None, piece_id=None))], Refused),  # nothing is left of it
        (lee, [against(replace(typed_tow, amount=Decimal(226)))], Refused),
        (lee, [replace(typed_tow, amount=Decimal(-5))], Exception),
    ):
        with pytest.raises(trouble), who.desk.begin(who.deed("past the screen", undoable=False)) as unit:
            unit.charges.add(lines)
    assert sheet(lee, car).outlook.now.total == 370


def test_the_schedule_is_a_managers_and_nothing_in_it_is_changed(office: OpenOffice) -> None:
    shift, lee = office.shift, clerk(office)
    of_oak = call(account="Oak Apartments")
    drain(office, MemoryTowBook([of_oak]), replace(PLAN, accounts=("Oak Apartments",)))
    car, other = find_car(shift.desk, of_oak.call_number or ""), bring_one(office)
    sort_cars(shift, [car], CustodyKind.PRIVATE_PROPERTY)
    first = open_schedule(shift)
    second = add_fees(shift, Fees(0, date(2026, 2, 1), account="  oak apartments ", tow=Decimal(150), storage=Decimal("30.50")))
    with pytest.raises(Problems):
        add_fees(shift, Fees(0, date(2026, 2, 1), tow=Decimal(-1)))
    with pytest.raises(Problems, match="storage a day"):  # else the days from then on would cost nothing, and nobody would be told
        add_fees(shift, Fees(0, date(2026, 2, 1), tow=Decimal(175), also_here=True))
    with shift.desk.look() as unit:
        both = owed(unit, [car, other], TODAY, shift.law.zone)
    assert [both[each].total for each in (car, other)] == [Decimal("281.50"), Decimal(320)]
    assert in_use(fee_schedule(shift).fees, TODAY) == {first, second}
    assert (fee_schedule(shift).may_change, fee_schedule(lee).may_change) == (True, False)
    with pytest.raises(NotAllowed):
        add_fees(lee, Fees(0, TODAY))
    with pytest.raises(NotAllowed):
        add_prices(lee, [PostagePrice(Postage.CERTIFIED, TODAY, Decimal(5))])
    with pytest.raises(Problems):
        withdraw_fees(shift, second, "")
    withdraw_fees(shift, second, "never agreed")
    with pytest.raises(NotFound):
        withdraw_fees(shift, second, "twice")
    assert sheet(shift, car).outlook.now.total == 320
    kept = {each.id: each for each in fee_schedule(shift).fees}
    assert (kept[second].withdrawn, kept[second].account, kept[second].set_by) == ("never agreed", "oak apartments", "Kim")
    with pytest.raises(Problems, match="17:00"):
        keep_habits(shift, (), "five")


def test_the_cost_of_a_notice_is_charged_once_and_only_where_the_office_says_so(office: OpenOffice) -> None:
    shift, car = office.shift, bring_one(office)
    open_schedule(shift)
    add_prices(shift, [PostagePrice(Postage.FIRST_OUNCE, date(2026, 1, 1), Decimal("0.78")), *_certified()])
    with shift.desk.look() as unit:
        price = notice_cost.cost(unit, MailClass.CERTIFIED, TODAY).total
    piece = Piece(41, car, NoticeKind.COURTESY_OWNER, MailClass.CERTIFIED, PieceState.HANDED_OVER, ("J DOE", "1 ELM ST"), price=price)

    def hand_over(*pieces: Piece) -> int:
        with shift.desk.begin(shift.deed("hand over", undoable=False)) as unit:
            charged = notice_cost.charge(unit, pieces, TODAY)
            unit.commit()
        return charged

    assert hand_over(piece) == 0, "for impounds it is off from the start"
    keep_habits(shift, (CustodyKind.PRIVATE_PROPERTY,), "17:30")
    assert [hand_over(piece, replace(piece, id=42, price=None)), hand_over(piece)] == [1, 0]
    assert [(each.amount, each.words) for each in sheet(shift, car).lines if each.kind is ChargeKind.NOTICE] == [
        (Decimal("6.08"), "Certified to J DOE")
    ]
    assert outlook(shift, car).now.total == Decimal("326.08")
    for expected in (1, 0):
        with shift.desk.begin(shift.deed("not handed over", undoable=False)) as unit:
            assert notice_cost.take_back(unit, [piece], TODAY, "it stayed on the counter") == expected
            unit.commit()
    assert outlook(shift, car).now.total == 320


def _certified() -> list[PostagePrice]:
    return [
        PostagePrice(Postage.CERTIFIED, day, amount)
        for day, amount in ((date(2026, 1, 1), Decimal("5.30")), (date(2027, 1, 1), Decimal(6)))
    ]


def test_a_statement_says_every_line_and_is_kept_as_it_was_looked_at(office: OpenOffice) -> None:
    shift, car = office.shift, bring_one(office, call_number="41007")
    renderer = PdfRenderer(Lock())
    unknown = _words(draw_statement(shift, renderer, car).content)
    assert "This is not the whole amount. Not on record yet: the fees for the account .PPI. Please ask us." in unknown
    open_schedule(shift)
    storage = sheet(shift, car).lines[-1]
    take_back(shift, car, TakenBack(storage, Decimal(35), "gate was shut"))
    drawn = draw_statement(shift, renderer, car)
    assert drawn.name == "STATEMENT_41007_ABC1234_2026-03-04.pdf"
    said = _words(drawn.content)
    for words in (
        "Storage, Mon 2 Mar 2026 to Wed 4 Mar 2026, 3 days at $35.00",
        "Taken back on Wed 4 Mar 2026: Storage (gate was shut)",
        "Owed, Wed 4 Mar 2026 10:00",
        "$285.00",
        "storage adds $35.00 a day, counted each day at midnight",
    ):
        assert words in said
    kept = keep_statement(shift, drawn)
    assert (kept.content, [each.kind for each in card(office, car).documents]) == (drawn.content, ["statement"])


def _words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
