"""Mail that comes in: an envelope that came back, one of which nobody knows the letter, receipts; letters made elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget
from reportlab.pdfgen.canvas import Canvas
from shot_stage import Stage

from itow_desktop.domain.mail.coming_back import Outcome
from itow_desktop.domain.mail.pieces import MailClass, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.mail.views import StrayMail
from itow_desktop.ui.rooms.mail_back import MailBackRoom


def mail_back(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """After the run was pictured: one of its letters is mailed."""
    room = next(each for each in stage.office.rooms if isinstance(each, MailBackRoom))
    with TemporaryDirectory() as folder:
        yield from _brought(stage, room, Path(folder))
        yield from _receipts(stage, room, Path(folder))
    yield from _elsewhere(stage, room)


def _brought(stage: Stage, room: MailBackRoom, folder: Path) -> Iterator[tuple[str, QWidget]]:
    mail, kim = stage.office.desk.mail, stage.office.who.person
    window = room.show()
    stage.settle()
    yield "mail-came-in-empty", window
    torn = StrayMail(Outcome.RETURNED, mail.today(), ReturnReason.INSUFFICIENT, "SPECIMEN, Davison", "torn, number gone")
    mail.keep_stray(kim, torn)
    window.refresh()
    mailed = next(row for row in mail.todays_mail().rows if row.piece.state is PieceState.HANDED_OVER)
    window.identify(mailed.piece.code)
    stage.settle()
    window.form.day.setText("t")
    window.form.reason.put(ReturnReason.MOVED.value)
    window.form.files.take([_picture(folder / name) for name in ("envelope front.png", "envelope back.png")])
    stage.settle()
    yield "mail-came-back", window
    window.form.outcome.choose(Outcome.DELIVERED)
    stage.settle()
    yield "mail-delivered", window
    window.form.clear()
    window.identify("9590940212345678901234")
    stage.settle()
    yield "mail-nobody-knows", window
    window.close()
    stage.settle()


def _receipts(stage: Stage, room: MailBackRoom, folder: Path) -> Iterator[tuple[str, QWidget]]:
    mail = stage.office.desk.mail
    mailed = next(row for row in mail.todays_mail().rows if row.piece.state is PieceState.HANDED_OVER)
    dialog = room.read_receipts()
    if dialog is None:
        return
    files = [folder / "receipt 1.pdf", folder / "receipt 2.pdf", _picture(folder / "photo of a card.png")]
    day = f"{mail.today():%B} {mail.today().day}, {mail.today().year}"
    _receipt(files[0], f"Item {mailed.piece.number} was delivered on {day}.", "Signed by: D. Practice")
    _receipt(files[1], "Nothing that is a number stands here.")
    dialog.take(files)
    stage.settle()
    yield "mail-receipts", dialog
    dialog.leave()
    stage.settle()


def _elsewhere(stage: Stage, room: MailBackRoom) -> Iterator[tuple[str, QWidget]]:
    window = room.show_elsewhere()
    stage.settle()
    yield "mail-elsewhere-empty", window
    cars = [row.call_number or "" for row in stage.office.vehicles.model.rows[:2]]
    for mark in (*cars, "99999"):
        form = window.form
        form.mark.setText(mark)
        form.kind.put(NoticeKind.COURTESY_OWNER.value)
        form.way.put(MailClass.CERTIFIED.value)
        form.to.put("ALEX SAMPLE\n9 INVENTED AVE\nFLINT MI  48503")
        form.mailed.setText("t")
        form.carrier.setText("Kim")
        window.add_line()
        stage.settle()
    yield "mail-elsewhere", window
    window.leave()
    stage.settle()


def _picture(path: Path) -> Path:
    picture = Image.new("RGB", (600, 260), "ivory")
    ImageDraw.Draw(picture).rectangle((20, 20, 580, 240), outline="gray")
    picture.save(path)
    return path


def _receipt(path: Path, *lines: str) -> None:
    canvas = Canvas(str(path))
    for place, line in enumerate(lines):
        canvas.drawString(60, 760 - 16 * place, line)
    canvas.save()
