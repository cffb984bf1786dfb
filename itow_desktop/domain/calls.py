"""A tow call as TowBook tells it, in our words."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from itow_desktop.domain.vehicles import Address

BY_NUMBER = "call:"
"""A call whose source tells no TowBook id is known by its number after this."""


def is_towbook_id(known_as: str) -> bool:
    """Whether a call is known by an id of TowBook's, so that TowBook can be asked for it; else a file only told of it."""
    return ":" not in known_as


@dataclass(frozen=True, slots=True)
class DateRange:
    """Local dates, both included; a call belongs to the day it was completed (else received)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CallRef:
    """One row of a TowBook list, before the call itself is read.

    ``released`` is what the list says, None where it does not say; ``cancelled``
    rows are skipped and counted.
    """

    towbook_id: str
    call_number: str | None = None
    account: str | None = None
    released: bool | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the Call Analysis page; times are true instants (the page sorts by epoch seconds)."""

    towbook_id: str
    call_number: str | None
    account: str | None
    received: datetime | None
    completed: datetime | None
    released: bool | None
    reason: str | None = None
    purchase_order: str | None = None
    driver: str | None = None
    truck: str | None = None


@dataclass(frozen=True, slots=True)
class TowBookCall:
    """One call, mapped as TowBook facts section 9b decides; what TowBook left empty is None.

    Times are aware (TowBook's company-local clock converted once). ``file_number``
    is a PO of the form ITdddd-dd, any other PO is ``reference``.
    """

    towbook_id: str
    call_number: str | None = None
    account_id: str | None = None
    account: str | None = None
    status_id: int | None = None
    reason: str | None = None
    called_at: datetime | None = None
    dispatched_at: datetime | None = None
    enroute_at: datetime | None = None
    arrived_at: datetime | None = None
    completed_at: datetime | None = None
    towed_from: Address | None = None
    towed_to: str | None = None
    requested_by: str | None = None
    requested_by_phone: str | None = None
    file_number: str | None = None
    reference: str | None = None
    notes: str | None = None
    vin: str | None = None
    year: int | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None
    body_type: str | None = None
    plate: str | None = None
    plate_state: str | None = None
    odometer: int | None = None
    drivable: bool | None = None
    keys: bool | None = None
    driver: str | None = None
    truck: str | None = None
    impound: bool | None = None
    released: bool | None = None
    storage_lot: str | None = None
    stock_number: str | None = None

    @property
    def cancelled(self) -> bool:
        """TowBook status 255."""
        return self.status_id == 255

    @property
    def towed_at(self) -> datetime | None:
        """The drop at the lot if TowBook knows it, else the next best time it gives; None is a question."""
        return self.completed_at or self.arrived_at or self.called_at

    @classmethod
    def from_raw(cls, parsed: bytes | str) -> "TowBookCall":
        """The call whose ``raw`` has this line of JSON."""
        return msgspec.json.decode(parsed, type=cls)

    def raw(self) -> "RawCall":
        """What was parsed, as it is kept and compared."""
        told = msgspec.json.encode(self)
        return RawCall(self.towbook_id, hashlib.sha256(told).hexdigest(), told)


@dataclass(frozen=True, slots=True)
class RawCall:
    """A parsed call as one line of JSON (UTF-8, times in ISO 8601), with its SHA-256; equal hashes mean an unchanged call."""

    towbook_id: str
    hash: str
    parsed: bytes


@dataclass(frozen=True, slots=True)
class CallRead:
    """The outcome of reading one call: the call, or a sentence saying why it could not be read; with both, what of it was left out."""

    ref: CallRef
    call: TowBookCall | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class CallList:
    """Rows TowBook lists for a range or the lot; ``other_accounts`` rows were of accounts not asked for."""

    refs: tuple[CallRef, ...]
    cancelled: int = 0
    other_accounts: int = 0
