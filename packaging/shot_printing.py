"""Papers on their way to a printer: kept letters, what nobody said has come out, labels, the test sheet."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.letters.writing import LetterWish
from itow_desktop.services.ports.printing import PrinterChoice
from itow_desktop.services.ports.stores import Deed
from itow_desktop.ui.dialogs.printing.answer_prints import AnswerPrints


def printing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Letters of the cars whose owners are known; a batch of them jammed."""
    office, kim = stage.office, stage.office.who.person
    cars = list(dict.fromkeys(line.case.custody_id for line in office.desk.queue().lines))
    known = [car for car in cars if any(each.role is PartyRole.OWNER for each in office.desk.parties.parties(car).parties)]
    drafts = office.desk.letters.offered(known)
    wishes = [LetterWish(each.wish.custody_id, each.wish.kind, each.wish.party_id, again=True) for each in drafts if each.printable]
    papers = office.desk.letters.write(kim, wishes)
    dialog = office.prints.print_papers("Print letters", papers, PaperKind.COURTESY_OWNER)
    stage.settle()
    yield "print-papers", dialog
    dialog.leave()
    with office.desk.ports.desk.begin(Deed("print", kim, undoable=False)) as unit:
        ids = [paper.document.id for paper in papers]
        batch = unit.batches.begin(PaperKind.COURTESY_OWNER, PrinterChoice("FrontDesk"), office.desk.ports.pc, ids)
        unit.batches.tell_sent(batch, max(len(papers) - 1, 1))
        unit.commit()
    office.prints.ask()
    question = stage.dialog(AnswerPrints)
    question.came_out.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    yield "came-out", question
    question.leave()
    addresses = office.prints.show_addresses()
    stage.settle()
    yield "address-labels", addresses
    addresses.leave()
    sheet = office.prints.show_window_test()
    stage.settle()
    yield "window-test", sheet
    sheet.leave()
    stage.settle()
