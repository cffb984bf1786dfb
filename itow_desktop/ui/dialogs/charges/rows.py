"""The rows of charges, of fees, of prices, as their lists show them."""

from collections.abc import Sequence
from datetime import date, tzinfo

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.ledger import LedgerLine, in_order, left_of
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.services.charges.fee_schedule import FeeSchedule, in_use
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted, list_day, list_moment

LINE_HEADERS = ("Charge", "Days", "Amount", "Left", "Entered")
FEES_HEADERS = ("In use", "From", "Account", "Kind of tow", "Tow", "Storage a day", "Days are", "Besides", "Entered")
PRICE_HEADERS = ("What is paid for", "Price now", "From", "Later price", "Entered")


def line_rows(lines: Sequence[LedgerLine], zone: tzinfo) -> list[TextRow]:
    """Charges by their days, what was taken back of each below it; the key is the line."""
    return [_line(line, lines, zone) for line in in_order(lines)]


def _line(line: LedgerLine, lines: Sequence[LedgerLine], zone: tzinfo) -> TextRow:
    against = line.corrects is not None
    left = left_of(line, lines) if line.id and not against else line.amount
    entered = "follows from the fee schedule" if line.id == 0 else f"{line.recorded_by or 'nobody'}, {_moment(line, zone)}"
    if line.id == 0 and line.fees_id is None:
        entered = "follows from the law"
    words = f"    taken back: {line.reason}" if against else line.words
    cells = (
        Cell(words, tip=words.strip()),
        Cell(days_words(line), line.first),
        Cell(dollars(line.amount), int(line.amount * 100)),
        Cell("" if against else dollars(left), int(left * 100)),
        Cell(entered, tip=entered),
    )
    return TextRow(line, cells, quiet=not against and not left)


def days_words(line: LedgerLine) -> str:
    """``3/2/26 to 3/4/26, 3 days at $35.00`` or the day."""
    if line.last is None or line.rate is None:
        return list_day(line.first)
    days = (line.last - line.first).days + 1
    return f"{list_day(line.first)} to {list_day(line.last)}, {counted(days, 'day', 'days')} at {dollars(line.rate)}"


def _moment(line: LedgerLine, zone: tzinfo) -> str:
    return list_moment(line.recorded_at, zone) if line.recorded_at else ""


def fees_rows(schedule: FeeSchedule, today: date, zone: tzinfo) -> list[TextRow]:
    """The newest first; the key is the id."""
    used = in_use(schedule.fees, today)
    ordered = sorted(schedule.fees, key=lambda each: (each.since, each.id), reverse=True)
    return [_fees(each, zone, used=each.id in used, coming=each.since > today) for each in ordered]


def _fees(fees: Fees, zone: tzinfo, *, used: bool, coming: bool) -> TextRow:
    standing = "withdrawn" if fees.withdrawn else "coming" if coming else "in use" if used else "earlier"
    entered = f"{fees.set_by or 'nobody'}, {list_moment(fees.set_at, zone)}" if fees.set_at else ""
    counted_as = days_are(fees)
    besides = _besides(fees)
    cells = (
        Cell(standing, tip=fees.withdrawn or "", tone=Tone.DONE if standing == "in use" else None),
        Cell(list_day(fees.since), fees.since),
        Cell(fees.account or "any"),
        Cell(CUSTODY_NAMES[fees.custody] if fees.custody else "any kind"),
        _money(fees, "tow", "not agreed"),
        _money(fees, "storage", "not agreed"),
        Cell(counted_as, tip=counted_as),
        Cell(besides, tip=besides),
        Cell(fees.set_by or "nobody", tip=entered),
    )
    return TextRow(fees.id, cells, quiet=fees.withdrawn is not None)


def _money(fees: Fees, name: str, none: str) -> Cell:
    amount = getattr(fees, name)
    return Cell(none, -1, Tone.TODAY) if amount is None else Cell(dollars(amount), int(amount * 100))


def days_are(fees: Fees) -> str:
    """How days of storage are counted, in a few words."""
    free = f"first {counted(fees.free_hours, 'hour', 'hours')} free" if fees.free_hours else ""
    first = "" if fees.first_day else "not the first day"
    return ", ".join(part for part in (fees.day_count.words, free, first) if part)


def _besides(fees: Fees) -> str:
    parts = (
        f"administration {dollars(fees.administration)}" if fees.administration is not None else "",
        f"after hours {dollars(fees.gate)}" if fees.gate is not None else "",
        "agreed in writing" if fees.written else "",
        "cars here before, too" if fees.also_here else "",
        fees.note or "",
    )
    return ", ".join(part for part in parts if part)


def price_rows(prices: Sequence[PostagePrice], today: date, zone: tzinfo) -> list[TextRow]:
    """A row for each component; the key is the component."""
    ordered = sorted(prices, key=lambda each: (each.since, each.id))
    return [_price(component, [each for each in ordered if each.component is component], today, zone) for component in Postage]


def _price(component: Postage, known: Sequence[PostagePrice], today: date, zone: tzinfo) -> TextRow:
    now = next((each for each in reversed(known) if each.since <= today), None)
    later = next((each for each in known if each.since > today), None)
    entered = f"{now.set_by or 'nobody'}, {list_moment(now.set_at, zone)}" if now and now.set_at else ""
    cells = (
        Cell(component.words),
        Cell(dollars(now.amount), int(now.amount * 1000)) if now else Cell("not entered", -1, Tone.QUIET),
        Cell(list_day(now.since), now.since) if now else Cell(),
        Cell(f"{dollars(later.amount)} from {list_day(later.since)}" if later else ""),
        Cell(entered),
    )
    return TextRow(component, cells)
