"""The page for a court from the record: read, drawn, kept with its SHA-256 among the papers of the car."""

import hashlib
from datetime import date
from io import BytesIO
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import NotAllowed, NotFound
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.people import Rights
from itow_desktop.domain.rules import Review
from itow_desktop.services.browsing import document
from itow_desktop.services.law_dates import law_dates, mark_checked
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.why_pages import draw_why, keep_why, write_why
from tests.db.cars import audited, bring_one, card, counting
from tests.db.offices import OpenOffice

RENDERER = PdfRenderer(Lock())
READ = Review("Pat Example, attorney", date(2026, 3, 1), "MCL 257.252g as printed by the state")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_page_speaks_of_the_car_by_the_office_s_own_clock_and_checked_rules(office: OpenOffice) -> None:
    shift, car = office.shift, bring_one(office, call_number="41001", requested_by="Pat Doe")
    record(shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 4)))
    record(shift, car, Entry(EventKind.NOTE, note="He shouted."))
    mark_checked(shift, [each.mark for each in law_dates(shift).rules if each.rule_id == "mi.bill_of_sale_request"], READ)
    paper = write_why(shift, car)
    facts = dict(paper.vehicle.facts)
    assert (facts["Call no."], facts["Requested by"], facts["Kind of custody"]) == ("41001", "Pat Doe", "Private property (PPI)")
    assert facts["Towed"] == "Mon 2 Mar 2026 10:00"
    assert [each.step for each in paper.checked] == ["Request TR-52L"]
    assert "Schedule sale" in [each.step for each in paper.unchecked]
    assert "shouted" not in repr(paper)
    drawn = draw_why(shift, RENDERER, car)
    assert drawn.name.startswith("WHY_41001_")
    assert drawn.name.endswith("_2026-03-04.pdf")
    assert "Request TR-52L: not before Sun 29 Mar 2026" in words(drawn.content)


def test_what_is_kept_are_the_very_bytes_that_were_looked_at(office: OpenOffice) -> None:
    shift, car = office.shift, bring_one(office)
    drawn = draw_why(shift, RENDERER, car)
    assert [each.kind for each in card(office, car).documents] == [], "looking keeps nothing"
    before = counting(office, car)
    kept = keep_why(shift, drawn)
    assert kept.document.sha256 == hashlib.sha256(drawn.content).hexdigest()
    info, content = document(shift.desk, kept.document.id)
    assert (info.kind, info.created_by, content) == ("why", "Kim", drawn.content)
    assert [each.kind for each in card(office, car).documents] == ["why"]
    assert counting(office, car) == before, "a page for a court is no letter: nothing is recorded as sent or printed"
    assert audited(office, "write down why") == []


def test_who_may_only_look_keeps_nothing_and_a_car_that_is_not_there_has_no_page(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)
    lee = add_person(shift, "Lee", Rights.VIEWER)
    drawn = draw_why(shift.by(lee), RENDERER, car)
    with pytest.raises(NotAllowed):
        keep_why(shift.by(lee), drawn)
    with pytest.raises(NotFound):
        draw_why(shift, RENDERER, car + 1000)
