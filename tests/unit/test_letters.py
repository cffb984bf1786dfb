"""Letters: what they may say, when they may be written, for whom."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.letters.blocks import Fixed, edited_words, forbidden, words_problems
from itow_desktop.domain.letters.facts import Addressee, LetterFacts
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.preflight import AGAIN, Asked, preflight_letter, refuse
from itow_desktop.domain.letters.standard import LAYOUTS, STANDARD
from itow_desktop.domain.letters.window import MOST_LINES, USUAL, Window, fitted
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import FoundBy, PartyRole
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.letters.gathering import addressee_of
from tests.letters import BUREAU, DATED, FACTS, LIENHOLDER, OWNER, TOWED, addressee, owing, party

OWNERS = NoticeKind.COURTESY_OWNER
EVERYBODY = Asked(also=frozenset({1, 2, 3}))


def problems(facts: LetterFacts, kind: NoticeKind = OWNERS, to: Addressee | None = None, asked: Asked = EVERYBODY) -> dict[str, str]:
    """What keeps a letter from being written: the sentences of each field."""
    found = preflight_letter(facts, STANDARD[kind], to or addressee(kind, facts), asked)
    fields = dict.fromkeys(problem.field for problem in found if problem.blocking)
    return {name: " ".join(problem.sentence for problem in found if problem.blocking and problem.field == name) for name in fields}


@pytest.mark.parametrize("kind", list(LETTERS))
def test_a_letter_of_which_nothing_is_missing_is_written(kind: NoticeKind) -> None:
    assert problems(FACTS[kind], kind) == {}


def test_every_layout_has_its_words_and_every_word_its_place() -> None:
    assert set(LAYOUTS) == set(STANDARD) == set(LETTERS)
    for kind, words in STANDARD.items():
        assert [place for place in LAYOUTS[kind] if not isinstance(place, Fixed)] == [block.name for block in words.blocks]
        assert words_problems(words, words) == ()


def test_no_letter_looks_official_and_no_courtesy_letter_sets_a_limit() -> None:
    for words in STANDARD.values():
        assert [forbidden(words.kind, text) for _, text in words.texts() if forbidden(words.kind, text)] == []
    for text in ("FINAL notice", "Your car will be\nsold", "Notice of Abandoned Vehicle", "see form TR-52", "12 days left"):
        assert forbidden(NoticeKind.RELEASE, text)
    assert forbidden(OWNERS, "Pay within 10 days")
    assert forbidden(OWNERS, "We finally found you") is None


def _event(kind: EventKind, **data: str) -> Event:
    return Event(kind.value, kind, on=DATED, data=data)


@pytest.mark.parametrize(
    ("events", "field", "words"),
    [
        ((TOWED, _event(EventKind.RELEASED)), "events", "not here any more"),
        ((TOWED, _event(EventKind.SOLD)), "events", "not here any more"),
        ((TOWED, _event(EventKind.HEARING_PETITIONED)), "events", "has not decided"),
        ((TOWED, _event(EventKind.HEARING_PETITIONED), _event(EventKind.HEARING_DECIDED, outcome="for_owner")), "events", "for the owner"),
        ((TOWED, _event(EventKind.HOLD_PLACED, hold="bankruptcy")), "holds", "bankruptcy"),
        ((), "events", "when the vehicle was towed"),
    ],
)
def test_no_letter_goes_out_for_such_a_car(events: tuple[Event, ...], field: str, words: str) -> None:
    found = preflight_letter(replace(FACTS[OWNERS], events=events), STANDARD[OWNERS], addressee(OWNERS), EVERYBODY)
    assert any(each.blocking and each.field == field and words in each.sentence for each in found)


@pytest.mark.parametrize(
    ("custody", "words"),
    [
        (CustodyKind.NOT_AN_IMPOUND, "not an impound"),
        (CustodyKind.UNKNOWN, "Sort the vehicle"),
        (CustodyKind.GARAGE_LIEN, "not for this kind"),
    ],
)
def test_the_kind_of_custody_must_fit(custody: CustodyKind, words: str) -> None:
    facts = FACTS[OWNERS]
    assert words in problems(replace(facts, fields=replace(facts.fields, custody=custody)))["custody"]


def test_the_amount_is_the_ledgers_of_this_day() -> None:
    facts = FACTS[OWNERS]
    assert "the tow fee" in problems(replace(facts, owed=owing(missing=("the tow fee",))))["charges"]
    assert "Nothing is owed" in problems(replace(facts, owed=owing(total=Decimal("0.00"))))["charges"]
    assert "changed from $570.00 to $575.00" in problems(facts, asked=replace(EVERYBODY, shown=Decimal("570.00")))["charges"]
    assert problems(facts, asked=replace(EVERYBODY, shown=Decimal("575.00"))) == {}


def _to(**changes: object) -> Addressee:
    (address,) = OWNER.addresses
    return addressee_of(replace(OWNER, addresses=(replace(address, **changes),)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (_to(found_by=FoundBy.LEIN), "LEIN"),
        (addressee_of(replace(OWNER, found_by=FoundBy.LEIN)), "LEIN"),
        (_to(purpose=None), "what we may use"),
        (_to(good=False, why_bad="came back: moved"), "came back: moved"),
        (_to(lines=("TOLEDO OH  43604",)), "no street or no city"),
        (_to(lines=("77 SAMPLE AVE", "TOLEDO OHIO")), "no city, state and ZIP"),
        (_to(lines=("77 SAMPLE AVE", "TOLEDO XX  43604")), "no state XX"),
        (_to(lines=tuple(f"LINE {number}" for number in range(9))), "the window shows 5"),
        (_to(lines=("7" * 60, "TOLEDO OH  43604")), "too long for the window"),
        (addressee_of(replace(OWNER, addresses=())), "has no address"),
    ],
)
def test_an_address_is_complete_and_may_be_used(to: Addressee, words: str) -> None:
    assert words in problems(FACTS[OWNERS], to=to)["address"]


def test_a_foreign_address_is_taken_as_it_was_typed() -> None:
    assert problems(FACTS[OWNERS], to=_to(lines=("12 RUE INVENTEE", "MONTREAL QC H3Z 2Y7", "CANADA"), country="CA")) == {}


def test_the_same_letter_goes_out_once_unless_somebody_means_it() -> None:
    piece = Piece(7, 1, OWNERS, MailClass.CERTIFIED, PieceState.HANDED_OVER, (), party_id=1, handed_over_on=date(2026, 5, 11))
    facts = replace(FACTS[OWNERS], pieces=(piece,))
    assert "PC000007, mailed May 11, 2026" in problems(facts)[AGAIN]
    assert problems(facts, asked=replace(EVERYBODY, again=True)) == {}
    for state in (PieceState.VOID, PieceState.RETURNED):
        assert problems(replace(facts, pieces=(replace(piece, state=state),))) == {}
    assert problems(replace(facts, pieces=(replace(piece, party_id=9),))) == {}


def test_a_shop_lien_reaches_everybody_or_nobody() -> None:
    kind = NoticeKind.GARAGE_OWNER
    facts = FACTS[kind]
    assert "First Sample Credit Union (lienholder)" in problems(facts, kind, asked=Asked(also=frozenset({1, 3})))["parties"]
    reached = Piece(7, 1, NoticeKind.GARAGE_LIENHOLDER, MailClass.CERTIFIED_RECEIPT, PieceState.PREPARED, (), party_id=2)
    assert problems(replace(facts, pieces=(reached,)), kind, asked=Asked(also=frozenset({1, 3}))) == {}
    assert "Bureau of Automotive Regulation" in problems(replace(facts, parties=(OWNER, LIENHOLDER)), kind)["parties"]
    assert "return receipt" in problems(facts, kind, asked=replace(EVERYBODY, mail=MailClass.FIRST_CLASS))["mail_class"]
    other = preflight_letter(
        replace(FACTS[OWNERS], parties=(OWNER, party(4, PartyRole.OWNER, "Sam Second", "1 A ST", "FLINT MI  48502"))), STANDARD[OWNERS],
        addressee(OWNERS), Asked(),
    )  # fmt: skip
    assert [each.sentence for each in other if not each.blocking] == ["Sam Second (owner) would get no letter."]


def test_a_shop_liens_sale_leaves_the_time_the_law_gives() -> None:
    kind = NoticeKind.GARAGE_OWNER
    facts = FACTS[kind]
    early = Event("sale", EventKind.SALE_PLANNED, at=datetime(2026, 6, 10, 14, 0, tzinfo=UTC))
    assert "30 days from the postmark" in problems(replace(facts, events=(*facts.events[:2], early)), kind)["events"]
    assert "first day it may be held" in problems(replace(facts, sale_from=date(2026, 7, 21)), kind)["events"]
    timeless = Event("sale", EventKind.SALE_PLANNED, on=date(2026, 7, 20))
    assert "no day and time yet" in problems(replace(facts, events=(*facts.events[:2], timeless)), kind)["events"]
    assert problems(replace(facts, events=(*facts.events[:2], replace(timeless, data={"time": "10 AM"}))), kind) == {}
    assert BUREAU.role is PartyRole.AGENCY


def test_the_police_are_asked_in_their_ten_days() -> None:
    kind = NoticeKind.ENTRY_REQUEST
    facts = FACTS[kind]
    assert "from May 19, 2026 on" in problems(replace(facts, request_from=date(2026, 5, 19)), kind)["events"]
    late = preflight_letter(replace(facts, request_until=date(2026, 5, 17)), STANDARD[kind], addressee(kind))
    assert [each.sentence for each in late] == ["The last day for asking was May 17, 2026. Ask at once, and ask your attorney."]
    assert "No police department" in problems(replace(facts, agency=None), kind)["agency"]
    assert facts.agency is not None
    endless = replace(facts.agency, address="\n".join(f"Floor {number}" for number in range(9)))
    assert "10 lines; the window shows" in problems(replace(facts, agency=endless), kind)["agency"]
    held = replace(facts, events=(*facts.events, Event("hold", EventKind.HOLD_PLACED, data={"hold": "police", "authority": "Flint PD"})))
    assert any("placed by Flint PD" in each.sentence for each in preflight_letter(held, STANDARD[kind], addressee(kind)))


def test_refusing_names_every_car() -> None:
    found = preflight_letter(replace(FACTS[OWNERS], events=()), STANDARD[OWNERS], addressee(OWNERS), EVERYBODY)
    with pytest.raises(Problems, match=r"^21359: It is not recorded when the vehicle was towed"):
        refuse([("21359", each) for each in found])


def test_words_with_unknown_fields_or_gaps_are_refused() -> None:
    words = STANDARD[OWNERS]
    wrong = edited_words(words, " ", {"growth": ("", "{per day} is {owed"), "where": ("", "  "), "owed": ("h" * 100, "x")})
    sentences = " ".join(sentence for _, sentence in words_problems(wrong, words))
    for part in ("needs a title", "no field {per day}", "brace", "may not be empty", "90 characters"):
        assert part in sentences
    stored = edited_words(words, words.title, {"growth": ("", "{growth} {tomorrow_too}")})
    found = preflight_letter(FACTS[OWNERS], stored, addressee(OWNERS), EVERYBODY)
    assert [(each.field, each.blocking) for each in found] == [("words", True)]
    assert "name {tomorrow_too}, which is no field" in found[0].sentence


def test_the_window_shows_the_address_however_the_sheet_slides() -> None:
    safe = USUAL.safe
    assert (safe.left, safe.top, safe.width, safe.height) == (1.0, 2.625, 3.25, 0.625)
    assert USUAL.folds[0] == 3.875
    assert USUAL.band == (1.9, 3.8)
    assert Window(nudge_x=0.05, nudge_y=-0.03).block.left == pytest.approx(1.05)
    assert USUAL.problem is None
    for wrong in (Window(panel=4.5), Window(width=9.0), Window(height=0.0), Window(panel=3.0), Window(left=6.0)):
        assert wrong.problem


def test_a_long_name_takes_a_second_line() -> None:
    block = ("ASSOCIATION OF THE INVENTED NEIGHBORS OF GENESEE COUNTY", "1 A ST", "FLINT MI  48502")
    assert fitted(block) == ("ASSOCIATION OF THE INVENTED NEIGHBORS OF", "GENESEE COUNTY", "1 A ST", "FLINT MI  48502")
    assert len(fitted(("WORD " * 40, "1 A ST", "FLINT MI  48502"))) == MOST_LINES
