"""Papers as proof in the window, over a real database: their way, their bytes checked, a packet put together, the mail reported."""

from pathlib import Path
from threading import Lock

import pytest
import shiboken6
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.proof.papers_window import PapersWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.proof import ProofRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice
from tests.db.test_packet import NUMBER, letters, mailed
from tests.ui.room_front import RoomFront, ports_of


class Front(RoomFront):
    """The room on an office with one car; remembers what it was asked to show."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.renderer = PdfRenderer(Lock())
        self.shown: list[int] = []
        self.cars: list[int] = []
        self.printed: list[tuple[str, int]] = []
        self.room = ProofRoom(
            house, FrontDesk(ports_of(office, renderer=self.renderer)).proof, show_paper=self.shown.append, open_car=self.cars.append,
            print_list=lambda title, _headers, rows: self.printed.append((title, len(rows))),
        )  # fmt: skip
        self.room.move_in(window)

    def papers(self, car: int) -> PapersWindow:
        window = self.room.show(car)
        self._qtbot.waitUntil(lambda: bool(window.title.text()))
        return window


def typed(line: QLineEdit, words: str) -> None:
    line.setText(words)
    line.editingFinished.emit()


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Front:
    return Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))


def test_a_paper_is_checked_saved_and_put_into_a_packet(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    car = bring_one(front.office, call_number="62001")
    (kept,) = letters(front.office, front.renderer, car, 1)
    mailed(front.office, car, kept, number=NUMBER)
    shown = front.papers(car)
    (row,) = shown.list.model.rows
    assert [cell.text for cell in row.cells][4:] == ["Came back 3/9/26: unclaimed", NUMBER]
    shown.view.click()
    assert front.shown == [kept.document.id]
    shown.check.click()
    qtbot.waitUntil(lambda: shown.verdict.text().startswith("Unchanged since "))
    target = tmp_path / "letter.pdf"
    shown.save_to(kept.document.id, target)
    qtbot.waitUntil(lambda: shown.news.text == "Saved as letter.pdf, byte for byte as it was kept.")
    assert target.read_bytes() == kept.content
    with qtbot.waitSignal(shown.changed):
        shown.packet.click()
        assert not shown.packet.isEnabled(), "one at a time"
        assert shown.under_way.isVisible()
    assert shown.news.text.startswith("The hearing packet is kept among the papers")
    qtbot.waitUntil(lambda: len(shown.list.model.rows) == 2)
    assert shown.list.model.rows[0].cells[0].text == "Hearing packet"
    assert shown.list.current == shown.list.model.rows[0].key
    shown.write_packet()
    shown.stop()
    qtbot.waitUntil(lambda: shown.news.text == "Stopped. No packet was kept.")
    shown.save_to(kept.document.id, tmp_path / "no folder" / "letter.pdf")
    qtbot.waitUntil(lambda: "could not be written" in shown.news.text)
    with qtbot.waitSignal(shown.closed):
        shown.close()
    assert not front.room.open_cars


def test_the_mail_of_a_period_is_reported(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    car = bring_one(front.office, call_number="62002")
    (kept,) = letters(front.office, front.renderer, car, 1)
    mailed(front.office, car, kept)
    shown = front.room.show_mail()
    typed(shown.asked.last, "3/31/26")
    typed(shown.asked.first, "3/1/26")
    qtbot.waitUntil(lambda: any("62002" in row.cells[1].text for row in shown.mailed.model.rows))
    back = [row for row in shown.back.model.rows if "62002" in row.cells[2].text]
    assert [cell.text for cell in back[0].cells][0::6] == ["3/9/26", "Came back 3/9/26: unclaimed"]
    assert shown.tabs.tabText(1) == f"Came back ({len(shown.back.model.rows)})"
    assert shown.cost.model.rows[-1].cells[3].text == str(len(shown.mailed.model.rows)), "no price is on record, and that is said"
    shown.mailed.choose(next(row.key for row in shown.mailed.model.rows if row.key.custody_id == car))
    shown.mailed.table.opened.emit(0)
    assert front.cars == [car]
    shown.paper.click()
    assert front.printed == [("Mail: mailed, 2026-03-01 to 2026-03-31", len(shown.mailed.model.rows))]
    shown.save_to(tmp_path / "mail.csv")
    qtbot.waitUntil(lambda: shown.news.text == "Saved as mail.csv.")
    assert "62002" in (tmp_path / "mail.csv").read_text(encoding="utf-8-sig")
    typed(shown.asked.first, "soon")
    assert shown.asked.first.text() == "3/1/26", "what cannot be read is said, and the day before stays"
    assert shown.news.isVisible()
    typed(shown.asked.last, "3/2/26")
    qtbot.waitUntil(lambda: not shown.mailed.model.rows)
    assert shown.back.model.rows, "what is open does not depend on the period"
    shown.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(shown))
    front.house.bus.cars_changed.emit(frozenset({car}))  # nobody listens who is not there any more
    assert front.room.mail is None
