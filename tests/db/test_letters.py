"""Letters on a real database: checked, kept with their envelopes, in words that managers change."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock

import pytest
from pypdfium2 import PdfDocument

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.cli.papers import PaperWish, write_asked
from itow_desktop.domain.errors import ChangedElsewhere, DatabaseTrouble, NotAllowed, Problems
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.letters.blocks import edited_words
from itow_desktop.domain.letters.preflight import AGAIN
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.mail.pieces import MailClass, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.letters.wording import preview_words, save_words, words_book
from itow_desktop.services.letters.writing import LetterWish, draft_letters, offered_letters, write_letters
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.parties.keeping import save_party
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import sort_cars
from tests.builders import call
from tests.db.cars import bring
from tests.db.faults import failing
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish

KIND = NoticeKind.COURTESY_OWNER


PLACE = MailAddress(0, 0, "", (), found_by=FoundBy.STATE_RECORD, found_on=date(2026, 3, 3), purpose=Purpose.TOWED)


def contents(papers: Sequence[KeptPaper]) -> list[bytes]:
    return [paper.content for paper in papers]


def text_of(pdf: bytes) -> str:
    with PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def test_a_letter_is_checked_written_and_not_written_twice(office: OpenOffice, renderer: PdfRenderer) -> None:
    first, bare = bring(office, call(call_number="31001"), call(call_number="31002"))
    (owner,) = furnish(office, first)
    shift = office.shift
    drafts = offered_letters(shift, [first, bare])
    assert [(draft.wish.custody_id, draft.wish.kind, draft.printable) for draft in drafts if draft.wish.kind is KIND] == [
        (first, KIND, True), (bare, KIND, False),
    ]  # fmt: skip
    wish = LetterWish(first, KIND, owner)
    (draft,) = draft_letters(shift, [wish])
    assert draft.amount is not None
    assert draft.amount > 185
    with pytest.raises(Problems) as refused:
        write_letters(shift, renderer, [wish, LetterWish(bare, KIND)])
    assert any(field == "party" and "31002" in sentence for field, sentence in refused.value.problems)
    with shift.desk.look() as unit:
        assert not unit.documents.of(first)
        assert not unit.mail.of(first)
    with pytest.raises(Problems, match="changed from"):
        write_letters(shift, renderer, [replace(wish, shown=Decimal("1.00"))])
    (kept,) = write_letters(shift, renderer, [replace(wish, shown=draft.amount)])
    with shift.desk.look() as unit:
        (piece,) = unit.mail.of(first)
        assert unit.documents.content(kept.document.id) == kept.content
    assert hashlib.sha256(kept.content).hexdigest() == kept.document.sha256
    assert (piece.state, piece.mail_class, piece.document_id, piece.party_id) == (
        PieceState.PREPARED, MailClass.CERTIFIED, kept.document.id, owner,
    )  # fmt: skip
    assert piece.block == (f"PAT PRACTICE {first}", "1 INVENTED ST", "FLINT MI  48502")
    assert piece.code in kept.document.name
    (again,) = draft_letters(shift, [wish])
    assert [problem.field for problem in again.problems if problem.blocking] == [AGAIN]
    with pytest.raises(Problems, match="has this letter already"):
        write_letters(shift, renderer, [wish])
    write_letters(shift, renderer, [replace(wish, again=True)])
    with shift.desk.look() as unit:
        assert len(unit.mail.of(first)) == 2


def test_the_days_of_the_law_stand_in_the_letters(office: OpenOffice, renderer: PdfRenderer) -> None:
    held, shop = bring(office, call(call_number="31501"), call(call_number="31502"))
    furnish(office, held, shop)
    shift, today = office.shift, office.shift.today
    sort_cars(shift, [held], CustodyKind.POLICE_HOLD)
    sort_cars(shift, [shop], CustodyKind.GARAGE_LIEN)
    (_, draft) = offered_letters(shift, [held])
    assert (draft.wish.kind, draft.wish.party_id) == (NoticeKind.ENTRY_REQUEST, None)
    assert any("have not released the vehicle" in problem.sentence for problem in draft.problems)
    record(shift, held, Entry(EventKind.POLICE_RELEASED, on=today, source=EventSource.PAPER))
    (_, draft) = offered_letters(shift, [held])
    first = today + timedelta(days=20)
    assert f"from {first:%B} {first.day}, {first.year} on" in " ".join(problem.sentence for problem in draft.problems)
    record(shift, shop, Entry(EventKind.LIEN_ATTACHED, on=today, source=EventSource.PAPER))
    record(shift, shop, Entry(EventKind.CERTIFICATE_DATED, on=today, source=EventSource.PAPER))
    early = Entry(
        EventKind.SALE_PLANNED, on=today + timedelta(days=74), data={"time": "10 AM"}, source=EventSource.PAPER, reason="a slip"
    )  # fmt: skip
    record(shift, shop, early)
    drafts = offered_letters(shift, [shop])
    assert [each.wish.kind for each in drafts] == [NoticeKind.GARAGE_OWNER]
    blocking = " ".join(problem.sentence for problem in drafts[0].problems if problem.blocking)
    last = today + timedelta(days=75)
    assert f"The sale is planned before {last:%B} {last.day}, {last.year}" in blocking
    assert "Bureau of Automotive Regulation" in blocking
    with pytest.raises(Problems, match="31502"):
        write_letters(shift, renderer, [drafts[0].again()])


def test_a_notice_of_the_shop_goes_to_everybody_at_once(office: OpenOffice, renderer: PdfRenderer) -> None:
    (shop,) = bring(office, call(call_number="31601"))
    furnish(office, shop)
    shift, today = office.shift, office.shift.today
    sort_cars(shift, [shop], CustodyKind.GARAGE_LIEN)
    for kind, day in ((EventKind.LIEN_ATTACHED, today), (EventKind.CERTIFICATE_DATED, today), (EventKind.SALE_PLANNED, None)):
        on, data = day or today + timedelta(days=80), {} if day else {"time": "10 AM <b>", "place": "Our <i>lot</i> \U0001f697"}
        record(shift, shop, Entry(kind, on=on, data=data, source=EventSource.PAPER))
    for role, name in ((PartyRole.LIENHOLDER, "First <b>Sample</b> & Co"), (PartyRole.AGENCY, "Department of State")):
        party = Party(0, shop, role, name, found_by=FoundBy.STATE_RECORD)
        save_party(shift, party, replace(PLACE, typed="2 Invented St", lines=("2 INVENTED ST", "LANSING MI  48918")))
    owner_notice = PaperWish(NoticeKind.GARAGE_OWNER, "31601")
    with failing(office, "pieces", "53100"), pytest.raises(DatabaseTrouble, match=r"no space left\. Nothing was changed"):
        write_asked(shift, renderer, shop, owner_notice)
    with shift.desk.look() as unit:
        assert not unit.documents.of(shop)
        assert not unit.mail.of(shop)
    papers = write_asked(shift, renderer, shop, owner_notice)
    texts = [text_of(paper.content) for paper in papers]
    assert [paper.document.kind for paper in papers] == [NoticeKind.GARAGE_OWNER] * 2 + [NoticeKind.GARAGE_LIENHOLDER]
    for name, said in zip((f"PAT PRACTICE {shop}", "DEPARTMENT OF STATE", "FIRST <B>SAMPLE</B> & CO"), texts, strict=True):
        assert name in said
        assert "10 AM <b>" in said
        assert "Our <i>lot</i> [red car]" in said
    assert renderer.page_count(renderer.bind(contents(papers), ())) == sum(map(renderer.page_count, contents(papers)))
    with pytest.raises(Problems, match="has this letter already"):
        write_asked(shift, renderer, shop, PaperWish(NoticeKind.GARAGE_LIENHOLDER, "31601"))
    (again,) = write_asked(shift, renderer, shop, PaperWish(NoticeKind.GARAGE_OWNER, "31601", "department", again=True))
    assert "DEPARTMENT OF STATE" in text_of(again.content)


def test_a_hundred_letters_are_written_in_two_seconds(private_office: OpenOffice, renderer: PdfRenderer) -> None:
    calls = [call(call_number=f"32{number:03}", vin=None, plate=f"P{number:04}") for number in range(100)]
    cars = bring(private_office, *calls)
    owners = furnish(private_office, *cars)
    wishes = [LetterWish(car, KIND, owner) for car, owner in zip(cars, owners, strict=True)]
    write_letters(private_office.shift, renderer, wishes[:1])
    began = time.process_time()
    kept = write_letters(private_office.shift, renderer, [replace(wish, again=True) for wish in wishes])
    took = time.process_time() - began
    assert len(kept) == 100
    assert max(len(paper.content) for paper in kept) <= 40 * 1024
    assert took <= 6.0  # measured: 1.6; a machine three times slower passes


def test_words_are_changed_by_managers_version_by_version(office: OpenOffice, renderer: PdfRenderer) -> None:
    (car,) = bring(office, call(call_number="33001"))
    (owner,) = furnish(office, car)
    shift, standard = office.shift, STANDARD[KIND]
    book = words_book(shift)
    assert book.in_use[KIND] == standard
    assert book.may_change
    ours = edited_words(standard, "Come and get your car", {"growth": ("", "{growth} Cash is fine.")})
    with pytest.raises(Problems) as refused:
        save_words(shift, edited_words(standard, "A title", {"growth": ("", "{grwth} it will be sold {")}))
    sentences = " ".join(sentence for _, sentence in refused.value.problems)
    for part in ("There is no field {grwth}", "brace", "will be sold"):
        assert part in sentences
    second = save_words(shift, ours)
    assert (second.version, second.title) == (2, "Come and get your car")
    with pytest.raises(ChangedElsewhere):
        save_words(shift, ours)
    (kept,) = write_letters(shift, renderer, [LetterWish(car, KIND, owner)])
    assert [words.version for words in words_book(shift).versions[KIND]] == [2, 1]
    assert words_book(shift).versions[KIND][0].saved_by == "Kim"
    assert preview_words(shift, renderer, standard, car).startswith(b"%PDF")
    clerk = add_person(shift, "Lou")
    assert clerk.rights is Rights.CLERK
    with pytest.raises(NotAllowed):
        save_words(shift.by(clerk), second)
    assert not words_book(shift.by(clerk)).may_change
    with shift.desk.look() as unit:
        assert unit.documents.get(kept.document.id).kind == KIND
