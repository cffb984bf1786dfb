"""What a stay comes to: worked examples of storage, fees, corrections, the law's own amounts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from itow_desktop.domain.charges.fees import DayCount, Fees, in_force
from itow_desktop.domain.charges.law import at_disposition, bond, protected
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed
from itow_desktop.domain.charges.postage import Postage, PostagePrice, cost_of
from itow_desktop.domain.charges.reckoning import Stay, end_of, reckon
from itow_desktop.domain.charges.typed import amount_problem, dollars_typed
from itow_desktop.domain.mail.pieces import MailClass
from itow_desktop.domain.parties.party import Party, PartyRole
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

DETROIT = ZoneInfo("America/Detroit")
TOWED = datetime(2026, 3, 2, 16, 44, tzinfo=DETROIT)
SINCE = date(2026, 1, 1)
OFFICE = Fees(1, SINCE, tow=Decimal("175.00"), storage=Decimal("35.00"))


def stay(kind: CustodyKind = CustodyKind.PRIVATE_PROPERTY, **other: object) -> Stay:
    return Stay(**{"custody_id": 7, "kind": kind, "account": ".PPI", "towed": TOWED} | other)  # type: ignore[arg-type]


def owes(at: datetime | date, of: Stay | None = None, *fees: Fees, stored: tuple[LedgerLine, ...] = ()) -> Owed:
    moment = at if isinstance(at, datetime) else end_of(at, DETROIT)
    return reckon(of or stay(), stored, fees or (OFFICE,), moment, DETROIT)


def storage(owed: Owed) -> list[tuple[date, date | None, Decimal | None, Decimal]]:
    return [(each.first, each.last, each.rate, each.amount) for each in owed.lines if each.kind is ChargeKind.STORAGE]


def test_tow_storage_and_the_states_fee_are_reckoned_by_calendar_days() -> None:
    owed = owes(date(2026, 3, 4))
    assert [(each.kind, each.amount) for each in owed.lines] == [
        (ChargeKind.TOW, Decimal("175.00")),
        (ChargeKind.STATE_FEE, Decimal("40.00")),
        (ChargeKind.STORAGE, Decimal("105.00")),
    ]
    assert storage(owed) == [(date(2026, 3, 2), date(2026, 3, 4), Decimal("35.00"), Decimal("105.00"))]
    assert (owed.total, owed.per_day, owed.grows_at, owed.known) == (Decimal("320.00"), Decimal("35.00"), "each day at midnight", True)
    assert bond(owed.lines) == Decimal("320.00")
    assert owes(datetime(2026, 3, 2, 12, tzinfo=DETROIT)).total == 0  # before the tow


@pytest.mark.parametrize(
    ("fees", "hours", "days"),
    [
        (Fees(1, SINCE, first_day=False, storage=Decimal(10)), 7, 0),
        (Fees(1, SINCE, first_day=False, storage=Decimal(10)), 8, 1),  # 00:44 of the next day
        (Fees(1, SINCE, free_hours=24, storage=Decimal(10)), 23, 0),
        (Fees(1, SINCE, free_hours=24, storage=Decimal(10)), 24, 1),
        (Fees(1, SINCE, day_count=DayCount.CLOCK, storage=Decimal(10)), 0, 1),
        (Fees(1, SINCE, day_count=DayCount.CLOCK, storage=Decimal(10)), 23.9, 1),
        (Fees(1, SINCE, day_count=DayCount.CLOCK, storage=Decimal(10)), 24, 2),
        (Fees(1, SINCE, day_count=DayCount.CLOCK, free_hours=12, storage=Decimal(10)), 11, 0),
        (Fees(1, SINCE, day_count=DayCount.CLOCK, free_hours=12, storage=Decimal(10)), 36, 2),
    ],
)
def test_what_a_day_of_storage_is_the_office_says(fees: Fees, hours: float, days: int) -> None:
    at = datetime.fromtimestamp(TOWED.timestamp() + hours * 3600, DETROIT)
    assert sum(amount for *_, amount in storage(owes(at, None, fees))) == 10 * days


def test_clock_hours_pass_as_they_do_when_the_clocks_change() -> None:
    """On 8 March 2026 the clocks of Michigan go from 2:00 to 3:00: 24 hours after 16:44 it is 17:44."""
    fees = Fees(1, SINCE, day_count=DayCount.CLOCK, storage=Decimal(10))
    before = stay(towed=datetime(2026, 3, 7, 16, 44, tzinfo=DETROIT))
    assert owes(datetime(2026, 3, 8, 17, 43, tzinfo=DETROIT), before, fees).lines[-1].amount == 10
    assert owes(datetime(2026, 3, 8, 21, 44, tzinfo=UTC), before, fees).lines[-1].amount == 20
    assert owes(datetime(2026, 3, 8, 17, 43, tzinfo=DETROIT), before, fees).grows_at == "each day at 5:44 PM"


def test_a_later_price_counts_for_later_tows_or_where_it_says_so_for_the_days_from_then_on() -> None:
    later = Fees(2, date(2026, 3, 4), tow=Decimal("190.00"), storage=Decimal("45.00"))
    assert owes(date(2026, 3, 5), None, OFFICE, later).total == 175 + 40 + 4 * 35
    also = Fees(2, date(2026, 3, 4), tow=Decimal("190.00"), storage=Decimal("45.00"), also_here=True)
    owed = owes(date(2026, 3, 5), None, OFFICE, also)
    assert storage(owed) == [
        (date(2026, 3, 2), date(2026, 3, 3), Decimal("35.00"), Decimal("70.00")),
        (date(2026, 3, 4), date(2026, 3, 5), Decimal("45.00"), Decimal("90.00")),
    ]
    assert (owed.lines[0].amount, owed.per_day) == (Decimal("175.00"), Decimal("45.00"))
    assert [each.fees_id for each in owed.lines] == [1, None, 1, 2]


def test_an_account_goes_before_a_kind_that_before_all_and_a_withdrawn_entry_does_not_count() -> None:
    kind = Fees(2, SINCE, custody=CustodyKind.POLICE_ORDINARY)
    account = Fees(3, date(2025, 1, 1), account="Oak  APTS")
    schedule = (OFFICE, kind, account, Fees(4, SINCE, account="oak apts", withdrawn="typed by mistake"))
    chosen = [
        in_force(schedule, "Oak Apts", CustodyKind.POLICE_ORDINARY, date(2026, 3, 2)),
        in_force(schedule, ".PPI", CustodyKind.POLICE_ORDINARY, date(2026, 3, 2)),
        in_force(schedule, None, CustodyKind.POLICE_HOLD, date(2026, 3, 2)),
        in_force(schedule, ".PPI", CustodyKind.PRIVATE_PROPERTY, date(2025, 12, 31)),
    ]
    assert chosen == [account, kind, OFFICE, None]


def test_nothing_is_guessed_where_something_is_not_known() -> None:
    cases = [
        (stay(towed=None), (OFFICE,), "when it was towed"),
        (stay(CustodyKind.UNKNOWN), (OFFICE,), "what kind of tow it is"),
        (stay(CustodyKind.NOT_AN_IMPOUND), (OFFICE,), "a fee for cars that are no impounds (their work is billed in TowBook)"),
        (stay(), (Fees(1, date(2026, 4, 1)),), "the fees for the account .PPI"),
        (stay(), (Fees(1, SINCE, storage=Decimal(35)),), "the tow fee"),
        (stay(), (Fees(1, SINCE, tow=Decimal(175)),), "the storage a day"),
    ]
    for of, fees, missing in cases:
        owed = owes(date(2026, 3, 4), of, *fees)
        assert (owed.missing, owed.known) == ((missing,), False)
    typed = LedgerLine(1, 7, ChargeKind.TOW, Decimal("120.00"), "Tow", date(2026, 3, 2))
    assert owes(date(2026, 3, 4), None, Fees(1, SINCE, storage=Decimal(35)), stored=(typed,)).total == 120 + 40 + 105


def test_the_states_fee_is_owed_once_a_car_is_abandoned() -> None:
    def fee(of: Stay) -> bool:
        return any(each.kind is ChargeKind.STATE_FEE for each in owes(date(2026, 3, 4), of).lines)

    assert fee(stay(CustodyKind.PUBLIC_ABANDONED))
    assert not fee(stay(CustodyKind.POLICE_ORDINARY))
    assert fee(stay(CustodyKind.POLICE_ORDINARY, entered=True))
    assert not fee(stay(CustodyKind.GARAGE_LIEN, entered=True))


def test_stored_lines_take_the_place_of_reckoned_ones_and_counter_lines_take_back() -> None:
    stored = (
        LedgerLine(1, 7, ChargeKind.TOW, Decimal("175.00"), "Tow", date(2026, 3, 2), fees_id=1),
        LedgerLine(2, 7, ChargeKind.STORAGE, Decimal("70.00"), "Storage", date(2026, 3, 2), date(2026, 3, 3), Decimal("35.00"), fees_id=1),
        LedgerLine(3, 7, ChargeKind.STORAGE, Decimal("-35.00"), "Storage", date(2026, 3, 4), corrects=2, reason="gate was shut"),
        LedgerLine(4, 7, ChargeKind.TOW, Decimal("-175.00"), "Tow", date(2026, 3, 4), corrects=1, reason="wrong car"),
    )
    assert owes(date(2026, 3, 3), stored=stored).total == 175 + 40 + 70  # not corrected yet
    owed = owes(date(2026, 3, 5), stored=stored)
    assert (owed.total, len(owed.lines)) == (Decimal(40 + 70 - 35 + 70), 6)
    assert storage(owed)[-1] == (date(2026, 3, 4), date(2026, 3, 5), Decimal("35.00"), Decimal("70.00"))


def test_nothing_grows_once_a_car_has_left_and_a_void_one_owes_nothing() -> None:
    gone = stay(status=CustodyStatus.PICKED_UP, left=datetime(2026, 3, 3, 9, tzinfo=DETROIT))
    owed = owes(date(2026, 6, 1), gone)
    assert (owed.total, owed.per_day, owed.grows_at) == (Decimal(175 + 40 + 70), Decimal(0), "")
    assert owes(date(2026, 6, 1), stay(status=CustodyStatus.VOID)).lines == ()
    assert owes(date(2026, 6, 1), stay(status=CustodyStatus.SOLD)).missing == ("when it left",)


def test_a_tow_whose_time_nobody_knows_is_charged_from_its_day_on_and_by_the_clock_from_the_days_end() -> None:
    untimed = stay(towed=end_of(date(2026, 3, 2), DETROIT), timed=False)
    noon = datetime(2026, 3, 2, 12, tzinfo=DETROIT)
    assert owes(noon, untimed).total == 175 + 40 + 35
    assert owes(noon.replace(day=1), untimed).total == 0
    by_clock = Fees(1, SINCE, tow=Decimal("175.00"), storage=Decimal("35.00"), day_count=DayCount.CLOCK)
    assert [owes(noon.replace(day=day), untimed, by_clock).total for day in (2, 3, 4)] == [215, 250, 285]


def test_a_garage_keepers_lien_covers_ten_dollars_for_120_days_unless_agreed_in_writing() -> None:
    plain = owes(date(2026, 12, 31), stay(CustodyKind.GARAGE_LIEN))
    assert storage(plain) == [(date(2026, 3, 2), date(2026, 6, 29), Decimal("10.00"), Decimal("1200.00"))]
    assert (plain.per_day, plain.grows_at) == (Decimal(0), "")
    assert owes(date(2026, 6, 28), stay(CustodyKind.GARAGE_LIEN)).per_day == 10
    written = Fees(1, SINCE, tow=Decimal(0), storage=Decimal("35.00"), written=True)
    assert storage(owes(date(2026, 3, 3), stay(CustodyKind.GARAGE_LIEN), written))[0][3] == 70


def test_at_disposition_the_least_of_three_counts_for_individuals_and_for_owners_nobody_knows() -> None:
    assert at_disposition(60, Decimal(2100), Decimal(35), Decimal(40), limited=True).storage == 1000
    by_contract = at_disposition(20, Decimal(800), Decimal(35), Decimal(40), limited=True)
    assert (by_contract.storage, by_contract.capped, "contract" in by_contract.because) == (Decimal(700), True, True)
    assert at_disposition(20, Decimal(300), None, Decimal(40), limited=True).storage == 300  # never more than was charged
    assert at_disposition(60, Decimal(2100), Decimal(35), None, limited=False).storage == 2100
    firm = Party(1, 7, PartyRole.OWNER, "Lakes Freight LLC", individual=False)
    unknown = Party(2, 7, PartyRole.OWNER, "J. Doe")
    bank = Party(3, 7, PartyRole.LIENHOLDER, "A Bank", individual=False)
    assert [protected([]), protected([unknown, bank]), protected([firm]), protected([unknown], commercial=True)] == [
        True,
        True,
        False,
        False,
    ]


def test_the_cost_of_a_piece_is_that_of_its_day_and_says_which_prices_nobody_entered() -> None:
    prices = (
        PostagePrice(Postage.FIRST_OUNCE, SINCE, Decimal("0.780")),
        PostagePrice(Postage.CERTIFIED, SINCE, Decimal("5.30")),
        PostagePrice(Postage.RECEIPT_CARD, SINCE, Decimal("4.40")),
        PostagePrice(Postage.ENVELOPE, SINCE, Decimal("0.145")),
        PostagePrice(Postage.CERTIFIED, date(2026, 7, 12), Decimal("5.60"), id=5),
        PostagePrice(Postage.CERTIFIED, date(2026, 7, 12), Decimal("5.50"), id=6),
    )
    before = cost_of(prices, MailClass.CERTIFIED_RECEIPT, date(2026, 7, 11))
    assert (before.total, before.postage, before.fee, before.missing) == (Decimal("10.62"), Decimal("0.780"), Decimal("9.70"), ())
    assert cost_of(prices, MailClass.CERTIFIED, date(2026, 7, 12)).fee == Decimal("5.50")
    assert cost_of(prices, MailClass.CERTIFICATE, date(2026, 7, 12), ounces=2).missing == (
        "First-class letter, each further ounce",
        "Certificate of mailing, first piece",
    )


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [("$1,250.5", "1250.5"), (" 75 ", "75"), (".50", "0.50"), ("75.", "75"), ("1,000,000", "1000000"), ("12,50", None), ("1,2,3", None),
     ("1,250,5", None), ("-5", None), (".", None), ("", None), ("1e3", None), ("\u0665", None)],
)  # fmt: skip
def test_dollars_are_read_as_people_type_them_and_never_guessed(typed: str, dollars: str | None) -> None:
    assert dollars_typed(typed) == (None if dollars is None else Decimal(dollars))


def test_an_amount_that_is_none_is_told_in_a_sentence() -> None:
    assert amount_problem(Decimal("75.50")) is None
    assert "two places" in (amount_problem(Decimal("75.505")) or "")
    for wrong in (Decimal("9" * 40), Decimal(0), Decimal(-1)):
        assert "at most $100,000" in (amount_problem(wrong) or "")
