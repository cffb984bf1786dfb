"""Write letters, each checked first, and keep their exact bytes with the envelopes they go into; keeping one records no printing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.blocks import LetterWords
from itow_desktop.domain.letters.composing import letter, numbered
from itow_desktop.domain.letters.facts import Addressee, LetterFacts
from itow_desktop.domain.letters.kinds import LETTERS, LetterKind
from itow_desktop.domain.letters.paper import LetterPaper
from itow_desktop.domain.letters.preflight import AGAIN, Asked, preflight_letter, refuse
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind, Problem, letter_file_name, said
from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.letters.gathering import addressee_of, addressees, gather, words_in_use
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class LetterWish:
    """A letter somebody wants. ``party_id`` None: it goes to the police department or to whoever took the car, or nobody is on record.

    ``mail_class`` None: as the kind is usually mailed. ``again``: one was written before and another one is meant;
    ``shown``: the amount they saw.
    """

    custody_id: int
    kind: NoticeKind
    party_id: int | None = None
    address_id: int | None = None
    mail_class: MailClass | None = None
    again: bool = False
    shown: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter as far as the record can fill it, what it lacks, what it would say; ``amount`` None: none is known."""

    wish: LetterWish
    call: str
    vehicle: str
    to: Addressee
    title: str
    paper: LetterPaper
    problems: tuple[Problem, ...]
    amount: Decimal | None

    @property
    def printable(self) -> bool:
        """Whether nothing keeps it from being printed."""
        return not any(problem.blocking for problem in self.problems)

    @property
    def written(self) -> bool:
        """Whether they have this letter already."""
        return any(problem.field == AGAIN for problem in self.problems)

    def again(self) -> LetterWish:
        """The same letter, meant to be written once more."""
        return replace(self.wish, again=True)


def draft_letters(shift: Shift, wishes: Sequence[LetterWish]) -> tuple[LetterDraft, ...]:
    """The letters as they would be written now, in the order given; nothing is kept."""
    with shift.desk.look() as unit:
        return _drafts(shift, unit, wishes)


def offered_letters(shift: Shift, custody_ids: Sequence[int]) -> tuple[LetterDraft, ...]:
    """Every letter that fits the kind of custody of a car, to each party it could go to; car by car."""
    with shift.desk.look() as unit:
        known = gather(shift, unit, custody_ids)
        wishes = [wish for custody_id in known for wish in _offers(known[custody_id])]
        return _drafts(shift, unit, wishes, known)


def write_letters(shift: Shift, renderer: Renderer, wishes: Sequence[LetterWish]) -> tuple[KeptPaper, ...]:
    """Check, draw, keep the letters with their envelopes; all or none. Raises ``Problems`` with everything that is missing.

    The cars are locked meanwhile, so that two desks cannot write the same letter at once.
    """
    if not wishes:
        raise Problems((("letters", "No letter is chosen."),))
    with shift.desk.begin(shift.deed("write letters", undoable=False)) as unit:
        unit.events.lock(sorted({wish.custody_id for wish in wishes}))
        drafts = _drafts(shift, unit, wishes)
        refuse([(draft.call, problem) for draft in drafts for problem in draft.problems])
        mailed = [draft for draft in drafts if _kind(draft).mail is not None]
        ids = dict(zip((id(draft) for draft in mailed), unit.mail.reserve(len(mailed)) if mailed else (), strict=True))
        kept = [_kept(unit, renderer, draft, ids.get(id(draft))) for draft in drafts]
        pieces = [piece for _, piece in kept if piece is not None]
        if pieces:
            unit.mail.prepare(pieces)
        unit.commit()
    return tuple(paper for paper, _ in kept)


def preview_letter(renderer: Renderer, draft: LetterDraft) -> bytes:
    """The letter as PDF as it would be printed, without the barcode that only a kept one has."""
    return renderer.render_letter(draft.paper)


def _offers(facts: LetterFacts) -> list[LetterWish]:
    """A car that left gets its receipt; one without an owner, or that gets no letter at all, has one that says why."""
    gone = facts.status is CustodyStatus.PICKED_UP
    fitting = [kind for kind in LETTERS.values() if kind.open is not gone and (kind.custody is None or facts.custody in kind.custody)]
    wishes = []
    for kind in fitting or [LETTERS[NoticeKind.COURTESY_OWNER]]:
        found = addressees(facts, kind)
        wishes += [LetterWish(facts.custody_id, kind.kind, to.party.id if to.party else None) for to in found]
        if not found and PartyRole.OWNER in kind.roles:
            wishes.append(LetterWish(facts.custody_id, kind.kind))
    return wishes


def _drafts(
    shift: Shift, unit: UnitOfWork, wishes: Sequence[LetterWish], known: Mapping[int, LetterFacts] | None = None
) -> tuple[LetterDraft, ...]:
    facts = known or gather(shift, unit, [wish.custody_id for wish in wishes])
    words = words_in_use(unit)
    together = _together(wishes)
    return tuple(_draft(facts[wish.custody_id], words[wish.kind], wish, together[wish.custody_id]) for wish in wishes)


def _together(wishes: Sequence[LetterWish]) -> Mapping[int, frozenset[int]]:
    """The parties of each car that get a letter in the same go."""
    found: dict[int, set[int]] = defaultdict(set)
    for wish in wishes:
        found[wish.custody_id].update([wish.party_id] if wish.party_id is not None else [])
    return {custody_id: frozenset(parties) for custody_id, parties in found.items()}


def _draft(facts: LetterFacts, words: LetterWords, wish: LetterWish, together: frozenset[int]) -> LetterDraft:
    to = _addressee(facts, LETTERS[wish.kind], wish)
    problems = preflight_letter(facts, words, to, Asked(wish.again, wish.mail_class, wish.shown, together))
    amount = facts.owed.total if facts.owed.known else None
    paper = letter(facts, words, to)
    return LetterDraft(wish, facts.call, facts.vehicle or facts.plate or "", to, LETTERS[wish.kind].title, paper, problems, amount)


def _addressee(facts: LetterFacts, kind: LetterKind, wish: LetterWish) -> Addressee:
    if wish.party_id is not None:
        party = next((each for each in facts.parties if each.id == wish.party_id), None)
        return addressee_of(party, wish.address_id) if party else Addressee("nobody")
    return Addressee("nobody") if kind.roles else addressees(facts, kind)[0]


def _kind(draft: LetterDraft) -> LetterKind:
    return LETTERS[draft.wish.kind]


def _kept(unit: UnitOfWork, renderer: Renderer, draft: LetterDraft, piece_id: int | None) -> tuple[KeptPaper, Piece | None]:
    wish, to = draft.wish, draft.to
    paper = draft.paper if piece_id is None else numbered(draft.paper, piece_id)
    content = renderer.render_letter(paper)
    name = letter_file_name(wish.kind, (draft.call, said(draft.vehicle.split(",")[0]), paper.code), paper.dated)
    data = {
        "version": str(paper.version),
        "to": to.name,
        "piece": str(piece_id) if piece_id is not None else "",
        "party": str(wish.party_id) if wish.party_id is not None else "",
        "amount": f"{draft.amount:.2f}" if draft.amount is not None else "",
    }
    info = unit.documents.add(wish.custody_id, wish.kind, name, content, {key: value for key, value in data.items() if value})
    kept = KeptPaper(info, content, (wish.custody_id,))
    mail = wish.mail_class or _kind(draft).mail
    if piece_id is None or mail is None:
        return kept, None
    address = to.address.id if to.address else None
    return kept, Piece(
        piece_id, wish.custody_id, wish.kind, mail, PieceState.PREPARED, to.block, wish.party_id, address, document_id=info.id
    )  # fmt: skip
