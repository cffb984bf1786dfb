"""Sheets of the open run, drawn for the counter of the post office."""

from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.mail.firm_sheet import FirmSheet, sheet_name, sheet_paper
from itow_desktop.domain.mail.runs import Form, Run
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.charges import notice_cost
from itow_desktop.services.mail.looking import lines_mark, listed
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_NOTHING_LISTED = "No certified letter and no certificate of mailing is in the run, so no sheet is needed. Nothing was written."


def firm_sheets(shift: Shift, renderer: Renderer) -> tuple[KeptPaper, ...]:
    """Draw and keep the sheets of the open run as it stands: one for certified mail, one for certificates of mailing.

    One that was drawn today and still lists the same is given again. Raises ``Refused`` for a run without a piece that is
    listed, ``Problems`` where a certified piece has no number yet.
    """
    with shift.desk.begin(shift.deed("write the sheets for the post office", undoable=False)) as unit:
        run = unit.mail.open_run()
        pieces = unit.mail.of_run(run.id) if run else ()
        forms = [form for form in (Form.CERTIFIED, Form.CERTIFICATE) if listed(pieces, form)]
        if run is None or not forms:
            raise Refused(_NOTHING_LISTED)
        kept = tuple(_kept_sheet(shift, unit, renderer, run, form) for form in forms)
        unit.commit()
    return kept


def draw_sheet(shift: Shift, renderer: Renderer, form: Form) -> bytes:
    """A sheet of the open run as it would be kept now; raises as ``firm_sheets``."""
    with shift.desk.look() as unit:
        run = unit.mail.open_run()
        if run is None or not listed(unit.mail.of_run(run.id), form):
            raise Refused(_NOTHING_LISTED)
        sheet = _sheet(shift, unit, run, form)
    return renderer.render_letter(sheet_paper(sheet))


def _sheet(shift: Shift, unit: UnitOfWork, run: Run, form: Form) -> FirmSheet:
    pieces = listed(unit.mail.of_run(run.id), form)
    lacking = [piece.block[0] for piece in pieces if piece.mail_class.certified and piece.number is None]
    if lacking:
        raise Problems((("number", f"These letters have no number yet: {', '.join(lacking)}. Scan it, or take them out of the run."),))
    by_class = {each: notice_cost.cost(unit, each, shift.today) for each in {piece.mail_class for piece in pieces}}
    costs = {piece.id: by_class[piece.mail_class] for piece in pieces}
    return FirmSheet(head_of(unit.office.get(), unit.office.logo()), shift.today, form, run.id, pieces, costs)


def _kept_sheet(shift: Shift, unit: UnitOfWork, renderer: Renderer, run: Run, form: Form) -> KeptPaper:
    sheet = _sheet(shift, unit, run, form)
    lines, drawn = lines_mark(sheet.pieces, form), run.sheet(form)
    cars = tuple(dict.fromkeys(piece.custody_id for piece in sheet.pieces))
    if drawn is not None and drawn.lines == lines:
        before = unit.documents.get(drawn.document_id)
        if before.name == sheet_name(sheet):  # the day is in it
            return KeptPaper(before, unit.documents.content(before.id), cars)
    content = renderer.render_letter(sheet_paper(sheet))
    data = {"run": str(run.id), "form": form.value, "pieces": ",".join(str(piece.id) for piece in sheet.pieces)}
    info = unit.documents.add(None, NoticeKind.FIRM_SHEET, sheet_name(sheet), content, data)
    unit.mail.add_run_paper(run.id, info.id, form, lines)
    return KeptPaper(info, content, cars)
