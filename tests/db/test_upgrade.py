"""Migrations: from nothing to the typed tables, by two programs at once, and not at all on what is too strange."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.upgrade import GROUPS, differences, pending, set_desk_password, upgrade
from itow_desktop.domain.errors import DatabaseTrouble, NotAllowed
from tests.db.offices import address_of, admin_engine
from tests.db.servers import DatabaseServer

_SLOW_FOR_MANY = """
    SELECT proname FROM pg_proc
    WHERE pronamespace = 'itow'::regnamespace AND prosrc ~ 'old_rows' AND prosrc ~ 'new_rows' AND prosrc ~ 'JOIN'
    AND NOT coalesce('enable_nestloop=off' = ANY(proconfig), false)
"""


def test_an_empty_database_becomes_the_typed_tables(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    with admin.connect() as connection:
        assert pending(connection)
    assert upgrade(admin)
    assert not upgrade(admin)
    with admin.connect() as connection:
        assert not pending(connection)
        assert differences(connection) == []
        slow = connection.scalars(text(_SLOW_FOR_MANY))
        assert slow.all() == [], "a kept plan for a few rows takes each old row beside each new one"
    admin.dispose()


def test_two_programs_may_upgrade_at_once(server: DatabaseServer, database: str) -> None:
    engines = [admin_engine(server, database) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as pool:
        did = list(pool.map(upgrade, engines))
    assert sorted(did) == [False, False, False, True]
    for engine in engines:
        engine.dispose()


def test_a_failed_upgrade_leaves_nothing_behind(server: DatabaseServer, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = admin_engine(server, database)

    def broken(*_: object) -> None:
        with admin.connect() as other:
            other.execute(text("SELECT 1/0"))

    monkeypatch.setattr("alembic.command.upgrade", broken)
    with pytest.raises(DatabaseTrouble, match="nothing was changed"):
        upgrade(admin)
    with admin.connect() as connection:
        assert connection.execute(text("SELECT 1 FROM pg_namespace WHERE nspname = 'itow'")).scalar_one_or_none() is None
    admin.dispose()


def test_only_an_administrator_may_upgrade(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE ROLE {database}_nobody LOGIN PASSWORD 'invented'"))
    try:
        other = connect(address_of(server, database, f"{database}_nobody", "invented"))
        with pytest.raises(NotAllowed, match="may not upgrade"):
            upgrade(other)
        other.dispose()
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP ROLE {database}_nobody"))
        admin.dispose()


def test_signing_in_as_the_everyday_login_takes_few_rounds(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    upgrade(admin)
    desk = set_desk_password(admin, "one's own")
    with admin.connect() as connection:
        version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
        kept = connection.execute(text("SELECT rolpassword FROM pg_authid WHERE rolname = :desk"), {"desk": desk}).scalar_one()
    assert kept.startswith(f"SCRAM-SHA-256${64 if version >= 160_000 else 4096}:")
    admin.dispose()


def test_everyday_roles_own_nothing(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    upgrade(admin)
    desk = set_desk_password(admin, "one's own")
    with admin.connect() as connection:
        owners = connection.execute(
            text(
                "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE nspname = 'itow' UNION SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc"
                " JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'itow'"
            )
        )
        assert set(owners.scalars()) == {f"{database}_owner"}
        logins = connection.execute(
            text("SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE :prefix"), {"prefix": f"{database}\\_%"}
        )
        assert dict(row for row in logins) == {
            **{f"{database}_{group}": False for group in GROUPS},
            f"{database}_owner": False,
            desk: True,
        }
    everyday = connect(address_of(server, database, desk, "one's own"))
    with everyday.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff")).scalar_one() == 0
    everyday.dispose()
    admin.dispose()
