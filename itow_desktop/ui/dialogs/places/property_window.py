"""The page of a property: what is agreed, who may call, signs, tows, complaints, what was changed."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from itow_desktop.domain.history import HistoryPage
from itow_desktop.services.properties import PropertyPage
from itow_desktop.ui.dialogs.places.place_window import PlacePage
from itow_desktop.ui.dialogs.places.property_deeds import PropertyDeeds
from itow_desktop.ui.text import agency_line
from itow_desktop.ui.widgets.places.agreement import Agreement
from itow_desktop.ui.widgets.places.parts import Notices
from itow_desktop.ui.widgets.places.property_tabs import CallersTab, ComplaintsTab, SignsTab, TowsTab


class PropertyWindow(PlacePage[PropertyDeeds, str, PropertyPage]):
    """Any of its keys opens it."""

    car_asked = Signal(object)
    """Custody id of the tow whose car shall be seen."""
    picture = "buildings"
    noun = "Property"
    untouched = "Nothing was said of this property yet."

    def __init__(self, deeds: PropertyDeeds, key: str) -> None:
        super().__init__(deeds, key)
        self.setMinimumSize(QSize(720, 480))
        self.doubts = Notices("Nothing to look into")
        self.agreement = Agreement()
        self.callers, self.signs = CallersTab(), SignsTab()
        self.tows, self.complaints = TowsTab(deeds.work.zone), ComplaintsTab()
        self._build()
        deeds.bus.import_finished.connect(self._changed)
        self._wire_tabs()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.under)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for button in (
            self.button("&Edit...", "pencil-simple", lambda page: self.deeds.edit(page.place, self)),
            self.button("Same as ano&ther...", "intersect", lambda page: self.deeds.join(page.place.key, self)),
        ):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.agreement, self.callers, self.signs, self.tows, self.complaints, self.history):
            self.tabs.addTab(widget, "")
        self.put_inside(head, self.doubts, size=QSize(980, 700))

    def _wire_tabs(self) -> None:
        """Each deed is about the page as it is shown."""
        deeds, callers, signs, complaints = self.deeds, self.callers, self.signs, self.complaints
        callers.add_asked.connect(lambda: self.with_page(lambda page: deeds.caller(page.place, None, self)))
        callers.edit_asked.connect(lambda each: self.with_page(lambda page: deeds.caller(page.place, each, self)))
        callers.end_asked.connect(lambda each: self.with_page(lambda page: deeds.end_caller(page.place, each, self)))
        callers.out_asked.connect(lambda each: deeds.take_out("callers", each.id, each.name, self))
        signs.add_asked.connect(lambda: self.with_page(lambda page: deeds.sign(page, None, self)))
        signs.edit_asked.connect(lambda each: self.with_page(lambda page: deeds.sign(page, each, self)))
        signs.photo_asked.connect(lambda each: deeds.show_photo(each, self))
        signs.out_asked.connect(lambda each: deeds.take_out("signs", each.id, f"at {each.entrance}", self))
        complaints.add_asked.connect(lambda: self.with_page(lambda page: deeds.complaint(page, None, self)))
        complaints.edit_asked.connect(lambda each: self.with_page(lambda page: deeds.complaint(page, each, self)))
        complaints.out_asked.connect(lambda each: deeds.take_out("complaints", each.id, f"of {each.from_whom}", self))
        self.tows.car_asked.connect(self.car_asked)
        self.tows.caller_asked.connect(lambda custody_id: deeds.caller_of_tow(custody_id, self))

    def edit(self) -> None:
        """Name, contract, distance."""
        self.with_page(lambda page: self.deeds.edit(page.place, self))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], tuple[PropertyPage, HistoryPage]]:
        work, key = self.deeds.work, self.key
        return lambda: (work.property(key), work.property_history(key))

    def show_page(self, page: PropertyPage) -> None:
        """What is to be looked into, then each tab."""
        place, today = page.place, self.deeds.work.today()
        self.setWindowTitle(place.name)
        self.title.setText(place.name)
        police = agency_line(page.agency) if page.agency else "police department not known"
        self.under.setText(" · ".join(part for part in (place.address, police, place.phone) if part))
        self.doubts.tell(_sentences(page))
        self.agreement.show_page(page, today)
        for tab in (self.callers, self.signs, self.tows, self.complaints):
            tab.show_page(page, today)
        self._name_tabs(page)

    def _name_tabs(self, page: PropertyPage) -> None:
        counts = (None, len(page.callers), len(page.signs), len(page.tows), len(page.complaints), None)
        names = ("Agreeme&nt", "Who may &call", "&Signs", "To&ws", "C&omplaints", "C&hanges")
        for place, (name, count) in enumerate(zip(names, counts, strict=True)):
            self.tabs.setTabText(place, f"{name} {count}" if count else name)


def _sentences(page: PropertyPage) -> list[str]:
    """Every question; those about many tows in one line, since each tow says its own in the list."""
    about_tows = [doubt.sentence for doubt in page.doubts if doubt.custody_id is not None]
    if len(about_tows) > 1:
        about_tows = [f"{len(about_tows)} cars on the lot: nobody on record asked for the tow. See Tows."]
    return [*(doubt.sentence for doubt in page.doubts if doubt.custody_id is None), *about_tows]
