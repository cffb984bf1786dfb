"""Sets of rows to and from the database in one statement each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, TextClause, any_, cast, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, also: str = "") -> None:
    """Insert mappings into a table, set-wise; a missing key is NULL, values are taken by the column's own type.

    ``also`` is the text of an ON CONFLICT clause.
    """
    listed = list(rows)
    if listed:
        session.execute(_insert(table, tuple(columns), also), {"rows": as_json(listed)})


def update_rows(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, key: str = "id", also: str = ""
) -> None:
    """Update the rows with these keys, set-wise; only the named columns are touched. ``also`` is further SET text."""
    listed = list(rows)
    if listed:
        session.execute(_update(table, tuple(columns), key, also), {"rows": as_json(listed)})


# Table and column names come from the stores' own constants, values only as the parameter.


@cache
def _insert(table: str, columns: tuple[str, ...], also: str) -> TextClause:
    names = ", ".join(f'"{column}"' for column in columns)
    taken = f"SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"  # noqa: S608
    return text(f"INSERT INTO {table} ({names}) {taken} {also}")


@cache
def _update(table: str, columns: tuple[str, ...], key: str, also: str) -> TextClause:
    assignments = ", ".join(f'"{column}" = given."{column}"' for column in columns) + also
    given = f"jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb)) AS given"
    return text(f"UPDATE {table} AS kept SET {assignments} FROM {given} WHERE kept.{key} = given.{key}")  # noqa: S608


def among(column: Any, values: Collection[object]) -> ColumnElement[bool]:
    """Whether the column is one of the values: one parameter however many there are, so that the statement stays the same."""
    return column == any_(cast(list(values), ARRAY(column.type)))  # type: ignore[no-any-return]


def as_json(value: object) -> str:
    """JSON for PostgreSQL; dates and times in ISO 8601."""
    return msgspec.json.encode(value).decode()
