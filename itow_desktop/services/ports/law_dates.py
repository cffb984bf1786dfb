"""Checked rules as the deeds see them."""

from collections.abc import Collection, Sequence
from typing import Protocol

from itow_desktop.domain.reviews import RuleReview


class ReviewStore(Protocol):
    """Which rules of a pack somebody compared with the law in force."""

    def of(self, pack: str) -> tuple[RuleReview, ...]:
        """Every review of a pack as it was recorded, those that were taken back too."""

    def add(self, pack: str, reviews: Sequence[RuleReview]) -> None:
        """Record reviews; the database refuses whoever is no manager."""

    def take_back(self, review_ids: Collection[int], reason: str) -> int:
        """Let reviews count no more; answers how many of them still did."""

    def may_change(self) -> bool:
        """Whether the database lets this sign-in record any."""
