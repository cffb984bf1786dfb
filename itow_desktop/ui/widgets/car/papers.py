"""The papers that were made for the car."""

from PySide6.QtCore import Signal

from itow_desktop.domain.mail.pieces import PieceState
from itow_desktop.services.car_pages import CarPage
from itow_desktop.services.views import DocumentInfo
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.letter_text import way_text
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told


class PapersSection(Section):
    """Kept papers, the newest on top; a letter tells how far it is, each opens as it was printed."""

    title = "Papers"
    opened = Signal(object)
    """Id of a kept document."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self.told = Telling("Papers")
        self.told.asked.connect(lambda address: self.opened.emit(int(address)))
        self.content.addWidget(self.told)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return len(page.card.documents)

    def load(self, page: CarPage) -> None:
        zone, today = self.house.work.zone, self.house.work.today()
        pieces = {piece.document_id: piece for piece in page.pieces}

        def told(document: DocumentInfo) -> Told:
            piece = pieces.get(document.id)
            return Told(
                text.moment_text(document.created_at, zone, today),
                text.DOCUMENT.get(document.kind, document.name),
                () if piece is None else (way_text(piece, today),),
                f"{document.name}{f', by {document.created_by}' if document.created_by else ''}",
                (("Open", str(document.id)),),
                crossed=piece is not None and piece.state is PieceState.VOID,
            )

        self.told.tell(map(told, page.card.documents), "None yet. Notices that are printed for this car are kept here.")

    def take_focus(self) -> None:
        self.told.setFocus()
