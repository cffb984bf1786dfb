"""Saved views as tabs, filters as chips: over a real database."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from itow_desktop.domain.filters import Missing, VehicleFilters
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services import browsing, keeping_views
from itow_desktop.services.desks.finding import FindingDesk
from itow_desktop.services.saved_views import SavedView, ViewDefinition
from itow_desktop.services.views import VehicleColumn
from itow_desktop.services.working import PickUp, pick_up
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.finding.between_days import BetweenDays
from itow_desktop.ui.dialogs.finding.pick import PickDialog
from itow_desktop.ui.dialogs.finding.view_name import ViewNameDialog
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.vehicles import COLUMNS
from itow_desktop.ui.panes.vehicle_views import VehicleViews
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.vehicles.filter_bar import FilterBar
from tests.builders import NOW, TOWED, call
from tests.db.cars import agency_id, bring
from tests.db.offices import OpenOffice
from tests.ui.yard import TODAY

CARS = (
    call(call_number="41001", plate="ABC1234", requested_by="Dana Whitfield"),
    call(call_number="41002", plate="XYZ99", make="Ford", model="F-150", color="Blue", towed_from="88 Mill Rd, Flint, MI 48503"),
    call(call_number="41003", plate=None, plate_state=None, vin=None, make="Jeep", completed_at=TOWED - timedelta(days=9)),
)


class Front:
    """The list with its views on an office of three cars."""

    def __init__(self, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self.runner, self.bus = office, runner, bus
        self.who = Who(office.shift.person)
        ports = SimpleNamespace(desk=office.shift.desk)
        self.desk = FindingDesk(ports, office.shift)  # type: ignore[arg-type]  # views need the database alone
        self.pane = self.made()

    def made(self) -> VehiclesPane:
        """The pane once more, as at the next start."""
        shift = self.office.shift
        pages = partial(browsing.vehicle_page, shift)
        zone, today = (lambda: shift.law.zone), (lambda: shift.today)
        return VehiclesPane(self.runner, self.bus, pages, zone=zone, today=today, views=(self.desk, self.who))

    @property
    def views(self) -> VehicleViews:
        """The views of the pane."""
        assert self.pane.views is not None
        return self.pane.views

    def shown(self) -> set[str | None]:
        """The call numbers in the list."""
        return {row.call_number for row in self.pane.model.rows}

    def kept(self, name: str) -> SavedView:
        """A view as the database has it."""
        return next(view for view in keeping_views.views_of(self.office.shift) if view.name == name)


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Front:
    """The list on the screen with its views read."""
    _first, second, _third = bring(office, *CARS)
    pick_up(office.shift, second, PickUp(NOW.date(), "Pat Doe", "MI license"))
    front = Front(office, runner, bus)
    qtbot.addWidget(front.pane)
    front.pane.resize(1200, 600)
    with qtbot.waitActive(front.pane):
        front.pane.show()
        front.pane.activateWindow()
    front.pane.refresh()
    settle(qtbot, front)
    return front


def settle(qtbot: QtBot, front: Front) -> None:
    """Until nothing is under way and what came is shown."""
    qtbot.waitUntil(lambda: not front.runner.busy and not front.pane.model.waiting and front.views.current is not None)


VIEWS = [
    "On the lot", "All", "Needs something", "Gone this week", "Late", "Today", "Questions", "Waiting", "On hold",
    "Can be scheduled (not cleared)", "No next step",
]  # fmt: skip


def tabs(front: Front) -> list[str]:
    return [front.views.tabs.bar.tabText(place) for place in range(front.views.tabs.bar.count())]


def choose(qtbot: QtBot, front: Front, name: str) -> None:
    """Click the tab of that name."""
    bar = front.views.tabs.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tabs(front).index(name)).center())
    settle(qtbot, front)


def chips(bar: FilterBar) -> list[QToolButton]:
    return [chip for chip in bar.findChildren(QToolButton) if chip.property("set") == "true" and chip.isVisible()]


def click_chip(qtbot: QtBot, front: Front, words: str) -> None:
    """One click on the chip that says this."""
    next(chip for chip in chips(front.pane.filters) if chip.text() == words).click()
    settle(qtbot, front)


# --- views -------------------------------------------------------------------------------------------------------------


def test_the_office_s_views_stand_as_tabs_the_first_in_front(front: Front) -> None:
    assert tabs(front) == VIEWS
    assert front.shown() == {"41001", "41003"}
    assert front.pane.filters.words == ["On lot"]
    assert not front.views.tabs.save.isVisible()


def test_a_tab_shows_its_view(qtbot: QtBot, front: Front) -> None:
    choose(qtbot, front, "All")
    assert front.shown() == {"41001", "41002", "41003"}
    assert front.pane.filters.words == []
    choose(qtbot, front, "Gone this week")
    assert front.shown() == {"41002"}
    assert front.pane.filters.words == ["gone in the last 7 days"]
    choose(qtbot, front, "Needs something")
    assert front.shown() == {"41001", "41003"}
    assert front.pane.model.query.sort == ((VehicleColumn.DUE, False),)


def test_a_changed_list_offers_to_keep_the_change(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.set_filter(missing=frozenset({Missing.VIN}))
    settle(qtbot, front)
    assert front.shown() == {"41003"}
    assert front.views.tabs.save.isVisible()
    front.views.tabs.save.click()
    settle(qtbot, front)
    assert not front.views.tabs.save.isVisible()
    assert front.kept("On the lot").definition.filters.missing == {Missing.VIN}


def test_the_tab_in_front_or_esc_goes_back_to_what_was_kept(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.search_for("whitfield")
    settle(qtbot, front)
    assert front.shown() == {"41001"}
    choose(qtbot, front, "On the lot")
    assert front.shown() == {"41001", "41003"}
    front.pane.filters.choose_status(None)
    assert front.pane.escape()
    settle(qtbot, front)
    assert front.pane.filters.status is CustodyStatus.ON_LOT
    assert not front.pane.escape()


def test_search_order_filters_and_columns_are_kept_in_a_new_view(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.put(status=None, filters=VehicleFilters(kind=CustodyKind.PRIVATE_PROPERTY), search="burton")
    plate, make = (
        next(place for place, each in enumerate(COLUMNS) if each.key is key) for key in (VehicleColumn.PLATE, VehicleColumn.MAKE)
    )
    front.pane.table.sort_asked.emit(make, False)
    front.pane.table.arrange([(make, 133), (plate, None)])
    front.views.add()
    dialog = front.pane.findChild(ViewNameDialog)
    assert isinstance(dialog, ViewNameDialog)
    assert not dialog.primary.isEnabled()
    dialog.name.setText("Burton cars")
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    settle(qtbot, front)
    assert tabs(front)[-1] == "Burton cars"
    view = front.kept("Burton cars")
    assert not view.shared
    assert (view.definition.search, view.definition.status) == ("burton", None)
    assert view.definition.filters == VehicleFilters(kind=CustodyKind.PRIVATE_PROPERTY)
    assert view.definition.sort == ((VehicleColumn.MAKE, False),)
    assert (view.definition.columns[0].key, view.definition.columns[0].width) == (VehicleColumn.MAKE, 133)
    choose(qtbot, front, "All")
    assert len(front.pane.table.shown_columns()) == sum(column.shown for column in COLUMNS)
    choose(qtbot, front, "Burton cars")
    assert front.pane.table.shown_columns() == [make, plate]
    assert front.shown() == {"41001", "41003"}
    assert not front.views.changed()


def test_a_wider_column_is_no_change_but_stays_wide(qtbot: QtBot, front: Front) -> None:
    front.pane.recall(WindowMemory(NoMemory()))
    front.pane.table.setColumnWidth(1, 177)
    front.views.compare()
    assert not front.views.tabs.save.isVisible()
    choose(qtbot, front, "All")
    front.pane.table.setColumnWidth(1, 99)
    choose(qtbot, front, "On the lot")
    assert front.pane.table.columnWidth(1) == 177


def test_the_view_in_front_is_in_front_at_the_next_start(qtbot: QtBot, front: Front) -> None:
    memory = WindowMemory(NoMemory())
    choose(qtbot, front, "Gone this week")
    front.pane.remember(memory)
    again = front.made()
    qtbot.addWidget(again)
    again.recall(memory)
    front.pane = again
    again.refresh()
    settle(qtbot, front)
    assert front.views.current is not None
    assert front.views.current.name == "Gone this week"
    assert front.shown() == {"41002"}


def test_views_are_dragged_renamed_shared_and_removed(qtbot: QtBot, front: Front) -> None:
    front.views.tabs.bar.moveTab(3, 0)
    settle(qtbot, front)
    assert keeping_views.views_of(front.office.shift)[0].name == "Gone this week"
    front.views.rename(front.kept("All"))
    dialog = front.pane.findChild(ViewNameDialog)
    assert isinstance(dialog, ViewNameDialog)
    dialog.name.setText("Every car")
    dialog.shared.setChecked(False)
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    settle(qtbot, front)
    assert tabs(front) == ["Gone this week", "On the lot", "Every car", *VIEWS[2:3], *VIEWS[4:]]
    assert not front.kept("Every car").shared
    front.views.remove(front.kept("Every car"))
    settle(qtbot, front)
    assert tabs(front) == ["Gone this week", "On the lot", *VIEWS[2:3], *VIEWS[4:]]


def test_right_click_offers_what_can_be_done(qtbot: QtBot, front: Front) -> None:
    bar = front.views.tabs.bar
    bar.customContextMenuRequested.emit(bar.tabRect(1).center())
    menu = next(menu for menu in front.pane.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == [
        "&Rename or share...", "Save &what is shown in it", "Save as &new view...", "Re&move",
    ]  # fmt: skip
    menu.close()
    bar.customContextMenuRequested.emit(QPoint(-5, -5))  # beside the tabs there is nothing to offer


def test_own_views_are_those_of_whoever_sits_there(qtbot: QtBot, front: Front) -> None:
    shift = front.office.shift
    keeping_views.add_view(shift, SavedView(0, "Kim's", ViewDefinition(search="ford"), shift.person.id if shift.person else None))
    front.views.read()
    settle(qtbot, front)
    assert tabs(front)[-1] == "Kim's"
    with shift.desk.begin(shift.deed("add")) as unit:
        lee = unit.staff.add("Lee")
        unit.commit()
    front.who.become(lee)
    settle(qtbot, front)
    assert "Kim's" not in tabs(front)


def test_the_next_view_by_the_keyboard(qtbot: QtBot, front: Front) -> None:
    front.views.tabs.step(1)
    settle(qtbot, front)
    assert front.views.current is not None
    assert front.views.current.name == "All"
    front.views.tabs.step(-2)
    settle(qtbot, front)
    assert front.views.current.name == VIEWS[-1]


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.search_for("ford")
    settle(qtbot, front)
    view = replace(front.kept("All"), id=99_999)
    front.views._change(view)
    qtbot.waitUntil(lambda: "not there any more" in front.pane.news.text)
    settle(qtbot, front)
    assert front.pane.filters.search == "ford"


# --- chips -------------------------------------------------------------------------------------------------------------


def test_each_filter_has_a_chip_and_one_click_clears_it(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.put(
        status=CustodyStatus.ON_LOT,
        filters=VehicleFilters(missing=frozenset({Missing.VIN, Missing.PLATE}), towed_until=TOWED.date()),
        search="jeep",
    )
    settle(qtbot, front)
    assert front.pane.count.text() == "1 car match"
    assert [chip.text() for chip in chips(front.pane.filters)] == ['"jeep"', "On lot", "No VIN", "No plate", "towed to 3/2/26"]
    for words in ("No plate", "On lot", '"jeep"', "towed to 3/2/26", "No VIN"):
        click_chip(qtbot, front, words)
    assert front.shown() == {"41001", "41002", "41003"}
    assert front.pane.count.text() == "3 cars"
    assert chips(front.pane.filters) == []


def test_every_filter_of_the_menu_sets_its_chip(qtbot: QtBot, front: Front) -> None:
    bar = front.pane.filters
    bar.choose_status(None)
    words = {
        "Kind/Police tow, hold": "Police tow, hold", "Status/Sold": "Sold", "Missing/No police department": "No police department",
        "Towed/In the last 7 days": "towed in the last 7 days", "Gone/Since yesterday": "gone since yesterday",
        "Needs something": "Needs something", "Differs from TowBook": "Differs from TowBook",
    }  # fmt: skip
    for path, chip in words.items():
        trigger(bar.menu, path)
        settle(qtbot, front)
        assert chip in bar.words
        bar.put(status=None, filters=VehicleFilters())
    settle(qtbot, front)


def trigger(menu: QMenu, path: str) -> None:
    """Trigger the entry at the end of a path of words."""
    first, _, rest = path.partition("/")
    action = next(each for each in menu.actions() if each.text().replace("&", "") == first)
    below = action.menu()
    if rest and isinstance(below, QMenu):
        trigger(below, rest)
    else:
        action.trigger()


def test_a_police_department_is_chosen_by_a_few_letters(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.pick_asked.emit("agency_id")
    qtbot.waitUntil(lambda: front.pane.findChild(PickDialog) is not None)
    dialog = front.pane.findChild(PickDialog)
    assert isinstance(dialog, PickDialog)
    QTest.keyClicks(dialog.line, "burton po")
    assert dialog.shown == ["Burton Police Department"]
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    settle(qtbot, front)
    assert front.pane.filters.filters.agency_id == agency_id(front.office, "Burton Police Department")
    assert "Burton Police Department" in front.pane.filters.words
    assert front.shown() == {"41001", "41003"}


def test_two_days_are_typed_as_people_do(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.pick_asked.emit("towed")
    dialog = front.pane.findChild(BetweenDays)
    assert isinstance(dialog, BetweenDays)
    dialog.first.setText("3/1")
    dialog.last.setText("2/1")
    dialog.accept()
    assert dialog.isVisible()  # the last day is before the first
    dialog.last.setText("t")
    dialog.accept()
    settle(qtbot, front)
    filters = front.pane.filters.filters
    assert (filters.towed_since, filters.towed_until) == (date(2026, 3, 1), NOW.date())
    assert front.shown() == {"41001"}


@pytest.mark.parametrize("typed", ["31/31", "Tuesday-ish"])
def test_a_day_that_is_none_is_said(qtbot: QtBot, typed: str) -> None:
    dialog = BetweenDays("Towed between", lambda: TODAY)
    qtbot.addWidget(dialog)
    given: list[object] = []
    dialog.given.connect(lambda *days: given.append(days))
    dialog.show()
    dialog.first.setText(typed)
    dialog.accept()
    assert given == []
    assert typed in dialog._says.text()


def test_what_was_found_replaces_every_filter(qtbot: QtBot, front: Front) -> None:
    choose(qtbot, front, "Gone this week")
    assert front.pane.show_found("abc1234")
    settle(qtbot, front)
    assert front.pane.filters.words == ['"abc1234"']
    assert front.shown() == {"41001"}


def test_an_empty_filtered_list_says_which_filters(qtbot: QtBot, front: Front) -> None:
    front.pane.filters.set_filter(kind=CustodyKind.GARAGE_LIEN)
    settle(qtbot, front)
    assert front.pane.empty.text == "No vehicle is: On lot, Shop lien."


def test_the_printed_list_says_its_filters(front: Front) -> None:
    front.pane.filters.set_filter(differs=True)
    assert front.pane._title(front.pane.model.query) == "Vehicles: On lot, Differs from TowBook"


def test_many_filters_go_on_in_a_second_row(qtbot: QtBot) -> None:
    bar = FilterBar(CustodyStatus.ON_LOT)
    qtbot.addWidget(bar)
    one_row = bar.sizeHint().height()
    every = VehicleFilters(
        kind=CustodyKind.PRIVATE_PROPERTY, account="Riverside .PPI", missing=frozenset(Missing), towed_days=7, differs=True, needs=True
    )
    bar.put(status=CustodyStatus.ON_LOT, filters=every, search="burton")
    assert bar.heightForWidth(500) >= 3 * one_row
    assert bar.heightForWidth(5_000) == one_row
    bar.resize(500, bar.heightForWidth(500))
    bar.show()
    assert {chip.geometry().right() < 500 for chip in chips(bar)} == {True}
    assert not any(one.geometry().intersects(other.geometry()) for one in chips(bar) for other in chips(bar) if one is not other)
