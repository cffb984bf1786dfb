"""Sets of rows to and from the database in one statement each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, any_, cast, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, also: str = "") -> None:
    """Insert mappings into a table, set-wise; a missing key is NULL, values are taken by the column's own type.

    ``also`` is the text of an ON CONFLICT clause.
    """
    listed = list(rows)
    if listed:
        names = ", ".join(f'"{column}"' for column in columns)
        # Table and column names come from the stores' own constants, values only as the parameter.
        statement = (
            f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608
            f" FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb)) {also}"
        )
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


def among(column: Any, values: Collection[object]) -> ColumnElement[bool]:
    """Whether the column is one of the values: one parameter however many there are, so that the statement stays the same."""
    return column == any_(cast(list(values), ARRAY(column.type)))  # type: ignore[no-any-return]


def as_json(value: object) -> str:
    """JSON for PostgreSQL; dates and times in ISO 8601."""
    return msgspec.json.encode(value).decode()
