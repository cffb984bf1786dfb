"""Papers of the office's day on a real database: what stands in them, what is kept in the folder."""

import datetime as dt
from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.errors import BackupTrouble, Problems, UnwritableFile
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.notices import NoticeKind, Problem
from itow_desktop.domain.office_papers.ads import ad_text
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import AdForm, SaleCar, SaleTerms, ad_problems
from itow_desktop.domain.outbox.messages import OutState
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.services.attaching import Pasted, attach
from itow_desktop.services.office_papers.ads import SalePlan, draw_sale, keep_sale, send_ad
from itow_desktop.services.office_papers.car_facts import ScrapFacts
from itow_desktop.services.office_papers.evening import draw_evening_report
from itow_desktop.services.office_papers.keeping import EveningPlan, write_due
from itow_desktop.services.office_papers.lights_out import draw_lights_out, lights_out
from itow_desktop.services.office_papers.sales import Publication, by_sale, keep_newspaper, plan_sale, record_publication, sales
from itow_desktop.services.office_papers.sheets import DrawnSheet, draw_sheet, keep_sheet, photos_of
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.recording import Entry, Scan, record
from itow_desktop.services.working import PickUp, assign_agency, pick_up
from tests.builders import DETROIT, call
from tests.db.cars import agency_id, bring
from tests.db.offices import OpenOffice
from tests.goldens import assert_as_approved
from tests.pictures import photo
from tests.unit.test_nightly import MemoryBackups, copied

A = TypeVar("A")
RENDERER = PdfRenderer(Lock())


def at(day: int, hour: int = 10, minute: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=DETROIT)


def told(office: OpenOffice, custody_id: int, kind: EventKind, when: dt.datetime | dt.date, **data: str) -> None:
    moment, day = (when, None) if isinstance(when, dt.datetime) else (None, when)
    record(office.shift, custody_id, Entry(kind, at=moment, on=day, data=data, source=EventSource.PAPER))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def evening(private_office: OpenOffice) -> tuple[OpenOffice, list[int]]:
    """The evening of 4 March: three cars, one called in and held, one gone, fees agreed for the account."""
    office = private_office
    office.clock.time = at(4, 15)
    cars = bring(office, *(call(call_number=f"7000{place}", plate=f"EVE000{place}") for place in range(3)))
    held, gone, _ = cars
    told(office, held, EventKind.POLICE_NOTIFIED, at(2, 9, 15), person="Desk")
    told(office, held, EventKind.HOLD_PLACED, at(4, 11), hold="police", authority="Burton PD")
    assign_agency(office.shift, agency_id(office, "Burton Police Department"), [held], remember=False)
    pick_up(office.shift, gone, PickUp(dt.date(2026, 3, 4), "Pat Example", "driver licence"))
    with office.shift.desk.begin(Deed("fees", office.shift.person, undoable=False)) as unit:
        unit.charges.add_fees(Fees(0, dt.date(2026, 1, 1), tow=Decimal("150.00"), storage=Decimal("35.00")))
        unit.commit()
    office.clock.time = at(4, 18, 5)
    return office, cars


def test_the_book_has_every_car_on_the_lot_with_what_it_owes(evening: tuple[OpenOffice, list[int]]) -> None:
    office, _ = evening
    book = lights_out(office.shift)
    assert [car.plate for car in book.cars] == ["EVE0000 MI", "EVE0002 MI"]
    held, other = book.cars
    assert held.stop == "ON HOLD: police"
    assert held.police == "Burton Police Department"
    assert held.owed == "$295.00\n+ $35.00 a day"
    assert "3/2/26 10:00\n2 days on lot" in held.towed
    assert other.stop == ""
    assert other.step
    assert [contact.name for contact in book.contacts] == ["Burton Police Department"]
    name, pdf = draw_lights_out(office.shift, RENDERER)
    assert name == "LIGHTS-OUT_2026-03-04.pdf"
    assert "EVE0001" not in text_of(pdf)


def test_without_an_agreed_fee_the_book_says_what_is_lacking(private_office: OpenOffice) -> None:
    bring(private_office, call())
    (car,) = lights_out(private_office.shift).cars
    assert car.owed.startswith("not reckoned, lacks ")
    assert "$" not in car.owed


def test_the_report_tells_what_came_left_was_done_and_is_open(evening: tuple[OpenOffice, list[int]]) -> None:
    office, _ = evening
    name, pdf = draw_evening_report(office.shift, MemoryBackups(), RENDERER)
    said = text_of(pdf)
    assert_as_approved(RENDERER, pdf, "office/evening-report")
    assert name == "EVENING_2026-03-04.pdf"
    assert "Cars on the lot 2" in said
    assert "Owed by them $590.00" in said
    assert "Left today (1)" in said
    assert "EVE0001" in said
    assert "Pat Example" in said
    assert "Came today (" not in said  # they came on the 2nd, whatever day they were imported
    assert "2 of 2 have a next step" in said
    assert "Nothing was recorded today." in said  # who records and when is the database's own answer, and its clock is the true one
    assert "Last copy none yet" in said
    assert "Still open tonight" in said
    office.clock.time = dt.datetime.now(dt.UTC)
    said = text_of(draw_evening_report(office.shift, MemoryBackups(copied(1)), RENDERER)[1])
    assert "Left today (" not in said
    assert "Call-in 1" in said
    assert "Hold 1" in said
    assert "By whom Kim 3" in said


class NoCopies(MemoryBackups):
    """A folder out of reach."""

    def latest(self) -> None:
        raise BackupTrouble("The folder of copies cannot be read.")


def test_the_papers_of_the_last_evenings_stay_in_the_folder(evening: tuple[OpenOffice, list[int]], tmp_path: Path) -> None:
    office, _ = evening
    plan = EveningPlan(dt.time(18, 0), tmp_path / "papers", keep=2)
    strange = tmp_path / "papers" / "EVENING_notes.pdf"

    def look(when: dt.datetime) -> tuple[str, ...]:
        office.clock.time = when
        made = write_due(office.shift, NoCopies(copied()), RENDERER, plan)
        return made.written if made else ()

    assert look(at(4, 17, 59)) == ("LIGHTS-OUT_2026-03-04.pdf",)  # nothing is there of yesterday's evening: the book is made up for
    assert look(at(4, 17, 59)) == ()
    assert look(at(4, 18, 0)) == ("LIGHTS-OUT_2026-03-04.pdf", "EVENING_2026-03-04.pdf")
    assert look(at(4, 23, 0)) == ()
    strange.write_bytes(b"somebody's own")
    assert look(at(5, 9)) == ()  # yesterday's evening is there
    assert look(at(7, 9)) == ("LIGHTS-OUT_2026-03-07.pdf",)  # two evenings were missed
    assert look(at(7, 18)) == ("LIGHTS-OUT_2026-03-07.pdf", "EVENING_2026-03-07.pdf")
    assert look(at(8, 18)) == ("LIGHTS-OUT_2026-03-08.pdf", "EVENING_2026-03-08.pdf")
    assert sorted(file.name for file in plan.folder.iterdir()) == sorted(
        [strange.name, *(f"{kind}_2026-03-0{day}.pdf" for kind in ("EVENING", "LIGHTS-OUT") for day in (7, 8))]
    )
    assert "The folder of copies cannot be read." in text_of((plan.folder / "EVENING_2026-03-08.pdf").read_bytes())
    assert write_due(office.shift, MemoryBackups(), RENDERER, replace(plan, at=None)) is None
    blocked = tmp_path / "a file"
    blocked.write_bytes(b"")
    with pytest.raises(UnwritableFile, match="choose another one"):
        write_due(office.shift, MemoryBackups(), RENDERER, replace(plan, folder=blocked))


# --- sheets about one car ------------------------------------------------------------------------------------------------


def end(steps: Generator[object, None, A]) -> A:
    """Run a deed to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: A = stop.value
            return answer


def sheet(office: OpenOffice, kind: NoticeKind, custody_id: int, scrap: ScrapFacts | None = None) -> tuple[DrawnSheet, str]:
    drawn = draw_sheet(office.shift, RENDERER, kind, custody_id, scrap)
    return drawn, text_of(drawn.content)


def test_sheets_hold_what_is_copied_onto_forms_that_others_issue(evening: tuple[OpenOffice, list[int]]) -> None:
    office, (car, *_) = evening
    with office.shift.desk.begin(Deed("parties", office.shift.person, undoable=False)) as unit:
        for name, found in (("Example Bank", FoundBy.POLICE), ("Hidden Credit Union", FoundBy.LEIN)):
            party = unit.parties.add(Party(0, car, PartyRole.LIENHOLDER, name, phone="810-555-0144", found_by=FoundBy.POLICE))
            lines = (f"{party} EXAMPLE ST", "FLINT MI  48502")
            unit.parties.add_address(MailAddress(0, party, "as typed", lines, found_by=found, purpose=Purpose.TOWED))
        unit.commit()
    told(office, car, EventKind.LEIN_ENTERED, dt.date(2026, 3, 3))
    told(office, car, EventKind.SOS_NOTICE_DATED, dt.date(2026, 3, 4))

    drawn, said = sheet(office, NoticeKind.TR52LR_DATA, car)
    assert drawn.name == "TR52LR-FACTS_70000_2026-03-04.pdf"
    assert drawn.problems == ()
    assert_as_approved(RENDERER, drawn.content, "office/tr52lr-data")
    for words in (
        "This sheet is not the form", "Year 2011", "VIN 1G1ZZ5EU0AF000001", "Plate EVE0000", "Plate expires not on record",
        "Date taken into custody 3/2/2026", "Its phone, as registered 810-555-0100", "Burton Police Department",
        "Date of the SOS notice 3/4/2026", "Not before 3/29/2026 (not yet checked with the law in force)",
    ):  # fmt: skip
        assert words in said, words

    petition, said = sheet(office, NoticeKind.DC90_DATA, car)
    assert_as_approved(RENDERER, petition.content, "office/dc90-data")
    for words in (
        "This sheet is not the petition",
        "Example Bank, ",
        "EXAMPLE ST",
        "Charges in all $295.00",
        "Bond $295.00",
        "3 days at $35.00",
        "Each further day $35.00",
    ):
        assert words in said, words
    assert "Hidden Credit Union (address from LEIN, which only the police may use)" in said
    (listed, _) = lights_out(office.shift).cars
    assert "Lienholder: Example Bank, 810-555-0144" in listed.contacts

    kept = keep_sheet(office.shift, drawn)
    with office.shift.desk.look() as unit:
        (info,) = (each for each in unit.documents.of(car) if each.kind == NoticeKind.TR52LR_DATA)
        assert (info.id, unit.documents.content(info.id)) == (kept.document.id, drawn.content)


def test_a_scrap_record_shows_damage_and_photos_and_says_what_it_lacks(private_office: OpenOffice) -> None:
    office = private_office
    (car,) = bring(office, call(call_number="71000", year=2022))
    drawn, said = sheet(office, NoticeKind.SCRAP_RECORD, car)
    assert {problem.field for problem in drawn.problems} == {"custody", "year", "damage", "photos"}
    assert "It is no certificate of scrapping" in said

    pictures = [Pasted(f"side {shade}.jpg", photo(1200, 900, shade=shade, taken="2026:03:02 09:30:00")) for shade in range(2)]
    end(attach(office.shift, FilePictures(Lock()), car, pictures, FileSource.FILE))
    ids = tuple(each.id for each in photos_of(office.shift, car))
    facts = ScrapFacts("no engine\n\n<b>burnt & rusted</b>", "Sgt. R. Example", ids)
    drawn, said = sheet(office, NoticeKind.SCRAP_RECORD, car, facts)
    assert {problem.field for problem in drawn.problems} == {"custody", "year"}
    for words in ("no engine", "<b>burnt & rusted</b>", "Sgt. R. Example", "Photo 1 of 2: side", "Photo 2 of 2: side", "3/2/2026"):
        assert words in said, words
    assert_as_approved(RENDERER, drawn.content, "office/scrap-record")
    assert sum(len(page.images) for page in PdfReader(BytesIO(drawn.content)).pages) == 2
    assert len(drawn.content) < 400_000


# --- sales ---------------------------------------------------------------------------------------------------------------

TERMS = SaleTerms(dt.date(2026, 4, 14), "10:00 AM", "9 Yard Rd, Burton, MI 48509")


def planned(office: OpenOffice, published: dt.date | None = None) -> tuple[SaleCar, ...]:
    return tuple(car for car in sales(office.shift, published).cars if car.planned is not None)


def said(problems: tuple[Problem, ...]) -> str:
    return " ".join(problem.sentence for problem in problems if problem.blocking)


@pytest.fixture
def for_sale(private_office: OpenOffice) -> tuple[OpenOffice, list[int]]:
    """Two cars whose SOS notice is of 9 March, planned for 14 April; it is 6 April."""
    office = private_office
    office.clock.time = at(6, month=4)
    cars = bring(office, *(call(call_number=f"8000{place}", plate=f"SAL000{place}") for place in range(2)))
    for car in cars:
        told(office, car, EventKind.LEIN_ENTERED, dt.date(2026, 3, 3))
        told(office, car, EventKind.SOS_NOTICE_DATED, dt.date(2026, 3, 9))
    assert plan_sale(office.shift, cars, TERMS) == 2
    return office, cars


def test_an_ad_is_written_in_time_published_and_proven(for_sale: tuple[OpenOffice, list[int]], tmp_path: Path) -> None:
    office, ids = for_sale
    cars = planned(office)
    assert [(car.mark, car.ad_until, car.earliest) for car in cars] == [
        (f"SAL000{place}", dt.date(2026, 4, 9), dt.date(2026, 4, 11)) for place in range(2)
    ]
    assert by_sale(cars) == {TERMS: cars}
    assert sales(office.shift).last == TERMS
    assert said(ad_problems(TERMS, AdForm.EACH, cars, dt.date(2026, 4, 9))) == ""
    late = planned(office, dt.date(2026, 4, 10))
    assert "is published on 4/9/2026 at the latest" in said(ad_problems(TERMS, AdForm.EACH, late, dt.date(2026, 4, 10)))
    assert "SAL0000 may be sold from 4/15/2026 on" in said(ad_problems(TERMS, AdForm.EACH, late, dt.date(2026, 4, 10)))

    plan = SalePlan(TERMS, AdForm.EACH, cars, dt.date(2026, 4, 9))
    paper_id = keep_newspaper(office.shift, Newspaper(0, " County  Example ", "Genesee", "ads@example.com"))
    with pytest.raises(Problems, match="already"):
        keep_newspaper(office.shift, Newspaper(0, "County Example"))
    newspaper = next(each for each in sales(office.shift).newspapers if each.id == paper_id)
    drawn = draw_sale(office.shift, RENDERER, NoticeKind.AD, plan, newspaper)
    assert drawn.text == ad_text(sales(office.shift).office, TERMS, AdForm.EACH, cars)
    for words in ("PUBLIC SALE OF ABANDONED VEHICLES", "Tuesday, April 14, 2026, at 10:00 AM", "9 Yard Rd, Burton", "VIN 1G1ZZ5EU0AF000001",
                  "2. 2011 Chevrolet Malibu, gray", "plate SAL0001 MI", "Practice Towing, 810-555-0100"):  # fmt: skip
        assert words in drawn.text, words
    assert "To be printed on Thursday, April 9, 2026" in text_of(drawn.content)
    assert_as_approved(RENDERER, drawn.content, "office/ad")
    assert len(keep_sale(office.shift, drawn)) == 2

    message_id = send_ad(office.shift, drawn, newspaper)
    with office.shift.desk.look() as unit:
        message = unit.outbox.get(message_id)
        assert (message.address, message.state) == ("ads@example.com", OutState.READY)
        assert drawn.text in message.body
        assert [paper.custody_id for paper in message.papers] == ids
        assert len({paper.sha256 for paper in message.papers}) == 1

    clipping = FilePictures(Lock()).prepare_bytes("clipping.jpg", photo())
    office.clock.time = at(9, month=4)
    ad = Publication(dt.date(2026, 4, 8), "County Example", TERMS.day, "Genesee")
    assert record_publication(office.shift, ids, ad, [Scan(clipping)]) == 2
    assert [(car.advertised, car.earliest) for car in planned(office)] == [(dt.date(2026, 4, 8), dt.date(2026, 4, 13))] * 2
    assert said(ad_problems(TERMS, AdForm.EACH, planned(office), office.shift.today)) == ""
    with office.shift.desk.look() as unit:
        for car in ids:
            event = next(event for event in unit.events.of(car) if event.kind is EventKind.AD_PUBLISHED)
            assert (event.on, event.data["authority"], event.data["sale"]) == (ad.on, "County Example", "2026-04-14")
            assert unit.event_papers.of(car)[event.id] == ("clipping.jpg",)

    moved = replace(TERMS, day=dt.date(2026, 4, 28))
    plan_sale(office.shift, ids[:1], moved)
    asked = {car.custody_id: (car.advertised, car.ad_until) for car in planned(office)}
    assert asked == {ids[0]: (None, dt.date(2026, 4, 23)), ids[1]: (dt.date(2026, 4, 8), None)}, "the ad named another day"
    (moved_on,) = (each for each in planned(office, dt.date(2026, 4, 24)) if each.custody_id == ids[0])
    assert "is published on 4/23/2026 at the latest" in said(ad_problems(moved, AdForm.EACH, [moved_on], dt.date(2026, 4, 24)))


def test_what_keeps_an_ad_back_is_said_and_bidders_read_nothing_of_owners(for_sale: tuple[OpenOffice, list[int]]) -> None:
    office, (held, unknown) = for_sale
    told(office, held, EventKind.HOLD_PLACED, at(6, 9, month=4), hold="bankruptcy", authority="Court")
    told(office, unknown, EventKind.OWNER_UNKNOWN, dt.date(2026, 3, 12))
    cars = planned(office)
    sentences = said(ad_problems(SaleTerms(TERMS.day), AdForm.LIST, cars, office.shift.today))
    for words in (
        "No time of the sale",
        "No place of the sale",
        "No website",
        "SAL0000 is on hold (bankruptcy)",
        "SAL0001 may be sold from 5/6/2026",
    ):
        assert words in sentences, words
    with pytest.raises(Problems, match="on hold"):
        draw_sale(office.shift, RENDERER, NoticeKind.AD, SalePlan(TERMS, AdForm.EACH, cars, office.shift.today))
    with pytest.raises(Problems, match="lies in the future"):
        plan_sale(office.shift, [held], SaleTerms(dt.date(2026, 4, 5)))
    with pytest.raises(Problems, match="has not come yet"):
        record_publication(office.shift, [held], Publication(dt.date(2026, 4, 7), "County Example", TERMS.day))
    plan = SalePlan(TERMS, AdForm.EACH, cars, TERMS.day)
    papers = {kind: draw_sale(office.shift, RENDERER, kind, plan).content for kind in (NoticeKind.AUCTION_LIST, NoticeKind.AUCTION_NOTICE)}
    for kind, pdf in papers.items():
        assert_as_approved(RENDERER, pdf, f"office/{kind}")
    listed, door = map(text_of, papers.values())
    for paper in (listed, door):
        for words in ("Tuesday, April 14, 2026", "10:00 AM", "SAL0001", "1G1ZZ5EU0AF000001"):
            assert words in paper, words
        assert "Oak Apartments" not in paper
        assert "$" not in paper
    assert "Highest bid" in listed
    assert "sealed bids" in door
