"""Messages that leave, with the approvals that let them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.outbox_tables import OutboxAttemptRecord, OutboxPaperRecord, OutboxRecord, StandingApprovalRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import AgencyRecord, DocumentRecord, StaffRecord
from itow_desktop.domain.errors import NotFound, Refused
from itow_desktop.domain.outbox.messages import (
    Attempt,
    NewMessage,
    Outcome,
    OutKind,
    OutMessage,
    OutPaper,
    OutState,
    OutWay,
    StandingApproval,
)  # fmt: skip

_M, _P, _T, _S = OutboxRecord, OutboxPaperRecord, OutboxAttemptRecord, StandingApprovalRecord
_PUT, _LET = aliased(StaffRecord), aliased(StaffRecord)
_GIVEN, _REVOKED = aliased(StaffRecord), aliased(StaffRecord)
_ME = text("current_staff()")
_OPEN = (OutState.WAITS, OutState.READY, OutState.REFUSED, OutState.CAME_BACK)


class SqlOutbox:
    """``OutboxStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, message: NewMessage, mark: str, state: OutState, *, approval_id: int | None, at: datetime) -> int | None:
        """One more message with its papers."""
        ready = state is OutState.READY
        values = {
            "kind": message.kind, "way": message.way, "address": message.address, "subject": message.subject, "body": message.body,
            "agency_id": message.agency_id, "once": message.once, "mark": mark, "put_at": at, "state": state, "approval_id": approval_id,
            "approved_at": at if ready else None, "next_at": at if ready else None,
            "approved_by": _ME if ready and approval_id is None else None,
        }  # fmt: skip
        new = insert_or(_M).values(values).on_conflict_do_nothing(index_elements=["once"]).returning(_M.id)
        made = self._session.execute(new).scalar_one_or_none()
        if made is not None and message.documents:
            papers = [{"message_id": made, "document_id": each, "place": place} for place, each in enumerate(message.documents)]
            self._session.execute(insert(_P), papers)
        return made

    def get(self, message_id: int) -> OutMessage:
        """One message with papers and tries; raises ``NotFound``."""
        found = self._read(_messages().where(_M.id == message_id), tries=True)
        if not found:
            raise NotFound("This message is not in the outbox.")
        return found[0]

    def open(self) -> tuple[OutMessage, ...]:
        """What somebody may have to see to, the oldest first."""
        return self._read(_messages().where(_M.state.in_(_OPEN)).order_by(_M.id))

    def sent(self, limit: int = 200) -> tuple[OutMessage, ...]:
        """What is over, the newest first."""
        return self._read(_messages().where(_M.state.in_((OutState.SENT, OutState.TAKEN_BACK))).order_by(_M.id.desc()).limit(limit))

    def of(self, custody_id: int) -> tuple[OutMessage, ...]:
        """The messages about one car, newest first."""
        about = (
            select(_P.message_id).join(DocumentRecord, DocumentRecord.id == _P.document_id).where(DocumentRecord.custody_id == custody_id)
        )
        return self._read(_messages().where(_M.id.in_(about)).order_by(_M.id.desc()), tries=True)

    def known(self, once: Collection[str]) -> frozenset[str]:
        """Those names that were used."""
        return frozenset(each for each in self._session.scalars(select(_M.once).where(among(_M.once, once))) if each is not None)

    def counts(self) -> Mapping[OutState, int]:
        """How many messages are in each state."""
        rows = self._session.execute(select(_M.state, func.count()).group_by(_M.state))
        return {OutState(state): count for state, count in rows}

    def last_try(self) -> Attempt | None:
        """The newest answer."""
        newest = select(_T).where(_T.outcome != Outcome.BEGUN).order_by(_T.id.desc()).limit(1)
        row = self._session.scalars(newest).one_or_none()
        return None if row is None else Attempt(row.at, Outcome(row.outcome), row.answer, row.pc)

    def due_since(self) -> datetime | None:
        """Since when the oldest one is due."""
        due = func.coalesce(_M.next_at, _M.approved_at, _M.put_at)
        return self._session.execute(select(func.min(due)).where(_M.state == OutState.READY)).scalar_one()

    # --- sending -----------------------------------------------------------------------------------------------------

    def claim(self, at: datetime, asked: Collection[int] = ()) -> OutMessage | None:
        """The oldest one that is due and free.

        The lock lets other transactions refer to the row, so that the beginning of a try can be written down beside it.
        """
        due = select(_M.id).where(_M.state == OutState.READY, or_(_M.next_at.is_(None), _M.next_at <= at))
        if asked:
            due = due.where(~among(_M.id, asked))
        locked = self._session.execute(due.order_by(_M.id).limit(1).with_for_update(skip_locked=True, key_share=True)).scalar_one_or_none()
        return None if locked is None else self.get(locked)

    def try_made(self, message_id: int, attempt: Attempt) -> None:
        """One more row."""
        values = {"message_id": message_id, "at": attempt.at, "outcome": attempt.outcome, "answer": attempt.answer, "pc": attempt.pc}
        self._session.execute(insert(_T).values(values))

    def move(self, message_id: int, before: OutState, after: OutState, *, at: datetime, why: str | None = None) -> bool:
        """Bring a message on, once."""
        values: dict[str, object] = {"state": after, "ended_at": None, "why": why}
        if after is OutState.READY:
            values |= {"approved_at": at, "approved_by": _ME, "approval_id": None, "next_at": at}
        elif after is not OutState.WAITS:
            values["ended_at"] = at
        moved = update(_M).where(_M.id == message_id, _M.state == before).values(values).returning(_M.id)
        return self._session.execute(moved).scalar_one_or_none() is not None

    def rest(self, message_id: int, until: datetime) -> None:
        """Let a message that goes out wait."""
        self._session.execute(update(_M).where(_M.id == message_id).values(next_at=until))

    def rest_none(self) -> None:
        """What goes out is due now; one that is being sent just now is left alone."""
        waiting = select(_M.id).where(_M.state == OutState.READY).with_for_update(skip_locked=True, key_share=True)
        self._session.execute(update(_M).where(_M.id.in_(waiting)).values(next_at=None))

    # --- approvals ---------------------------------------------------------------------------------------------------

    def approvals(self) -> tuple[StandingApproval, ...]:
        """Every one, those that stand first."""
        return self._approvals(_approvals().order_by(_S.revoked_at.is_not(None), _S.id.desc()))

    def standing(self, kind: OutKind, agency_id: int | None) -> StandingApproval | None:
        """The one that stands."""
        stands: ColumnElement[bool] = _S.revoked_at.is_(None)
        return next(iter(self._approvals(_approvals().where(_S.kind == kind, _S.agency_id == agency_id, stands))), None)

    def give(self, kind: OutKind, agency_id: int, reason: str) -> int:
        """One more; who is the database's own answer."""
        if self.standing(kind, agency_id) is not None:
            raise Refused("This is approved already. Nothing was changed.")
        given = insert(_S).values(kind=kind, agency_id=agency_id, reason=reason).returning(_S.id)
        return self._session.execute(given).scalar_one()

    def revoke(self, approval_id: int, at: datetime) -> int:
        """Take it back with all that it let go; one that is being sent just now is waited for and stays sent."""
        taken = update(_S).where(_S.id == approval_id, _S.revoked_at.is_(None)).values(revoked_at=at, revoked_by=_ME).returning(_S.id)
        if self._session.execute(taken).scalar_one_or_none() is None:
            raise Refused("This approval was taken back already. Nothing was changed.")
        back = update(_M).where(_M.approval_id == approval_id, _M.state == OutState.READY)
        unlet = back.values(state=OutState.WAITS, approval_id=None, approved_at=None, next_at=None).returning(_M.id)
        return len(self._session.execute(unlet).all())

    # --- rows --------------------------------------------------------------------------------------------------------

    def _read(
        self, question: Select[OutboxRecord, str | None, str | None, str | None, str | None], *, tries: bool = False
    ) -> tuple[OutMessage, ...]:
        rows = self._session.execute(question).all()
        ids = [row[0].id for row in rows]
        papers, attempts = self._papers(ids), self._attempts(ids) if tries else {}
        return tuple(
            _message(record, put_by, by or given, agency, (tuple(papers.get(record.id, ())), tuple(attempts.get(record.id, ()))))
            for record, put_by, by, given, agency in rows
        )

    def _papers(self, ids: Sequence[int]) -> Mapping[int, Sequence[OutPaper]]:
        found = defaultdict(list)
        question = select(_P.message_id, DocumentRecord).join(DocumentRecord, DocumentRecord.id == _P.document_id)
        for message, paper in self._session.execute(question.where(among(_P.message_id, ids)).order_by(_P.message_id, _P.place)):
            found[message].append(OutPaper(paper.id, paper.custody_id, paper.kind, paper.name, paper.sha256, paper.size))
        return found

    def _attempts(self, ids: Sequence[int]) -> Mapping[int, Sequence[Attempt]]:
        found = defaultdict(list)
        for row in self._session.scalars(select(_T).where(among(_T.message_id, ids)).order_by(_T.id)):
            found[row.message_id].append(Attempt(row.at, Outcome(row.outcome), row.answer, row.pc))
        return found

    def _approvals(self, question: Select[StandingApprovalRecord, str, str | None, str | None]) -> tuple[StandingApproval, ...]:
        return tuple(
            StandingApproval(
                row.id, OutKind(row.kind), row.agency_id, agency, row.given_at, given_by, row.reason, row.revoked_at, revoked_by
            )
            for row, agency, given_by, revoked_by in self._session.execute(question)
        )


def _messages() -> Select[OutboxRecord, str | None, str | None, str | None, str | None]:
    """Each with who put it in, who let it go, who gave the standing approval that did, the department's name."""
    return (
        select(_M, _PUT.name, _LET.name, _GIVEN.name, AgencyRecord.name)
        .outerjoin(_PUT, _PUT.id == _M.put_by)
        .outerjoin(_LET, _LET.id == _M.approved_by)
        .outerjoin(_S, _S.id == _M.approval_id)
        .outerjoin(_GIVEN, _GIVEN.id == _S.given_by)
        .outerjoin(AgencyRecord, AgencyRecord.id == _M.agency_id)
    )


def _approvals() -> Select[StandingApprovalRecord, str, str | None, str | None]:
    return (
        select(_S, AgencyRecord.name, _GIVEN.name, _REVOKED.name)
        .join(AgencyRecord, AgencyRecord.id == _S.agency_id)
        .outerjoin(_GIVEN, _GIVEN.id == _S.given_by)
        .outerjoin(_REVOKED, _REVOKED.id == _S.revoked_by)
    )


def _message(
    row: OutboxRecord, put_by: str | None, let_by: str | None, agency: str | None, with_it: tuple[tuple[OutPaper, ...], tuple[Attempt, ...]]
) -> OutMessage:
    return OutMessage(
        row.id, OutKind(row.kind), OutWay(row.way), row.address, row.subject, row.body, OutState(row.state), row.mark, row.put_at,
        put_by=put_by, agency_id=row.agency_id, agency=agency, approved_at=row.approved_at, approved_by=let_by,
        approval_id=row.approval_id, next_at=row.next_at, ended_at=row.ended_at, why=row.why, papers=with_it[0], attempts=with_it[1],
    )  # fmt: skip
