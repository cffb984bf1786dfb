"""The statement of charges as it is printed, compared with how it was once looked at."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Lock

import pytest

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed
from itow_desktop.domain.charges.statement import file_name, statement
from itow_desktop.domain.letters.paper import Amounts
from tests.builders import DETROIT
from tests.goldens import assert_as_approved, texts
from tests.notices import OFFICE

CAR = (
    ("Vehicle", "Gray 2011 Chevrolet Malibu"),
    ("Plate", "ABC1234 MI"),
    ("VIN", "1G1ZZ5EU0AF000001"),
    ("Towed", "Mon 2 Mar 2026 10:00"),
    ("Towed from", "123 Oak St, Burton, MI 48509"),
)
AT = datetime(2026, 3, 12, 14, 30, tzinfo=DETROIT)
DAY = date(2026, 3, 2)
LINES = (
    LedgerLine(3, 7, ChargeKind.STORAGE, Decimal("105.00"), "Storage", DAY, date(2026, 3, 4), Decimal("35.00"), fees_id=1),
    LedgerLine(4, 7, ChargeKind.STORAGE, Decimal("-35.00"), "Storage", date(2026, 3, 5), corrects=3, reason="the gate was shut"),
    LedgerLine(5, 7, ChargeKind.OTHER, Decimal("25.00"), "Second visit for personal property", date(2026, 3, 6)),
    LedgerLine(0, 7, ChargeKind.TOW, Decimal("175.00"), "Tow", DAY, fees_id=1),
    LedgerLine(0, 7, ChargeKind.STATE_FEE, Decimal("40.00"), "State abandoned vehicle fee", DAY),
    LedgerLine(0, 7, ChargeKind.STORAGE, Decimal("280.00"), "Storage", date(2026, 3, 5), date(2026, 3, 12), Decimal("35.00"), fees_id=1),
)
OWED = Owed(7, AT.date(), Decimal("590.00"), LINES, Decimal("35.00"), "each day at midnight")


@pytest.fixture(scope="module")
def renderer() -> PdfRenderer:
    return PdfRenderer(Lock())


def test_a_statement_reads_and_looks_as_it_was_approved(renderer: PdfRenderer) -> None:
    paper = statement(OFFICE, AT, CAR, OWED, ("Call 21359",))
    (amounts,) = (part for part in paper.parts if isinstance(part, Amounts))
    assert sum(amount for _, amount in amounts.rows) == amounts.total[1]
    pdf = renderer.render_letter(paper)
    assert renderer.render_letter(paper) == pdf
    assert_as_approved(renderer, pdf, "charges/statement")


def test_what_is_not_known_is_said_and_no_total_is_called_one(renderer: PdfRenderer) -> None:
    owed = replace(OWED, lines=LINES[3:5], total=Decimal("215.00"), per_day=None, grows_at="", missing=("the storage a day",))
    said = " ".join(texts(renderer.render_letter(statement(OFFICE, AT, CAR, owed, ()))).split())
    assert "This is not the whole amount. Not on record yet: the storage a day. Please ask us." in said
    assert "Known so far, Thu 12 Mar 2026 14:30" in said
    assert "Owed" not in said


def test_many_lines_and_words_of_any_kind_go_over_several_pages(renderer: PdfRenderer) -> None:
    lines = [
        replace(LINES[2], id=number + 10, words=f"<b>{number}</b> & " + "visit " * 30, first=DAY + timedelta(days=number))
        for number in range(60)
    ]
    owed = replace(OWED, lines=tuple(lines), total=Decimal("1500.00"))
    said = texts(renderer.render_letter(statement(OFFICE, AT, CAR, owed, ())))
    assert said.count("<b>") == 60
    assert "Page 3 of 3" in said
    assert said.count("$25.00") == 60
    assert file_name("21359/Ä", None, AT.date()) == "STATEMENT_21359-A_2026-03-12.pdf"
