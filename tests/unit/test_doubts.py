"""What contradicts the usual order is named; what is usual is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from

from itow_desktop.domain.doubts import Ground, doubts, same_times
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.vehicles import CustodyKind
from tests.law import event

PPI = CustodyKind.PRIVATE_PROPERTY
TOWED = event("towed", "2026-03-02T10:00")
LEIN = event("lein_entered", "2026-03-03")
NOTICE = event("sos_notice_dated", "2026-03-09")
PETITION = event("hearing_petitioned", "2026-03-20")
DECIDED = event("hearing_decided", "2026-04-10", outcome="for_custodian")
BILL = event("bill_of_sale_received", "2026-04-20")
SOLD = event("sold", "2026-04-28")
USUAL = (
    event("police_notified", "2026-03-02T09:40"), TOWED, LEIN, NOTICE, PETITION, DECIDED, event("bill_of_sale_requested", "2026-04-15"),
    BILL, event("ad_published", "2026-04-20"), event("sale_planned", "2026-04-28"), event("sale_held", "2026-04-28"), SOLD,
    event("disposition_reported", "2026-04-29"),
)  # fmt: skip


def doubted(new: Event, *before: Event, custody: CustodyKind = PPI, sale_from: date | None = None) -> tuple[str, ...]:
    return doubts(new, Ground(before, custody, sale_from))


def test_the_usual_order_is_never_doubted() -> None:
    for place, each in enumerate(USUAL):
        assert doubted(each, *USUAL[:place], sale_from=date(2026, 4, 21)) == ()


@pytest.mark.parametrize(
    ("new", "before", "said"),
    [
        (PETITION, (TOWED,), "No SOS notice date is recorded; a petition answers that notice."),
        (DECIDED, (TOWED, NOTICE), "No petition for a hearing is recorded."),
        (BILL, (TOWED,), "No SOS notice date is recorded; a TR-52L comes after it."),
        (event("hearing_petitioned", "2026-03-05"), (TOWED, NOTICE), "3/5/2026 lies before the SOS notice of 3/9/2026."),
        (event("lein_entered", "2026-03-01"), (TOWED,), "3/1/2026 lies before the tow of 3/2/2026."),
        (event("hearing_petitioned", "2026-03-21"), (TOWED, NOTICE, PETITION), "A petition for a hearing is open already."),
        (event("call_in_missed", "2026-03-03"), (event("police_notified", "2026-03-02"),), "It is recorded as called in (3/2/2026)."),
        (event("hold_lifted", "2026-03-05", hold="police"), (TOWED,), "No hold of this kind (police) stands."),
        (event("disposition_reported", "2026-04-29"), (TOWED,), "The car has not left as far as recorded."),
        (event("lein_entered", "2026-05-01"), (TOWED, event("released", "2026-04-01")), "The car is closed already (picked up)."),
        (event("abandonment_requested", "2026-04-01"), (TOWED,), "The police have not released the car as far as recorded."),
        (event("letter_returned", "2026-04-01"), (TOWED,), "No letter is recorded as sent."),
        (event("towed", "2026-03-03"), (TOWED,), "The tow is recorded already (3/2/2026)."),
    ],
)
def test_what_contradicts_it_is_said(new: Event, before: tuple[Event, ...], said: str) -> None:
    assert any(each.startswith(said) for each in doubted(new, *before)), doubted(new, *before)


def test_a_sale_before_its_day_and_without_its_papers_is_said() -> None:
    said = doubted(event("sold", "2026-03-20"), TOWED, sale_from=date(2026, 3, 31))
    assert said == ("The earliest day is Tue 3/31/2026.", "No SOS notice date is recorded.", "No TR-52L is recorded.")


def test_of_a_car_that_is_no_impound_every_legal_step_is_doubted() -> None:
    assert doubted(NOTICE, TOWED, custody=CustodyKind.NOT_AN_IMPOUND) == ("The car is no impound: no legal step applies to it.",)
    assert doubted(event("released", "2026-03-09"), TOWED, custody=CustodyKind.NOT_AN_IMPOUND) == ()


def test_what_it_corrects_does_not_stand_against_it() -> None:
    first = event("towed", "2026-03-02")
    assert doubted(event("towed", "2026-03-01", supersedes=first.id), first) == ()


def test_taking_back_what_a_sale_rested_on_is_said() -> None:
    (said,) = doubted(event("superseded", supersedes=NOTICE.id), TOWED, NOTICE, BILL, SOLD)
    assert said.startswith("The car has left since. A sale needs the SOS notice date")


@given(
    lists(
        sampled_from([*USUAL, event("hold_placed", "2026-03-05", hold="police"), event("voided"), event("superseded", supersedes=LEIN.id)])
    )
)
def test_any_record_can_be_judged(before: list[Event]) -> None:
    for each in USUAL:
        assert isinstance(doubted(each, *before), tuple)


def test_three_very_same_times_are_asked_about_two_are_not() -> None:
    def at(kind: str = "police_notified") -> Event:
        return event(kind, "2026-03-02T09:10")

    assert same_times([at(), at()]) is None
    assert same_times([at(), at(), event("police_notified", "2026-03-02T09:11")]) is None
    assert same_times([at(), at(), at()]) == "3 cars have the very same time, 09:10. Was it one for all of them?"
    assert same_times([at("hold_placed")] * 3) is None
    assert same_times([Event("x", EventKind.LEIN_ENTERED, on=date(2026, 3, 3))] * 5) is None
