"""The page for a court: facts and checked rules, unchecked dates apart, nothing internal; read back from its PDF."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from threading import Lock

import pypdfium2
import pytest

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.reviews import ROLL, RuleReview, mark_of, reviewed, roll_mark_of
from itow_desktop.domain.rules import Review, RulePack
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.why_papers import WhyPaper, WhyVehicle, why_paper
from tests.law import michigan
from tests.notices import OFFICE

WRITTEN = datetime(2026, 4, 1, 13, 5, tzinfo=UTC)
READ = Review("Pat Example, attorney", date(2026, 3, 1), "MCL 257.252a as printed by the state")
CAR = WhyVehicle(
    "21359", "ABC1234 MI, gray 2011 Chevrolet Malibu", (("Vehicle", "gray 2011 Chevrolet Malibu"), ("VIN", "1G1ZZ5EU0AF000001"))
)
TOWED = Event(
    "t", EventKind.TOWED, at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC), source=EventSource.IMPORT, recorded_by="Kim",
    recorded_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC), data={"arrived": "2026-03-02T14:20:30+00:00", "called": "2026"},
)  # fmt: skip
CALLED = Event(
    "c", EventKind.POLICE_NOTIFIED, at=datetime(2026, 3, 2, 14, 30, tzinfo=UTC), source=EventSource.MY_CALL, recorded_by="Kim",
    data={"person": "Sgt. Roe", "badge": "412", "complaint_no": "26-1234"}, note="He was rude.",
)  # fmt: skip
WRONG = Event("w", EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 8), recorded_by="Kim")
RIGHT = Event(
    "r", EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 9), source=EventSource.PAPER, recorded_by="Lee", supersedes="w",
    recorded_at=datetime(2026, 3, 12, 14, 0, tzinfo=UTC), note="Misread it.",
)  # fmt: skip
NOTE = Event("n", EventKind.NOTE, at=WRITTEN, note="The owner sounds like trouble.")
EVENTS = (RIGHT, NOTE, WRONG, CALLED, TOWED)


def checked(*ids: str) -> RulePack:
    pack = michigan()
    given = [RuleReview(0, rule.id, rule.case, mark_of(rule), READ) for rule in pack.rules if rule.id in ids]
    return reviewed(pack, [*given, *([RuleReview(0, ROLL, "", roll_mark_of(pack), READ)] if ROLL in ids else [])])


def page(pack: RulePack, events: Sequence[Event] = EVENTS) -> WhyPaper:
    found = deadlines(CustodyKind.PRIVATE_PROPERTY, events, pack, began_on=date(2026, 3, 20))
    return why_paper(OFFICE, WRITTEN, CAR, events, (pack, found))


def every_word(paper: WhyPaper) -> str:
    return repr((paper.facts, paper.checked, paper.rules, paper.unchecked))


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_facts_stand_in_the_order_of_happening_with_how_they_came_on_record() -> None:
    facts = page(michigan()).facts
    assert [(fact.when, fact.what) for fact in facts] == [
        ("Mon 2 Mar 2026 09:30", "call-in"),
        ("Mon 2 Mar 2026 10:00", "tow"),
        ("Sun 8 Mar 2026", "SOS notice date"),
        ("Mon 9 Mar 2026", "SOS notice date"),
    ]
    assert facts[0].particulars == "with Sgt. Roe, badge 412, complaint no. 26-1234"
    assert facts[1].particulars == "called 2026, arrived Mon 2 Mar 2026 09:20"
    assert facts[1].recorded == "import, recorded by Kim on Mon 2 Mar 2026 11:00"
    assert [fact.corrected for fact in facts] == ["", "", "Corrected by Lee on Thu 12 Mar 2026 10:00", ""]


def test_nothing_internal_is_on_it() -> None:
    said = every_word(page(michigan()))
    for internal in ("rude", "trouble", "Misread", "not late", "Say whether", "House practice", "Print TOP", "office.", "urgency"):
        assert internal not in said, internal


def test_a_date_stands_among_the_checked_ones_only_when_all_it_rests_on_was_compared() -> None:
    assert page(michigan()).checked == ()
    half = page(checked("mi.sale"))
    assert (half.checked, half.rules) == ((), ())
    rolled = page(checked("mi.sale", "mi.redeem_or_petition"))
    assert rolled.checked == (), "the roll moved the day, and nobody compared the roll"
    whole = page(checked("mi.sale", "mi.redeem_or_petition", ROLL))
    assert [(each.step, each.when) for each in whole.checked] == [
        ("Wait for owner", "until Mon 30 Mar 2026, run out"),
        ("Schedule sale", "not before Tue 31 Mar 2026"),
    ]
    assert "Schedule sale" not in [each.step for each in whole.unchecked]
    assert [rule.citation for rule in whole.rules] == ["257.252a", "257.252a(18)", "MCL 8.6"]
    assert all("Compared by Pat Example, attorney on Sun 1 Mar 2026 with MCL 257.252a" in rule.checked for rule in whole.rules)
    assert "Labor Day" in whole.rules[-1].sentence


def test_the_rules_of_a_checked_date_include_those_it_is_counted_from() -> None:
    monday = replace(RIGHT, on=date(2026, 3, 10))
    paper = page(checked("mi.sale", "mi.redeem_or_petition"), (TOWED, monday))
    assert [rule.citation for rule in paper.rules] == ["257.252a", "257.252a(18)"]


def test_the_pdf_has_the_head_of_the_vehicle_and_keeps_the_unchecked_dates_on_a_page_apart(renderer: PdfRenderer) -> None:
    pages = pages_of(renderer.render_why(page(checked("mi.sale", "mi.redeem_or_petition", ROLL))))
    first = next(place for place, text in enumerate(pages) if "Not checked: dates whose rules nobody has compared" in text)
    assert first > 0
    before, after = " ".join(pages[:first]), " ".join(pages[first:])
    for words in (
        OFFICE.name, "810-555-0100", "ABC1234 MI, gray 2011 Chevrolet Malibu", "1G1ZZ5EU0AF000001", "Michigan, rules us-mi",
        "Schedule sale: not before Tue 31 Mar 2026", "Counted from: SOS notice date Mon 9 Mar 2026", "Pat Example, attorney",
    ):  # fmt: skip
        assert words in before, words
    assert "Schedule sale" not in after
    assert "Request TR-52L: not before Fri 3 Apr 2026" in after
    assert "Request TR-52L" not in before
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert all("Call no. 21359" in text for text in pages)
    for internal in ("rude", "trouble", "Misread", "Print TOP"):
        assert internal not in before + after


def test_hostile_words_and_very_many_facts_break_no_page(renderer: PdfRenderer) -> None:
    hostile = replace(CALLED, data={"person": "<b>&" + "W" * 900, "answer": "M\u00fchle \u202e\u2603 " * 90})
    letters = [replace(TOWED, id=str(number), kind=EventKind.LETTER_SENT, data={"letter": "top"}) for number in range(120)]
    paper = page(michigan(), (TOWED, hostile, *letters))
    long = replace(paper, vehicle=WhyVehicle(None, "W" * 300, (("Vehicle", "<i>" + "x" * 2000),)))
    pages = pages_of(renderer.render_why(long))
    assert len(pages) > 4
    assert "<b>&" in " ".join(pages)


def test_a_car_without_any_fact_is_a_page_that_says_so(renderer: PdfRenderer) -> None:
    text = " ".join(pages_of(renderer.render_why(page(michigan(), ()))))
    assert "Nothing is recorded." in text
    assert "None of the rules was compared yet." in text


def test_the_same_data_gives_the_same_bytes(renderer: PdfRenderer) -> None:
    paper = page(checked("mi.sale"))
    assert renderer.render_why(paper) == renderer.render_why(paper)
