"""Runs to the post office."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.mail_tables import MailRunPaperRecord, MailRunRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.domain.errors import ChangedElsewhere, NotFound
from itow_desktop.domain.mail.runs import Form, Run, RunPaper

_BEGIN = text("INSERT INTO mail_runs (state) VALUES ('open') ON CONFLICT DO NOTHING")
_OPEN, _HANDED_OVER = "open", "handed_over"


class MailRuns:
    """What ``MailStore`` knows of runs, over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_run(self, *, begin: bool = False) -> Run | None:
        """The run that is open; with ``begin`` one is started where none is, and it is kept from others for this unit."""
        question = select(MailRunRecord.id).where(MailRunRecord.state == text("'open'"))
        if begin:
            self._session.execute(_BEGIN)
            question = question.with_for_update()
        found = self._session.scalars(question).one_or_none()
        return self.run(found) if found is not None else None

    def run(self, run_id: int) -> Run:
        """One run; raises ``NotFound``."""
        found = self._runs([run_id])
        if not found:
            raise NotFound("This run to the post office is not on record.")
        return found[0]

    def runs(self, first: date, last: date) -> tuple[Run, ...]:
        """The runs handed over in these days, both included."""
        asked = select(MailRunRecord.id).where(MailRunRecord.handed_over_on.between(first, last))
        return self._runs(self._session.scalars(asked).all())

    def mark_handed_over(self, run: Run) -> None:
        """Close a run; raises ``ChangedElsewhere`` where it is closed already."""
        closed = update(MailRunRecord).where(MailRunRecord.id == run.id, MailRunRecord.state == _OPEN)
        values = closed.values(
            state=_HANDED_OVER,
            handed_over_on=run.handed_over_on,
            handed_over_at=run.handed_over_at,
            handed_over_by=run.handed_over_by,
            received=run.received,
        )
        done = self._session.execute(values.returning(MailRunRecord.id).execution_options(synchronize_session=False))
        if done.one_or_none() is None:
            raise ChangedElsewhere("Somebody else recorded this run as mailed in the meantime. Nothing was changed; look at it again.")

    def add_run_paper(self, run_id: int, document_id: int, form: Form, lines: str | None = None) -> None:
        """Keep which paper is what of a run."""
        self._session.execute(insert(MailRunPaperRecord).values(run_id=run_id, document_id=document_id, form=form, lines=lines))

    def _runs(self, run_ids: Sequence[int]) -> tuple[Run, ...]:
        asked = select(MailRunRecord).where(among(MailRunRecord.id, run_ids)).order_by(MailRunRecord.handed_over_on, MailRunRecord.id)
        records = self._session.scalars(asked.execution_options(populate_existing=True)).all()
        papers: dict[int, list[RunPaper]] = defaultdict(list)
        listed = select(MailRunPaperRecord).where(among(MailRunPaperRecord.run_id, run_ids)).order_by(MailRunPaperRecord.id)
        for each in self._session.scalars(listed):
            papers[each.run_id].append(RunPaper(each.document_id, Form(each.form), each.lines, each.recorded_at))
        return tuple(
            Run(each.id, each.handed_over_on, each.handed_over_at, each.handed_over_by, each.received, tuple(papers[each.id]))
            for each in records
        )
