"""Checked rules: recorded, taken back, never changed."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.law_tables import RuleReviewRecord
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.reviews import RuleReview
from itow_desktop.domain.rules import Review

_R = RuleReviewRecord


class SqlReviews:
    """``ReviewStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, pack: str) -> tuple[RuleReview, ...]:
        """Every review of a pack as it was recorded, those that were taken back too."""
        question = select(_R, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _R.recorded_by)
        found = self._session.execute(question.where(_R.pack == pack).order_by(_R.id))
        return tuple(_review(row, name) for row, name in found)

    def add(self, pack: str, reviews: Sequence[RuleReview]) -> None:
        """Record reviews; the database refuses whoever is no manager."""
        rows = [
            {
                "pack": pack, "rule_id": each.rule_id, "rule_case": each.case, "mark": each.mark, "checked_by": each.review.by,
                "checked_on": each.review.on, "source": each.review.source,
            }
            for each in reviews
        ]  # fmt: skip
        self._session.execute(insert(_R), rows)

    def take_back(self, review_ids: Collection[int], reason: str) -> int:
        """Let reviews count no more; answers how many of them still did."""
        standing = update(_R).where(_R.id.in_(review_ids), _R.taken_back.is_(None)).values(taken_back=reason)
        return len(self._session.execute(standing.returning(_R.id)).all())

    def may_change(self) -> bool:
        """Whether the database lets this sign-in record any."""
        return bool(self._session.execute(select(func.has_column_privilege("rule_reviews", "mark", "INSERT"))).scalar_one())


def _review(row: RuleReviewRecord, name: str | None) -> RuleReview:
    checked = Review(row.checked_by, row.checked_on, row.source)
    return RuleReview(row.id, row.rule_id, row.rule_case, row.mark, checked, name, row.recorded_at, row.taken_back)
