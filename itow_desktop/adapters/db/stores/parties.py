"""Parties of cars with their addresses."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.mail_tables import PieceRecord
from itow_desktop.adapters.db.party_tables import PartyAddressRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import PartyRecord
from itow_desktop.domain.errors import ChangedElsewhere, NotFound, Refused
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose

_NEWER = "Somebody else changed this entry in the meantime. What you typed is kept: look at both, then save again."
_MAILED = "A letter went to this address, so its words stay. Nothing was changed; enter a new address instead."
_NO_PARTY = "This owner or lienholder is not on record. Nothing was changed."


class SqlParties:
    """``PartyStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, custody_id: int) -> tuple[Party, ...]:
        """Those of one car with all their addresses, void ones last."""
        return self.of_many([custody_id]).get(custody_id, ())

    def of_many(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[Party, ...]]:
        """Those of several cars; a car without any has none in it."""
        question = select(PartyRecord).where(among(PartyRecord.custody_id, custody_ids))
        found: dict[int, list[Party]] = defaultdict(list)
        for party in self._read(question.order_by(PartyRecord.void.is_not(None), PartyRecord.id)):
            found[party.custody_id].append(party)
        return {custody_id: tuple(parties) for custody_id, parties in found.items()}

    def get(self, party_id: int) -> Party:
        """One of them; raises ``NotFound``."""
        found = self._read(select(PartyRecord).where(PartyRecord.id == party_id))
        if not found:
            raise NotFound(_NO_PARTY)
        return found[0]

    def add(self, party: Party) -> int:
        """Enter one; answers its id."""
        new = insert(PartyRecord).values(custody_id=party.custody_id, void=party.void, **_said(party))
        return self._session.execute(new.returning(PartyRecord.id)).scalar_one()

    def change(self, party: Party) -> None:
        """Everything but its addresses; raises ``ChangedElsewhere`` where its version is not the kept one."""
        changed = (
            update(PartyRecord)
            .where(PartyRecord.id == party.id, PartyRecord.version == party.version)
            .values(void=party.void, version=PartyRecord.version + 1, **_said(party))
            .returning(PartyRecord.id)
        )
        if self._session.execute(changed.execution_options(synchronize_session=False)).scalar_one_or_none() is None:
            raise ChangedElsewhere(_NEWER)

    def add_address(self, address: MailAddress) -> int:
        """Enter one more address of its party; answers its id."""
        owner = select(PartyRecord.custody_id).where(PartyRecord.id == address.party_id).scalar_subquery()
        new = insert(PartyAddressRecord).values(
            party_id=address.party_id, custody_id=owner, **_words(address), **_known(address.good, address.why_bad, address.preferred)
        )
        return self._session.execute(new.returning(PartyAddressRecord.id)).scalar_one()

    def change_address(self, address: MailAddress) -> None:
        """Its words too; raises ``Refused`` for the words of one that a letter was addressed to."""
        kept = next((each for each in self.get(address.party_id).addresses if each.id == address.id), None)
        if kept is None:
            raise NotFound("This address is not on record. Nothing was changed.")
        spelled = (address.typed, address.lines, address.country)
        if spelled != (kept.typed, kept.lines, kept.country) and self.mailed([address.id]):
            raise Refused(_MAILED)
        self._change(address.id, **_words(address), **_known(address.good, address.why_bad, address.preferred))

    def mark_address(self, address_id: int, *, good: bool, why_bad: str | None = None, preferred: bool | None = None) -> None:
        """What is known of an address now; its words stay."""
        self._change(address_id, **_known(good, why_bad, preferred))

    def mailed(self, address_ids: Collection[int]) -> Collection[int]:
        """Those of the addresses that a letter was addressed to."""
        asked = select(PieceRecord.address_id).where(among(PieceRecord.address_id, list(address_ids)))
        return frozenset(each for each in self._session.scalars(asked) if each is not None)

    def _change(self, address_id: int, **values: Any) -> None:
        changed = update(PartyAddressRecord).where(PartyAddressRecord.id == address_id).values(**values)
        self._session.execute(changed.execution_options(synchronize_session=False))

    def _read(self, question: Select[PartyRecord]) -> list[Party]:
        records = self._session.scalars(question.execution_options(populate_existing=True)).all()
        addresses: dict[int, list[MailAddress]] = defaultdict(list)
        theirs = select(PartyAddressRecord).where(
            among(PartyAddressRecord.party_id, [record.id for record in records]), PartyAddressRecord.void.is_(None)
        )
        fresh = theirs.order_by(PartyAddressRecord.id).execution_options(populate_existing=True)
        for address in self._session.scalars(fresh) if records else ():
            addresses[address.party_id].append(_address(address))
        return [_party(record, tuple(addresses[record.id])) for record in records]


def _said(party: Party) -> dict[str, Any]:
    return {
        "role": party.role, "name": party.name, "attention": party.attention, "phone": party.phone, "email": party.email,
        "individual": party.individual, "found_by": party.found_by, "found_on": party.found_on, "note": party.note,
    }  # fmt: skip


def _words(address: MailAddress) -> dict[str, Any]:
    return {
        "typed": address.typed, "lines": list(address.lines), "country": address.country, "found_by": address.found_by,
        "found_on": address.found_on, "purpose": address.purpose,
    }  # fmt: skip


def _known(good: bool, why_bad: str | None, preferred: bool | None) -> dict[str, Any]:
    known: dict[str, Any] = {"good": good, "why_bad": None if good else why_bad}
    return known if preferred is None else {**known, "letters_here": preferred}


def _party(record: PartyRecord, addresses: tuple[MailAddress, ...]) -> Party:
    return Party(
        id=record.id, custody_id=record.custody_id, role=PartyRole(record.role), name=record.name, attention=record.attention,
        phone=record.phone, email=record.email, individual=record.individual,
        found_by=FoundBy(record.found_by) if record.found_by else None, found_on=record.found_on, note=record.note, void=record.void,
        addresses=addresses, version=record.version,
    )  # fmt: skip


def _address(record: PartyAddressRecord) -> MailAddress:
    return MailAddress(
        id=record.id, party_id=record.party_id, typed=record.typed, lines=tuple(record.lines), country=record.country,
        found_by=FoundBy(record.found_by) if record.found_by else None, found_on=record.found_on,
        purpose=Purpose(record.purpose) if record.purpose else None, good=record.good, why_bad=record.why_bad,
        preferred=record.letters_here,
    )  # fmt: skip
