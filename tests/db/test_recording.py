"""Events recorded for many cars at once: all or none, doubted together, proved by scans, undone by name."""

from datetime import date
from threading import Lock

import pytest
from sqlalchemy import text

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.errors import Doubtful, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.services.attaching import attachments
from itow_desktop.services.recording import Entry, Scan, record, record_all
from itow_desktop.services.undoing import redo, undo, undo_state
from tests.builders import call
from tests.db.cars import bring, bring_one, counting
from tests.db.offices import OpenOffice
from tests.pictures import paper

LEIN = Entry(EventKind.LEIN_ENTERED, on=date(2026, 3, 3))
PETITION = Entry(EventKind.HEARING_PETITIONED, on=date(2026, 3, 3))


def kinds(office: OpenOffice, car: int) -> list[str]:
    return [event.kind.value for event in counting(office, car)]


def test_every_doubtful_car_is_said_and_none_is_recorded(private_office: OpenOffice) -> None:
    cars = bring(private_office, *(call() for _ in range(3)))
    record(private_office.shift, cars[1], Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 3)))
    with pytest.raises(Doubtful) as doubted:
        record_all(private_office.shift, "petitions", cars, lambda *_: (PETITION,))
    assert [car for car, _ in doubted.value.cars] == [cars[0], cars[2]]
    assert all("hearing_petitioned" not in kinds(private_office, car) for car in cars)


def test_one_refused_car_keeps_all_from_being_recorded(private_office: OpenOffice) -> None:
    cars = bring(private_office, *(call() for _ in range(2)))
    record(private_office.shift, cars[1], Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"}))
    with pytest.raises(Refused, match="on hold: police"):
        record_all(private_office.shift, "moved out", cars, lambda *_: (Entry(EventKind.RELEASED, on=date(2026, 3, 3)),))
    assert kinds(private_office, cars[0]) == ["towed"]


def test_what_was_recorded_is_undone_by_its_name_with_its_scan_and_done_again(private_office: OpenOffice) -> None:
    car = bring_one(private_office, call_number="21359")
    ready = FilePictures(Lock()).prepare_bytes("lein.pdf", paper())
    shift = private_office.shift
    (made,) = record_all(shift, "LEIN entry Mar 3 for 21359", [car], lambda *_: (LEIN,), scans=[Scan(ready)])
    with shift.desk.look() as unit:
        assert unit.event_papers.of(car) == {made.id: ("lein.pdf",)}
    step = undo_state(shift).undo
    assert step is not None
    assert step.name == "LEIN entry Mar 3 for 21359"
    undo(shift, step.deed_id)
    assert kinds(private_office, car) == ["towed"]
    assert attachments(shift, car) == ()
    again = undo_state(shift).redo
    assert again is not None
    redo(shift, again.deed_id)
    assert kinds(private_office, car) == ["towed", "lein_entered"]
    assert [file.name for file in attachments(shift, car)] == ["lein.pdf"]


def test_a_scan_is_kept_once_and_its_link_never_changes(private_office: OpenOffice) -> None:
    car = bring_one(private_office)
    scan = Scan(FilePictures(Lock()).prepare_bytes("both.pdf", paper()))
    for kind in (EventKind.LEIN_ENTERED, EventKind.POLICE_RELEASED):
        entry = Entry(kind, on=date(2026, 3, 3))
        record_all(private_office.shift, "papers", [car], lambda *_, entry=entry: (entry,), scans=[scan])
    assert len(attachments(private_office.shift, car)) == 1
    with private_office.admin() as admin, admin.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM event_papers")).scalar_one() == 2
        with pytest.raises(Exception, match="append-only"):
            connection.execute(text("DELETE FROM event_papers"))


def test_an_undo_that_would_date_a_notice_twice_is_refused(private_office: OpenOffice) -> None:
    car = bring_one(private_office)
    shift = private_office.shift
    record(shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 2)))
    step = undo_state(shift).undo
    assert step is not None
    undo(shift, step.deed_id)
    again = undo_state(shift).redo
    record(shift.by(None), car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 3)))
    assert again is not None
    with pytest.raises(Refused, match=r"dated 3/3/2026 already"):
        redo(shift, again.deed_id)
