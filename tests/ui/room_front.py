"""What tests of a room over a real database stand on: the office's ports, waiting for work, open dialogs."""

from typing import Any, TypeVar, cast

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from itow_desktop.services.ports.office import Ports
from itow_desktop.ui.rooms.room import House
from tests.db.offices import OpenOffice

D = TypeVar("D", bound=QDialog)


def ports_of(office: OpenOffice, **made: Any) -> Ports:
    """The ports of an office; those that a test does not make are nothing, as its screens never ask for them."""
    nothing = cast("Any", None)
    given = dict[str, Any](
        desk=office.shift.desk, law=office.shift.law, clock=office.clock, renderer=nothing, pictures=nothing, printer=nothing,
        secrets=nothing, drafts=nothing, settings=nothing, backups=nothing, changes=nothing, mend_database=nothing,
        open_towbook=nothing, check_login=nothing,
    )  # fmt: skip
    return Ports(**given | made)


class RoomFront:
    """A room on an office, and ways to reach its screens."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, house: House) -> None:
        self.office, self.house, self._qtbot = office, house, qtbot

    def settle(self) -> None:
        """Wait until everything that is on its way is here."""
        self._qtbot.waitUntil(lambda: not self.house.runner.busy)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self.house.runner.busy)

    def dialog(self, kind: type[D], parent: Any) -> D:
        """The dialog of a kind that is open over a window."""
        self.settle()
        found: D = next(each for each in parent.findChildren(kind) if each.isVisible())
        return found
