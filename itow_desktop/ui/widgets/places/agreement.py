"""What is agreed with a property, as facts."""

from datetime import date

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from itow_desktop.domain.properties import FARTHEST_MILES, UNCHECKED, Property
from itow_desktop.services.properties import PropertyPage
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.place_text import CONTRACT
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.facts import Facts


class Agreement(QScrollArea):
    """Made anew for each page."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Agreement")

    def show_page(self, page: PropertyPage, today: date) -> None:
        """The facts of a property."""
        place, inside, facts = page.place, QWidget(), Facts()
        facts.add("Address", place.address or "not known")
        facts.add("Also written", "\n".join(page.spellings) or "one way only")
        facts.add("Police", _police(page), tone=None if page.agency else Tone.TODAY)
        facts.add("Phone", place.phone or "none on record")
        facts.add("Contract", _contract(page, today), tone=CONTRACT[page.contract][1])
        facts.add("Terms", place.contract or "none on record")
        facts.add("Distance", _distance(place), tone=Tone.TODAY if (place.miles or 0) > FARTHEST_MILES else None)
        facts.add("Sign", f"none needed: {place.sign_exempt} (MCL 257.252l, {UNCHECKED})" if place.sign_exempt else "needed (MCL 257.252k)")
        facts.add("Notes", place.notes or "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 8, 8)
        column.addWidget(facts)
        column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # else it is grey on the page of its tab


def _contract(page: PropertyPage, today: date) -> str:
    first, last = page.place.contract_from, page.place.contract_until
    days = [f"from {day_text(first, today)}" if first else "", f"until {day_text(last, today)}" if last else ""]
    return ", ".join(part for part in (CONTRACT[page.contract][0], " ".join(day for day in days if day)) if part)


def _police(page: PropertyPage) -> str:
    if page.agency is None:
        return "not known"
    return page.agency.name if page.decided else f"{page.agency.name}, by its town; nobody decided it for this property"


def _distance(place: Property) -> str:
    if place.miles is None:
        return "not entered"
    rule = f"the law speaks of {FARTHEST_MILES} miles from the border of the city or township, MCL 257.252a(10), {UNCHECKED}"
    return f"{place.miles.normalize():f} miles to our lot\n{rule}"
