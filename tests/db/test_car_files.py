"""A car's file on a real database: photos, scans, notes, phone log, reminders, history."""

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Lock
from typing import Any

import pytest
from sqlalchemy import text

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileKind, FileSource
from itow_desktop.domain.errors import Cancelled, NoLongerSigns, NotFound, Problems, Refused, Trouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.history import HistoryEntry
from itow_desktop.domain.phone_log import Direction, standing_calls
from itow_desktop.domain.reminders import ReminderState
from itow_desktop.services.attaching import (
    AttachProgress,
    AttachResult,
    Pasted,
    attach,
    attachments,
    original,
    restore_attachments,
    view,
    void_attachments,
    voided_attachments,
)
from itow_desktop.services.car_pages import car_page
from itow_desktop.services.editing import add_person
from itow_desktop.services.histories import car_history
from itow_desktop.services.phoning import CallNote, correct_call, log_call, phone_calls, withdraw_call
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.reminding import (
    add_reminder,
    car_reminders,
    move_reminder,
    open_reminders,
    reminder_done,
    reopen_reminder,
    void_reminder,
)
from itow_desktop.services.scanning import Digests, leave_out, new_scans
from itow_desktop.services.views import Person
from itow_desktop.services.working import CallIn, call_in
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice
from tests.pictures import noise, opened, paper, photo

PICTURES = FilePictures(Lock())


def finish(work: Generator[AttachProgress, None, AttachResult]) -> AttachResult:
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: AttachResult = end.value
            return result


def put(office: OpenOffice, custody_id: int, *files: Path | Pasted, source: FileSource = FileSource.FILE) -> AttachResult:
    return finish(attach(office.shift, PICTURES, custody_id, files, source))


def words(entry: HistoryEntry) -> list[tuple[str, str, Any, Any]]:
    return [(step.table, change.field, change.before, change.after) for step in entry.steps for change in step.changes]


# --- photos and files -------------------------------------------------------------------------------------------------


def test_a_photo_is_kept_as_it_came_with_an_upright_copy_to_look_at(office: OpenOffice, tmp_path: Path) -> None:
    car = bring_one(office)
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(photo(4000, 3000, taken="2026:03:02 09:15:00", turned=6))
    result = put(office, car, file)
    assert (len(result.ids), result.troubles, result.remarks, result.stopped) == (1, (), (), False)
    (kept,) = attachments(office.shift, car)
    assert (kept.kind, kept.name, kept.width, kept.height, kept.recorded_by) == (FileKind.PHOTO, "IMG_0001.jpg", 3000, 4000, "Kim")
    assert kept.taken_at == datetime(2026, 3, 2, 14, 15, tzinfo=UTC)  # the camera's clock shows Detroit's time
    assert original(office.shift, kept.id).content == file.read_bytes()
    seen = opened(view(office.shift, kept.id))
    assert 1_900_000 < seen.width * seen.height <= 2_000_000
    assert seen.height > seen.width
    red, _, blue = seen.getpixel((seen.width - 20, 20))  # type: ignore[misc]  # EXIF 6: the left of the sensor is the top
    assert red > 150 > blue
    assert kept.thumb is not None
    assert max(opened(kept.thumb).size) == 256


def test_a_small_upright_photo_of_a_phone_with_a_zone(office: OpenOffice) -> None:
    car = bring_one(office)
    put(office, car, Pasted("pasted.png", photo(300, 200)))
    (kept,) = attachments(office.shift, car)
    assert (kept.width, kept.height, kept.taken_at) == (300, 200, None)
    assert opened(view(office.shift, kept.id)).size == (300, 200)


def test_an_eighty_megabyte_photo_is_capped_and_says_so(office: OpenOffice, tmp_path: Path) -> None:
    car = bring_one(office)
    file = tmp_path / "huge.jpg"
    content = noise(6800, 5100)
    file.write_bytes(content + b"\0" * max(0, 80 * 2**20 - len(content)))
    assert file.stat().st_size >= 80 * 2**20
    result = put(office, car, file)
    assert result.troubles == ()
    assert "MB is kept" in result.remarks[0]
    assert "not touched" in result.remarks[0]
    (kept,) = attachments(office.shift, car)
    assert kept.size < 25 * 2**20
    assert (kept.width, kept.height) == (6800, 5100)
    assert opened(original(office.shift, kept.id).content).width > 5_000


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.jpg", b"Dear customer", "no photo that can be read"),
        ("empty.jpg", b"", "is empty"),
        ("cut.jpg", photo(1200, 900)[:9000], "cut off"),
        ("scan.tif", b"II*\0\x08\0\0\0junk", "no photo that can be read"),
        ("letter.pdf", b"%PDF-1.4 junk", "no PDF that can be read"),
        ("letter.pdf", paper()[:400], "no PDF that can be read"),
        ("program.exe", b"MZ", "not kept here"),
        ("noname", b"abc", "without a kind"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_goes_on(office: OpenOffice, name: str, content: bytes, sentence: str) -> None:
    car = bring_one(office)
    result = put(office, car, Pasted("first.jpg", photo(shade=1)), Pasted(name, content), Pasted("last.jpg", photo(shade=90)))
    assert len(result.ids) == 2
    assert len(result.troubles) == 1
    assert result.troubles[0].startswith(name)
    assert sentence in result.troubles[0]
    assert "not added" in result.troubles[0]
    assert {kept.name for kept in attachments(office.shift, car)} == {"first.jpg", "last.jpg"}


def test_a_photo_of_apples_is_kept_as_a_file_and_says_why_it_is_not_seen(office: OpenOffice) -> None:
    car = bring_one(office)
    result = put(office, car, Pasted("IMG_2.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 64))
    assert "Most Compatible" in result.remarks[0]
    (kept,) = attachments(office.shift, car)
    assert (kept.kind, kept.thumb) == (FileKind.FILE, None)
    with pytest.raises(NotFound):
        view(office.shift, kept.id)


def test_a_pdf_shows_its_first_page_also_when_its_name_says_otherwise(office: OpenOffice) -> None:
    car = bring_one(office)
    result = put(office, car, Pasted("TR-52L", paper(3)), Pasted("locked.pdf", paper(password="secret")))
    assert result.troubles == ()
    locked, letter = sorted(attachments(office.shift, car), key=lambda kept: kept.name, reverse=True)
    assert (letter.kind, letter.thumb is not None, letter.remark) == (FileKind.PDF, True, "3 pages")
    assert locked.thumb is None
    assert "password" in (locked.remark or "")


def test_a_file_that_is_gone_or_a_folder_is_said(office: OpenOffice, tmp_path: Path) -> None:
    car = bring_one(office)
    result = put(office, car, tmp_path / "gone.jpg", tmp_path)
    gone, folder = result.troubles
    assert "cannot be opened" in gone
    assert "is a folder; choose the files in it" in folder


def test_the_same_file_is_on_a_car_once_but_may_be_on_two_cars(office: OpenOffice) -> None:
    first, second = bring_one(office), bring_one(office)
    same = Pasted("a.jpg", photo())
    put(office, first, same)
    again = put(office, first, same)
    assert again.ids == ()
    assert "on this car already" in again.troubles[0]
    assert len(put(office, second, same).ids) == 1
    with office.admin() as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM blobs")).scalar_one() == 3  # original, view, thumbnail: kept once


def test_stopped_keeps_what_is_done(office: OpenOffice) -> None:
    car = bring_one(office)
    work = attach(office.shift, PICTURES, car, [Pasted(f"{n}.jpg", photo(shade=n)) for n in range(4)], FileSource.FILE)
    assert [next(work).done for _ in range(3)] == [0, 1, 2]
    with pytest.raises(StopIteration) as end:
        work.throw(Cancelled("stop"))
    assert (end.value.value.stopped, len(end.value.value.ids)) == (True, 2)
    assert len(attachments(office.shift, car)) == 2


def test_a_car_that_is_not_here_gets_nothing(office: OpenOffice) -> None:
    with pytest.raises(NotFound, match="Nothing was added"):
        put(office, 999, Pasted("a.jpg", photo()))


def test_void_with_a_reason_and_back_from_the_bin(office: OpenOffice) -> None:
    car = bring_one(office)
    ids = put(office, car, Pasted("a.jpg", photo()), Pasted("b.jpg", photo(shade=9))).ids
    with pytest.raises(Problems, match="why"):
        void_attachments(office.shift, ids, " ")
    void_attachments(office.shift, ids[:1], "another car")
    assert [kept.id for kept in attachments(office.shift, car)] == [ids[1]]
    (binned,) = voided_attachments(office.shift)
    assert (binned.id, binned.void_reason, binned.thumb is not None) == (ids[0], "another car", True)
    restore_attachments(office.shift, ids[:1])
    assert {kept.id for kept in attachments(office.shift, car)} == set(ids)
    assert voided_attachments(office.shift) == ()


def test_what_was_added_again_cannot_come_back_twice(office: OpenOffice) -> None:
    car = bring_one(office)
    same = Pasted("a.jpg", photo())
    (first,) = put(office, car, same).ids
    void_attachments(office.shift, [first], "blurred")
    put(office, car, same)
    with pytest.raises(Refused, match="already"):
        restore_attachments(office.shift, [first])


def test_nobody_changes_or_forges_a_file(office: OpenOffice) -> None:
    car = bring_one(office)
    put(office, car, Pasted("a.jpg", photo()))
    for statement in (
        "UPDATE attachments SET sha256 = came_as",
        "DELETE FROM attachments",
        "INSERT INTO phone_calls (custody_id, at, direction, said, recorded_by) SELECT 1, now(), 'in', 'x', 1",
        "UPDATE phone_calls SET said = 'y'",
        "DELETE FROM phone_calls",
        "UPDATE reminders SET recorded_by = 1",
    ):
        with pytest.raises(Exception, match=r"permission denied|append-only"), office.engine.begin() as connection:
            connection.execute(text(statement))


# --- scans ------------------------------------------------------------------------------------------------------------


def scan(folder: Path, name: str, content: bytes, age: float, office: OpenOffice) -> Path:
    file = folder / name
    file.write_bytes(content)
    written = office.clock.now().timestamp() - age
    os.utime(file, (written, written))
    return file


def test_new_scans_are_offered_until_they_are_on_a_car_or_left_out(office: OpenOffice, tmp_path: Path) -> None:
    car = bring_one(office)
    digests: Digests = {}
    letter = scan(tmp_path, "scan1.pdf", paper(words="one"), 60, office)
    other = scan(tmp_path, "scan2.pdf", paper(words="two"), 30, office)
    scan(tmp_path, "growing.pdf", paper(words="three")[:100], 0.5, office)
    scan(tmp_path, "years.pdf", paper(words="four"), 86_400 * 400, office)
    scan(tmp_path, "nothing.pdf", b"", 60, office)
    scan(tmp_path, "half.tmp", b"x", 60, office)
    (tmp_path / "folder").mkdir()
    assert new_scans(office.shift, PICTURES, tmp_path, digests) == (letter, other)
    put(office, car, letter, source=FileSource.SCAN)
    assert new_scans(office.shift, PICTURES, tmp_path, digests) == (other,)
    leave_out(office.shift, PICTURES, [other])
    assert new_scans(office.shift, PICTURES, tmp_path, digests) == ()
    assert letter.exists()
    assert other.exists()
    again = scan(tmp_path, "scan1.pdf", paper(words="a new letter under an old name"), 5, office)
    assert new_scans(office.shift, PICTURES, tmp_path, digests) == (again,)


def test_a_scan_folder_that_is_away_has_no_scans(office: OpenOffice, tmp_path: Path) -> None:
    assert new_scans(office.shift, PICTURES, tmp_path / "unplugged", {}) == ()


# --- notes and phone --------------------------------------------------------------------------------------------------


def called(office: OpenOffice, said: str = "Comes on Friday", minutes: int = 10, **more: Any) -> CallNote:
    return CallNote(office.clock.now() - timedelta(minutes=minutes), Direction.IN, said, **more)


def test_a_phone_call_is_kept_with_who_said_what(office: OpenOffice) -> None:
    car = bring_one(office)
    log_call(office.shift, car, called(office, name="Pat Doe", number="555-555-0199"))
    (call,) = phone_calls(office.shift, car)
    assert (call.direction, call.name, call.number, call.said, call.recorded_by) == (
        Direction.IN, "Pat Doe", "555-555-0199", "Comes on Friday", "Kim",
    )  # fmt: skip
    assert car_page(office.shift, car).counts.last_call == call.at


def test_a_call_is_corrected_by_a_newer_one_and_withdrawn_with_a_reason(office: OpenOffice) -> None:
    car = bring_one(office)
    first = log_call(office.shift, car, called(office))
    second = correct_call(office.shift, car, first, called(office, "Comes on Saturday"))
    with pytest.raises(Refused, match="corrected or taken back before"):
        correct_call(office.shift, car, first, called(office, "Comes on Sunday"))
    assert [call.said for call in standing_calls(phone_calls(office.shift, car))] == ["Comes on Saturday"]
    withdraw_call(office.shift, car, second, "was another car")
    assert standing_calls(phone_calls(office.shift, car)) == ()
    assert [call.withdrawn_because for call in phone_calls(office.shift, car)] == ["was another car"] * 2
    assert car_page(office.shift, car).counts.calls == 0


def test_two_who_correct_one_call_leave_one_correction(office: OpenOffice) -> None:
    car = bring_one(office)
    first = log_call(office.shift, car, called(office))
    together = Barrier(2)

    def correct(said: str) -> str:
        together.wait()
        try:
            correct_call(office.shift, car, first, called(office, said))
        except Trouble as trouble:
            return type(trouble).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(correct, ("one", "two"))) == ["Refused", "done"]


def test_calls_that_cannot_be_are_refused(office: OpenOffice) -> None:
    car = bring_one(office)
    with pytest.raises(Problems, match="what was said"):
        log_call(office.shift, car, called(office, "  "))
    with pytest.raises(Problems, match="not come yet"):
        log_call(office.shift, car, called(office, minutes=-60))
    with pytest.raises(NotFound):
        log_call(office.shift, 999, called(office))
    other = bring_one(office)
    mine = log_call(office.shift, car, called(office))
    with pytest.raises(NotFound):
        withdraw_call(office.shift, other, mine, "wrong")


# --- reminders --------------------------------------------------------------------------------------------------------


def test_reminders_of_the_office_of_a_car_of_a_person(office: OpenOffice) -> None:
    car = bring_one(office, plate="ABC1234")
    lee = add_person(office.shift, "Lee")
    today = office.shift.today
    bank = add_reminder(office.shift, " call the  bank ", today + timedelta(days=2))
    owner = add_reminder(office.shift, "ask for the title", today, custody_id=car, person_id=lee.id)
    found = open_reminders(office.shift)
    assert [(each.id, each.text, each.person, each.recorded_by) for each in found] == [
        (owner, "ask for the title", "Lee", "Kim"), (bank, "call the bank", None, "Kim"),
    ]  # fmt: skip
    assert (found[0].car or "").startswith("ABC1234")
    assert found[1].car is None
    assert found[0].pressing(today)
    assert not found[1].pressing(today)
    assert car_page(office.shift, car).counts.reminders == 1


def test_done_moved_void_and_reopened(office: OpenOffice) -> None:
    car = bring_one(office)
    today = office.shift.today
    one = add_reminder(office.shift, "one", today, custody_id=car)
    two = add_reminder(office.shift, "two", today, custody_id=car)
    move_reminder(office.shift, one, today + timedelta(days=7))
    void_reminder(office.shift, two, "not needed")
    assert [(each.id, each.due) for each in open_reminders(office.shift)] == [(one, today + timedelta(days=7))]
    reminder_done(office.shift, one)
    assert open_reminders(office.shift) == ()
    assert [(each.state, each.void_reason) for each in car_reminders(office.shift, car)] == [
        (ReminderState.VOID, "not needed"), (ReminderState.DONE, None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="done in the meantime"):
        move_reminder(office.shift, one, today)
    reopen_reminder(office.shift, two)
    assert [each.id for each in open_reminders(office.shift)] == [two]


def test_reminders_that_cannot_be_are_refused(office: OpenOffice) -> None:
    with pytest.raises(Problems, match="reminded of"):
        add_reminder(office.shift, " ", office.shift.today)
    with pytest.raises(Problems, match="has passed"):
        add_reminder(office.shift, "x", date(2020, 1, 1))
    with pytest.raises(NotFound):
        reminder_done(office.shift, 999)


# --- history ----------------------------------------------------------------------------------------------------------


def test_the_history_tells_everything_with_before_and_after(office: OpenOffice) -> None:
    car = bring_one(office, color="gray")
    lee = add_person(office.shift, "Lee")
    with office.engine.begin() as connection:
        connection.execute(
            text("SELECT set_config('itow.staff', :id, true), set_config('itow.deed_name', 'edit a car', true)"), {"id": str(lee.id)}
        )
        connection.execute(text("UPDATE custodies SET spot = 'C-4', version = version + 1 WHERE id = :car"), {"car": car})
    call_in(office.shift, [CallIn(car, person="Sgt. Ames", complaint_no="26-77")])
    first = record(office.shift, car, Entry(EventKind.NOTE, note="keys in the office"))
    record(office.shift, car, Entry(EventKind.NOTE, note="keys on the hook", supersedes=first.id))
    number = log_call(office.shift, car, called(office))
    correct_call(office.shift, car, number, called(office, "Comes on Monday"))
    reminder = add_reminder(office.shift, "ask again", office.shift.today, custody_id=car)
    reminder_done(office.shift, reminder)
    (made,) = put(office, car, Pasted("a.jpg", photo())).ids
    void_attachments(office.shift, [made], "blurred")

    page = car_history(office.shift, car)
    assert page.rest is None
    told = {entry.deed_name: entry for entry in page.entries}
    names = [entry.deed_name for entry in page.entries]
    assert names[:4] == ["void photo", "add a file", "reminder done", "add a reminder"]
    assert ("custodies", "spot", None, "C-4") in words(told["edit a car"])
    assert told["edit a car"].who == "Lee"
    assert ("attachments", "void_reason", None, "blurred") in words(told["void photo"])
    assert ("reminders", "state", "open", "done") in words(told["reminder done"])
    assert ("phone_calls", "said", "Comes on Friday", "Comes on Monday") in words(told["correct a phone call"])
    notes = [change for entry in page.entries for change in words(entry) if change[1] == "note"]
    assert ("events", "note", "keys in the office", "keys on the hook") in notes
    call = next(entry for entry in page.entries if (entry.deed_name or "").startswith("call-in"))
    assert ("events", "person", None, "Sgt. Ames") in words(call)
    assert ("custodies", "complaint_number", None, "26-77") in words(call)
    assert page.entries[-1].deed_name is not None
    fields = {change[1] for entry in page.entries for change in words(entry)}
    assert not {"version", "provenance", "recorded_by", "towbook_hash", "deed"} & fields


def test_another_cars_changes_are_not_told(office: OpenOffice) -> None:
    car, other = bring_one(office), bring_one(office)
    add_reminder(office.shift, "other", office.shift.today, custody_id=other)
    assert "add a reminder" not in {entry.deed_name for entry in car_history(office.shift, car).entries}


def test_a_long_history_is_read_page_by_page_without_gap_or_twin(office: OpenOffice) -> None:
    car = bring_one(office)
    for number in range(25):
        record(office.shift, car, Entry(EventKind.NOTE, note=f"note {number}"))
    seen: list[str] = []
    place = None
    pages = 0
    while True:
        page = car_history(office.shift, car, place, limit=7)
        seen += [change[3] for entry in page.entries for change in words(entry) if change[1] == "note"]
        place, pages = page.rest, pages + 1
        if place is None:
            break
    assert seen[:25] == [f"note {number}" for number in reversed(range(25))]
    assert pages >= 4


def test_nobody_signs_who_is_not_on_the_list(office: OpenOffice) -> None:
    car = bring_one(office)
    with pytest.raises(NoLongerSigns, match="not on the list"):
        log_call(office.shift.by(Person(10_000, "Nobody")), car, called(office))
    assert phone_calls(office.shift, car) == ()
