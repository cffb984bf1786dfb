"""A run: one trip to the post office with what goes there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.mail.pieces import MailClass


class Form(StrEnum):
    """A paper of a run: our sheet for certified mail, our list for certificates of mailing, the scan of one as it was stamped."""

    CERTIFIED = "certified"
    CERTIFICATE = "certificate"
    STAMPED = "stamped"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _FORMS[self]


_FORMS: Mapping[Form, str] = MappingProxyType(
    {
        Form.CERTIFIED: "Certified mail sheet (3877)",
        Form.CERTIFICATE: "Certificates of mailing (3665)",
        Form.STAMPED: "Stamped sheet",
    }
)

SHEET_FROM = 3
"""So many pieces of one kind go to the counter with a sheet (commonly required; Domestic Mail Manual as cited in the facts)."""


def form_of(mail_class: MailClass) -> Form | None:
    """The sheet that lists pieces of a class; None where there is none."""
    if mail_class.certified:
        return Form.CERTIFIED
    return Form.CERTIFICATE if mail_class is MailClass.CERTIFICATE else None


@dataclass(frozen=True, slots=True)
class RunPaper:
    """A paper of a run; ``lines`` is what a drawn sheet lists, as a hash, None of a scan."""

    document_id: int
    form: Form
    lines: str | None = None
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """``handed_over_on`` is the local day that a person confirmed, None while the run is open; the time of day may be missing.

    ``received``: how many pieces the post office wrote down as taken. ``papers`` in the order they were made.
    """

    id: int
    handed_over_on: date | None = None
    handed_over_at: datetime | None = None
    handed_over_by: str | None = None
    received: int | None = None
    papers: tuple[RunPaper, ...] = ()

    @property
    def open(self) -> bool:
        """Whether pieces may still be put in."""
        return self.handed_over_on is None

    def sheet(self, form: Form) -> RunPaper | None:
        """The last sheet of that form."""
        return next((paper for paper in reversed(self.papers) if paper.form is form), None)
