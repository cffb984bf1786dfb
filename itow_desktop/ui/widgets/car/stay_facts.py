"""The other stays of a vehicle among the facts of one of them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from itow_desktop.domain.stays import OtherStays, Stay
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.facts import Facts, link, value_label

_SHOWN = 3


def add_stays(facts: Facts, stays: OtherStays, open_car: Callable[[int], object]) -> None:
    """What is known of the vehicle besides this stay: each line opens the car's page."""
    if stays.doubles:
        facts.add_widget("Also on lot", _lines("entered twice?", stays.doubles, open_car))
    if stays.before:
        facts.add_widget("Was here too", _lines("", stays.before, open_car))


def _lines(question: str, stays: Sequence[Stay], open_car: Callable[[int], object]) -> QWidget:
    lines = QWidget()
    column = QVBoxLayout(lines)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if question:
        column.addWidget(value_label(question, tone=Tone.TODAY))
    for stay in stays[:_SHOWN]:
        words = stay_words(stay)
        button = link(words, f"Open the page of {f'call {stay.call_number}' if stay.call_number else 'that stay'}")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long line must not push the panel wide
        button.setAccessibleName(f"Other stay: {words}")
        button.clicked.connect(lambda _checked=False, custody_id=stay.mark.custody_id: open_car(custody_id))
        column.addWidget(button)
    if len(stays) > _SHOWN:
        column.addWidget(value_label(f"and {text.counted(len(stays) - _SHOWN, 'more time', 'more times')}", tone=Tone.QUIET))
    return lines


def stay_words(stay: Stay) -> str:
    """``5/8/25 to 6/2/25, picked up``."""
    mark = stay.mark
    towed = text.list_day(mark.towed_on) if mark.towed_on else "some day"
    if mark.status is CustodyStatus.ON_LOT:
        return f"towed {towed}, call {stay.call_number}" if stay.call_number else f"towed {towed}"
    return f"{towed} to {text.list_day(stay.left_on) if stay.left_on else 'some day'}, {text.STATUS[mark.status].lower()}"
