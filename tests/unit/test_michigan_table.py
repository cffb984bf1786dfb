"""Michigan's pack against the tables it was written from: the statute's duties, days, money (tables of the law's facts)."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest

from itow_desktop.domain.calendars import CLOSED, Roll
from itow_desktop.domain.deadlines import State
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.provisions import Charge, Claim, Part, Proceeds, Retention, StorageCap, provision
from itow_desktop.domain.rules import Actor, DeadlineKind, Provision, Unit
from tests.law import computed, event, michigan

TODAY = date(2026, 11, 23)
FROM, BY, WITHIN = DeadlineKind.NOT_BEFORE, DeadlineKind.NOT_AFTER, DeadlineKind.WINDOW
DAYS, HOURS = Unit.DAYS, Unit.HOURS


@pytest.mark.parametrize(
    ("row", "rule", "trigger", "asked"),
    [
        ("P2", "mi.lein_entry", "towed", (BY, 24, None, HOURS, Roll.NONE)),
        ("P5", "mi.police_notice", "towed", (BY, 0, None, HOURS, Roll.NONE)),
        ("P7", "mi.sos_notice", "lein_entered", (BY, 7, None, DAYS, Roll.FORWARD)),
        ("P8", "mi.redeem_or_petition", "sos_notice_dated", (BY, 20, None, DAYS, Roll.FORWARD)),
        ("P11", "mi.secured_party_redeem", "sos_notice_dated", (FROM, 10, None, DAYS, Roll.NONE)),
        ("P13", "mi.hearing", "hearing_petitioned", (BY, 30, None, DAYS, Roll.FORWARD)),
        ("P14", "mi.redeem_after_hearing", "hearing_decided", (BY, 10, None, DAYS, Roll.FORWARD)),
        ("P17", "mi.sale_after_ad", "ad_published", (FROM, 5, None, DAYS, Roll.NONE)),
        ("P17, counted back", "mi.ad_before_sale", "sale_planned", (BY, -5, None, DAYS, Roll.NONE)),
        ("P19", "mi.sale_unknown_owner", "ad_published", (FROM, 30, None, DAYS, Roll.NONE)),
        ("P21", "mi.lein_abandoned", "towed", (FROM, 7, None, DAYS, Roll.NONE)),
        ("P23", "mi.request_abandonment", "police_released", (WITHIN, 20, 30, DAYS, Roll.NONE)),
        ("S3", "mi.scrap_certificate", "towed", (BY, 24, None, HOURS, Roll.NONE)),
        ("S4", "mi.scrap_contest", "sos_notice_dated", (BY, 20, None, DAYS, Roll.FORWARD)),
        ("F8", "mi.bill_of_sale_request", "sos_notice_dated", (FROM, 25, None, DAYS, Roll.NONE)),
        ("G1", "mi.garage_apply", "lien_attached", (BY, 105, None, DAYS, Roll.NONE)),
        ("G1", "mi.garage_notice", "certificate_dated", (BY, 30, None, DAYS, Roll.NONE)),
        ("G1", "mi.garage_sale", "certificate_dated", (FROM, 75, None, DAYS, Roll.NONE)),
    ],
)
def test_each_number_of_the_table(row: str, rule: str, trigger: str, asked: tuple[DeadlineKind, int, int | None, Unit, Roll]) -> None:
    version = next(each for each in michigan().rules if each.id == rule)
    assert [each.event for each in version.trigger] == [EventKind(trigger)], row
    assert (version.kind, version.count, version.until, version.unit, version.roll) == asked, row


def test_only_the_scrap_certificate_leaves_days_out() -> None:
    """Calendar days everywhere but in 252b(3)."""
    assert {rule.id: rule.not_counted for rule in michigan().rules if rule.not_counted} == {"mi.scrap_certificate": CLOSED}


def test_the_request_after_a_hold_starts_the_police_s_24_hours() -> None:
    """P24: counted from our request, not from the tow."""
    asked = computed("police_hold", event("towed", "2026-02-10T10:00"), event("abandonment_requested", "2026-03-24T09:30"))
    assert asked["mi.lein_entry"].at is not None
    assert asked["mi.lein_entry"].at.replace(tzinfo=None).isoformat() == "2026-03-25T09:30:00"


def test_the_fixture_from_the_tow_to_the_sale() -> None:
    """Tow Mon 2 Mar 2026, LEIN 3 Mar, notice 9 Mar; where bare 20 days say 30 Mar the day after the rolled right counts."""
    towed, entered, notice = (
        event("towed", "2026-03-02T10:00"),
        event("lein_entered", "2026-03-03"),
        event("sos_notice_dated", "2026-03-09"),
    )
    found = computed("private_property", towed, entered, notice)
    assert found["mi.sos_notice"].date == date(2026, 3, 10)
    assert found["mi.secured_party_redeem"].date == date(2026, 3, 19)
    assert found["mi.redeem_or_petition"].date == date(2026, 3, 30)
    assert found["mi.sale"].date == date(2026, 3, 31)
    planned = computed("private_property", towed, entered, notice, event("sale_planned", "2026-04-10"))
    assert planned["mi.ad_before_sale"].date == date(2026, 4, 5)


def test_a_last_day_on_the_monday_kept_for_the_fourth_of_july() -> None:
    found = computed("private_property", event("sos_notice_dated", "2027-06-15"))
    assert found["mi.redeem_or_petition"].date == date(2027, 7, 6)


def test_nothing_moves_for_a_holiday_on_a_saturday() -> None:
    """4 July 2026 is a Saturday: the Friday before is a working day, the Monday after too (435.102)."""
    friday = computed("private_property", event("sos_notice_dated", "2026-06-13"))["mi.redeem_or_petition"]
    assert friday.date == date(2026, 7, 3)
    saturday = computed("private_property", event("sos_notice_dated", "2026-06-14"))["mi.redeem_or_petition"]
    assert saturday.date == date(2026, 7, 6)
    assert "Sat 4 Jul 2026 does not count as a last day: Independence Day, a Saturday." in saturday.trace


def test_two_notices_that_contradict_are_both_said_and_the_later_counts() -> None:
    found = computed("private_property", event("sos_notice_dated", "2026-03-09"), event("sos_notice_dated", "2026-03-12"))
    assert found["mi.redeem_or_petition"].date == date(2026, 4, 1)
    assert any("2 events stand for SOS notice date" in line for line in found["mi.redeem_or_petition"].trace)


def test_a_petition_without_a_notice_and_a_hearing_without_an_outcome_stop_the_sale() -> None:
    assert computed("private_property", event("hearing_petitioned", "2026-03-20"))["mi.sale"].state is State.FROZEN
    unsaid = computed("private_property", event("sos_notice_dated", "2026-03-09"), event("hearing_decided", "2026-04-10"))["mi.sale"]
    assert (unsaid.state, unsaid.why) == (State.FROZEN, "Hearing outcome not recorded")


_Kind = TypeVar("_Kind", bound=Provision)


def today(kind: type[_Kind], wanted: str) -> _Kind:
    """What counts of a provision today."""
    found = provision(michigan(), kind, wanted, TODAY)
    assert found is not None, wanted
    return found


def test_the_money_of_the_table() -> None:
    fee, bond = today(Charge, "abandoned-vehicle-fee"), today(Charge, "petition-bond")  # F1, P9
    assert (fee.amount, dict(fee.shares)) == (Decimal(40), {Actor.STATE: Decimal(25), Actor.US: Decimal(15)})
    assert (bond.amount, bond.plus) == (Decimal(40), (Part.TOWING, Part.STORAGE))
    look, visit = today(Charge, "lienholder-inspection"), today(Charge, "property-visit")  # P12
    assert (look.amount, look.or_cost) == (Decimal(75), True)
    assert (visit.amount, visit.free) == (Decimal(25), 1)


def test_the_storage_caps_the_proceeds_and_the_records_of_the_table() -> None:
    impound, garage = today(StorageCap, "impound"), today(StorageCap, "garage")  # F4, G1
    assert (impound.total, [condition.fact for condition in impound.when]) == (Decimal(1000), ["entity_owner", "commercial"])
    assert (garage.per_day, garage.days) == (Decimal(10), 120)
    order = today(Proceeds, "sale").order  # F5
    assert (order[0], order[-1]) == (Claim.TOWING_AND_STORAGE, Claim.UNCLAIMED_PROPERTY)
    assert {today(Retention, kept).years for kept in ("scrap-photos", "scrap-records")} == {2}  # S5
