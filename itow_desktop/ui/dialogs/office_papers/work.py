"""What the windows of the office's papers ask for; all of it runs on worker threads and may raise ``Trouble``."""

from typing import Protocol

from itow_desktop.services.office_papers.keeping import EveningPapers, EveningPlan
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo


class EveningWork(Protocol):
    """The papers of the evening."""

    def evening_report(self) -> tuple[str, bytes]: ...
    def lights_out(self) -> tuple[str, bytes]: ...
    def evening_plan(self) -> EveningPlan: ...
    def keep_evening_plan(self, plan: EveningPlan) -> None: ...
    def write_evening(self, plan: EveningPlan) -> EveningPapers: ...


class PaperWork(Protocol):
    """What every paper needs to be seen and printed."""

    def pages(self, pdf: bytes) -> tuple[bytes, ...]: ...
    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None: ...


class OfficePaperWork(EveningWork, PaperWork, Protocol):
    """All of it."""
