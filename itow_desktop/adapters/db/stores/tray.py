"""Lines of Check import, what people decided of them, and what an undone import leaves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import insert_rows
from itow_desktop.adapters.db.stores.searching import escaped
from itow_desktop.adapters.db.tables import ImportRunCallRecord, ImportRunRecord
from itow_desktop.adapters.db.tray_tables import ImportDecisionRecord
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.importing.reconciling import OPEN, Decision, FieldSays, LineKind, LineState, Narrowing, TrayLine
from itow_desktop.domain.vehicles import description
from itow_desktop.services.ports.tray import HeldLine

_KINDS = [str(kind) for kind in LineKind]
_OPEN = tuple(str(state) for state in OPEN)

# What the source said of a call in a run: the line's own word, else what this run kept first, else what the car rests on.
_TOLD = """
    SELECT r.parsed FROM raw_records r WHERE r.towbook_id = l.towbook_id
    ORDER BY r.hash = l.hash DESC NULLS LAST, r.run_id = l.run_id DESC, r.hash = c.towbook_hash DESC NULLS LAST, r.run_id DESC LIMIT 1
"""
_NARROWED = """
    l.run_id = :run AND (:any_kind OR l.outcome = ANY(:kinds)) AND (:any_state OR coalesce(l.state, 'taken') = ANY(:states))
"""
# A car is found as in the vehicle list; a call that is not here, by what was told of it, as it is spelled there.
_HAS_TEXT = """
    CASE WHEN c.id IS NOT NULL
    THEN c.search LIKE ALL(ARRAY(SELECT '%' || search_text(word) || '%' FROM unnest(CAST(:words AS text[])) AS word))
    ELSE concat_ws(' ', l.call_number, (
        SELECT concat_ws(' ', t.call_number, t.plate, t.vin, t.year, t.make, t.model, t.color, t.account)
        FROM raw_records r, json_to_record(r.parsed)
            AS t (call_number text, plate text, vin text, year text, make text, model text, color text, account text)
        WHERE r.towbook_id = l.towbook_id LIMIT 1
    )) ILIKE ALL(ARRAY(SELECT '%' || word || '%' FROM unnest(CAST(:words AS text[])) AS word)) END
"""
_ORDER = "array_position(:order, l.outcome), length(l.towbook_id), l.towbook_id"
_LINE = f"""
    SELECT l.towbook_id, l.outcome, l.state, l.call_number, l.reason, l.fields, l.hash, c.id AS custody_id, c.call_number AS known_as,
        v.plate, v.year, v.make, v.model, v.color, d.decided_at, s.name AS decided_by,
        CASE WHEN c.id IS NULL THEN ({_TOLD}) END AS told
    FROM {{lines}} AS l LEFT JOIN custodies c ON c.towbook_id = l.towbook_id LEFT JOIN vehicles v ON v.id = c.vehicle_id
    LEFT JOIN LATERAL (
        SELECT decided_at, decided_by FROM import_decisions d
        WHERE l.state IS NOT NULL AND d.run_id = l.run_id AND d.towbook_id = l.towbook_id AND NOT d.withdrawn ORDER BY d.id DESC LIMIT 1
    ) d ON true
    LEFT JOIN staff s ON s.id = d.decided_by
"""  # noqa: S608 - nothing but our own words
_PAGE = _LINE.format(
    lines=f"(SELECT * FROM import_run_calls l WHERE {_NARROWED} ORDER BY {_ORDER} OFFSET :offset LIMIT :limit)"  # noqa: S608
)
_FOUND = f"FROM import_run_calls l LEFT JOIN custodies c ON c.towbook_id = l.towbook_id WHERE {_NARROWED} AND {_HAS_TEXT}"
_PAGE_OF_TEXT = _LINE.format(lines=f"(SELECT l.* {_FOUND} ORDER BY {_ORDER} OFFSET :offset LIMIT :limit)")
_SOME = _LINE.format(lines="import_run_calls") + " WHERE l.run_id = :run AND l.towbook_id = ANY(:keys)"
# A later import asks anew about each call that it reads; who is gone is asked by lists of the same days only.
OVERTAKES = """
    newer.run_id > mine.run_id AND newer.outcome <> 'failed' AND newer.state IS DISTINCT FROM 'undone'
    AND (mine.outcome IN ('differs', 'updated', 'new', 'not_impound') OR mine.outcome = 'gone' AND newer.outcome = 'gone')
"""
_OVERTAKEN_BY = text(f"""
    SELECT mine.towbook_id, (
        SELECT newer.run_id FROM import_run_calls newer
        WHERE newer.towbook_id = mine.towbook_id AND newer.state IN ('waiting', 'later') AND {OVERTAKES} ORDER BY newer.run_id DESC LIMIT 1)
    FROM import_run_calls mine WHERE mine.run_id = :run AND mine.towbook_id = ANY(:keys) AND mine.state IN ('waiting', 'later')
""")  # noqa: S608
_HANGING = text("""
    SELECT custody_id, string_agg(DISTINCT word, ', ' ORDER BY word) FROM (
        SELECT custody_id, 'files' AS word FROM attachments
        WHERE custody_id = ANY(:ids) AND void_reason IS NULL AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'phone calls' FROM phone_calls
        WHERE custody_id = ANY(:ids) AND withdrawn_because IS NULL AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'papers' FROM documents WHERE custody_id = ANY(:ids) AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'charges' FROM ledger_lines WHERE custody_id = ANY(:ids) AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'mail' FROM pieces WHERE custody_id = ANY(:ids) AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'reminders' FROM reminders
        WHERE custody_id = ANY(:ids) AND state = 'open' AND coalesce(deed <> ALL(:deeds), true)
        UNION SELECT custody_id, 'owner or lienholder' FROM parties p WHERE custody_id = ANY(:ids) AND EXISTS (
            SELECT FROM audit a WHERE a.table_name = 'parties' AND a.row_id = CAST(p.id AS text) AND coalesce(a.deed <> ALL(:deeds), true))
    ) AS found GROUP BY custody_id
""")


class SqlTray:
    """``TrayStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- looking ------------------------------------------------------------------------------------------------------

    def counts(self, run: int) -> Mapping[tuple[LineKind, LineState], int]:
        """Lines of a run by kind and state."""
        state = func.coalesce(ImportRunCallRecord.state, LineState.TAKEN.value)
        question = select(ImportRunCallRecord.outcome, state, func.count()).where(ImportRunCallRecord.run_id == run)
        rows = self._session.execute(question.group_by(ImportRunCallRecord.outcome, ImportRunCallRecord.state))
        return {(LineKind(kind), LineState(stands)): number for kind, stands, number in rows}

    def page(self, run: int, narrowing: Narrowing, offset: int, limit: int) -> tuple[tuple[TrayLine, ...], int]:
        """Lines of a run and how many there are in all: by kind, then in the order of TowBook's own numbers."""
        given = _given(run, narrowing)
        if narrowing.text.strip():
            page, all_of_them = _PAGE_OF_TEXT, f"SELECT count(*) {_FOUND}"
        else:
            page, all_of_them = _PAGE, f"SELECT count(*) FROM import_run_calls l WHERE {_NARROWED}"  # noqa: S608
        total = self._session.execute(text(all_of_them), given).scalar_one()
        wanted = {**given, "order": _KINDS, "offset": offset, "limit": limit}
        rows = self._session.execute(text(f"{page} ORDER BY {_ORDER}"), wanted)
        return tuple(_line(row) for row in rows), total

    def line(self, run: int, key: str) -> TrayLine:
        """One line; raises ``NotFound``."""
        row = self._session.execute(text(_SOME), {"run": run, "keys": [key]}).first()
        if row is None:
            raise NotFound("This call is not among what the import found.")
        return _line(row)

    def open_keys(self, run: int, narrowing: Narrowing) -> Sequence[str]:
        """The keys of lines that nobody decided yet."""
        states = (narrowing.states or OPEN) & OPEN
        given = _given(run, Narrowing(narrowing.kinds - {LineKind.FAILED}, states, narrowing.text))
        of_text = f" AND {_HAS_TEXT}" if narrowing.text.strip() else ""
        asked = (
            "SELECT l.towbook_id FROM import_run_calls l LEFT JOIN custodies c ON c.towbook_id = l.towbook_id"  # noqa: S608
            f" WHERE {_NARROWED}{of_text} AND l.outcome <> 'failed' ORDER BY l.towbook_id"
        )
        return self._session.scalars(text(asked), given).all() if states else ()

    def told(self, run: int, keys: Collection[str]) -> Mapping[str, TowBookCall]:
        """What the source said of these calls."""
        asked = text(
            f"SELECT l.towbook_id, ({_TOLD}) FROM import_run_calls l LEFT JOIN custodies c ON c.towbook_id = l.towbook_id"  # noqa: S608
            " WHERE l.run_id = :run AND l.towbook_id = ANY(:keys)"
        )
        rows = self._session.execute(asked, {"run": run, "keys": list(keys)})
        return {key: msgspec.convert(parsed, TowBookCall) for key, parsed in rows if parsed is not None}

    def waiting(self) -> int:
        """Lines of all runs that nobody decided yet."""
        question = select(func.count()).select_from(ImportRunCallRecord).where(ImportRunCallRecord.state.in_(_OPEN))
        return self._session.scalar(question) or 0

    def remark(self, run: int, words: Mapping[str, str]) -> None:
        """Before what the lines say already."""
        if not words:
            return
        remarked = text(
            "UPDATE import_run_calls l SET reason = concat_ws(' ', given.words, l.reason)"
            " FROM unnest(CAST(:keys AS text[]), CAST(:words AS text[])) AS given (key, words)"
            " WHERE l.run_id = :run AND l.towbook_id = given.key"
        )
        self._session.execute(remarked, {"run": run, "keys": list(words), "words": list(words.values())})

    # --- deciding -----------------------------------------------------------------------------------------------------

    def hold(self, run: int, keys: Collection[str]) -> Sequence[HeldLine]:
        """Lock lines, so that of two people the second one sees what the first one decided."""
        given = {"run": run, "keys": sorted(keys)}
        locked = "SELECT FROM import_run_calls WHERE run_id = :run AND towbook_id = ANY(:keys) ORDER BY towbook_id FOR UPDATE"
        self._session.execute(text(locked), given)
        newer: dict[str, int] = dict(self._session.execute(_OVERTAKEN_BY, given).all())
        rows = self._session.execute(text(f"{_SOME} ORDER BY {_ORDER}"), {**given, "order": _KINDS})
        return [HeldLine(_line(row), row.hash, newer.get(row.towbook_id)) for row in rows]

    def decide(self, run: int, keys: Collection[str], decision: Decision) -> None:
        """Keep decisions; a person's word is on the disk when the unit has ended, whatever else the unit stored."""
        self._session.execute(text("SELECT set_config('synchronous_commit', 'on', true)"))
        rows = ({"run_id": run, "towbook_id": key, "decision": decision} for key in keys)
        insert_rows(self._session, "import_decisions", ("run_id", "towbook_id", "decision"), rows)

    # --- undoing a run ------------------------------------------------------------------------------------------------

    def deeds(self, run: int) -> Sequence[UUID]:
        """The run's own deed, and those of what was accepted of it."""
        own = self._session.scalar(select(ImportRunRecord.deed).where(ImportRunRecord.id == run))
        accepted = select(ImportDecisionRecord.deed).where(
            ImportDecisionRecord.run_id == run,
            ImportDecisionRecord.decision == Decision.ACCEPT,
            ImportDecisionRecord.withdrawn.is_(False),
        )
        return [deed for deed in (own, *self._session.scalars(accepted.distinct())) if deed is not None]

    def hanging(self, deeds: Sequence[UUID], custody_ids: Sequence[int]) -> Mapping[int, str]:
        """What others hung on custodies."""
        rows = self._session.execute(_HANGING, {"ids": list(custody_ids), "deeds": list(deeds)})
        return dict(rows.all())

    def undone(self, run: int, left: Collection[int]) -> bool:
        """Mark the run and the lines of what went back."""
        marked = (
            update(ImportRunRecord)
            .where(ImportRunRecord.id == run, ImportRunRecord.undone_at.is_(None))
            .values(undone_at=func.now(), undone_by=func.current_staff())
            .returning(ImportRunRecord.id)
        )
        if self._session.scalar(marked) is None:
            return False
        lines = text(
            "UPDATE import_run_calls SET state = 'undone' WHERE run_id = :run AND outcome <> 'failed' AND towbook_id NOT IN"
            " (SELECT towbook_id FROM custodies WHERE id = ANY(:left) AND towbook_id IS NOT NULL)"
        )
        self._session.execute(lines, {"run": run, "left": list(left)})
        return True


def _given(run: int, narrowing: Narrowing) -> dict[str, Any]:
    """The parameters of ``_NARROWED``, and of ``_HAS_TEXT`` where there is a text."""
    words = narrowing.text.split()
    return {
        "run": run,
        "any_kind": not narrowing.kinds,
        "kinds": sorted(narrowing.kinds),
        "any_state": not narrowing.states,
        "states": sorted(narrowing.states),
        **({"words": [escaped(word) for word in words]} if words else {}),
    }


def _line(row: Any) -> TrayLine:
    told: Mapping[str, Any] = row.told or {}
    call = row.known_as or row.call_number or told.get("call_number")
    seen = row if row.custody_id is not None else None
    looks = (getattr(seen, name) if seen is not None else told.get(name) for name in ("color", "year", "make", "model"))
    mark = (seen.plate if seen is not None else told.get("plate")) or call or row.towbook_id
    return TrayLine(
        key=row.towbook_id,
        kind=LineKind(row.outcome),
        state=LineState(row.state or LineState.TAKEN),
        call_number=call,
        label=" ".join(part for part in (mark, description(*looks)) if part),
        custody_id=row.custody_id,
        reason=row.reason,
        fields=tuple(msgspec.convert(row.fields, list[FieldSays])) if row.fields else (),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
