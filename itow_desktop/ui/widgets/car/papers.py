"""The papers that were made for the car."""

from PySide6.QtCore import Signal

from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told


class PapersSection(Section):
    """Kept papers, the newest on top; each opens as it was printed."""

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
        self.told.tell(
            (
                Told(
                    text.moment_text(document.created_at, zone, today),
                    text.DOCUMENT.get(document.kind, document.name),
                    aside=f"{document.name}{f', by {document.created_by}' if document.created_by else ''}",
                    links=(("Open", str(document.id)),),
                )
                for document in page.card.documents
            ),
            "None yet. Notices that are printed for this car are kept here.",
        )

    def take_focus(self) -> None:
        self.told.setFocus()
