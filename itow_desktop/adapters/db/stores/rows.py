"""Sets of rows to and from the database in one statement each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

import msgspec
from sqlalchemy import ColumnElement, CursorResult, TextClause, any_, text
from sqlalchemy import cast as sql_cast
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
    session: Session,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: str = "id",
    also: str = "",
    only: str = "",
) -> int:
    """Update the rows with these keys, set-wise; only the named columns are touched. Answers how many rows that were.

    ``also`` is further SET text; ``only`` narrows the rows, ``kept`` being the row as it stands and ``given`` what is told of it.
    """
    listed = list(rows)
    if not listed:
        return 0
    done = session.execute(_update(table, tuple(columns), key, also, only), {"rows": as_json(listed)})
    return cast("CursorResult[Any]", done).rowcount


# Table and column names come from the stores' own constants, values only as the parameter.
# As json, not jsonb: each value is read once, so a tree of them would be built for nothing.


@cache
def _insert(table: str, columns: tuple[str, ...], also: str) -> TextClause:
    names = ", ".join(f'"{column}"' for column in columns)
    taken = f"SELECT {names} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"  # noqa: S608
    return text(f"INSERT INTO {table} ({names}) {taken} {also}")


@cache
def _update(table: str, columns: tuple[str, ...], key: str, also: str, only: str) -> TextClause:
    assignments = ", ".join(f'"{column}" = given."{column}"' for column in columns) + also
    given = f"json_populate_recordset(NULL::{table}, CAST(:rows AS json)) AS given"
    return text(f"UPDATE {table} AS kept SET {assignments} FROM {given} WHERE kept.{key} = given.{key} {only}")  # noqa: S608


def among(column: Any, values: Collection[object]) -> ColumnElement[bool]:
    """Whether the column is one of the values: one parameter however many there are, so that the statement stays the same."""
    return column == any_(sql_cast(list(values), ARRAY(column.type)))  # type: ignore[no-any-return]


def as_json(value: object) -> str:
    """JSON for PostgreSQL; dates and times in ISO 8601."""
    return msgspec.json.encode(value).decode()
