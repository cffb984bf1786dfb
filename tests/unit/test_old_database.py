"""The first program's cells, rows, files: what they mean, what they become."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from itow_desktop.domain.events import CLOSING, EventKind, EventSource
from itow_desktop.domain.old_database.beside import stand_beside
from itow_desktop.domain.old_database.files import VEHICLES, OldFile, OldTable, newest_first
from itow_desktop.domain.old_database.merging import OUTCOME, Choice, Choices, OldCar, merge_cars
from itow_desktop.domain.old_database.numbers import highest_numbers, number_cars
from itow_desktop.domain.old_database.rows import read_cars
from itow_desktop.domain.old_database.rules import OldRule
from itow_desktop.domain.old_database.story import FROM, Ground, OldStory, tell, top_days
from itow_desktop.domain.old_database.values import NoDate, day_of, email_of, outcome_of, phone_of, time_of, way_of, words
from itow_desktop.domain.old_database.vehicles import same_vehicles, shared
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.practice.old_database import JUNE, MARCH, MAY_23, car

ZONE = ZoneInfo("America/Detroit")
TODAY = date(2026, 3, 2)


def file(name: str, columns: tuple[str, ...], *rows: Mapping[str, Any], **tables: list[dict[str, Any]]) -> OldFile:
    whole = tuple({column: row.get(column) for column in columns} for row in rows)
    others = tuple(OldTable(table, tuple(some[0]) if some else (), tuple(some)) for table, some in tables.items())
    return OldFile(name, name.encode().hex().ljust(64, "0")[:64], 100, (OldTable(VEHICLES, columns, whole), *others))


def merged(*files: OldFile, choices: Choices | None = None) -> tuple[OldCar, ...]:
    readings = [row for place, each in enumerate(files) for row in read_cars(each, place)[0]]
    return merge_cars(readings, choices or {})


def told(**said: object) -> OldStory:
    """The story of one car in one file; ``said`` are its columns."""
    (found,) = merged(file("june.db", JUNE, car(1, **said)))
    return tell(found, Ground(ZONE, TODAY, top_days([found])))


def rules(story: OldStory) -> set[OldRule]:
    return {flag.rule for flag in story.flags}


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-05-03", date(2025, 5, 3)), ("2025-05-03 14:05:11", date(2025, 5, 3)), ("2025-05-03T00:30:00", date(2025, 5, 3)),
        ("05/03/2025", date(2025, 5, 3)), ("5/3/25", date(2025, 5, 3)), (" 5-3-2025 ", date(2025, 5, 3)),
        ("N/A", None), ("", None), ("(none)", None), (None, None), ("None", None), ("0", None), (0, None),
    ],
)  # fmt: skip
def test_dates_come_in_five_shapes(text: str | int | None, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("text", ["13/45/2025", "2025-02-30", "soon", "20250503", "2025"])
def test_what_is_no_date_says_why(text: str) -> None:
    with pytest.raises(NoDate, match=text) as caught:
        day_of(text)
    assert not caught.value.no_year


def test_a_day_without_a_year_is_never_guessed() -> None:
    with pytest.raises(NoDate, match="has no year") as caught:
        day_of("5/30")
    assert caught.value.no_year


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13:05", time(13, 5)), ("1:05 PM", time(13, 5)), ("12:10 am", time(0, 10)), ("12:10 p.m.", time(12, 10)),
        ("08:15:30", time(8, 15, 30)), ("2025-05-03 09:30", time(9, 30)), ("N/A", None), ("", None),
    ],
)  # fmt: skip
def test_clocks_have_12_or_24_hours(text: str, said: time | None) -> None:
    assert time_of(text) == said


@pytest.mark.parametrize("text", ["25:10", "noon", "9"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        time_of(text)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("Released", CustodyStatus.PICKED_UP), ("RELEASED", CustodyStatus.PICKED_UP), ("TR52_Ready", CustodyStatus.ON_LOT),
        ("Ready for Auction", CustodyStatus.ON_LOT), ("Auction", CustodyStatus.ON_LOT), ("auctioned", CustodyStatus.SOLD),
        ("Scrapped", CustodyStatus.SCRAPPED), ("Transferred", CustodyStatus.TO_CUSTODIAN), (None, CustodyStatus.ON_LOT), ("Banana", None),
    ],
)  # fmt: skip
def test_a_status_closes_only_where_it_is_an_ending(status: str | None, outcome: CustodyStatus | None) -> None:
    assert outcome_of(status) is outcome


def test_people_to_reach_are_written_alike() -> None:
    assert {phone_of(text) for text in ("8105550100", "810-555-0100", "(810) 555-0100", "+1 810.555.0100")} == {"810-555-0100"}
    assert phone_of("ask for Kim, 810-555-0100") == "ask for Kim, 810-555-0100"
    assert email_of(" Desk@Example.ORG ") == "desk@example.org"
    assert email_of("call instead") is None
    assert [way_of(text) for text in ("Email", "FAX", "mail", "pigeon")] == ["email", "fax", "print", None]
    assert [words(cell) for cell in ("state", "(none)", 2008.0, " a  b ")] == [None, None, "2008", "a b"]


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_of_any_shape_is_read_and_tests_are_skipped() -> None:
    rows = (car(1), car(2, towbook_call_number="test7"), car(3, complaint_number="COMP004"), car(4, state="state", color="(none)"))
    for columns in (MARCH, MAY_23, JUNE, ("towbook_call_number", "status")):
        found, flags = read_cars(file("any.db", columns, *rows), 0)
        assert len(found) + sum(flag.rule is OldRule.TEST_ROW for flag in flags) == 4
    found, flags = read_cars(file("june.db", JUNE, *rows), 0)
    assert {each.call for each in found} == {"20001", "20004"}
    assert [flag.car for flag in flags] == ["test7", "COMP004"]
    (fourth,) = (each for each in found if each.call == "20004")
    assert "plate_state" not in fourth.values
    assert "color" not in fourth.values
    _, narrow = read_cars(file("narrow.db", ("towbook_call_number", "status"), *rows), 0)
    assert OldRule.TABLE in {flag.rule for flag in narrow}


def test_what_is_odd_is_told_and_nothing_is_lost() -> None:
    odd = car(1, tow_date="5/3", tow_time="noon", year="19999", state="Ontario", status="Banana", archived=1, photos="a.jpg,b.jpg")
    ((row,), _) = read_cars(file("june.db", JUNE, odd), 0)
    assert {flag.rule for flag in row.flags} == {
        OldRule.NO_YEAR, OldRule.BAD_TIME, OldRule.BAD_VALUE, OldRule.STATUS_UNKNOWN, OldRule.ARCHIVED, OldRule.LEFT_RAW,
    }  # fmt: skip
    assert row.outcome is CustodyStatus.ON_LOT
    assert any("photos: a.jpg,b.jpg" in flag.says for flag in row.flags)
    assert all(flag.car == "20001" and flag.file == "june.db" for flag in row.flags)


# --- files -----------------------------------------------------------------------------------------------------------


def test_the_newest_file_is_the_one_saved_last_whatever_its_name() -> None:
    old, new = (
        file("z.db", MARCH, car(1, last_updated="2025-03-20 10:00:00")),
        file("a.db", JUNE, car(1, last_updated="2025-06-02 10:00:00")),
    )
    bare = file("bare.db", MAY_23, car(1, last_updated="N/A"))
    assert newest_first((old, bare, new)) == (new, old, bare)
    assert [each.shape for each in (new, bare)] == ["88 columns (June)", "50 columns (May 23)"]


def test_the_newest_word_wins_and_older_ones_fill_the_holes() -> None:
    june = file("june.db", JUNE, car(1, year="N/A", jurisdiction="N/A", color="Blue", plate="NEW1"))
    march = file("march.db", MARCH, car(1, year="2004", jurisdiction="Burton", color="BLUE ", plate="OLD1"))
    (found,) = merged(june, march)
    assert (found.values["year"], found.values["department"], found.values["color"]) == (2004, "Burton", "Blue")
    assert found.rows == 2
    (conflict,) = found.conflicts
    assert (conflict.field, conflict.newer, conflict.older, conflict.newer_file, conflict.older_file) == (
        "plate", "NEW1", "OLD1", "june.db", "march.db",
    )  # fmt: skip
    for choice, plate in ((Choice.NEWER, "NEW1"), (Choice.OLDER, "OLD1"), (Choice.LEAVE, None)):
        (chosen,) = merged(june, march, choices={conflict.mark: choice})
        assert chosen.values.get("plate") == plate
        assert chosen.conflicts[0].choice is choice


def test_dates_in_another_shape_are_no_conflict() -> None:
    (found,) = merged(file("june.db", JUNE, car(1, tow_date="2025-02-02")), file("may.db", MAY_23, car(1, tow_date="02/02/2025")))
    assert found.conflicts == ()


def test_the_ending_of_before_the_reset_is_offered_where_newer_ones_disagree() -> None:
    june = file("june.db", JUNE, car(1, status="Scrapped", release_date="2025-06-02"))
    may = file("may.db", MAY_23, car(1, status="Released", release_date="2025-04-02", recipient="Kim"))
    march = file("march.db", MARCH, car(1, status="Auctioned", release_date="2025-03-01"))
    (found,) = merged(june, march, may)
    (conflict,) = found.conflicts
    assert (conflict.field, conflict.newer, conflict.older, conflict.older_file) == (
        OUTCOME, "Scrapped 6/2/2025", "Released 4/2/2025", "may.db",
    )  # fmt: skip
    assert found.outcome is CustodyStatus.SCRAPPED
    assert "recipient" not in found.values, "whoever took it in another ending took it not in this one"
    (older,) = merged(june, march, may, choices={conflict.mark: Choice.OLDER})
    assert (older.outcome, older.values["release_day"], older.values["recipient"]) == (CustodyStatus.PICKED_UP, date(2025, 4, 2), "Kim")
    (left,) = merged(june, march, may, choices={conflict.mark: Choice.LEAVE})
    story = tell(left, Ground(ZONE, TODAY, {}))
    assert story.closing is None
    assert any("june.db says Scrapped 6/2/2025, may.db says Released 4/2/2025" in (each.note or "") for each in story.notes)


def test_steps_on_the_lot_are_no_conflict_and_an_open_car_gets_no_old_release_date() -> None:
    june, may = (
        file("june.db", JUNE, car(1, status="New")),
        file("may.db", MAY_23, car(1, status="TOP Generated", release_date="2025-04-02")),
    )
    (found,) = merged(june, may)
    assert found.conflicts == ()
    assert found.outcome is CustodyStatus.ON_LOT


def test_a_call_twice_in_a_file_is_one_car_and_one_without_a_call_goes_by_its_vin() -> None:
    twice = file("june.db", JUNE, car(1, last_updated="2025-01-01 10:00:00", color="Red"), car(1, color="Green", invoice_number="7"))
    (found,) = merged(twice)
    assert found.values["color"] == "Green"
    assert OldRule.CALL_TWICE in {flag.rule for flag in found.flags}
    nameless = car(2, towbook_call_number=None)
    (one,) = merged(file("june.db", JUNE, nameless), file("may.db", MAY_23, nameless))
    assert (one.rows, one.call) == (2, None)
    assert OldRule.NO_CALL in {flag.rule for flag in one.flags}


# --- stories ---------------------------------------------------------------------------------------------------------


def test_an_ending_is_an_event_that_says_where_it_comes_from() -> None:
    story = told(status="Released", release_date="2025-05-04", release_time="13:05", recipient="Kim", release_reason="Owner Redeemed")
    closing = story.closing
    assert closing is not None
    assert (closing.kind, closing.at, closing.source) == (EventKind.REDEEMED, datetime(2025, 5, 4, 17, 5, tzinfo=UTC), EventSource.IMPORT)
    assert {"from": "old_database", "flagged": "yes", "to_whom": "Kim"}.items() <= closing.data.items()
    assert story.fields.custody == CustodyKind.PRIVATE_PROPERTY
    kinds = {"Auctioned": EventKind.SOLD, "Scrapped": EventKind.SCRAPPED, "Transferred": EventKind.TRANSFERRED_TO_CUSTODIAN}
    assert {status: (told(status=status).closing or closing).kind for status in kinds} == kinds


def test_a_tow_without_a_time_keeps_its_day_and_one_yet_to_come_is_none() -> None:
    dated = told(tow_time="N/A").tow
    assert dated is not None
    assert (dated.at, dated.on) == (None, date(2025, 2, 2))
    assert told(tow_date="2027-01-01").tow is None
    assert OldRule.TOO_LATE in rules(told(tow_date="2027-01-01"))
    assert OldRule.NO_TOW_DATE in rules(told(tow_date="N/A"))


@pytest.mark.parametrize(
    ("left", "rule"),
    [
        ("2025-01-01", OldRule.BEFORE_TOW),
        ("2028-06-01", OldRule.TOO_LATE),
        ("2026-03-03", OldRule.TOO_LATE),
        (None, OldRule.CLOSED_UNDATED),
    ],
)
def test_a_day_that_cannot_be_right_is_kept_as_a_note_only(left: str | None, rule: OldRule) -> None:
    story = told(status="Scrapped", release_date=left)
    assert rule in rules(story)
    assert story.closing is not None
    assert (story.closing.at, story.closing.on) == (None, None)
    assert left is None or any("unlikely: Scrapped" in (note.note or "") for note in story.notes)


def test_a_release_date_on_the_lot_is_told_and_closes_nothing() -> None:
    story = told(status="New", release_date="2025-05-04")
    assert story.closing is None
    assert OldRule.OPEN_DATED in rules(story)


def test_a_top_date_is_never_a_proof() -> None:
    cars = merged(file("june.db", JUNE, *(car(n, top_form_sent_date="2025-05-30" if n < 6 else "2025-04-01") for n in range(7))))
    ground = Ground(ZONE, TODAY, top_days(cars))
    stories = [tell(each, ground) for each in cars]
    bulk, single = (next(each for each in stories if each.car.call == call) for call in ("20000", "20006"))
    assert OldRule.TOP_BULK in rules(bulk)
    assert OldRule.TOP_UNPROVEN in rules(single)
    for story in stories:
        (top,) = (note for note in story.notes if "unverified" in note.data)
        assert (top.kind, top.at, top.on) == (EventKind.NOTE, None, None)
        assert "No proof of notice" in (top.note or "")
        assert not any(event.kind in {EventKind.LETTER_SENT, EventKind.LETTER_PRINTED} for event in story.notes)
    assert "6 cars on that one day" in next(note.note or "" for note in bulk.notes if "unverified" in note.data)


def test_wrong_vins_stay_and_are_shown_as_such() -> None:
    assert OldRule.VIN_WRONG in rules(told(vin="1XXAB1CD3EF00001"))
    wrong = told(vin="1xxab1cd0ef000001")
    assert OldRule.VIN_WRONG in rules(wrong)
    assert wrong.fields.vin == "1XXAB1CD0EF000001"
    assert OldRule.VIN_MISSING in rules(told(vin="N/A"))


def test_what_proves_nothing_is_told_in_a_note() -> None:
    story = told(decision="Auction", auction_date="2025-06-02", jurisdiction="Burton (ask the desk)", tow_reason="relocate")
    (note,) = (each.note or "" for each in story.notes if each.note and each.note.startswith("From the old database"))
    assert all(words in note for words in ("decision: Auction", "auction: 6/2/2025", "police department as written: Burton (ask the desk)"))
    assert not any(event.kind in CLOSING or event.kind is EventKind.SALE_PLANNED for event in story.notes)
    assert story.fields.custody == CustodyKind.UNKNOWN, "what a customer ordered is asked"


def test_two_stays_of_one_vehicle_say_the_same_of_it() -> None:
    before, since = car(1, plate="OLD1", tow_date="2024-10-01", color="Red"), car(2, vin=car(1)["vin"], plate="NEW1", color="N/A")
    stories = [tell(each, Ground(ZONE, TODAY, {})) for each in merged(file("june.db", JUNE, before, since))]
    first = next(each for each in stories if each.car.call == "20001")
    ((_, stays),) = same_vehicles(stories).items()
    assert [each.car.call for each in stays] == ["20002", "20001"]
    older = shared(first, [each.fields for each in stays], ["20002"])
    assert (older.fields.plate, older.fields.color) == ("NEW1", "Red")
    assert "plate OLD1" in (older.lost[0].note or "")
    assert [flag.rule for flag in older.flags] == [OldRule.VIN_TWICE]
    assert same_vehicles([replace(first, fields=replace(first.fields, vin="1XXAB1CD0EF000001"))]) == {}, (
        "a VIN that may be misread joins nothing"
    )


# --- numbers, what stands beside ---------------------------------------------------------------------------------------


def test_a_number_given_twice_stays_with_the_first_tow() -> None:
    cars = merged(file("june.db", JUNE, *(
        car(n, complaint_number=number, tow_date=f"2025-03-{9 - n:02}")
        for n, number in enumerate(("IT0007-25", "it0007-25", "Sheriff 12", "IT0007-24", "IT0009-25"))
    )))  # fmt: skip
    numbers, flags = number_cars(cars, {"IT0009-25": "call:9"})
    assert numbers == {
        "call:20001": "IT0007-25", "call:20000": "IT0007-25-2", "call:20003": "IT0007-24", "call:20004": "IT0009-25-2",
    }  # fmt: skip
    assert sorted((flag.rule, flag.car) for flag in flags) == [
        (OldRule.NUMBER_TWICE, "20000"), (OldRule.NUMBER_TWICE, "20004"), (OldRule.NUMBER_WORDS, "20002"),
    ]  # fmt: skip


def test_our_numbers_go_on_after_the_last_one_also_where_its_car_is_gone() -> None:
    one = file("june.db", JUNE, complaint_sequence=[{"year": 2025, "last_sequence": 88}, {"year": 2024, "last_sequence": 99999}])
    other = file(
        "may.db",
        MAY_23,
        complaint_sequence_override=[{"year": "25", "next_sequence_number": 102}, {"year": "x", "next_sequence_number": 5}],
    )
    assert highest_numbers([one, other]) == {2025: 101}


def test_rows_beside_a_car_become_notes_and_those_of_none_are_held() -> None:
    talk = {"vehicle_id": "20001", "communication_date": "2025-05-20 10:00:00", "communication_type": "phone", "notes": "asked"}
    talks = [talk, {**talk, "communication_date": "5/20", "notes": "no year"}]
    papers: list[dict[str, Any]] = [
        {"vehicle_id": "20001", "type": "TOP", "filename": "a.pdf", "upload_date": None},
        {"vehicle_id": "9", "filename": "b.pdf"},
    ]
    reminders = [{"vehicle_id": "20001", "notification_type": "TOP", "status": "pending"}]
    files = [file(name, MAY_23, police_logs=talks, documents=papers, notifications=reminders) for name in ("june.db", "may.db")]
    found = stand_beside(files, {"20001": "call:20001"}, TODAY)
    notes = found.notes["call:20001"]
    assert len(notes) == 3, "a row that several files have is one row"
    assert [note.on for note in notes] == [date(2025, 5, 20), None, None]
    assert "a.pdf" in (notes[-1].note or "")
    assert all(note.kind is EventKind.NOTE and note.data == FROM for note in notes)
    assert [(each.call, each.table, each.file) for each in found.orphans] == [("9", "documents", "june.db")]
    assert {flag.rule for flag in found.flags} == {OldRule.PAPER, OldRule.NOT_SENT, OldRule.ORPHAN, OldRule.BAD_DATE}
    assert found.rows == 10
