"""What must or might be answered before a letter is printed; empty means print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from itow_desktop.domain.agencies import Agency, agency_key
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import EventKind, holds, on_clock
from itow_desktop.domain.holds import AUTHORITY, KIND, Hold
from itow_desktop.domain.letters.addresses import address_problems, window_problems
from itow_desktop.domain.letters.blocks import Fixed, LetterField, LetterWords
from itow_desktop.domain.letters.facts import Addressee, LetterFacts, decided_for_owner, petition_open, sale_time, spelled, values_of
from itow_desktop.domain.letters.kinds import LETTERS, LetterKind
from itow_desktop.domain.letters.standard import LAYOUTS
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind, Problem, said
from itow_desktop.domain.parties.party import Party, PartyRole
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

MAILING = "mail_class"
AGAIN = "again"
"""The field of the problem that a person answers by saying that the letter is meant to be written once more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a letter is asked for.

    ``again``: somebody means to write it once more. ``mail`` None: as it is usually mailed. ``shown``: the amount they saw.
    ``also``: the ids of the parties whose letters are written with it.
    """

    again: bool = False
    mail: MailClass | None = None
    shown: Decimal | None = None
    also: frozenset[int] = frozenset()


def preflight_letter(facts: LetterFacts, words: LetterWords, to: Addressee, asked: Asked = Asked()) -> tuple[Problem, ...]:
    """What a letter lacks, in the order in which it is best answered."""
    kind = LETTERS[words.kind]
    found = (
        *_office(facts),
        *_state(facts, kind),
        *_identity(facts),
        *_addressed(facts, kind, to),
        *mailing_problems(kind, asked.mail),
        *_amount(facts, kind, asked),
        *_steps(facts, kind),
        *_covered(facts, kind, to, asked),
        *_twice(facts, kind, to, asked),
    )
    told = frozenset(problem.field for problem in found if problem.blocking)
    return tuple(dict.fromkeys((*found, *_words(facts, words, to, told))))


def refuse(problems: Sequence[tuple[str, Problem]]) -> None:
    """Raise ``Problems`` where something of (call, problem) keeps a letter from being printed."""
    blocking = [(each.field, f"{call}: {each.sentence}") for call, each in problems if each.blocking]
    if blocking:
        raise Problems(tuple(blocking))


def _office(facts: LetterFacts) -> Iterator[Problem]:
    head = facts.sender.head
    for name, value in (("name", head.name), ("address", head.address), ("phone", head.phone)):
        if said(value) is None:
            yield Problem(f"office.{name}", f"The company's {name} is not set. Enter it in the office settings.")
    if wrong := facts.sender.window.problem:
        yield Problem("office.envelope", wrong)


def _state(facts: LetterFacts, kind: LetterKind) -> Iterator[Problem]:
    if facts.custody is CustodyKind.NOT_AN_IMPOUND:
        yield Problem("custody", "This vehicle is not an impound: its owner gets no such paper.")
    elif facts.custody is CustodyKind.UNKNOWN:
        yield Problem("custody", "It is not said yet what kind of tow this was. Sort the vehicle first.")
    elif kind.custody is not None and facts.custody not in kind.custody:
        yield Problem("custody", f"{kind.title} is not for this kind of custody ({CUSTODY_NAMES[facts.custody]}).")
    if kind.open:
        yield from _still_here(facts)
    elif facts.last(EventKind.RELEASED, EventKind.REDEEMED) is None or facts.status is not CustodyStatus.PICKED_UP:
        yield Problem("events", "Nobody is recorded as having picked this vehicle up. Record it first (Picked up by).")


def _still_here(facts: LetterFacts) -> Iterator[Problem]:
    if facts.status is not CustodyStatus.ON_LOT:
        yield Problem("events", f"The vehicle is not here any more ({facts.status.replace('_', ' ')}). No letter goes out for it.")
    local = on_clock(facts.events, facts.sender.head.zone)
    held = {each.data.get(KIND) for each in holds(local)}
    if Hold.BANKRUPTCY in held:
        yield Problem("holds", "The owner is in bankruptcy. No letter may ask for money; ask your attorney.")
    for other in sorted(str(each) for each in held if each in set(Hold) - {Hold.BANKRUPTCY}):
        yield Problem("holds", f"There is a hold: {Hold(other).shown}. Ask whoever placed it before this letter goes out.", blocking=False)
    if petition_open(facts.events):
        yield Problem("events", "The owner asked a court for a hearing, which has not decided yet. No letter goes out until it has.")
    if decided_for_owner(facts.events):
        yield Problem("events", "The court decided for the owner. No letter goes out for this vehicle.")


def _identity(facts: LetterFacts) -> Iterator[Problem]:
    if facts.vehicle is None and facts.plate is None and said(facts.fields.vin) is None:
        yield Problem("vehicle", "No VIN, plate or description. Enter at least one.")
    elif said(facts.fields.vin) is None:
        yield Problem("vehicle", "No VIN: the letter names the vehicle by what else is known.", blocking=False)
    if facts.day_of(EventKind.TOWED) is None and facts.custody is not CustodyKind.GARAGE_LIEN:
        yield Problem("events", "It is not recorded when the vehicle was towed. Enter the day of the tow.")


def _addressed(facts: LetterFacts, kind: LetterKind, to: Addressee) -> Iterator[Problem]:
    if to.party is not None:
        if to.party.role not in kind.roles:
            yield Problem("party", f"{to.party.name} is {to.party.role.words.lower()}: {kind.title} is not for them.")
        yield from address_problems(to.party, to.address)
    elif kind.roles:
        wanted = " or ".join(role.words.lower() for role in kind.roles)
        yield Problem("party", f"No {wanted} is on record. Enter one under Owner & lienholder.")
    elif kind.kind is NoticeKind.ENTRY_REQUEST:
        yield from _to_police(facts)


def _to_police(facts: LetterFacts) -> Iterator[Problem]:
    if facts.agency is None:
        yield Problem("agency", "No police department. Choose the one that released the vehicle.")
    elif said(facts.agency.address) is None or facts.agency.address is None:
        yield Problem("agency", f"{facts.agency.name} has no address. Enter it with the department.")
    else:
        yield from window_problems(facts.agency.name, (facts.agency.name, *facts.agency.address.splitlines()), "agency")
        yield from _other_department(facts, facts.agency)


def _other_department(facts: LetterFacts, agency: Agency) -> Iterator[Problem]:
    """The department that placed the hold is the one that must enter the vehicle."""
    placed = facts.last(EventKind.HOLD_PLACED)
    authority = said(placed.data.get(AUTHORITY)) if placed else None
    if authority and agency_key(authority) != agency_key(agency.name):
        yield Problem("agency", f"The hold was placed by {authority}, the letter goes to {agency.name}. Is that right?", blocking=False)


def mailing_problems(kind: LetterKind, mail: MailClass | None) -> tuple[Problem, ...]:
    """Whether a letter may be mailed that way; where the law asks for it, it is certified with a receipt (MCL 570.305)."""
    if mail is None or not kind.required or mail.with_receipt:
        return ()
    return (Problem(MAILING, "The law asks for certified mail with return receipt for this notice. Choose it."),)


def _amount(facts: LetterFacts, kind: LetterKind, asked: Asked) -> Iterator[Problem]:
    if kind.needs_amount and not facts.owed.known:
        yield Problem("charges", f"What is owed cannot be told: {', '.join(facts.owed.missing)} is not known. Enter it under Charges.")
    elif kind.needs_amount and facts.owed.total <= 0:
        yield Problem("charges", "Nothing is owed. A letter that asks for nothing is not written; look at the charges.")
    if asked.shown is not None and facts.owed.known and asked.shown != facts.owed.total:
        yield Problem(
            "charges", f"The amount changed from {dollars(asked.shown)} to {dollars(facts.owed.total)} meanwhile. Look at the letter again."
        )


def _steps(facts: LetterFacts, kind: LetterKind) -> Iterator[Problem]:
    if kind.kind is NoticeKind.ENTRY_REQUEST:
        yield from _request_window(facts)
    if kind.custody == frozenset({CustodyKind.GARAGE_LIEN}):
        yield from _lien_steps(facts)


def _request_window(facts: LetterFacts) -> Iterator[Problem]:
    if facts.day_of(EventKind.POLICE_RELEASED) is None:
        yield Problem("events", "The police have not released the vehicle, or it is not recorded. Record the release first.")
    if facts.last(EventKind.ABANDONMENT_REQUESTED, EventKind.LEIN_ENTERED) is not None:
        yield Problem("events", "The request was made already, or the vehicle is entered. Nothing is to be asked.")
    first, last = facts.request_from, facts.request_until
    if first is not None and facts.dated < first:
        yield Problem("events", f"The police may be asked from {spelled(first)} on (MCL 257.252d(6)). Write it then.")
    if last is not None and facts.dated > last:
        yield Problem("events", f"The last day for asking was {spelled(last)}. Ask at once, and ask your attorney.", blocking=False)


LEAST_NOTICE = timedelta(days=30)
"""From the postmark of a shop's notice to the end of the time to pay (MCL 570.305)."""


def _lien_steps(facts: LetterFacts) -> Iterator[Problem]:
    """MCL 570.305: certificate in hand, sale planned with its time, not before 75 days after the certificate, 30 days to pay."""
    certified, sale = facts.day_of(EventKind.CERTIFICATE_DATED), facts.last(EventKind.SALE_PLANNED)
    if facts.last(EventKind.LIEN_ATTACHED) is None:
        yield Problem("events", "It is not recorded since when the lien is due. Record the day it attached.")
    if certified is None:
        yield Problem("events", "The certificate of foreclosure is not recorded. Record its date: the notice goes out after it.")
    elif (facts.dated - certified).days > LEAST_NOTICE.days:
        yield Problem("events", "The certificate is older than 30 days: the notice is late. Ask your attorney.", blocking=False)
    if sale is None or sale_time(facts) is None:
        yield Problem("events", "The sale has no day and time yet. Record when it is planned: the notice must say so.")
    day = facts.local_day(sale)
    if day and facts.sale_from and day < facts.sale_from:
        yield Problem("events", f"The sale is planned before {spelled(facts.sale_from)}, the first day it may be held. Move it.")
    if day and day <= facts.dated + LEAST_NOTICE:
        yield Problem("events", "The owner has 30 days from the postmark to pay; the planned sale comes before. Move it.")
    if facts.unchecked_law:
        yield Problem("words", "Nobody compared this notice with MCL 570.305 for you yet. Ask your attorney.", blocking=False)


def _covered(facts: LetterFacts, kind: LetterKind, to: Addressee, asked: Asked) -> Iterator[Problem]:
    """Whether everybody who should get the letter does."""
    written = {piece.party_id for piece in facts.pieces if piece.kind in (_KINSHIP.get(kind.kind, {kind.kind})) and _counts(piece)}
    reached = written | asked.also | ({to.party.id} if to.party else set())
    roles = _SHOP_ROLES if kind.required else kind.roles
    others = [party for party in facts.parties if party.void is None and party.role in roles and party.id not in reached]
    if others:
        names = ", ".join(f"{party.name} ({party.role.words.lower()})" for party in others)
        say = "must get this notice too: choose everybody" if kind.required else "would get no letter"
        yield Problem("parties", f"{names} {say}.", blocking=kind.required)
    if kind.required and not _bureau(facts.parties):
        yield Problem(
            "parties",
            "The notice also goes to the Department of State, Bureau of Automotive Regulation. Enter it under Owner & lienholder as an "
            "authority, with its address.",
        )


_SHOP_ROLES = (PartyRole.OWNER, PartyRole.LESSOR, PartyRole.LIENHOLDER, PartyRole.AGENCY)
_KINSHIP = {
    NoticeKind.GARAGE_OWNER: frozenset({NoticeKind.GARAGE_OWNER, NoticeKind.GARAGE_LIENHOLDER}),
    NoticeKind.GARAGE_LIENHOLDER: frozenset({NoticeKind.GARAGE_OWNER, NoticeKind.GARAGE_LIENHOLDER}),
}


def _bureau(parties: Sequence[Party]) -> bool:
    return any(party.void is None and party.role is PartyRole.AGENCY for party in parties)


def _twice(facts: LetterFacts, kind: LetterKind, to: Addressee, asked: Asked) -> Iterator[Problem]:
    if asked.again or kind.mail is None:
        return
    mine = to.party.id if to.party else None
    before = [piece for piece in facts.pieces if piece.kind is kind.kind and piece.party_id == mine and _counts(piece)]
    if before:
        last = before[0]
        when = f" {spelled(last.handed_over_on)}" if last.handed_over_on else ""
        yield Problem(
            AGAIN, f"{to.name} has this letter already ({last.code}, {last.state.words.lower()}{when}). Say that you want another one."
        )


def _counts(piece: Piece) -> bool:
    """Whether a piece still reaches, or reached, its addressee as far as is known."""
    return piece.state not in (PieceState.VOID, PieceState.RETURNED)


_WAYS = {
    LetterField.OFFICE_HOURS: "office.hours", LetterField.AGENCY: "agency", LetterField.AGENCY_PHONE: "agency",
    LetterField.OWED: "charges", LetterField.PER_DAY: "charges", LetterField.GROWTH: "charges",
    LetterField.DUE_SINCE: "events", LetterField.POLICE_RELEASED_ON: "events", LetterField.REQUEST_UNTIL: "events",
    LetterField.CERTIFICATE_ON: "events", LetterField.SALE_DATE: "events", LetterField.SALE_TIME: "events",
    LetterField.TOWED_ON: "events", LetterField.TOWED_ON_SPANISH: "events", LetterField.RELEASED_ON: "events",
    LetterField.RELEASED_TO: "events", LetterField.NAME: "party",
}  # fmt: skip


def _words(facts: LetterFacts, words: LetterWords, to: Addressee, told: frozenset[str]) -> Iterator[Problem]:
    """Fields that the words name and nobody knows; where the way to one was ``told`` already, it is not said twice."""
    known = values_of(facts, to)
    for field in sorted(words.fields() - known.keys()):
        if field in (LetterField.OFFICE, LetterField.OFFICE_ADDRESS, LetterField.OFFICE_PHONE):
            continue
        way = _WAYS.get(field, "vehicle")
        if way in told:
            continue
        yield Problem(way, f"The letter names {field.words}, which is not known. Enter it, or take it out of the words.")
    if unknown := words.unknown():
        yield Problem("words", f"The words of this letter name {{{unknown[0]}}}, which is no field. Take it out of the words.")
    missing = [name for name in LAYOUTS[words.kind] if not isinstance(name, Fixed) and words.block(name) is None]
    if missing:
        yield Problem(
            "words", f"The words of this letter lack their part {missing[0].replace('_', ' ')}. Open the words and save them again."
        )
