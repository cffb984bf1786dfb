"""An office's copy put back: PINs it does not hold, numbers it does not know, windows that stand open meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import text

from itow_desktop.adapters.db.backups import make_backup, restore_backup
from itow_desktop.adapters.db.listen import DatabaseChanges
from itow_desktop.adapters.db.upgrade import pending, set_desk_password, upgrade
from itow_desktop.domain.backups import BackupInfo, RestoreResult
from itow_desktop.domain.errors import BackupTrouble, Refused
from itow_desktop.domain.outbox.messages import NewMessage, OutKind, OutState
from itow_desktop.services import people
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.editing import add_car
from itow_desktop.services.outbox.putting import put_out
from itow_desktop.services.ports.changes import ANYTHING, Change
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import VehicleQuery
from tests.db import offices
from tests.db.offices import OpenOffice, admin_engine
from tests.db.servers import DatabaseServer

NIGHT = datetime(2026, 3, 3, 7, 15, tzinfo=UTC)
PIN = "481516"


@pytest.fixture
def lee(private_office: OpenOffice) -> Shift:
    """Lee, a clerk with a PIN."""
    shift = private_office.shift.by(people.add_person(private_office.shift, "Lee"))
    assert people.set_own_pin(shift, "", PIN).accepted
    return shift


def copied(office: OpenOffice, folder: Path, *, with_pins: bool = True) -> BackupInfo:
    """A copy, made by the server's administrator or by the office's own sign-in, to which PINs do not show."""
    own = offices.address_of(office.server, office.database, str(office.engine.url.username), offices.PASSWORD)
    return make_backup(office.server.url(office.database) if with_pins else own.conninfo(), folder, NIGHT)


@contextmanager
def restored(office: OpenOffice, copy: BackupInfo) -> Iterator[RestoreResult]:
    """The copy in the place of the office's database; what was there is dropped at the end."""
    done = restore_backup(copy.file, office.server.url(office.database), NIGHT)
    try:
        yield done
    finally:
        with office.server.connect() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(done.kept_as or "")))


def plates(office: OpenOffice) -> set[str | None]:
    return {row.plate for row in vehicle_page(office.shift, VehicleQuery()).rows}


# What was about to be sent


def test_what_a_copy_would_send_again_waits_for_a_person(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    ad = NewMessage(OutKind.AD, "ads@paper.example", "An ad", "Words.\n")
    (message,) = put_out(office.shift, [ad], approve=True)
    with restored(office, copied(office, tmp_path)):
        with office.shift.desk.look() as unit:
            found = unit.outbox.get(message)
        assert found.state is OutState.WAITS
        assert "it may have been sent since" in (found.why or "")


# PINs


def test_who_had_a_pin_that_the_copy_does_not_hold_has_none(private_office: OpenOffice, lee: Shift, tmp_path: Path) -> None:
    office = private_office
    with restored(office, copied(office, tmp_path, with_pins=False)) as done:
        assert done.without_pin == ("Lee",)
        (found,) = (person for person in people.staff(office.shift).people if person.name == "Lee")
        assert not found.has_pin
        assert people.check_pin(office.shift, found, "").accepted, "nobody is locked out"
        assert people.set_own_pin(lee, "", PIN).accepted
        assert not people.check_pin(office.shift, found, "000000").accepted
        with office.admin() as admin, admin.connect() as connection:
            told = connection.execute(text("SELECT before ? 'pin_since' FROM audit WHERE deed_name = 'restore a copy'"))
            assert told.scalars().all() == [True]


def test_a_pin_in_the_copy_stays(private_office: OpenOffice, lee: Shift, tmp_path: Path) -> None:
    office = private_office
    with restored(office, copied(office, tmp_path)) as done:
        assert done.without_pin == ()
        assert lee.person is not None
        assert people.check_pin(office.shift, lee.person, PIN).accepted
        assert not people.check_pin(office.shift, lee.person, "000000").accepted


def test_a_pin_that_is_missing_is_not_any_pin(private_office: OpenOffice, lee: Shift) -> None:
    office = private_office
    assert lee.person is not None
    with office.admin() as admin, admin.begin() as connection:
        connection.execute(text("DELETE FROM staff_pins"))
    for tried in (PIN, ""):
        with pytest.raises(Refused, match=r"^This PIN is missing in the database, .* Nothing was changed\.$"):
            people.check_pin(office.shift, lee.person, tried)
    with pytest.raises(Refused, match="missing"):
        people.set_own_pin(lee, "", PIN)
    people.set_pin(office.shift, lee.person, PIN)
    assert people.check_pin(office.shift, lee.person, PIN).accepted


# What the copy does not know


def test_a_number_that_was_given_is_never_given_again(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    copy = copied(office, tmp_path)
    since = add_car(office.shift, {"plate": "ABC1234"}).custody_id
    with restored(office, copy):
        assert plates(office) == set()
        assert add_car(office.shift, {"plate": "XYZ9876"}).custody_id > since


def test_an_older_copy_is_brought_up_before_anybody_sees_it(
    server: DatabaseServer, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.upgrade

    def not_further(config: Config, _revision: str) -> None:
        real(config, "0008")

    admin = admin_engine(server, database)
    with monkeypatch.context() as before:
        before.setattr("alembic.command.upgrade", not_further)
        upgrade(admin)
    set_desk_password(admin, offices.PASSWORD)
    admin.dispose()
    copy = make_backup(server.url(database), tmp_path, NIGHT)
    done = restore_backup(copy.file, server.url(database), NIGHT)
    with admin.connect() as connection:
        assert not pending(connection)
    admin.dispose()
    with server.connect() as superuser:
        superuser.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(done.kept_as or "")))


# Windows that stand open


def test_an_open_program_hears_of_it_and_goes_on_with_the_restored_data(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    add_car(office.shift, {"plate": "ABC1234"})
    copy = copied(office, tmp_path)
    add_car(office.shift, {"plate": "XYZ9876"})
    news: Queue[Change] = Queue()
    listener = DatabaseChanges(offices.address_of(office.server, office.database, str(office.engine.url.username), offices.PASSWORD), "it")
    listener.begin()
    listener.listen(news.put)
    try:
        assert plates(office) == {"ABC1234", "XYZ9876"}
        with restored(office, copy) as done:
            told = news.get(timeout=10)
            assert (told.kinds, told.another_database) == (ANYTHING.kinds, True)
            assert plates(office) == {"ABC1234"}
            with office.server.connect(done.kept_as or "") as kept:
                assert kept.execute("SELECT count(*) FROM itow.custodies").fetchone() == (2,), "nothing that was saved is gone"
    finally:
        listener.close()


def test_what_is_being_saved_is_waited_for(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    copy = copied(office, tmp_path)
    with ThreadPoolExecutor(1) as pool, office.engine.connect() as saving:
        saving.execute(text("UPDATE office_facts SET value = value"))
        restoring = pool.submit(restore_backup, copy.file, office.server.url(office.database), NIGHT)
        with office.server.connect() as server:
            asks_who_is_there = "SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'SELECT coalesce(state,%'"
            while not server.execute(asks_who_is_there).fetchall():
                assert not restoring.done()
        assert not restoring.done()
        saving.commit()
        done = restoring.result(timeout=30)
    with office.server.connect() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(done.kept_as or "")))


def test_no_copy_is_restored_while_calls_are_imported(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    copy = copied(office, tmp_path)
    with office.shift.desk.claim([".PPI"]), pytest.raises(BackupTrouble, match="because calls are being imported"):
        restore_backup(copy.file, office.server.url(office.database), NIGHT)
