"""Owner and lienholder on the panel of a car."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.services.views import PartyInfo
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.facts import Facts, link, value_label


def add_parties(facts: Facts, parties: Sequence[PartyInfo], asked: Callable[[], object]) -> None:
    """Everybody with the address that letters go to; the way to their window below."""
    for party in parties:
        facts.add(PartyRole(party.role).words, _words(party), tone=None if party.reached else Tone.TODAY)
    facts.add_widget("" if parties else "Owner", _way(asked, "change" if parties else "enter", known=bool(parties)))


def _words(party: PartyInfo) -> str:
    doubt = None if party.reached else "mail does not arrive there"
    return "\n".join(part for part in (party.name, party.address, doubt, party.phone) if part)


def _way(asked: Callable[[], object], words: str, *, known: bool) -> QWidget:
    way = link(words, "Owner and lienholder, with their addresses (Ctrl+Shift+O)")
    way.setAccessibleName("Owner and lienholder")
    way.clicked.connect(lambda _checked=False: asked())
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(value_label("" if known else "owner and lienholder not known"), 1)
    layout.addWidget(way, 0, Qt.AlignmentFlag.AlignTop)
    return line
