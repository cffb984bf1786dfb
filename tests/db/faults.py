"""A database that fails while something is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from tests.db.offices import OpenOffice


@contextmanager
def failing(opened: OpenOffice, table: str, code: str, after: int = 0) -> Iterator[None]:
    """Let inserts into a table fail with an error code of PostgreSQL once it has so many rows."""
    make = (
        "CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow AS $$ BEGIN"
        f" IF (SELECT count(*) FROM {table}) >= {after} THEN"
        f" RAISE EXCEPTION 'made to fail' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$"
    )
    with opened.admin() as admin:
        with admin.begin() as connection:
            connection.execute(text(make))
            connection.execute(text(f"CREATE TRIGGER fail_now BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail_now()"))
            connection.execute(text("GRANT EXECUTE ON FUNCTION fail_now() TO PUBLIC"))
        yield
        with admin.begin() as connection:
            connection.execute(text("DROP FUNCTION fail_now() CASCADE"))
