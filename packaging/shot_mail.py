"""The mail run: letters to be printed, numbers put on them, what is handed over, what was mailed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.mail.pieces import MailClass, PieceState
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.services.letters.writing import LetterWish
from itow_desktop.services.mail.running import HandedOver
from itow_desktop.services.ports.stores import Deed
from itow_desktop.ui.models.mail import Show
from itow_desktop.ui.rooms.mail import MailRoom

_NUMBERS = ("70203160000123456710", "70203160000123456727", "70203160000123456734", "70203160000123456741")
_PEOPLE = (
    ("DANA PRACTICE", "12 INVENTED AVE APT 4", "FLINT MI  48503"),
    ("FIRST MADE-UP CREDIT UNION OF THE LAKES", "ATTN TITLES", "PO BOX 1200", "TOLEDO OH  43601"),
    ("RICO SAMPLE", "880 NOWHERE RD", "GRAND BLANC MI  48439"),
    ("PAT EXAMPLE", "3 SOMEWHERE CT", "BURTON MI  48509"),
    ("LEE SPECIMEN", "77 ANYWHERE LN", "DAVISON MI  48423"),
)


def mail_run(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Five letters on their way to the post office, one of them mailed and back."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, MailRoom))
    pane, kim, mail = room.pane, office.who.person, office.desk.mail
    ids = _letters(stage)
    for piece_id, number in zip(ids[:4], _NUMBERS, strict=True):
        mail.put_number(kim, piece_id, number)
    mail.hand_over(kim, HandedOver((ids[3],), mail.today()))
    mail.join_run(kim, ids[:3])
    stage.window.show_pane(pane.key)
    pane.refresh()
    stage.settle()
    pane.table.choose(pane.model.ids().index(ids[4]))
    stage.settle()
    yield "mail", stage.window
    pane.bar.field.setText("7020 3160 0001 2345 6754")
    pane.bar.field.returnPressed.emit()
    stage.settle()
    yield "mail-doubtful-number", stage.window
    pane.bar.clear()
    pane.chips.choose(Show.RUN)
    stage.settle()
    yield "mail-in-the-run", stage.window
    yield from _dialogs(stage, room)
    for show, name in ((Show.MAILED, "mail-mailed"), (Show.BACK, "mail-nothing-back")):
        pane.chips.choose(show)
        stage.settle()
        yield name, stage.window
    pane.chips.choose(Show.TO_DO)
    stage.settle()


def _dialogs(stage: Stage, room: MailRoom) -> Iterator[tuple[str, QWidget]]:
    pane = room.pane
    room.ask_mailed(pane.going)
    handing = stage.dialog(QDialog)
    yield "mail-handed-over", handing
    handing.done(0)
    room.write_sheets(pane.for_sheet)
    stage.settle()
    sheet = stage.dialog(QDialog)
    yield "mail-sheet", sheet
    sheet.done(0)
    room.ask_way(pane.going[:1])
    way = stage.dialog(QDialog)
    yield "mail-another-way", way
    way.done(0)


def _letters(stage: Stage) -> Sequence[int]:
    """A printed letter to each of the people, about a car of its own; answers the ids of the pieces."""
    office, kim = stage.office, stage.office.who.person
    desk = office.desk
    cars = list(dict.fromkeys(line.case.custody_id for line in desk.queue().lines if line.case.custody == "private_property"))
    cars = [car for car in cars if not desk.parties.parties(car).parties][: len(_PEOPLE)]
    wishes = []
    with desk.ports.desk.begin(Deed("find owners", kim, undoable=False)) as unit:
        for car, lines in zip(cars, _PEOPLE, strict=True):
            owner = unit.parties.add(Party(0, car, PartyRole.OWNER, lines[0].title(), found_by=FoundBy.SEARCH_FIRM))
            typed = "\n".join(lines[1:])
            unit.parties.add_address(
                MailAddress(
                    0, owner, typed, lines[1:], found_by=FoundBy.SEARCH_FIRM, found_on=desk.mail.today(), purpose=Purpose.TOWED
                )
            )  # fmt: skip
            wishes.append((car, owner))
        unit.commit()
    offered = {each.wish.custody_id: each for each in desk.letters.offered([car for car, _ in wishes])}
    kept = desk.letters.write(
        kim, [LetterWish(car, offered[car].wish.kind, owner, mail_class=MailClass.CERTIFIED) for car, owner in wishes]
    )
    with desk.ports.desk.begin(Deed("print", kim, undoable=False)) as unit:
        pieces = unit.mail.of_documents([paper.document.id for paper in kept])
        ordered = [pieces[paper.document.id] for paper in kept]
        now = desk.ports.clock.now()
        unit.mail.save([replace(piece, state=PieceState.PRINTED, printed_at=now) for piece in ordered])
        unit.commit()
    return [piece.id for piece in ordered]
