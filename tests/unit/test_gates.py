"""What must not be recorded: every line of the vocabulary's "Refused always"."""

from datetime import date

import pytest

from itow_desktop.domain.events import CLOSING, Event, EventKind
from itow_desktop.domain.gates import refusal, too_early
from tests.law import event

TOWED = event("towed", "2026-03-02T10:00")
NOTICE = event("sos_notice_dated", "2026-03-09")
BILL = event("bill_of_sale_received", "2026-04-10")
HELD = event("hold_placed", "2026-03-05", hold="police", authority="Burton PD")
PETITION = event("hearing_petitioned", "2026-03-20")
FOR_OWNER = event("hearing_decided", "2026-04-20", outcome="for_owner")
FOR_US = event("hearing_decided", "2026-04-20", outcome="for_custodian")
CLEARED = (TOWED, NOTICE, BILL)
LEAVING = ("redeemed", "released", "sold", "transferred_to_custodian", "scrapped")
DISPOSING = ("sold", "transferred_to_custodian", "scrapped")


def refused(kind: str, *before: Event, **data: str) -> str | None:
    return refusal(EventKind(kind), data, before)


@pytest.mark.parametrize("kind", [*LEAVING, "moved", "voided"])
def test_a_car_that_nothing_stands_against_may_be_closed(kind: str) -> None:
    assert refused(kind, *CLEARED) is None


@pytest.mark.parametrize("hold", ["police", "evidence", "bankruptcy", "military", "court_order", "attorney", "office"])
@pytest.mark.parametrize("kind", LEAVING)
def test_nothing_leaves_under_a_hold_of_any_kind(kind: str, hold: str) -> None:
    held = event("hold_placed", "2026-03-05", hold=hold)
    assert f"on hold: {hold}" in (refused(kind, *CLEARED, held) or "")
    assert refused(kind, *CLEARED, held, event("hold_lifted", "2026-03-06", hold=hold)) is None


@pytest.mark.parametrize("kind", LEAVING)
def test_every_hold_must_be_lifted_and_is_said_with_its_authority(kind: str) -> None:
    office = event("hold_placed", "2026-03-06", hold="office")
    lifted = event("hold_lifted", "2026-03-08", hold="office")
    assert refused(kind, *CLEARED, HELD, office, lifted) == "The car is on hold: police (Burton PD). Lift the hold first."
    assert "office" in (refused(kind, *CLEARED, HELD, office) or "")


@pytest.mark.parametrize("kind", LEAVING)
def test_a_hold_that_was_taken_back_does_not_stand(kind: str) -> None:
    assert refused(kind, *CLEARED, HELD, event("superseded", supersedes=HELD.id)) is None


@pytest.mark.parametrize("kind", ["moved", "voided"])
def test_a_car_under_a_hold_may_still_change_the_yard_or_turn_out_a_mistake(kind: str) -> None:
    assert refused(kind, *CLEARED, HELD) is None


@pytest.mark.parametrize("kind", DISPOSING)
def test_no_disposal_while_a_petition_is_open(kind: str) -> None:
    assert "petition" in (refused(kind, *CLEARED, PETITION) or "")
    assert refused(kind, *CLEARED, PETITION, FOR_US) is None


@pytest.mark.parametrize("kind", DISPOSING)
def test_a_second_petition_is_open_until_it_is_decided(kind: str) -> None:
    again = event("hearing_petitioned", "2026-05-02")
    assert "petition" in (refused(kind, *CLEARED, PETITION, FOR_US, again) or "")
    assert "petition" in (refused(kind, *CLEARED, FOR_US, again) or "")  # the first one was never recorded
    assert refused(kind, *CLEARED, PETITION, FOR_US, again, event("hearing_decided", "2026-05-20", outcome="for_custodian")) is None


@pytest.mark.parametrize("kind", DISPOSING)
def test_no_disposal_after_a_decision_for_the_owner(kind: str) -> None:
    assert "for the owner" in (refused(kind, *CLEARED, PETITION, FOR_OWNER) or "")


@pytest.mark.parametrize("kind", ["redeemed", "released"])
def test_the_owner_may_fetch_the_car_in_spite_of_a_petition(kind: str) -> None:
    assert refused(kind, *CLEARED, PETITION) is None
    assert refused(kind, *CLEARED, PETITION, FOR_OWNER) is None


@pytest.mark.parametrize("known", [(), (NOTICE,), (BILL,)])
def test_a_sale_without_its_papers_only_as_a_flagged_entry(known: tuple[Event, ...]) -> None:
    assert "SOS notice date and the TR-52L" in (refused("sold", TOWED, *known) or "")
    assert refused("sold", TOWED, *known, flagged="yes") is None


def test_a_flag_opens_neither_a_hold_nor_a_petition() -> None:
    assert "on hold" in (refused("sold", TOWED, HELD, flagged="yes") or "")
    assert "petition" in (refused("sold", TOWED, PETITION, flagged="yes") or "")
    assert "for the owner" in (refused("sold", TOWED, PETITION, FOR_OWNER, flagged="yes") or "")


@pytest.mark.parametrize("kind", [kind.value for kind in CLOSING])
@pytest.mark.parametrize("first", [kind.value for kind in CLOSING])
def test_a_closed_car_is_not_closed_again(kind: str, first: str) -> None:
    closed = event(first, "2026-04-30")
    assert "closed already" in (refused(kind, *CLEARED, closed) or "")
    assert refused(kind, *CLEARED, closed, event("superseded", supersedes=closed.id)) is None


@pytest.mark.parametrize("outcome", [{}, {"outcome": ""}, {"outcome": "won"}])
def test_a_decision_needs_its_outcome(outcome: dict[str, str]) -> None:
    assert "needs its outcome" in (refused("hearing_decided", PETITION, **outcome) or "")
    assert refused("hearing_decided", PETITION, outcome="for_owner") is None


@pytest.mark.parametrize("kind", ["hold_placed", "hold_lifted"])
def test_a_hold_needs_its_kind(kind: str) -> None:
    assert "needs its kind" in (refused(kind, TOWED) or "")
    assert "needs its kind" in (refused(kind, TOWED, hold="because") or "")
    assert refused(kind, TOWED, hold="police") is None


@pytest.mark.parametrize("kind", ["note", "photos_taken", "lein_entered", "disposition_reported", "letter_printed"])
def test_what_closes_nothing_is_recorded_in_any_state(kind: str) -> None:
    assert refused(kind, *CLEARED, HELD, PETITION, FOR_OWNER, event("released", "2026-05-01")) is None


@pytest.mark.parametrize("kind", [EventKind.SOS_NOTICE_DATED, EventKind.RELEASED, EventKind.SOLD, EventKind.MOVED])
def test_what_follows_the_tow_is_not_dated_before_it(kind: EventKind) -> None:
    towed = date(2026, 3, 2)
    assert too_early(kind, date(2026, 3, 1), towed)
    assert not too_early(kind, towed, towed)


@pytest.mark.parametrize("kind", [EventKind.POLICE_NOTIFIED, EventKind.HOLD_PLACED, EventKind.NOTE, EventKind.VOIDED, EventKind.TOWED])
def test_what_may_come_before_the_tow(kind: EventKind) -> None:
    assert not too_early(kind, date(2026, 3, 1), date(2026, 3, 2))
