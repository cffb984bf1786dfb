"""The office settings on the screen, over a real database: every page, who may change them, this PC's printers."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, cast

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.adapters.mail.smtp import SmtpMailer
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.settings import SettingsFile
from itow_desktop.domain.impounds import STANDARD
from itow_desktop.domain.lot import row_of_spots
from itow_desktop.domain.outbox.servers import Security
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.desks.office import OfficeDesk
from itow_desktop.services.office import office_settings, save_office
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.lot.spots import SpotsDialog
from itow_desktop.ui.dialogs.office.impound_rule import RuleDialog
from itow_desktop.ui.dialogs.office.settings import OfficeSettingsDialog
from itow_desktop.ui.dialogs.printer_row import PrinterRow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.entries import LineEntry
from tests.db.cars import bring_one, card
from tests.db.offices import PASSWORD, OpenOffice, address_of
from tests.fakes import MemorySecrets
from tests.mail_servers import PASSWORD as MAIL_PASSWORD
from tests.mail_servers import mail_server, trusting
from tests.notices import logo


class Tray:
    """Two printers that keep what they got."""

    def __init__(self) -> None:
        self.papers: list[tuple[str, bytes]] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Laser", "Front desk laser", default=True), PrinterInfo("Label"))

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.papers.append((choice.printer, pdf))


class Copies:
    """Where copies go now."""

    folder = Path("/backups")


class Settings:
    """A settings dialog over an office, and what it stands on."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, folder: Path) -> None:
        self.qtbot, self.office, self.runner = qtbot, office, runner
        self.tray, self.memory, self.file = Tray(), WindowMemory(NoMemory()), SettingsFile(folder, {})
        self.secrets = MemorySecrets()
        self.desk = self.desk_of(office.shift)
        self.dialog = self.opened(self.desk)

    def desk_of(self, shift: Shift) -> OfficeDesk:
        nothing = cast("Any", None)
        ports = Ports(
            desk=shift.desk, law=shift.law, clock=shift.clock, renderer=PdfRenderer(Lock()), pictures=nothing, printer=self.tray,
            secrets=self.secrets, drafts=nothing, settings=self.file, backups=cast("Any", Copies()), changes=nothing,
            mend_database=nothing, open_towbook=nothing, check_login=nothing, mailer=SmtpMailer(trusting, seconds=20),
        )  # fmt: skip
        return OfficeDesk(ports, shift)

    def opened(self, desk: OfficeDesk) -> OfficeSettingsDialog:
        dialog = OfficeSettingsDialog(desk, self.office.shift.person, runner=self.runner, memory=self.memory, parent=None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.qtbot.addWidget(dialog)
        dialog.show()
        self.settle()
        return dialog

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.busy)

    def save(self) -> None:
        self.dialog.primary.click()
        self.settle()

    @property
    def facts(self) -> OfficeFacts:
        return office_settings(self.office.shift).facts


@pytest.fixture
def settings(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, tmp_path: Path) -> Settings:
    return Settings(qtbot, office, runner, tmp_path)


def test_nothing_changed_is_nothing_to_save(settings: Settings) -> None:
    assert settings.dialog.head.name.text() == "Practice Towing"
    assert not settings.dialog.primary.isEnabled()
    assert not settings.dialog.touched()
    settings.dialog.reject()
    assert not settings.dialog.isVisible()


def test_every_page_is_kept_with_one_save(settings: Settings, tmp_path: Path) -> None:
    dialog = settings.dialog
    picture = tmp_path / "logo.png"
    picture.write_bytes(logo(1500, 400))
    dialog.head.phone.setText("810-555-0123")
    dialog.take_logo(picture)
    settings.settle()
    dialog.days.weekdays[next(iter(dialog.days.weekdays))].setChecked(True)
    dialog.days.holidays.setChecked(False)
    dialog.days.day.setText("12/24/2026")
    dialog.days.why.setText("Christmas Eve")
    dialog.days.add.click()
    dialog.days.zone.setCurrentText("America/Menominee")
    dialog.words.own_numbers.setChecked(True)
    dialog.words.lists["color"].setPlainText("Gray\n\n Silver \n")
    with settings.qtbot.waitSignal(dialog.office_saved):
        dialog.primary.click()
    facts = settings.facts
    assert (facts.phone, facts.zone, facts.own_numbers) == ("810-555-0123", "America/Menominee", True)
    assert facts.closed_weekdays == ("monday", "saturday", "sunday")
    assert (facts.closed_on_holidays, dict(facts.closed_days)) == (False, {"2026-12-24": "Christmas Eve"})
    assert facts.lists == {"color": ("Gray", "Silver")}
    assert facts.logo is not None
    assert facts.rule_days == {}
    assert settings.office.shift.law.zone.key == "America/Menominee"
    again = settings.opened(settings.desk)
    assert not again.touched()
    again.head.logo.remove.click()
    assert again.touched()


def test_a_day_that_is_none_is_said_beside_the_field(settings: Settings) -> None:
    days = settings.dialog.days
    days.day.setText("13/40")
    days.add.click()
    assert "13/40" in days.problem.text()
    assert not days.problem.isHidden()
    days.day.setText("t")
    days.add.click()
    assert days.problem.isHidden()
    assert list(days.closed_days) == ["2026-03-04"]
    days.days.setCurrentRow(0)
    days.out.click()
    assert days.closed_days == {}


def test_what_cannot_be_stays_typed_and_is_said(settings: Settings) -> None:
    settings.dialog.days.zone.setCurrentText("America/Flint")
    settings.dialog.head.phone.setText("810-555-0123")
    settings.save()
    assert "There is no time zone America/Flint" in settings.dialog.problems.text
    assert settings.dialog.isVisible()
    assert settings.dialog.head.phone.text() == "810-555-0123"
    assert settings.facts.phone == "810-555-0100"


def test_a_picture_that_is_none_is_said_and_the_old_one_stays(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(b"\x89PNG but no more")
    settings.dialog.take_logo(file)
    settings.settle()
    assert "cannot be read as a picture" in settings.dialog.problems.text
    assert settings.dialog.head.logo.new is None


def test_what_another_manager_saved_meanwhile_stays(settings: Settings) -> None:
    before = settings.facts
    save_office(settings.office.shift, OfficeFacts(name=before.name, address="1 New Yard Rd", phone=before.phone))
    settings.dialog.head.phone.setText("810-555-0123")
    settings.save()
    assert (settings.facts.phone, settings.facts.address) == ("810-555-0123", "1 New Yard Rd")


def test_a_clerk_sees_why_the_pages_are_closed_and_may_choose_her_printer(settings: Settings) -> None:
    office = settings.office
    name = f"{office.database}_pat"
    with office.admin() as admin, admin.begin() as connection:
        owner = connection.execute(text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'")).scalar_one()
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f"GRANT {owner.removesuffix('_owner')}_clerk TO {name}"))
    engine = connect(address_of(office.server, office.database, name, PASSWORD))
    try:
        desk = settings.desk_of(Shift(SqlDesk(engine), office.shift.law, office.clock))
        dialog = settings.opened(desk)
        assert not dialog.head.isEnabled()
        assert "Only a manager" in dialog._state.text()
        dialog.pc.rows[PaperKind.LOT].printer.setCurrentIndex(1)
        dialog.primary.click()
        settings.settle()
        assert settings.memory.text("print.lot.printer") == "Label"
        spots = SpotsDialog(desk, None, runner=settings.runner, parent=None)
        settings.qtbot.addWidget(spots)
        settings.settle()
        assert not spots.add.isEnabled()
    finally:
        engine.dispose()
        with office.admin() as admin, admin.begin() as connection:
            connection.execute(text(f"DROP ROLE {name}"))


def test_printers_of_this_pc_share_the_memory_of_the_print_dialogs(settings: Settings) -> None:
    row = settings.dialog.pc.rows[PaperKind.TOP]
    row.printer.setCurrentIndex(1)
    row.copies.setValue(2)
    settings.save()
    sheet = PrinterRow(settings.memory, PaperKind.TOP)
    settings.qtbot.addWidget(sheet)
    sheet.offer(settings.tray.printers())
    assert sheet.choice == PrinterChoice("Label", 2)
    other = PrinterRow(settings.memory, PaperKind.LIST)
    settings.qtbot.addWidget(other)
    other.offer(settings.tray.printers())
    assert other.choice == PrinterChoice("Laser", 1)
    other.list.setCurrentIndex(1)
    other.keep()
    again = settings.opened(settings.desk)
    assert again.pc.rows[PaperKind.LIST].printer.currentData() == "Label"


def test_a_test_page_says_what_it_was_printed_for(settings: Settings) -> None:
    settings.dialog.pc.rows[PaperKind.LOT].test.click()
    settings.settle()
    ((printer, pdf),) = settings.tray.papers
    assert printer == "Laser"
    page = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "Lot list, lot walk" in page
    assert "sent to Laser" in settings.dialog._state.text()


def test_the_backup_folder_goes_into_the_settings_of_this_pc(settings: Settings, tmp_path: Path) -> None:
    assert settings.dialog.pc.folder.text() == str(Copies.folder)
    settings.dialog.pc.folder.setText(str(tmp_path / "stick"))
    settings.save()
    assert settings.file.read().backup_dir == tmp_path / "stick"


def test_what_the_scanner_types_first_is_kept_and_is_nothing_that_people_type(settings: Settings) -> None:
    prefix = settings.dialog.pc.prefix
    assert prefix.text() == ""
    prefix.setText("x")
    settings.save()
    assert settings.dialog.isVisible()
    assert "nobody types" in settings.dialog.problems.text
    assert settings.file.read().scanner_prefix == ""
    prefix.setText("~")
    settings.save()
    assert settings.file.read().scanner_prefix == "~"
    again = settings.opened(settings.desk)
    assert again.pc.prefix.text() == "~"
    again.pc.prefix.clear()
    again.primary.click()
    settings.settle()
    assert "prefix" not in settings.file.path.read_text("utf-8")


def test_words_and_spots_are_offered_while_typing(settings: Settings) -> None:
    settings.desk.save_spots(settings.office.shift.person, row_of_spots("C", 1, 2, position=0))
    offered = settings.desk.words_offered()
    assert offered["spot"] == ("C-1", "C-2")
    entry = LineEntry()
    settings.qtbot.addWidget(entry)
    entry.offer(offered["spot"])
    completer = entry.completer()
    assert completer is not None
    completer.setCompletionPrefix("2")
    assert completer.currentCompletion() == "C-2"


def test_rules_of_impounds_are_ordered_tried_on_the_last_calls_and_kept(settings: Settings) -> None:
    bring_one(settings.office, account=".PPI", reason="Repo for the bank")
    page, dialog = settings.dialog.impounds, settings.dialog
    assert [page.list.item(place).text()[:2] for place in range(page.list.count())] == ["1.", "2."]
    page.list.setCurrentRow(0)
    page.add.click()
    rule = page.findChild(RuleDialog)
    assert isinstance(rule, RuleDialog)
    rule.words.setPlainText("*")
    rule.accept()
    assert "beginning of a word" in rule.problems.text
    rule.words.setPlainText("repo*")
    rule.answer.setCurrentIndex(rule.answer.findData(CustodyKind.NOT_AN_IMPOUND))
    rule.accept()
    assert page.list.item(0).text() == "1.  If the reason says repo*: Not an impound"
    page.tried.click()
    settings.qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    assert page.said.text() == "1 call of 1 would be sorted differently. By these rules: Not an impound 1."
    assert [cell.text for cell in page.model.rows[0].cells][2:] == [
        "Repo for the bank", "Not an impound (1)", "Private property (PPI) (2)", "Private property (PPI)",
    ]  # fmt: skip
    page.down.click()
    assert page.list.currentRow() == 1
    assert settings.facts.impound_rules == STANDARD, "nothing counts before Save"
    settings.save()
    assert [kept.answer for kept in settings.facts.impound_rules] == [
        CustodyKind.UNKNOWN, CustodyKind.NOT_AN_IMPOUND, CustodyKind.PRIVATE_PROPERTY,
    ]  # fmt: skip
    assert not dialog.isVisible()
    after = bring_one(settings.office, account=".PPI", reason="REPO")
    assert card(settings.office, after).car.fields.custody == CustodyKind.NOT_AN_IMPOUND


def test_the_signature_and_the_envelope_are_kept(settings: Settings, tmp_path: Path) -> None:
    dialog, page = settings.dialog, settings.dialog.letters
    file = tmp_path / "signature.png"
    file.write_bytes(b"no picture")
    dialog.take_signature(file)
    settings.settle()
    assert "PNG or JPEG" in dialog.problems.text
    file.write_bytes(logo(400, 120))
    dialog.take_signature(file)
    settings.settle()
    page.signer.setPlainText("Kim Example\n\nOffice manager\n")
    page.hours.setText("Monday to Friday, 8 to 5")
    page.sizes["panel"].setValue(5.0)
    assert "does not fit into the envelope" in page.wrong.text()
    assert not dialog.primary.isEnabled()
    page.usual.click()
    page.sizes["nudge_y"].setValue(-0.05)
    settings.save()
    facts = settings.facts
    assert (facts.signer, facts.hours, facts.envelope) == (
        ("Kim Example", "Office manager"),
        "Monday to Friday, 8 to 5",
        {"nudge_y": -0.05},
    )
    with settings.office.shift.desk.look() as unit:
        assert (unit.office.signature() or b"").startswith(b"\x89PNG")
    again = settings.opened(settings.desk)
    assert again.letters.sizes["nudge_y"].value() == -0.05
    assert not again.primary.isEnabled()
    again.letters.signature.remove.click()
    again.primary.click()
    settings.settle()
    assert settings.facts.signature is None


def test_the_mail_server_is_tried_before_it_is_kept(settings: Settings) -> None:
    dialog, page = settings.dialog, settings.dialog.mail
    assert not page.test.isEnabled()
    with mail_server(Security.STARTTLS) as running:
        server = running.settings
        page.host.setText(server.host)
        page.security.setCurrentIndex(page.security.findData(Security.TLS))
        assert page.port.value() == 465
        page.security.setCurrentIndex(page.security.findData(Security.STARTTLS))
        page.port.setValue(server.port)
        page.user.setText(server.user)
        page.sent_from.setText(server.sender)
        for password, answer in (("wrong", "rejects the password"), (MAIL_PASSWORD, "The mail server accepted. Nothing was sent.")):
            page.password.setText(password)
            page.test.click()
            settings.settle()
            assert answer in page.verdict.text()
        assert running.post.got == []
    page.digest.setPlainText("kim@practice.example, lee")
    page.at.setText("25:00")
    settings.save()
    assert "lee is no e-mail address" in dialog.problems.text
    assert len(dialog.problems.text.splitlines()) == 2
    page.digest.setPlainText("kim@practice.example")
    page.at.setText("6 am")
    page.gateway.setText("{number}@fax.example")
    settings.save()
    assert settings.facts.mail_server == replace(server, sender_name="Practice Towing")
    assert (settings.facts.digest_to, settings.facts.digest_at) == (("kim@practice.example",), "06:00")
    assert settings.secrets.kept == {"smtp.password": MAIL_PASSWORD}
