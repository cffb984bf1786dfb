"""A car at a glance: what is known, in the order the counter asks, and what is missing in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.stays import Mark, OtherStays, Stay
from itow_desktop.domain.vehicles import CustodyStatus, VinState
from itow_desktop.services.views import DocumentInfo
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.panes.details import DetailsPanel
from tests.ui.car_yard import YardFiles
from tests.ui.yard import Yard, away

MADE = datetime(2026, 5, 19, 21, 12, tzinfo=UTC)


def told(qtbot: QtBot, details: DetailsPanel, custody_id: int) -> list[str]:
    """All words of the panel, from the top."""
    details.show_car(custody_id)
    qtbot.waitUntil(lambda: details.card is not None and details.card.custody_id == custody_id)
    assert details.card is not None
    return [*words(details.card), *details.view.timeline.told.toPlainText().splitlines()]


def words(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QWidget) if isinstance(part, QLabel | QPushButton) and part.text()]


def test_everything_known_stands_in_order(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    said = told(qtbot, details, 1)
    expected = [
        "Call 21359, our file IT0001-26",
        "OK to leave",
        "gray 2011 Chevrolet Malibu",
        "ABC1234 MI",
        "C-0, with keys",
        "Tue 5/19 16:44, 1 day on lot",
        "Oak Apartments\n123 Oak St, Burton, MI 48529",
        "Manager, 555-555-0142",
        "Burton Police Department, 555-555-0100",
        "26-1200",
        "Tue 5/19 16:24 by Kim",
        "Print TOP",
        "why?",
        "Wed 5/20",
        "owner and lienholder not known",
    ]
    assert [each for each in said if each in expected] == expected
    assert any(each.startswith("\u2026BF00000Q") for each in said)


def test_what_is_missing_says_so_in_words(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.cars[1] = replace(yard.cars[1], fields=CarFields())
    yard.events[1] = ()
    yard.rows[0] = replace(
        yard.rows[0], year=None, make=None, model=None, color=None, towed_at=None, next_step=None, due=None, vin_state=VinState.UNKNOWN
    )
    said = told(qtbot, details, 1)
    for sentence in (
        "No call number", "Make and model not known", "not known", "spot not known, keys not known", "date and time not known",
        "police department not known", "none yet", "not recorded", "no next step", "Nothing is recorded yet.", "none recorded",
    ):  # fmt: skip
        assert sentence in said
    assert not {"None", "N/A", ""} & set(said)


def test_a_hold_says_by_whom(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.happened(1, Event("h", EventKind.HOLD_PLACED, at=MADE, data={"hold": "police", "authority": "Burton PD"}))
    said = told(qtbot, details, 1)
    assert "HOLD: must not leave" in said
    assert "police, Burton PD" in said
    assert "OK to leave" not in said


def test_a_lifted_hold_does_not_keep_the_car(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.happened(1, Event("h", EventKind.HOLD_PLACED, on=date(2026, 5, 19), data={"hold": "police"}))
    yard.happened(1, Event("l", EventKind.HOLD_LIFTED, on=date(2026, 5, 20), data={"hold": "police"}))
    assert "OK to leave" in told(qtbot, details, 1)


def test_a_car_that_left_says_so_and_to_whom(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    gone = next(row for row in yard.rows if row.status is CustodyStatus.PICKED_UP)
    said = told(qtbot, details, gone.custody_id)
    assert "Picked up, no longer here" in said
    assert "Sun 5/17 04:44 to Pat Doe, ID MI license" in said
    assert not any("on lot" in each for each in said)


def test_a_release_that_towbook_tells_of_is_a_question(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.cars[1] = replace(yard.cars[1], towbook_released=True)
    assert "TowBook says released. Was it picked up?" in told(qtbot, details, 1)


def test_an_open_petition_is_said(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.happened(1, Event("q", EventKind.HEARING_PETITIONED, on=date(2026, 5, 19)))
    assert "Hearing asked for Tue 5/19, not decided: no sale" in told(qtbot, details, 1)


def test_what_towbook_says_otherwise_is_shown(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.towbook_says(1, "color", "Silver")
    assert "TowBook says Silver, here gray" in told(qtbot, details, 1)


def test_a_corrected_event_counts_no_more(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.happened(1, Event("c", EventKind.SUPERSEDED, note="wrong car", supersedes="p0"))
    said = told(qtbot, details, 1)
    assert "not recorded" in said


def test_links_ask_for_the_dates_the_form_and_the_paper(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.documents[1] = (DocumentInfo(77, 1, "top", "TOP 21359.pdf", "0" * 64, 31_000, MADE, "Kim"),)
    told(qtbot, details, 1)
    assert details.card is not None
    buttons = {button.text(): button for button in details.card.findChildren(QPushButton)}
    with qtbot.waitSignal(details.why_asked) as why:
        buttons["why?"].click()
    assert why.args == [1]
    papers = details.view.papers
    details.show()
    qtbot.waitExposed(details)
    details.view.write_in(papers)
    assert papers.told.toPlainText().split("\n")[1:4] == ["Tue 5/19 17:12", "TOP notice", "TOP 21359.pdf, by Kim"]
    with qtbot.waitSignal(details.document_opened) as opened:
        QTest.keyClick(papers.told, Qt.Key.Key_Tab)
        QTest.keyClick(papers.told, Qt.Key.Key_Return)
    assert opened.args == [77]


def test_only_where_the_selection_rests_is_read(qtbot: QtBot, details: DetailsPanel, car_files: YardFiles) -> None:
    for custody_id in range(1, 8):
        details.show_car(custody_id)
    told(qtbot, details, 8)
    assert car_files.read == [8]


def test_the_panel_follows_a_change_of_its_car_only(qtbot: QtBot, details: DetailsPanel, yard: Yard, bus: Bus) -> None:
    told(qtbot, details, 1)
    before = details.card
    bus.cars_changed.emit(frozenset({2}))
    assert details.card is before
    yard.saved_elsewhere(1, spot="Z-9")
    bus.cars_changed.emit(frozenset({1}))
    qtbot.waitUntil(lambda: details.card is not None and "Z-9, with keys" in words(details.card))


def test_a_database_that_is_away_is_told_in_the_panel(qtbot: QtBot, details: DetailsPanel, yard: Yard) -> None:
    yard.trouble = away()
    details.show_car(1)
    qtbot.waitUntil(lambda: any("does not answer" in each for each in words(details)))
    assert details.card is None
    yard.trouble = None
    details.refresh()
    qtbot.waitUntil(lambda: details.card is not None)


def test_nothing_chosen_says_what_to_do(qtbot: QtBot, details: DetailsPanel) -> None:
    told(qtbot, details, 1)
    details.show_car(None)
    assert details.card is None
    assert "Choose a vehicle to see it here." in words(details)


def test_other_stays_of_the_vehicle_stand_with_dates_and_outcome_and_open_on_click(
    qtbot: QtBot, details: DetailsPanel, car_files: YardFiles
) -> None:
    gone = Mark(7, "1G1ZC5E04BF118341", "OLD111", "MI", CustodyStatus.PICKED_UP, date(2025, 5, 8))
    here = Mark(9, None, "ABC1234", "MI", CustodyStatus.ON_LOT, date(2026, 5, 18))
    four = tuple(Stay(replace(gone, custody_id=number), None, date(2025, 6, 2)) for number in range(10, 14))
    car_files.stays = OtherStays((Stay(gone, "20001", date(2025, 6, 2)), *four), (Stay(here, "21400"),))
    said = told(qtbot, details, 1)
    assert {"Also on lot", "entered twice?", "towed 5/18/26, call 21400", "Was here too", "5/8/25 to 6/2/25, picked up"} <= set(said)
    assert "and 2 more times" in said
    assert details.card is not None
    button = next(each for each in details.card.findChildren(QPushButton) if each.toolTip() == "Open the page of call 20001")
    with qtbot.waitSignal(details.view.car_asked) as asked:
        button.click()
    assert asked.args == [7]
