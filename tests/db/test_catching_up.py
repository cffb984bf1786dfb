"""What happened on paper: lines checked as a whole, recorded as one deed with true dates, taken back by one undo."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.findings import Place
from itow_desktop.services.catching_up import LineSaid, PaperLine, catch_up, look_at_lines
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.undoing import undo, undo_state
from tests.builders import call
from tests.db import offices
from tests.db.cars import bring, card, counting
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer

LATER = datetime.fromisoformat("2026-03-20T15:00:00+00:00")


@pytest.fixture(scope="module")
def office(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office for all tests here; each brings cars of its own."""
    with offices.open_office(server, template) as opened:
        opened.clock.time = LATER
        yield opened


def cars(office: OpenOffice, *changes: dict[str, Any]) -> tuple[list[int], list[str]]:
    """Invented cars; their ids and call numbers."""
    calls = [call(**{"plate": None, "vin": None} | each) for each in changes]
    return bring(office, *calls), [each.call_number or "" for each in calls]


def line(key: int, mark: str, kind: EventKind, day: int | None = None, **more: Any) -> PaperLine:
    entry = Entry(kind, on=date(2026, 3, day) if day else None, source=EventSource.PAPER, **more)
    return PaperLine(key, mark, entry)


def wrong(lines: tuple[LineSaid, ...]) -> list[str | None]:
    return [each.wrong for each in lines]


def newest(office: OpenOffice, car: int) -> Event:
    return counting(office, car)[-1]


def test_lines_are_recorded_as_paper_with_true_dates_and_one_undo_takes_them_back(office: OpenOffice) -> None:
    (first, second), (one, _) = cars(office, {}, {"plate": "PAP3R1"})
    called = office.clock.now().replace(day=2, hour=13, minute=5)
    done = catch_up(
        office.shift,
        [
            PaperLine(1, one, Entry(EventKind.POLICE_NOTIFIED, at=called, data={"complaint_no": "26-77"}, source=EventSource.PAPER)),
            line(2, "pap3r1", EventKind.LEIN_ENTERED, 3, note="from the fax", data={"authority": "Burton PD"}),
            line(3, f"it{second}", EventKind.SOS_NOTICE_DATED, 9),
            line(4, one, EventKind.OWNER_UNKNOWN, reason="nobody asked for this word"),
        ],
    )
    assert (done.recorded, done.custody_ids) == (4, frozenset({first, second}))
    lein, sos = counting(office, second)[-2:]
    assert (lein.kind, lein.on, lein.note, lein.source) == (EventKind.LEIN_ENTERED, date(2026, 3, 3), "from the fax", EventSource.PAPER)
    assert sos.on == date(2026, 3, 9)
    assert sos.recorded_at is not None
    assert sos.recorded_at.date() != sos.on
    assert newest(office, first).note == "nobody asked for this word"
    assert card(office, first).car.fields.complaint_number == "26-77"
    step = undo_state(office.shift).undo
    assert step is not None
    assert step.name == "catch up, 4 lines"
    undo(office.shift, step.deed_id)
    assert [event.kind.value for car in (first, second) for event in counting(office, car)] == ["towed", "towed"]
    assert card(office, first).car.fields.complaint_number is None


def test_the_end_of_a_vin_on_the_lot_stands_for_its_car(office: OpenOffice) -> None:
    (car, _, left), _ = cars(office, {"vin": "1G1ZC5E0XBF777123"}, {"vin": "2HGZE7AA43Z777123"}, {"vin": "KMHCT4AE9EU555321"})
    record(office.shift, left, Entry(EventKind.RELEASED, on=date(2026, 3, 5), data={"to_whom": "Jo", "id_seen": "license"}))
    sheet = [PaperLine(1, "xbf777123"), PaperLine(2, "777123"), PaperLine(3, "77123"), PaperLine(4, "555321")]
    whole, twice, short, gone = look_at_lines(office.shift, sheet)
    assert whole.car is not None
    assert whole.car.custody_id == car
    assert (twice.wrong or "").startswith('2 cars are called "777123". Type the call number instead')
    assert [(each.wrong or "")[:12] for each in (short, gone)] == ["Nothing here"] * 2


def test_one_impossible_line_keeps_all_back_and_each_is_named(office: OpenOffice) -> None:
    (first, second), (one, two) = cars(office, {}, {})
    record(office.shift, second, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"}))
    sheet = [
        line(1, one, EventKind.LEIN_ENTERED, 3),
        line(2, two, EventKind.RELEASED, 5, data={"to_whom": "Jo"}),
        line(3, one, EventKind.SOS_NOTICE_DATED, 1),
        line(4, "no such car", EventKind.LEIN_ENTERED, 3),
        line(5, one, EventKind.LEIN_ENTERED, 25),
        PaperLine(6, two),
    ]
    done = catch_up(office.shift, sheet)
    assert (done.recorded, done.custody_ids) == (0, frozenset())
    assert wrong(done.lines) == [
        None,
        "The car is on hold: police. Lift the hold first.",
        "3/1/2026 lies before the tow of 3/2/2026. Correct the wrong one of the two.",
        'Nothing here is called "no such car". Look at the number again, or add the vehicle first.',
        "3/25/2026 has not come yet. Enter when it happened.",
        None,
    ]
    assert newest(office, first).kind is EventKind.TOWED
    assert done.lines == look_at_lines(office.shift, sheet)
    assert catch_up(office.shift, [sheet[0], sheet[5]]).recorded == 0  # the sixth says nothing yet
    assert catch_up(office.shift, sheet[:1]).recorded == 1


def test_what_is_uncertain_needs_a_word_and_is_flagged(office: OpenOffice) -> None:
    ids, marks = cars(office, *({} for _ in range(4)))
    minute = office.clock.now().replace(day=5, hour=14, minute=0)
    record(office.shift, ids[3], Entry(EventKind.LEIN_ENTERED, on=date(2026, 3, 4)))
    sheet = [PaperLine(place, mark, Entry(EventKind.POLICE_NOTIFIED, at=minute)) for place, mark in enumerate(marks[:3])]
    sheet += [
        line(3, marks[3], EventKind.LEIN_ENTERED, 4),
        line(4, marks[0], EventKind.HEARING_PETITIONED, 6),
        line(5, marks[1], EventKind.LEIN_ENTERED, 1),
        line(6, marks[2], EventKind.PHOTOS_TAKEN, 4),
        line(7, marks[2], EventKind.PHOTOS_TAKEN, 4),
    ]
    said = look_at_lines(office.shift, sheet)
    assert [each.doubts for each in said] == [
        *[("3 cars have the very same time, 09:00. Was it one for all of them?",)] * 3,
        ("This is recorded already: LEIN entry, 3/4/2026, by Kim.",),
        ("No SOS notice date is recorded; a petition answers that notice.",),
        ("3/1/2026 lies before the tow of 3/2/2026.",),
        (),
        ("Another line says the same: photos, 3/4/2026.",),
    ]
    assert catch_up(office.shift, sheet).recorded == 0
    stood_by = [
        PaperLine(each.key, each.mark, Entry(each.entry.kind, each.entry.at, each.entry.on, reason="says the log"))
        for each in sheet
        if each.entry
    ]
    assert catch_up(office.shift, stood_by).recorded == 8
    flagged = [event for car in ids for event in counting(office, car) if event.data.get("flagged") == "yes"]
    assert len(flagged) == 7
    assert {event.data["reason"] for event in flagged} == {"says the log"}


def test_what_happened_first_counts_first_whatever_stands_first_on_the_paper(office: OpenOffice) -> None:
    (car,), (mark,) = cars(office, {})
    record(office.shift, car, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"}))
    sheet = [
        line(1, mark, EventKind.RELEASED, 6, data={"to_whom": "Jo"}),
        line(2, mark, EventKind.HOLD_LIFTED, 5, data={"hold": "police"}),
    ]
    assert catch_up(office.shift, sheet).recorded == 2
    assert [event.kind for event in counting(office, car)][-2:] == [EventKind.HOLD_LIFTED, EventKind.RELEASED]


def test_a_plate_means_the_car_on_the_lot_and_two_there_are_asked_about(office: OpenOffice) -> None:
    (left, here), _ = cars(office, {"plate": "TW1CE"}, {"plate": "TW1CE"})
    record(office.shift, left, Entry(EventKind.RELEASED, on=date(2026, 3, 3), data={"to_whom": "Jo"}))
    (said,) = look_at_lines(office.shift, [PaperLine(1, "TW1 CE")])
    assert said.car is not None
    assert (said.car.custody_id, said.car.text(Place.PLATE)) == (here, "TW1CE")
    _, (third,) = cars(office, {"plate": "TW1CE"})
    (said,) = look_at_lines(office.shift, [PaperLine(1, "TW1CE")])
    assert said.wrong is not None
    assert said.wrong.startswith('2 cars are called "TW1CE". Type the call number instead: ')
    assert third in said.wrong


def test_five_hundred_lines_are_checked_quickly(office: OpenOffice) -> None:
    _, marks = cars(office, *({} for _ in range(125)))
    kinds = (EventKind.POLICE_NOTIFIED, EventKind.LEIN_ENTERED, EventKind.SOS_NOTICE_DATED, EventKind.PHOTOS_TAKEN)
    sheet = [line(place, marks[place // 4], kinds[place % 4], 3 + place % 4) for place in range(500)]
    began = time.perf_counter()
    said = look_at_lines(office.shift, sheet)
    taken = time.perf_counter() - began
    assert all(each.right for each in said)
    assert taken < 2.5  # about 0.2 s on this machine; slack for a busy one
    assert catch_up(office.shift, sheet).recorded == 500
