"""Properties and police departments as the deeds see them: the ports their stores meet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from itow_desktop.domain.attachments import PreparedFile
from itow_desktop.domain.departments import Contact, Uses
from itow_desktop.domain.history import Trace
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign
from itow_desktop.domain.spellings import Spelling
from itow_desktop.domain.vehicles import CustodyStatus


@dataclass(frozen=True, slots=True)
class Tally:
    """A property with its tows counted: on the lot, since a moment, in all; ``complaints`` are those not settled."""

    place: Property
    open: int = 0
    recent: int = 0
    total: int = 0
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class Tow:
    """A car that came from a property: who asked for it, when it was asked and when it was towed (both aware)."""

    custody_id: int
    key: str
    car: str
    call_number: str | None
    status: CustodyStatus
    towed_at: datetime | None
    asked_at: datetime | None
    requested_by: str | None
    requested_by_phone: str | None


@dataclass(frozen=True, slots=True)
class CarPlace:
    """The property a car came from, with everybody who may or might call for it."""

    place: Property
    callers: tuple[Caller, ...]


class PlaceStore(Protocol):
    """Properties. A property is told by any of its keys; what nobody opened yet is known from its cars alone."""

    def tallies(self, since: datetime) -> tuple[Tally, ...]:
        """Every property, those without cars too."""

    def find(self, key: str) -> Property:
        """One property by a key of its own or another spelling's; raises ``NotFound``."""

    def touch(self, key: str) -> Property:
        """The same, on record from now on; raises ``NotFound``."""

    def add(self, place: Property) -> int:
        """Put a property on record that no car came from yet."""

    def save(self, place: Property) -> None: ...
    def spellings(self, key: str) -> tuple[str, ...]:
        """Every key that leads to the property."""

    def join(self, kept: Property, gone: Property) -> None:
        """Let every spelling of one property lead to another, with its callers, signs and complaints."""

    def callers(self) -> Mapping[int, tuple[Caller, ...]]:
        """Those of every property that count, by its id."""

    def save_caller(self, property_id: int, caller: Caller) -> int:
        """Add (id 0) or change; answers the id."""

    def signs(self, property_id: int | None = None) -> Mapping[int, tuple[Sign, ...]]:
        """Signs by property id, newest first; with thumbnails only for one property."""

    def save_sign(self, property_id: int, sign: Sign, photo: PreparedFile | None) -> int: ...
    def sign_photo(self, sign_id: int) -> bytes:
        """The photo to look at (JPEG); raises ``NotFound``."""

    def complaints(self, property_id: int) -> tuple[Complaint, ...]:
        """Newest first."""

    def save_complaint(self, property_id: int, complaint: Complaint) -> int: ...
    def take_out(self, table: str, row_id: int) -> None:
        """Take a caller, sign or complaint that was entered by mistake out of use; ``table`` is its name there."""

    def tows(self, keys: Collection[str], limit: int) -> tuple[Tow, ...]:
        """The cars from these spellings, newest first."""

    def standing_tows(self) -> tuple[Tow, ...]:
        """Every private-property car on the lot, by the key of its property."""

    def of_cars(self, custody_ids: Sequence[int]) -> Mapping[int, CarPlace]:
        """The properties of private-property cars; a car without a place has none."""

    def traces(self, property_id: int, limit: int) -> tuple[Trace, ...]:
        """What the record tells of a property, newest first."""


class City(NamedTuple):
    """One way in which cars' city or township is spelled: how many cars, how many of them wait on the lot for a department."""

    text: str
    cars: int
    waiting: int


class DepartmentStore(Protocol):
    """Police departments beyond their name and phone."""

    def contacts(self, agency_id: int) -> tuple[Contact, ...]: ...
    def save_contact(self, agency_id: int, contact: Contact) -> int: ...
    def take_out_contact(self, contact_id: int) -> None: ...
    def aliases(self, agency_id: int) -> tuple[str, ...]:
        """Other names, as somebody wrote them."""

    def set_aliases(self, agency_id: int, names: Mapping[str, str]) -> None:
        """Keep exactly these other names, by the key they are compared with."""

    def names(self) -> Mapping[str, int]:
        """Every key of a name or other name that leads to exactly one department in use."""

    def places(self, agency_id: int) -> tuple[str, ...]:
        """The places it answers for, as ``place_key`` spells them."""

    def set_places(self, agency_id: int, keys: Collection[str]) -> None: ...
    def spellings(self) -> tuple[Spelling, ...]:
        """Every other name and every place of the departments in use, one a department."""

    def cities(self) -> tuple[City, ...]: ...
    def waiting_in(self, place: str) -> tuple[int, ...]:
        """Custodies on the lot without a department whose city is this place, as ``place_key`` spells it."""

    def uses(self) -> Mapping[int, Uses]:
        """How much refers to each department."""

    def move(self, gone: int, kept: int) -> int:
        """Let everything that refers to one department refer to another; answers how many cars that were."""

    def traces(self, agency_id: int, limit: int) -> tuple[Trace, ...]:
        """What the record tells of a department, newest first."""
