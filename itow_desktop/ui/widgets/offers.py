"""A few things that can be put into fields, offered below one of them; nobody has to take any."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.widgets.facts import link
from itow_desktop.ui.widgets.tones import quiet


@dataclass(frozen=True, slots=True)
class Offered:
    """One of them: the words on its button, what it would put into which field."""

    words: str
    texts: tuple[tuple[str, str], ...]


class OfferRow(QWidget):
    """Hidden while there is nothing to offer; its buttons are reached by Tab behind the field they stand below."""

    taken = Signal(object)
    """The ``Offered`` that was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._lead = quiet()
        self.buttons: list[QPushButton] = []
        self.offers: tuple[Offered, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._lead)
        self.hide()

    @property
    def lead(self) -> str:
        """The words over them."""
        return self._lead.text()

    def put(self, lead: str, offers: Sequence[Offered], field: QWidget) -> None:
        """Offer these, led by a few words; none hides them all."""
        if tuple(offers) != self.offers:
            for button in self.buttons:
                self._column.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._lead.setText(lead)
            self.offers = tuple(offers)
            self.buttons = [self._button(offer) for offer in offers]
            for before, button in zip((field, *self.buttons), self.buttons, strict=False):
                self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                QWidget.setTabOrder(before, button)
        self.setVisible(bool(self.offers))

    def _button(self, offer: Offered) -> QPushButton:
        button = link(offer.words)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self._lead.text()} {offer.words}")
        button.clicked.connect(lambda: self.taken.emit(offer))
        return button
