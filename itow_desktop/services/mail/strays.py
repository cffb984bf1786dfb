"""The tray of envelopes and cards that nobody knows the letter of: kept, settled, given up."""

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import NotFound, Problems
from itow_desktop.domain.mail.coming_back import Outcome, Stray, StrayPaper
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.attaching import Pasted
from itow_desktop.services.mail.coming_back import arrive, bring_back, ready
from itow_desktop.services.mail.views import Delivered, Proof, Returned, StrayMail
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.shift import Shift

SCAN = "mail-scan"
"""Kind of the kept paper that is a scan of stray mail."""


def strays(shift: Shift) -> tuple[Stray, ...]:
    """The tray, oldest first."""
    with shift.desk.look() as unit:
        return unit.mail.strays()


def keep_stray(shift: Shift, pictures: Pictures, told: StrayMail) -> int:
    """Put an envelope or a card into the tray; answers its id. Raises ``Problems``, ``UnreadableFile``."""
    if told.on > shift.today:
        raise Problems((("on", f"{written_date(told.on)} has not come yet. Enter when it came."),))
    marks, note = present(told.marks), present_lines(told.note)
    if marks is None and note is None and not told.scans:
        raise Problems((("marks", "Enter what can be read on it, or add a scan: else nobody can ever tell whose it is."),))
    files = ready(pictures, told.scans)
    with shift.desk.begin(shift.deed("put mail into the tray", undoable=False)) as unit:
        papers = []
        for file, side in files:
            kept = unit.documents.add(None, SCAN, file.name, file.content, {"side": side.value})
            papers.append(StrayPaper(kept.id, side, file.name))
        why = told.why if told.outcome is Outcome.RETURNED else None
        made = unit.mail.add_stray(Stray(0, told.outcome, told.on, why, marks, note, papers=tuple(papers)))
        unit.commit()
    return made


def settle_stray(shift: Shift, pictures: Pictures, stray_id: int, told: Returned | Delivered) -> None:
    """Say which piece it is and record what became of it; the scans of the tray go along.

    Raises ``ChangedElsewhere`` where somebody else settled it, else as ``returned`` does.
    """
    with shift.desk.look() as unit:
        papers = [(paper, unit.documents.content(paper.document_id)) for paper in unit.mail.stray(stray_id).papers]
    known = tuple(Proof(Pasted(paper.name, content), paper.side) for paper, content in papers)
    scans = ready(pictures, (*known, *told.scans))
    with shift.desk.begin(shift.deed("settle mail of the tray", undoable=False)) as unit:
        unit.mail.settle_stray(stray_id, told.piece_id, None)
        if isinstance(told, Returned):
            bring_back(unit, shift, told, scans)
        else:
            arrive(unit, shift, told, scans)
        unit.commit()


def close_stray(shift: Shift, stray_id: int, why: str) -> None:
    """Look for its letter no more; it stays on record. Raises ``Problems`` without a word why, ``ChangedElsewhere``."""
    reason = present(why)
    if reason is None:
        raise Problems((("why", "Enter why nobody looks for its letter any more."),))
    with shift.desk.begin(shift.deed("close mail of the tray", undoable=False)) as unit:
        unit.mail.settle_stray(stray_id, None, reason)
        unit.commit()


def stray_scan(shift: Shift, stray_id: int, document_id: int) -> tuple[str, bytes]:
    """Name and bytes of a scan of the tray; raises ``NotFound``."""
    with shift.desk.look() as unit:
        paper = next((each for each in unit.mail.stray(stray_id).papers if each.document_id == document_id), None)
        if paper is None:
            raise NotFound("This scan does not belong to that envelope.")
        return paper.name, unit.documents.content(document_id)
