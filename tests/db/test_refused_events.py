"""What the vocabulary refuses is refused by the database too, also to two people at one moment."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, integers, lists, none, one_of, sampled_from
from psycopg.types.json import Jsonb

from itow_desktop.domain.events import CLOSING, Event, EventKind, on_clock
from itow_desktop.domain.gates import refused
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice
from tests.law import DETROIT, event

_DAYS = ("2026-03-05", "2026-03-09", "2026-03-10")
_TIMES = ("2026-03-09T23:30", "2026-03-10T00:30")
_KINDS = (
    *(("sos_notice_dated", {}), ("bill_of_sale_received", {}), ("hearing_petitioned", {}), ("lein_entered", {})),
    *(("hearing_decided", {"outcome": said}) for said in ("for_owner", "for_custodian", "adjourned")),
    *((kind, {"hold": said}) for kind in ("hold_placed", "hold_lifted") for said in ("police", "office", "somebody")),
    *((kind, data) for kind in CLOSING for data in ({}, {"flagged": "yes"})),
)


@composite
def _events(draw: DrawFn) -> Event:
    kind, data = draw(sampled_from(_KINDS))
    when = draw(one_of(none(), sampled_from(_DAYS), sampled_from(_TIMES)))
    return replace(event(kind, when, **data), id=str(uuid4()))


@composite
def _histories(draw: DrawFn) -> tuple[Event, ...]:
    """Events as they might be recorded one after the other, some of which correct or take back an earlier one."""
    found: list[Event] = []
    for each in draw(lists(_events(), min_size=1, max_size=8)):
        corrected = {other.supersedes for other in found}
        open_ones = [other for other in found if other.id not in corrected and other.kind is not EventKind.SUPERSEDED]
        choice = draw(integers(0, 3))
        if choice == 0 and open_ones:
            gone = open_ones[draw(integers(0, len(open_ones) - 1))].id
            found.append(Event(str(uuid4()), EventKind.SUPERSEDED, note="typed by mistake", supersedes=gone))
        elif choice == 1 and open_ones:
            found.append(replace(each, supersedes=open_ones[draw(integers(0, len(open_ones) - 1))].id))
        else:
            found.append(each)
    return tuple(found)


@pytest.fixture
def car(private_office: OpenOffice) -> int:
    """A car on the lot with its tow."""
    return bring_one(private_office)


def test_the_database_refuses_just_what_the_gate_refuses(private_office: OpenOffice, car: int) -> None:
    with _clerk(private_office) as connection:

        @given(_histories())
        @settings(max_examples=150)
        def agree(history: Sequence[Event]) -> None:
            with connection.transaction(force_rollback=True):
                kept: tuple[Event, ...] = ()
                for each in history:
                    if any(each.supersedes == gone.id for gone in history if gone not in kept):
                        continue  # what was refused cannot be corrected
                    reason = refused(*_clocked(each, kept))
                    said = _try(connection, car, each)
                    assert (said is None) == (reason is None), (reason, said, each, kept)
                    if reason is None:
                        kept = (*kept, each)

        agree()


def test_of_a_hold_and_a_pick_up_at_one_moment_only_what_may_be_stays(private_office: OpenOffice, car: int) -> None:
    ready = Barrier(2)

    def put(new: Event) -> str | None:
        with _clerk(private_office) as connection:
            ready.wait(10)
            return _try(connection, car, new)

    held, left = event("hold_placed", "2026-03-05", hold="police"), event("released", "2026-03-05")
    with ThreadPoolExecutor(2) as pool:
        answers = tuple(pool.map(put, [replace(held, id=str(uuid4())), replace(left, id=str(uuid4()))]))
    assert answers[0] is None
    with private_office.server.connect(private_office.database) as connection:
        rows = connection.execute("SELECT kind FROM itow.events WHERE kind <> 'towed' ORDER BY seq").fetchall()
    kinds = [row[0] for row in rows]
    if answers[1] is None:
        assert sorted(kinds) == ["hold_placed", "released"]
    else:
        assert "on hold: police" in answers[1]
        assert kinds == ["hold_placed"]


def test_a_hold_that_is_being_recorded_is_waited_for(private_office: OpenOffice, car: int) -> None:
    with _clerk(private_office) as one, _clerk(private_office) as other, ThreadPoolExecutor(1) as pool:
        with one.transaction():
            _put(one, car, replace(event("hold_placed", "2026-03-05", hold="police"), id=str(uuid4())))
            answer = pool.submit(_try, other, car, replace(event("released", "2026-03-06"), id=str(uuid4())))
            private_office.until_somebody_waits()
        assert "on hold: police" in (answer.result(10) or "")


def test_two_people_cannot_date_one_notice_twice(private_office: OpenOffice, car: int) -> None:
    with _clerk(private_office) as one, _clerk(private_office) as other, ThreadPoolExecutor(1) as pool:
        with one.transaction():
            _put(one, car, replace(event("sos_notice_dated", "2026-03-09"), id=str(uuid4())))
            answer = pool.submit(_try, other, car, replace(event("sos_notice_dated", "2026-03-10"), id=str(uuid4())))
            private_office.until_somebody_waits()
        assert "dated 3/9/2026 already" in (answer.result(10) or "")


def test_two_events_cannot_correct_each_other(private_office: OpenOffice, car: int) -> None:
    one, other = str(uuid4()), str(uuid4())
    with _clerk(private_office) as connection, pytest.raises(psycopg.Error, match="not on record"):
        connection.execute(
            "INSERT INTO events (id, custody_id, kind, note, supersedes) VALUES (%s, %s, 'note', 'a', %s), (%s, %s, 'note', 'b', %s)",
            (one, car, other, other, car, one),
        )


def test_an_event_of_another_car_is_not_corrected(private_office: OpenOffice, car: int) -> None:
    other = bring_one(private_office, call_number="21399", towbook_id="7399")
    lein = replace(event("lein_entered", "2026-03-05"), id=str(uuid4()))
    with _clerk(private_office) as connection:
        _put(connection, car, lein)
        said = _try(connection, other, replace(event("lein_entered", "2026-03-06", supersedes=lein.id), id=str(uuid4())))
    assert said is not None
    assert "not on record for this car" in said


def test_taking_back_needs_a_reason(private_office: OpenOffice, car: int) -> None:
    lein = replace(event("lein_entered", "2026-03-05"), id=str(uuid4()))
    with _clerk(private_office) as connection:
        _put(connection, car, lein)
        assert "needs a reason" in (_try(connection, car, Event(str(uuid4()), EventKind.SUPERSEDED, note=" ", supersedes=lein.id)) or "")


# --- by hand ---------------------------------------------------------------------------------------------------------


@contextmanager
def _clerk(office: OpenOffice) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the everyday role, which may record."""
    url = office.engine.url
    with psycopg.connect(
        host=url.host, port=url.port, dbname=url.database, user=url.username, password=url.password, autocommit=True,
        options="-c search_path=itow,public",
    ) as connection:  # fmt: skip
        connection.execute(
            "SELECT set_config('itow.staff', %s, false), set_config('role', acting_role(%s), false)",
            (str(office.shift.person.id if office.shift.person else ""),) * 2,
        )
        yield connection


def _put(connection: psycopg.Connection[Any], custody_id: int, new: Event) -> None:
    connection.execute(
        'INSERT INTO events (id, custody_id, kind, at, "on", data, note, supersedes) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)',
        (new.id, custody_id, new.kind, new.at, new.on, Jsonb(dict(new.data)), new.note, new.supersedes),
    )


def _try(connection: psycopg.Connection[Any], custody_id: int, new: Event) -> str | None:
    """Record it; the database's own sentence where it refuses."""
    try:
        with connection.transaction():
            _put(connection, custody_id, new)
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("IT0"):
            raise
        return error.diag.message_primary
    return None


def _clocked(new: Event, before: Sequence[Event]) -> tuple[Event, tuple[Event, ...]]:
    return on_clock([new], DETROIT)[0], on_clock(before, DETROIT)
