"""A lien notice is mailed on the day on which the last of those who must get it was mailed, whatever was entered first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock

import pytest

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.errors import Doubtful
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import Party, PartyRole
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.fee_schedule import add_prices
from itow_desktop.services.mail.catching_up import record_mail
from itow_desktop.services.mail.running import HandedOver, hand_over, not_mailed
from itow_desktop.services.mail.views import MadeElsewhere
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import sort_cars
from tests.builders import NOW, call
from tests.db.cars import bring, counting
from tests.db.offices import OpenOffice

TODAY = NOW.date()
PICTURES = FilePictures(Lock())
OWNER, BUREAU = "PAT PRACTICE", "BUREAU OF AUTOMOTIVE REGULATION"


def day(before: int) -> date:
    return TODAY - timedelta(days=before)


def shop_car(office: OpenOffice) -> tuple[int, int, int]:
    """A car of the shop whose notice goes to its owner and the bureau; with the ids of both."""
    shift = office.shift
    (car,) = bring(office, call())
    sort_cars(shift, [car], CustodyKind.GARAGE_LIEN)
    for kind in (EventKind.LIEN_ATTACHED, EventKind.CERTIFICATE_DATED):
        record(shift, car, Entry(kind, on=TODAY, source=EventSource.PAPER))
    with shift.desk.begin(shift.deed("parties", undoable=False)) as unit:
        owner = unit.parties.add(Party(0, car, PartyRole.OWNER, OWNER))
        bureau = unit.parties.add(Party(0, car, PartyRole.AGENCY, BUREAU))
        unit.commit()
    return car, owner, bureau


def pieces_for(office: OpenOffice, car: int, parties: Sequence[int]) -> list[Piece]:
    with office.shift.desk.begin(office.shift.deed("write", undoable=False)) as unit:
        made = [
            Piece(
                piece_id, car, NoticeKind.GARAGE_OWNER, MailClass.CERTIFIED_RECEIPT, PieceState.PRINTED, ("SOMEBODY", "FLINT MI  48502"),
                party, number=f"94{piece_id:018d}", printed_at=NOW - timedelta(days=9),
            )
            for piece_id, party in zip(unit.mail.reserve(len(parties)), parties, strict=True)
        ]  # fmt: skip
        unit.mail.prepare(made)
        unit.commit()
    return made


def notice(office: OpenOffice, car: int) -> Deadline:
    with office.shift.desk.look() as unit:
        (case,) = unit.deadlines.cases([car])
    return next(each for each in case.deadlines if each.rule_id == "mi.garage_notice")


def said(office: OpenOffice, car: int) -> dict[date | None, str]:
    """Whether everybody was mailed, by the day of the hand-over."""
    return {each.on: each.data["all_parties"] for each in counting(office, car) if each.kind is EventKind.LETTER_HANDED_OVER}


def test_a_letter_that_was_not_mailed_after_all_opens_the_step_again(office: OpenOffice) -> None:
    car, *parties = shop_car(office)
    first, second = pieces_for(office, car, parties)
    services = (Postage.FIRST_OUNCE, Postage.CERTIFIED, Postage.RECEIPT_CARD)
    add_prices(office.shift, [PostagePrice(each, day(30), Decimal(1)) for each in services])
    hand_over(office.shift, PICTURES, HandedOver((first.id, second.id), TODAY))
    assert (said(office, car), notice(office, car).state) == ({TODAY: "yes"}, State.DONE)
    not_mailed(office.shift, second.id, "It lay in the car")
    with office.shift.desk.look() as unit:
        prices = [piece.price for piece in unit.mail.some([first.id, second.id])]
    assert prices == [Decimal(3), None], "what it costs is asked anew when it goes"
    assert (said(office, car), notice(office, car).state) == ({TODAY: "no"}, State.COMPUTED)
    hand_over(office.shift, PICTURES, HandedOver((second.id,), TODAY))
    assert (said(office, car), notice(office, car).state) == ({TODAY: "yes"}, State.DONE)


def test_a_notice_that_leaves_its_owner_too_few_days_before_the_sale_is_asked_about(office: OpenOffice) -> None:
    car, *parties = shop_car(office)
    record(office.shift, car, Entry(EventKind.SALE_PLANNED, on=day(-30), source=EventSource.PAPER, reason="planned by hand"))
    (first,) = pieces_for(office, car, parties[:1])
    with pytest.raises(Doubtful, match="before its 30 days to pay are over"):
        hand_over(office.shift, PICTURES, HandedOver((first.id,), TODAY))
    assert said(office, car) == {}
    hand_over(office.shift, PICTURES, HandedOver((first.id,), day(1)))
    assert said(office, car) == {day(1): "no"}


def test_an_earlier_day_that_is_entered_later_leaves_the_last_day_the_one_that_counts(office: OpenOffice) -> None:
    car, *parties = shop_car(office)
    first, second = pieces_for(office, car, parties)
    hand_over(office.shift, PICTURES, HandedOver((first.id,), day(1)))
    assert said(office, car) == {day(1): "no"}
    hand_over(office.shift, PICTURES, HandedOver((second.id,), day(3)))
    assert said(office, car) == {day(1): "yes", day(3): "no"}
    assert (notice(office, car).state, notice(office, car).done_on) == (State.DONE, day(1))


def test_letters_made_elsewhere_count_from_the_last_of_them(office: OpenOffice) -> None:
    car, *_ = shop_car(office)
    with office.shift.desk.look() as unit:
        mark = unit.vehicles.get(car).fields.call_number or ""
    line = MadeElsewhere(
        1, mark, NoticeKind.GARAGE_OWNER, MailClass.CERTIFIED_RECEIPT, (OWNER, "1 INVENTED ST", "FLINT MI  48502"), day(8), "Lee",
        reason="The PC was down",
    )  # fmt: skip
    other = replace(line, key=2, to=(BUREAU, "PO BOX 1", "LANSING MI  48918"), on=day(2))
    assert len(record_mail(office.shift, PICTURES, [line, other]).piece_ids) == 2
    assert said(office, car) == {day(8): "no", day(2): "yes"}
    assert notice(office, car).done_on == day(2)
