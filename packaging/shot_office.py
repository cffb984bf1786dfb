"""What is pictured of the office's papers: the evening's, sheets about one car, public sales with their ads."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SaleTerms
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.office_papers.evening import EveningDialog
from itow_desktop.ui.dialogs.office_papers.newspaper import NewspaperDialog
from itow_desktop.ui.dialogs.office_papers.plan_sale import PlanSaleDialog
from itow_desktop.ui.dialogs.office_papers.published import PublishedDialog
from itow_desktop.ui.dialogs.office_papers.scrap import ScrapDialog
from itow_desktop.ui.dialogs.paper import PaperDialog

_WAIT = timedelta(days=40)


def evening_papers(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The papers themselves, when they are written by themselves, what is copied onto a form."""
    room, pane = stage.office.office_papers, stage.office.vehicles
    stage.window.show_pane(pane.key)
    pane.table.choose(0)
    stage.settle()
    for name, show in (
        ("evening-report", room.show_evening_report), ("lights-out", room.show_lights_out), ("facts-tr52lr", room.show_tr52lr),
    ):  # fmt: skip
        show()
        yield name, stage.dialog(PaperDialog)
        _close(stage)
    room.plan_evenings()
    dialog = stage.dialog(EveningDialog)
    dialog.running.setChecked(True)
    dialog.folder.setText(r"E:\iTow evening papers")
    yield "evening-plan", dialog
    dialog.done(0)
    room.ask_scrap()
    yield "scrap-record", stage.dialog(ScrapDialog)
    _close(stage)


def public_sales(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Cars that waited long enough, a sale planned for some of them, its ad, what keeps another one back."""
    desk, kim = stage.office.desk, stage.office.who.person
    today, room = desk.today(), stage.office.office_papers
    rows = [row for row in desk.vehicles(stage.office.vehicles.model.query).rows if row.towed_at is not None][-6:]
    for row in rows:
        known = {event.kind for event in desk.card(row.custody_id).events}
        for kind in (EventKind.LEIN_ENTERED, EventKind.SOS_NOTICE_DATED):
            if kind not in known:
                desk.record(kim, row.custody_id, Entry(kind, on=today, source=EventSource.PAPER, reason="copied from the file"))
    terms = SaleTerms(today + _WAIT, "10:00 AM", "9 Yard Rd, Burton, MI 48509", "www.example.com/auction")
    desk.office_papers.plan_sale(kim, [row.custody_id for row in rows[:4]], terms)
    desk.office_papers.keep_newspaper(kim, Newspaper(0, "The County Example", "Genesee", "ads@example.com", note="Tuesdays by noon"))
    held = {"hold": "bankruptcy", "authority": "Court"}
    desk.record(kim, rows[3].custody_id, Entry(EventKind.HOLD_PLACED, on=today, data=held, source=EventSource.PAPER))
    window = room.show_sales()
    stage.settle()
    yield "sales-blocked", window
    held_at = window.model.row_of(rows[3].custody_id)
    window.table.selectRow(1 if held_at == 0 else 0)
    stage.settle()
    yield "sales", window
    window.record_published()
    yield "sales-published", stage.dialog(PublishedDialog)
    _close(stage)
    window.plan_sale()
    yield "sales-plan", stage.dialog(PlanSaleDialog)
    _close(stage)
    window.panel.change.click()
    yield "sales-newspaper", stage.dialog(NewspaperDialog)
    _close(stage)
    window.ad.click()
    yield "sales-ad", stage.dialog(PaperDialog)
    _close(stage)
    window.close()
    stage.settle()


def _close(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.done(QDialog.DialogCode.Rejected)
    stage.settle()
