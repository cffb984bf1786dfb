"""People who sign in at the database themselves, as in an office with a shared one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from psycopg import sql

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person
from tests.db.offices import OpenOffice, address_of

_PASSWORD = "invented"


@contextmanager
def signed_in(office: OpenOffice, role: str, name: str) -> Iterator[Shift]:
    """The office as a person of this group sees it, over a connection of that person's own."""
    login = _login(office, name)
    with office.server.connect(office.database) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(login), sql.Literal(_PASSWORD)))
        admin.execute("SET search_path = itow, public")
        made = admin.execute("SELECT add_staff(%s, %s, %s)", [name, login, role]).fetchone()
        assert made is not None
    engine = connect(address_of(office.server, office.database, login, _PASSWORD))
    try:
        yield replace(office.shift, desk=SqlDesk(engine), person=Person(made[0], name, login))
    finally:
        engine.dispose()
        with office.server.connect(office.database) as admin:
            admin.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(login)))


def become_viewer(office: OpenOffice, name: str) -> None:
    """From now on this person, who was a clerk, may only read."""
    with office.server.connect(office.database) as admin:
        admin.execute("SET search_path = itow, public")
        admin.execute("SELECT change_rights(id, 'viewer') FROM staff WHERE name = %s", [name])


def _login(office: OpenOffice, name: str) -> str:
    return f"{office.database}_{name.lower()}"
