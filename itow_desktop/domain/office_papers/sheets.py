"""Sheets of facts about one car: what somebody copies onto a state's or a court's own form, never the form itself."""

from datetime import date

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.letters.paper import Paragraph, Part
from itow_desktop.domain.notices import NoticeKind

NOT_KNOWN = "not on record"
TITLES = {
    NoticeKind.TR52LR_DATA: "Facts to copy onto form TR-52LR",
    NoticeKind.DC90_DATA: "Facts to copy onto court form DC 90",
    NoticeKind.SCRAP_RECORD: "Our record of a scrap vehicle",
}
FILES = {NoticeKind.TR52LR_DATA: "TR52LR-FACTS", NoticeKind.DC90_DATA: "DC90-FACTS", NoticeKind.SCRAP_RECORD: "SCRAP-RECORD"}
SAYS = {
    NoticeKind.TR52LR_DATA: (
        "This sheet is not the form and goes to nobody. Copy what it says onto the Secretary of State's own TR-52LR, read the form, and "
        "sign it yourself: a false certification is a felony."
    ),
    NoticeKind.DC90_DATA: (
        "This sheet is not the petition. Whoever contests the tow fills in the court's own form DC 90 and files it; these are the facts "
        "of our record that the form asks for."
    ),
    NoticeKind.SCRAP_RECORD: (
        "This is the record of our office. It is no certificate of scrapping: the police complete the TR-208 and give it to whoever takes "
        "the vehicle."
    ),
}


def opening(kind: NoticeKind) -> Part:
    """What the sheet is and what it is not."""
    return Paragraph(SAYS[kind])


def dated(day: date | None) -> str:
    """A date as the sheets write it."""
    return written_date(day) if day else NOT_KNOWN
