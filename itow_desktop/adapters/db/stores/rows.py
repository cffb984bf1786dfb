"""Sets of rows to and from the database in one statement each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert mappings into a table, set-wise; a missing key is NULL, values are taken by the column's own type."""
    listed = list(rows)
    if listed:
        names = ", ".join(f'"{column}"' for column in columns)
        # Table and column names come from the stores' own constants, values only as the parameter.
        statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"  # noqa: S608
        session.execute(text(statement), {"rows": as_json(listed)})


def update_rows(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, key: str = "id", also: str = ""
) -> None:
    """Update the rows with these keys, set-wise; only the named columns are touched. ``also`` is further SET text."""
    listed = list(rows)
    if listed:
        assignments = ", ".join(f'"{column}" = given."{column}"' for column in columns) + also
        statement = (
            f"UPDATE {table} AS kept SET {assignments} FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb)) AS given"  # noqa: S608
            f" WHERE kept.{key} = given.{key}"
        )
        session.execute(text(statement), {"rows": as_json(listed)})


def as_json(value: object) -> str:
    """JSON for PostgreSQL; dates and times in ISO 8601."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no column holds a {type(value).__name__}")
