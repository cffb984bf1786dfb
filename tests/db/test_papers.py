"""Notices from the record to paper: drafted, kept, printed, confirmed, printed again."""

import hashlib
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock

import pytest
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import Cancelled, ChangedElsewhere, DatabaseTrouble, NotFound, PrinterTrouble, Problems
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.notices import Absence
from itow_desktop.domain.printing.batches import Went
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.browsing import document, office
from itow_desktop.services.editing import Edit, change_car, save_office
from itow_desktop.services.noticing import KeptPaper, TopDraft, draft_tops, keep_tops, keep_tow_lists
from itow_desktop.services.ports.printing import PrinterChoice
from itow_desktop.services.printing import PrintProgress, answer_prints, print_papers, printings, reprint, save_papers, unanswered
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import CallIn, assign_agency, call_in
from tests.builders import DETROIT, TOWED, call
from tests.db.cars import agency_id, audited, bring, bring_one, card, columns, count, counting, step
from tests.db.faults import failing
from tests.db.offices import OpenOffice
from tests.fakes import MemoryPrinter

DESK_PRINTER = PrinterChoice("FrontDesk")
RENDERER = PdfRenderer(Lock())
_NO_TIMES = {"completed_at": None, "arrived_at": None, "called_at": None}


def words(pdf: bytes) -> str:
    """All text of a PDF, its line breaks as blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def kept_tops(opened: OpenOffice, custody_ids: list[int]) -> tuple[KeptPaper, ...]:
    return keep_tops(opened.shift, RENDERER, draft_tops(opened.shift, custody_ids))


def sending(opened: OpenOffice, printer: MemoryPrinter, papers: Sequence[KeptPaper]) -> Generator[PrintProgress, None, int]:
    return print_papers(opened.shift, printer, papers, DESK_PRINTER, kind=PaperKind.TOP, pc="DESK-1")


def sent(opened: OpenOffice, papers: Sequence[KeptPaper], printer: MemoryPrinter | None = None) -> int:
    """Id of the batch that was sent."""
    steps = list(sending(opened, printer or MemoryPrinter(), papers))
    assert [step.done for step in steps] == list(range(len(papers) + 1))
    return steps[0].batch_id


def ids_of(papers: Sequence[KeptPaper]) -> list[int]:
    return [paper.document.id for paper in papers]


def confirm_printed(opened: OpenOffice, papers: Sequence[KeptPaper]) -> int:
    """Print them, then say that all came out."""
    return answer_prints(opened.shift, [sent(opened, papers)], ids_of(papers))


def kinds(opened: OpenOffice, custody_id: int) -> list[EventKind]:
    return [event.kind for event in counting(opened, custody_id)]


# --- drafting -----------------------------------------------------------------------------------------------------


def test_a_notice_is_filled_from_the_record(office: OpenOffice) -> None:
    custody_id = bring_one(office, call_number="41001", file_number="IT0107-26", requested_by="Oak Apartments")
    call_in(office.shift, [CallIn(custody_id, datetime(2026, 3, 2, 8, 50, tzinfo=DETROIT), person="Sgt. Ames", complaint_no="26-1201")])
    (draft,) = draft_tops(office.shift, [custody_id])
    assert draft.printable
    assert [(problem.field, problem.blocking) for problem in draft.problems] == [("requested_by", False)]
    notice = draft.notice
    assert (notice.agency, notice.dated, notice.towed_at) == ("Burton Police Department", date(2026, 3, 4), TOWED)
    assert notice.office.name == "Practice Towing"
    (paper,) = keep_tops(office.shift, RENDERER, [draft])
    printed = words(paper.content)
    for fact in (
        "Practice Towing", "810-555-0100", "Burton Police Department", "123 Oak St", "Oak Apartments", "1G1ZZ5EU0AF000001", "ABC1234",
        "IT0107-26", "26-1201", "Sgt. Ames", "257.252a", "10:00",
    ):  # fmt: skip
        assert fact in printed
    assert "257.252a(" not in printed


def test_what_is_missing_is_asked_car_by_car_and_nothing_is_kept(office: OpenOffice) -> None:
    fine, unknown, bare = bring(
        office, call(call_number="41001"), call(call_number="41002", towed_from="5 Elm St, Flint, MI"),
        call(call_number="41003", towed_from=None, vin=None, plate=None, make=None, model=None, **_NO_TIMES),
    )  # fmt: skip
    drafts = draft_tops(office.shift, [fine, unknown, bare])
    assert [draft.printable for draft in drafts] == [True, False, False]
    assert [problem.field for problem in drafts[2].problems if problem.blocking] == ["agency", "towed_at", "towed_from", "vehicle"]
    with pytest.raises(Problems) as refused:
        keep_tops(office.shift, RENDERER, drafts)
    sentences = [sentence for _, sentence in refused.value.problems]
    assert sentences[0] == "41002: No police department. Choose the one this notice goes to."
    assert sum(sentence.startswith("41003: ") for sentence in sentences) == 4
    assert count(office, "documents") == count(office, "blobs") == 0


def test_an_office_without_a_head_writes_no_notice(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    save_office(private_office.shift, replace(office(private_office.shift.desk), phone=None))
    with pytest.raises(Problems, match="company's phone is not set"):
        kept_tops(private_office, [custody_id])


def test_an_absence_that_was_answered_is_printed_and_kept_on_the_car(office: OpenOffice) -> None:
    custody_id = bring_one(office, vin=None, plate=None, plate_state=None)
    (draft,) = draft_tops(office.shift, [custody_id])
    assert [(problem.absence, problem.blocking) for problem in draft.problems if problem.absence] == [
        (Absence.VIN_UNREADABLE, False),
        (Absence.NO_PLATE, False),
    ]
    (unanswered,) = keep_tops(office.shift, RENDERER, [draft])
    assert "no plate on vehicle" not in words(unanswered.content)
    (paper,) = keep_tops(office.shift, RENDERER, [replace(draft, notice=replace(draft.notice, no_plate=True))])
    assert "no plate on vehicle" in words(paper.content)
    assert "VIN not readable" not in words(paper.content)
    fields = card(office, custody_id).car.fields
    assert (fields.no_plate, fields.vin_unreadable) == (True, False)
    assert [problem.field for problem in draft_tops(office.shift, [custody_id])[0].problems] == ["requested_by", "vin"]
    assert audited(office, "write TOP notices") == [("custodies", "Kim")]


def test_a_tow_time_that_nobody_knows_is_asked_once(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    change_car(office.shift, Edit(custody_id, {"towed_at": "3/2/2026"}, {}))
    (draft,) = draft_tops(office.shift, [custody_id])
    assert not draft.printable
    answered = replace(draft, notice=replace(draft.notice, time_not_known=True))
    (paper,) = keep_tops(office.shift, RENDERER, [answered])
    assert "time not known" in words(paper.content)
    assert draft_tops(office.shift, [custody_id])[0].printable
    (towed,) = counting(office, custody_id)
    assert (towed.on, towed.at, towed.data["time"]) == (date(2026, 3, 2), None, "not known")
    keep_tops(office.shift, RENDERER, draft_tops(office.shift, [custody_id]))
    assert len(card(office, custody_id).events) == 3  # imported, corrected, answered; not a fourth time
    change_car(office.shift, Edit(custody_id, {"towed_at": "3/2/2026 9:00"}, {}))
    assert "time" not in counting(office, custody_id)[-1].data


def test_an_old_draft_takes_no_answer_back(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office, plate=None, plate_state=None)
    (old,) = draft_tops(private_office.shift, [custody_id])
    change_car(private_office.shift, Edit(custody_id, {"no_plate": "yes"}, {}))
    keep_tops(private_office.shift, RENDERER, [old])
    assert card(private_office, custody_id).car.fields.no_plate


# --- keeping ------------------------------------------------------------------------------------------------------


def test_the_bytes_are_kept_as_they_were_printed(office: OpenOffice) -> None:
    custody_id = bring_one(office, call_number="41001")
    (paper,) = kept_tops(office, [custody_id])
    info, content = document(office.shift.desk, paper.document.id)
    assert content == paper.content
    assert info == paper.document
    assert info.sha256 == hashlib.sha256(content).hexdigest()
    assert (info.size, info.kind, info.created_by, info.custody_id) == (len(content), "top", "Kim", custody_id)
    assert info.name == "TOP_41001_ABC1234_Burton-Police-Department_2026-03-02.pdf"
    change_car(office.shift, Edit(custody_id, {"plate": "NEW1", "color": "Red"}, {}))
    assert document(office.shift.desk, info.id) == (info, content)
    assert [each.id for each in card(office, custody_id).documents] == [info.id]


def test_the_same_notice_twice_is_one_blob(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    first, second = kept_tops(office, [custody_id]) + kept_tops(office, [custody_id])
    assert first.document.sha256 == second.document.sha256
    assert first.document.id != second.document.id
    assert (count(office, "documents"), count(office, "blobs")) == (2, 1)


def test_keeping_a_notice_is_no_printing_and_printing_is_no_call_in(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    papers = kept_tops(office, [custody_id])
    assert kinds(office, custody_id) == [EventKind.TOWED]
    assert step(office, custody_id) == "late: Print TOP"
    printer = MemoryPrinter()
    batch = sent(office, papers, printer)
    assert printer.queue == [(papers[0].document.name, papers[0].content)]
    assert kinds(office, custody_id) == [EventKind.TOWED]  # in the queue is not yet out of the printer
    assert [(each.id, each.sent) for each in unanswered(office.shift, "DESK-1")] == [(batch, 1)]
    assert answer_prints(office.shift, [batch], ids_of(papers)) == 1
    assert unanswered(office.shift, "DESK-1") == ()
    with pytest.raises(ChangedElsewhere, match="Somebody else said already"):
        answer_prints(office.shift, [batch], ids_of(papers))
    printed = counting(office, custody_id)[-1]
    assert kinds(office, custody_id) == [EventKind.TOWED, EventKind.LETTER_PRINTED]
    assert (printed.at, printed.recorded_by) == (office.clock.now(), "Kim")
    assert printed.data == {"letter": "top", "document": str(papers[0].document.id), "sha256": papers[0].document.sha256}
    assert step(office, custody_id) == "ask: Call in"


def test_only_what_came_out_is_recorded(office: OpenOffice) -> None:
    ids = bring(office, *(call() for _ in range(4)))
    papers = kept_tops(office, ids)
    printer = MemoryPrinter(takes=2)
    going = sending(office, printer, papers)
    first = next(going)
    assert (first.done, first.name) == (0, papers[0].document.name)
    assert next(going).done == 1
    assert next(going).done == 2
    with pytest.raises(PrinterTrouble, match=r"FrontDesk is gone\..* 2 of 4 papers were sent before\."):
        next(going)
    assert [kinds(office, each) for each in ids] == [[EventKind.TOWED]] * 4
    (batch,) = unanswered(office.shift, "DESK-1")
    assert [batch.went(place) for place in range(4)] == [Went.SENT, Went.SENT, Went.PERHAPS, Went.NOT_SENT]
    assert unanswered(office.shift, "DESK-2") == (), "the paper lies in the tray of another PC"
    printer.takes = None
    again = sent(office, papers[2:], printer)
    assert answer_prints(office.shift, [batch.id, again], ids_of(papers[:3])) == 3
    assert [step(office, each) for each in ids] == ["ask: Call in"] * 3 + ["late: Print TOP"]
    assert count(office, "documents") == 4  # the last one is there to be sent again
    assert [pdf for _, pdf in printer.queue] == [paper.content for paper in papers]
    assert [each.came_out for each in printings(office.shift, papers[2].document.id)] == [False, True]


def test_a_printer_that_took_nothing_is_not_asked_about_and_stopping_is_no_loss(office: OpenOffice) -> None:
    papers = kept_tops(office, bring(office, *(call() for _ in range(3))))
    with pytest.raises(PrinterTrouble, match="0 of 3 papers were sent before"):
        list(sending(office, MemoryPrinter(takes=0), papers))
    assert unanswered(office.shift, "DESK-1") == ()
    printer = MemoryPrinter()
    stopped = sending(office, printer, papers)
    next(stopped)
    next(stopped)
    with pytest.raises(StopIteration) as end:
        stopped.throw(Cancelled("Stopped."))
    assert end.value.value == len(printer.queue) == 1
    killed = sending(office, printer, papers[1:])
    next(killed)
    next(killed)
    killed.close()  # as a program that ends in the middle: what comes after the yield never runs
    first, second = unanswered(office.shift, "DESK-1")
    assert [(each.sent, len(each.papers)) for each in (first, second)] == [(1, 3), (1, 2)]
    assert answer_prints(office.shift, [first.id, second.id], ids_of(papers[:2])) == 2


def test_a_reprint_is_the_same_page_marked_as_a_copy(office: OpenOffice) -> None:
    custody_id = bring_one(office, call_number="41001")
    (paper,) = kept_tops(office, [custody_id])
    printer = MemoryPrinter()
    reprint(office.shift, printer, RENDERER, paper.document.id, DESK_PRINTER, pc="DESK-1")
    ((title, pdf),) = printer.queue
    assert title == f"COPY {paper.document.name}"
    assert "COPY" in words(pdf)
    assert words(paper.content) in words(pdf).replace("COPY ", "").replace(" COPY", "")
    assert "COPY" not in words(document(office.shift.desk, paper.document.id)[1])
    assert document(office.shift.desk, paper.document.id)[1] == paper.content
    assert count(office, "documents") == 1
    assert kinds(office, custody_id) == [EventKind.TOWED]
    with pytest.raises(NotFound):
        reprint(office.shift, printer, RENDERER, 999_999, DESK_PRINTER, pc="DESK-1")
    (copy,) = printings(office.shift, paper.document.id)
    assert (copy.copy, copy.came_out, copy.by, copy.printer, copy.pc) == (True, None, "Kim", "FrontDesk", "DESK-1")
    assert unanswered(office.shift, "DESK-1") == (), "nobody is asked about a copy"


def test_a_voided_notice_is_to_be_printed_again(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    papers = kept_tops(private_office, [custody_id])
    confirm_printed(private_office, papers)
    record(private_office.shift, custody_id, Entry(EventKind.LETTER_VOIDED, on=date(2026, 3, 4), data={"letter": "top"}))
    assert step(private_office, custody_id) == "late: Print TOP"


# --- tow lists, files ---------------------------------------------------------------------------------------------


def test_one_tow_list_for_each_agency_and_day(office: OpenOffice) -> None:
    monday, also, tuesday, flint, nobody = bring(
        office, call(call_number="42001", plate="AAA1"), call(call_number="42002", plate="BBB2"),
        call(call_number="42003", plate="CCC3", completed_at=TOWED.replace(day=3)),
        call(call_number="42004", plate="DDD4", towed_from="5 Elm St, Flint, MI"),
        call(call_number="42005", towed_from="7 Elm St, Flint, MI"),
    )  # fmt: skip
    assign_agency(office.shift, agency_id(office, "Flint Police Department"), [flint], remember=False)
    papers = keep_tow_lists(office.shift, RENDERER, [monday, also, tuesday, flint, nobody])
    assert [(paper.document.name, paper.custody_ids) for paper in papers] == [
        ("TOWLIST_Burton-Police-Department_2026-03-02.pdf", (monday, also)),
        ("TOWLIST_Burton-Police-Department_2026-03-03.pdf", (tuesday,)),
        ("TOWLIST_Flint-Police-Department_2026-03-02.pdf", (flint,)),
    ]
    assert "AAA1" in words(papers[0].content)
    assert "BBB2" in words(papers[0].content)
    assert "CCC3" not in words(papers[0].content)
    assert confirm_printed(office, papers) == 0  # a list is no notice of any one car
    assert kinds(office, monday) == [EventKind.TOWED]


def test_papers_are_saved_under_their_names_and_overwrite_nothing(private_office: OpenOffice, tmp_path: Path) -> None:
    first, second = bring(private_office, call(call_number="43001"), call(call_number="43002"))
    (one,), (two,) = (kept_tops(private_office, [each]) for each in (first, second))
    folder = tmp_path / "Hinweise für die Polizei 🚓"
    saved = save_papers(folder, [one, replace(two, document=replace(two.document, name=one.document.name))])
    assert [path.name for path in saved] == [one.document.name, one.document.name.replace(".pdf", "-2.pdf")]
    assert [path.read_bytes() for path in saved] == [one.content, two.content]
    assert save_papers(folder, [one]) == saved[:1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in saved)


def test_a_folder_that_takes_no_files_is_said(private_office: OpenOffice, tmp_path: Path) -> None:
    papers = kept_tops(private_office, [bring_one(private_office)])
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / papers[0].document.name).mkdir()
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below", tmp_path / "whole"):
        with pytest.raises(PrinterTrouble, match="does not take the files"):
            save_papers(folder, papers)
    assert [path.name for path in (tmp_path / "whole").iterdir()] == [papers[0].document.name]


# --- the database fails -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["blobs", "documents"])
@pytest.mark.parametrize("after", [0, 1])
def test_no_space_while_a_notice_is_stored(office: OpenOffice, table: str, after: int) -> None:
    ids = bring(office, call(plate=None, plate_state=None), call(plate=None, plate_state=None))
    drafts = [replace(draft, notice=replace(draft.notice, no_plate=True)) for draft in draft_tops(office.shift, ids)]
    before = [columns(office, each) for each in ids]
    with (
        failing(office, table, "53100", after),
        pytest.raises(DatabaseTrouble, match=r"^The database has no space left\. Nothing was changed\. Free some disk space"),
    ):
        keep_tops(office.shift, RENDERER, drafts)
    assert count(office, "documents") == count(office, "blobs") == 0
    assert [columns(office, each) for each in ids] == before
    assert [len(each) for each in (keep_tops(office.shift, RENDERER, drafts), drafts)] == [2, 2]


@pytest.mark.parametrize("code", ["53100", "57P01", "XX000", "40P01"])
def test_printing_that_cannot_be_recorded_says_so_and_can_be_confirmed_again(private_office: OpenOffice, code: str) -> None:
    ids = bring(private_office, call(), call())
    papers = kept_tops(private_office, ids)
    batch = sent(private_office, papers)
    with failing(private_office, "events", code), pytest.raises(Exception, match=r"Nothing was changed|is safe") as trouble:
        answer_prints(private_office.shift, [batch], ids_of(papers))
    assert "made to fail" not in str(trouble.value)
    assert [kinds(private_office, each) for each in ids] == [[EventKind.TOWED]] * 2
    assert answer_prints(private_office.shift, [batch], ids_of(papers)) == 2


def test_a_draft_of_a_car_that_is_gone_keeps_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    (draft,) = draft_tops(private_office.shift, [custody_id])
    with pytest.raises(NotFound):
        keep_tops(private_office.shift, RENDERER, [draft, TopDraft(999_999, draft.notice)])
    assert count(private_office, "documents") == 0
    with pytest.raises(NotFound):
        draft_tops(private_office.shift, [custody_id, 999_999])
