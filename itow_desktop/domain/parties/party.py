"""Who has a stake in a car, with every address that mail was ever sent to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class PartyRole(StrEnum):
    """What somebody is to a car; a car may have several of each."""

    OWNER = "owner"
    LIENHOLDER = "lienholder"
    INSURER = "insurer"
    LESSOR = "lessor"
    AGENCY = "agency"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _ROLES[self]


_ROLES: Mapping[PartyRole, str] = MappingProxyType(
    {
        PartyRole.OWNER: "Owner",
        PartyRole.LIENHOLDER: "Lienholder",
        PartyRole.INSURER: "Insurer",
        PartyRole.LESSOR: "Lessor",
        PartyRole.AGENCY: "Authority",
        PartyRole.OTHER: "Other",
    }
)


class FoundBy(StrEnum):
    """Where a name or an address comes from."""

    IN_PERSON = "in_person"
    POLICE = "police"
    STATE_NOTICE = "state_notice"
    STATE_RECORD = "state_record"
    SEARCH_FIRM = "search_firm"
    TOWBOOK = "towbook"
    OLD_DATABASE = "old_database"
    LEIN = "lein"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _FOUND[self]


_FOUND: Mapping[FoundBy, str] = MappingProxyType(
    {
        FoundBy.IN_PERSON: "told us themselves",
        FoundBy.POLICE: "police department, on paper",
        FoundBy.STATE_NOTICE: "copy of the state's notice",
        FoundBy.STATE_RECORD: "Secretary of State record",
        FoundBy.SEARCH_FIRM: "record search firm",
        FoundBy.TOWBOOK: "TowBook",
        FoundBy.OLD_DATABASE: "old database",
        FoundBy.LEIN: "LEIN",
        FoundBy.OTHER: "other",
    }
)


class Purpose(StrEnum):
    """What a personal record of a motor vehicle department may be used for (18 U.S.C. 2721(b); recalled, not read)."""

    TOWED = "towed"
    CONSENT = "consent"
    LITIGATION = "litigation"
    NOT_A_RECORD = "not_a_record"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _PURPOSES[self]


_PURPOSES: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.TOWED: "notice to the owner of a towed vehicle",
        Purpose.CONSENT: "the person agreed",
        Purpose.LITIGATION: "for a court case",
        Purpose.NOT_A_RECORD: "not from a motor vehicle record",
    }
)


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where mail reaches a party: as typed and as it is printed.

    ``lines`` are the lines below the name, in capitals as Publication 28 has them, chosen by the clerk; none where nobody
    looked at what an old record told. Never changed once mail went there (a change is another address). ``country`` is
    ISO 3166 alpha-2; ``good`` False: mail came back from it or somebody said so, ``why_bad`` says why. ``preferred``: where
    the next letter goes.
    """

    id: int
    party_id: int
    typed: str
    lines: tuple[str, ...]
    country: str = "US"
    found_by: FoundBy | None = None
    found_on: date | None = None
    purpose: Purpose | None = None
    good: bool = True
    why_bad: str | None = None
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a stake in one custody.

    ``individual`` None: not known whether a person or a firm. ``void`` is the reason why the entry does not count.
    ``version`` tells whether somebody else changed it meanwhile.
    """

    id: int
    custody_id: int
    role: PartyRole
    name: str
    attention: str | None = None
    phone: str | None = None
    email: str | None = None
    individual: bool | None = None
    found_by: FoundBy | None = None
    found_on: date | None = None
    note: str | None = None
    void: str | None = None
    addresses: tuple[MailAddress, ...] = ()
    version: int = 1

    @property
    def address(self) -> MailAddress | None:
        """Where the next letter goes: the preferred good one, the newest where several are."""
        usable = [each for each in self.addresses if each.good]
        return max(usable, key=lambda each: (each.preferred, each.id), default=None)

    def block(self, address: MailAddress) -> tuple[str, ...]:
        """The lines in the window of an envelope."""
        names = (self.name, f"ATTN {self.attention}" if self.attention else "")
        return (*(" ".join(name.split()).upper() for name in names if name), *address.lines)
