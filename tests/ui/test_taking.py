"""Files of a folder taken along by hand: looked at, one sent to a car, taken, stopped."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.services.attaching import attachments
from itow_desktop.services.desks.taking_files import TakingDesk
from itow_desktop.services.taking_files import Fate
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.taking.window import TakingWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.rooms.taking import TakingRoom
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.pictures import paper, photo
from tests.ui.dragging import drag


@pytest.fixture
def room(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Iterator[TakingRoom]:
    """The room over a real office."""
    ports = cast("Any", SimpleNamespace(pictures=FilePictures(Lock())))  # all that is asked of the outside
    house = House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))
    yield (made := TakingRoom(house, TakingDesk(ports, office.shift)))
    if made.window is not None:
        made.window.close()


def settled(qtbot: QtBot, window: TakingWindow) -> None:
    """Until nothing is under way."""
    qtbot.waitUntil(window.under_way.isHidden)


def test_a_dropped_folder_is_shown_first_then_taken(qtbot: QtBot, office: OpenOffice, room: TakingRoom, bus: Bus, tmp_path: Path) -> None:
    (car,) = bring(office, call(call_number="66001", plate="STRAY1"))
    for place in range(4):
        (tmp_path / f"66001_{place}.jpg").write_bytes(photo(200, 100, shade=40 * place))
    (tmp_path / "signed form.pdf").write_bytes(paper())
    window = room.open()
    assert drag(window, tmp_path)
    settled(qtbot, window)
    assert window.says.text() == "4 files go to 1 car, 1 file fits nowhere."
    assert window.files.index(0, 0).data() == "signed form.pdf"
    assert attachments(office.shift, car) == ()
    window.table.selectRow(0)
    window.mark.setText("nobody")
    window.send.click()
    qtbot.waitUntil(lambda: 'Nothing here is called "nobody"' in window.problems.text)
    window.mark.setText("stray 1")
    window.send.click()
    qtbot.waitUntil(lambda: window.take.text() == "&Take along 5 files")
    with qtbot.waitSignal(bus.cars_changed) as changed:
        window.take.click()
    assert changed.args == [frozenset({car})]
    settled(qtbot, window)
    assert len(attachments(office.shift, car)) == 5
    assert window.news.text == "5 files are on their cars now. One undo takes all of them back."
    window.refresh()
    settled(qtbot, window)
    assert [file.fate for file in window.found.files] == [*[Fate.THERE] * 4, Fate.NOWHERE]
