"""What the record tells: of a car, with its events, papers, phone calls; of a row, with those that belong to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from itow_desktop.domain.history import Place, Trace, Traces

_EVENT = (
    "jsonb_strip_nulls(jsonb_build_object('kind', {0}.kind, 'at', {0}.at, 'on', {0}.\"on\", 'note', {0}.note, 'source', {0}.source)"
    " || {0}.data)"
)
_CALL = (
    "jsonb_strip_nulls(jsonb_build_object('at', {0}.at, 'direction', {0}.direction, 'name', {0}.name, 'number', {0}.number,"
    " 'said', {0}.said))"
)

# Each part finds its rows by an index of its own; a car has some hundred at most, so that they are sorted in no time.
_AUDIT = "SELECT at, 2 AS part, id AS number, staff_id, deed, deed_name, table_name, row_id, op, before, after FROM audit WHERE "
_QUESTION = text(f"""
    WITH told AS (
        {_AUDIT} table_name = 'custodies' AND row_id = CAST(:custody AS text)
        UNION ALL
        {_AUDIT} table_name = 'vehicles' AND row_id = (SELECT CAST(vehicle_id AS text) FROM custodies WHERE id = :custody)
        UNION ALL
        {_AUDIT} (coalesce(after, before) ->> 'custody_id') = CAST(:custody AS text) AND (table_name, op) <> ('phone_calls', 'insert')
        UNION ALL
        SELECT e.recorded_at, 1, e.seq, e.recorded_by, e.deed, NULL, 'events', CAST(e.id AS text),
            CASE WHEN e.supersedes IS NULL THEN 'insert' ELSE 'correct' END, {_EVENT.format("old")}, {_EVENT.format("e")}
        FROM events e LEFT JOIN events old ON old.custody_id = e.custody_id AND old.id = e.supersedes WHERE e.custody_id = :custody
        UNION ALL
        SELECT created_at, 3, id, created_by, deed, NULL, 'documents', CAST(id AS text), 'insert', NULL,
            jsonb_build_object('kind', kind, 'name', name)
        FROM documents WHERE custody_id = :custody
        UNION ALL
        SELECT c.recorded_at, 4, c.id, c.recorded_by, c.deed, NULL, 'phone_calls', CAST(c.id AS text),
            CASE WHEN c.supersedes IS NULL THEN 'insert' ELSE 'correct' END, {_CALL.format("old")}, {_CALL.format("c")}
        FROM phone_calls c LEFT JOIN phone_calls old ON old.id = c.supersedes WHERE c.custody_id = :custody
    ),
    page AS (
        SELECT * FROM told
        WHERE CAST(:at AS timestamptz) IS NULL
            OR (at, part, number) < (CAST(:at AS timestamptz), CAST(:part AS integer), CAST(:number AS bigint))
        ORDER BY at DESC, part DESC, number DESC
        LIMIT :limit
    )
    SELECT page.*, staff.name AS who,
        coalesce(
            page.deed_name,
            (SELECT deeds.name FROM deeds WHERE deeds.id = page.deed),
            (SELECT known.deed_name FROM audit known WHERE known.deed = page.deed LIMIT 1)
        ) AS deed_words
    FROM page LEFT JOIN staff ON staff.id = page.staff_id
    ORDER BY page.at DESC, page.part DESC, page.number DESC
""")  # noqa: S608  # made of the constants above


class SqlHistory:
    """``HistoryStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, custody_id: int, before: Place | None, limit: int) -> Traces:
        """Traces from a place on, newest first."""
        asked = {
            "custody": custody_id,
            "at": before and before.at,
            "part": before and before.part,
            "number": before and before.number,
            "limit": limit + 1,
        }
        rows = self._session.execute(_QUESTION, asked).all()
        rest = Place(rows[limit - 1].at, rows[limit - 1].part, rows[limit - 1].number) if len(rows) > limit else None
        return Traces(tuple(_trace(row) for row in rows[:limit]), rest)


def own_question(table: str, children: Sequence[str], column: str) -> TextClause:
    """For ``own_traces``: rows of ``children`` belong to the row of ``table`` that stands in their ``column``."""
    belonging = " OR ".join(
        f"(a.table_name = '{child}' AND a.row_id IN (SELECT CAST(id AS text) FROM {child} WHERE {column} = :id))"  # noqa: S608
        for child in children
    )
    return text(f"""
        SELECT a.at, s.name AS who, a.deed, a.deed_name AS deed_words, a.table_name, a.row_id, a.op, a.before, a.after
        FROM audit a LEFT JOIN staff s ON s.id = a.staff_id
        WHERE (a.table_name = '{table}' AND a.row_id = CAST(:id AS text)) OR {belonging}
        ORDER BY a.id DESC LIMIT :limit
    """)  # noqa: S608  # made of constants


def own_traces(session: Session, question: TextClause, row_id: int, limit: int) -> tuple[Trace, ...]:
    """What the audit tells of a row and all that belongs to it, newest first."""
    return tuple(_trace(row) for row in session.execute(question, {"id": row_id, "limit": limit}))


def _trace(row: Row[Any]) -> Trace:
    return Trace(
        row.at, row.who, str(row.deed) if row.deed else None, row.deed_words, row.table_name, row.row_id, row.op, row.before or {},
        row.after or {},
    )  # fmt: skip
