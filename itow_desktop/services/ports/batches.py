"""The batches on printers as the deeds see them."""

from collections.abc import Collection, Sequence
from typing import Protocol

from itow_desktop.domain.printing.batches import Batch, Printing
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import PrinterChoice


class BatchStore(Protocol):
    """What was sent to printers; nothing here is ever deleted."""

    def begin(self, kind: PaperKind, choice: PrinterChoice, pc: str, document_ids: Sequence[int], *, copy: bool = False) -> int:
        """Remember papers before they are sent, in this order; answers the batch's id. Copies are not asked about."""

    def tell_sent(self, batch_id: int, sent: int) -> None:
        """So many of its papers were taken by the print system."""

    def some(self, batch_ids: Sequence[int]) -> tuple[Batch, ...]:
        """These batches in the order asked; raises ``ChangedElsewhere`` where one was answered for already."""

    def unanswered(self, pc: str) -> tuple[Batch, ...]:
        """What was sent from a PC and nobody has said what came out, oldest first."""

    def answer(self, batch_ids: Sequence[int], came: Collection[tuple[int, int]]) -> None:
        """Close batches; ``came`` are (batch id, document id) of the papers that came out, the others did not.

        Raises ``ChangedElsewhere`` where somebody else answered meanwhile.
        """

    def printings(self, document_id: int) -> tuple[Printing, ...]:
        """Every time a kept paper went to a printer, oldest first."""
