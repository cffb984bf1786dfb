"""Keep the fee schedule with the prices of mailing: entries are added or withdrawn, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.postage import PostagePrice
from itow_desktop.domain.charges.typed import MOST
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import CustodyKind, present
from itow_desktop.services.shift import Shift

_HOURS = 240
_LONGEST = 300
_CENT, _MILL = Decimal("0.01"), Decimal("0.001")


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """Everything the page of fees shows; ``may_change``: the database lets this person change it.

    ``charge_notices`` are the kinds of custody whose cars are charged what a notice by mail costs, ``closes_at`` the local
    time until which "by closing" is reckoned; ``accounts`` those the office imports, to be offered.
    """

    fees: tuple[Fees, ...]
    prices: tuple[PostagePrice, ...]
    charge_notices: tuple[str, ...]
    closes_at: str
    accounts: tuple[str, ...]
    may_change: bool


def fee_schedule(shift: Shift) -> FeeSchedule:
    """The schedule as it stands, withdrawn entries too."""
    with shift.desk.look() as unit:
        fees, prices, office, may = unit.charges.fees(), unit.charges.prices(), unit.office.get(), unit.charges.may_set_fees()
    if shift.person is not None:
        may = may and lacking(shift.person.rights, Rights.MANAGER) is None
    return FeeSchedule(fees, prices, office.charge_notices, office.closes_at, office.accounts, may)


def add_fees(shift: Shift, fees: Fees) -> int:
    """Enter fees that count from a day on; answers the id. Raises ``Problems``, ``NotAllowed``."""
    problems = []
    for field in ("tow", "storage", "administration", "gate"):
        amount = getattr(fees, field)
        if amount is not None and not (0 <= amount <= MOST and amount == amount.quantize(_CENT)):
            problems.append((field, "Enter dollars with at most two places, or leave it empty."))
    if fees.also_here and fees.storage is None:
        problems.append(("storage", "Enter the storage a day that counts for the cars that are here."))
    if not 0 <= fees.free_hours <= _HOURS:
        problems.append(("free_hours", f"Enter 0 to {_HOURS} hours."))
    if fees.custody is CustodyKind.UNKNOWN:
        problems.append(("custody", "Choose a kind of tow, or all kinds."))
    if problems:
        raise Problems(tuple(problems))
    note = present(fees.note)
    clean = replace(fees, account=present(fees.account), note=note[:_LONGEST] if note else None)
    with shift.desk.begin(shift.deed("enter fees", undoable=False)) as unit:
        made = unit.charges.add_fees(clean)
        unit.commit()
    return made


def withdraw_fees(shift: Shift, fees_id: int, reason: str) -> None:
    """Let an entry count no more, as if it had never been; raises ``Problems``, ``NotFound``, ``NotAllowed``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why these fees do not count."),))
    with shift.desk.begin(shift.deed("withdraw fees", undoable=False)) as unit:
        unit.charges.withdraw_fees(fees_id, why[:_LONGEST])
        unit.commit()


def add_prices(shift: Shift, prices: Sequence[PostagePrice]) -> int:
    """Enter prices of mailing; answers how many. Raises ``Problems``, ``NotAllowed``."""
    wrong = [each for each in prices if not (0 <= each.amount <= MOST and each.amount == each.amount.quantize(_MILL))]
    if wrong or not prices:
        sentence = f"{wrong[0].component.words}: enter dollars with at most three places." if wrong else "Enter a price at least."
        raise Problems((("amount", sentence),))
    with shift.desk.begin(shift.deed("enter prices of mailing", undoable=False)) as unit:
        unit.charges.add_prices(prices)
        unit.commit()
    return len(prices)


def keep_habits(shift: Shift, charge_notices: Sequence[CustodyKind], closes_at: str) -> None:
    """Say whose cars are charged what a notice costs, and when the office closes; raises ``Problems``, ``NotAllowed``."""
    try:
        closing = time.fromisoformat(closes_at)
    except ValueError:
        raise Problems((("closes_at", "Enter the closing time as hours and minutes, such as 17:00."),)) from None
    with shift.desk.begin(shift.deed("change what is charged")) as unit:
        named = tuple(kind.value for kind in CustodyKind if kind in charge_notices)
        unit.office.save(replace(unit.office.get(), charge_notices=named, closes_at=f"{closing:%H:%M}"))
        unit.commit()


def in_use(fees: Sequence[Fees], today: date) -> frozenset[int]:
    """The ids of entries that decide for a car towed today, one for each account and kind; for marking them."""
    newest: dict[tuple[str | None, CustodyKind | None], Fees] = {}
    for each in fees:
        key = (each.account.casefold() if each.account else None, each.custody)
        if each.withdrawn is None and each.since <= today and (key not in newest or newest[key].since <= each.since):
            newest[key] = each
    return frozenset(each.id for each in newest.values())
