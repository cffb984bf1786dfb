"""Makes a database ready for the day's work: schema, everyday login."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine, inspect, text

from itow_desktop.adapters.db.engine import Address, connect, plain_troubles
from itow_desktop.adapters.db.upgrade import is_newer, pending, set_desk_password, upgrade
from itow_desktop.domain.errors import DatabaseTrouble


def ready_private(admin: Address, copy: Callable[[], object]) -> Address:
    """Bring the private server's database to the newest schema and answer the everyday login.

    ``copy`` is called before a database that holds something is upgraded; when it
    fails, nothing is upgraded. Everyday work never signs in as the superuser.
    """
    password = _desk_password(admin)
    with short_lived(admin) as engine:
        upgrade_safely(engine, copy)
        with plain_troubles():
            name = set_desk_password(engine, password)
    return replace(admin, user=name, password=password)


def upgrade_safely(engine: Engine, copy: Callable[[], object]) -> bool:
    """Upgrade a database that is behind, with a copy first where it holds anything; answers whether it was behind."""
    if not is_behind(engine):
        return False
    with plain_troubles(), engine.connect() as connection:
        if is_newer(connection):
            raise DatabaseTrouble(
                "The database was upgraded by a newer iTow Desktop than this one. Nothing was changed. Install the newest version."
            )
        holds_something = inspect(connection).has_table("custodies", schema="itow")
    if holds_something:
        copy()
    return upgrade(engine)


def check_shared(address: Address) -> None:
    """Raise ``DatabaseTrouble`` where the office's database is of another version than this program."""
    with short_lived(address) as engine:
        if is_behind(engine):
            raise DatabaseTrouble(
                "The office's database is of another version than this program. Nothing was changed. The database's administrator "
                "brings it up to date with 'itow-desktop db upgrade'; if that was done already, update this program."
            )


def is_behind(engine: Engine) -> bool:
    """Whether the schema is not the one this program was made for."""
    with plain_troubles(), engine.connect() as connection:
        return pending(connection)


def server_version(engine: Engine) -> str:
    """The server's own version, such as ``15.8``."""
    with plain_troubles(), engine.connect() as connection:
        return str(connection.execute(text("SHOW server_version")).scalar_one())


@contextmanager
def short_lived(address: Address) -> Iterator[Engine]:
    """An engine for a few questions."""
    engine = connect(address, pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()


def _desk_password(admin: Address) -> str:
    """The everyday login's password: always the same, since two programs may start at once, and kept nowhere."""
    return hmac.new((admin.password or "").encode(), b"everyday login", hashlib.sha256).hexdigest()
