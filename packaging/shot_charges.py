"""Charges: what a car owes, with a line taken back; the fee schedule, the prices of mailing, their dialogs."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.charges.fees import DayCount, Fees
from itow_desktop.domain.charges.ledger import ChargeKind
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.charging import NewCharge, TakenBack
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.charges.add import AddChargeDialog
from itow_desktop.ui.dialogs.charges.fees_form import FeesDialog
from itow_desktop.ui.dialogs.charges.habits import HabitsDialog
from itow_desktop.ui.dialogs.charges.prices_form import PricesDialog
from itow_desktop.ui.dialogs.charges.take_back import TakeBackDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.rooms.charges import ChargeRoom


def fees(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A car of which nobody can tell what it owes; then the schedule with everything in it, its dialogs."""
    room = _room(stage)
    window = room.show(_car(stage))
    stage.settle()
    yield "charges-no-fees", window
    window.close()
    schedule = room.show_fees()
    stage.settle()
    yield "fees-none", schedule
    _enter(stage, stage.office.desk.today())
    stage.settle()
    yield "fees", schedule
    schedule.like.click()
    yield from _dialog(stage, "fees-enter", FeesDialog)
    schedule.withdraw.click()
    yield from _dialog(stage, "fees-withdraw", ReasonDialog)
    schedule.tabs.setCurrentWidget(schedule.prices)
    stage.settle()
    yield "prices", schedule
    schedule.ask_prices()
    yield from _dialog(stage, "prices-enter", PricesDialog)
    schedule.ask_habits()
    yield from _dialog(stage, "fees-habits", HabitsDialog)
    schedule.close()


def charges(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A car with a line taken back and a typed one; its dialogs, its statement, its panel."""
    office, kim, car = stage.office, stage.office.who.person, _car(stage)
    desk = office.desk.charges
    storage = next(line for line in desk.sheet(kim, car).lines if line.kind is ChargeKind.STORAGE)
    desk.take_back(kim, car, TakenBack(storage, Decimal("35.00"), "the gate was shut on Sunday, promised by the manager"))
    desk.charge(kim, car, NewCharge(ChargeKind.OTHER, Decimal("25.00"), office.desk.today(), "Second visit for personal property"))
    office.bus.cars_changed.emit(frozenset({car}))
    window = _room(stage).show(car)
    stage.settle()
    yield "charges", window
    window.add.click()
    yield from _dialog(stage, "charges-add", AddChargeDialog)
    window.ask_back(next(line for line in desk.sheet(kim, car).lines if line.kind is ChargeKind.TOW))
    yield from _dialog(stage, "charges-back", TakeBackDialog)
    window.show_statement()
    yield from _dialog(stage, "charges-statement", PaperDialog)
    window.close()
    stage.window.show_pane(office.vehicles.key)
    stage.settle()
    office.vehicles.table.choose(next(place for place, row in enumerate(office.vehicles.model.rows) if row.custody_id == car))
    stage.settle()
    yield "car-owes", stage.window


def _room(stage: Stage) -> ChargeRoom:
    return next(each for each in stage.office.rooms if isinstance(each, ChargeRoom))


def _car(stage: Stage) -> int:
    rows = stage.office.desk.vehicles(stage.office.vehicles.model.query).rows
    return next(row.custody_id for row in rows if row.custody is CustodyKind.PRIVATE_PROPERTY and row.plate)


def _enter(stage: Stage, today: date) -> None:
    desk, kim = stage.office.desk.charges, stage.office.who.person
    long_ago = today.replace(month=1, day=1)
    first = Fees(0, long_ago.replace(year=today.year - 2), tow=Decimal("160.00"), storage=Decimal("30.00"))
    later = Fees(0, long_ago.replace(year=today.year - 1), tow=Decimal("175.00"), storage=Decimal("35.00"), note="letter of the board")
    oak = Fees(0, long_ago, "Oak Apartments", tow=Decimal("150.00"), storage=Decimal("30.00"), day_count=DayCount.CLOCK, free_hours=24)
    police = Fees(0, long_ago, custody=CustodyKind.POLICE_ORDINARY, tow=Decimal("165.00"), gate=Decimal("45.00"))
    coming = Fees(0, today + timedelta(days=38), tow=Decimal("185.00"), storage=Decimal("40.00"), also_here=True)
    ids = [desk.add_fees(kim, each) for each in (first, later, oak, police, coming, police)]
    desk.withdraw_fees(kim, ids[-1], "entered twice")
    amounts = {Postage.FIRST_OUNCE: "0.78", Postage.CERTIFIED: "5.30", Postage.RECEIPT_CARD: "4.40", Postage.ENVELOPE: "0.145"}
    desk.add_prices(kim, [PostagePrice(each, long_ago, Decimal(amount)) for each, amount in amounts.items()])
    desk.add_prices(kim, [PostagePrice(Postage.CERTIFIED, today + timedelta(days=60), Decimal("5.65"))])
    stage.office.bus.office_changed.emit()
    stage.office.bus.cars_changed.emit(frozenset())


def _dialog(stage: Stage, name: str, kind: type[QDialog]) -> Iterator[tuple[str, QWidget]]:
    dialog = stage.dialog(kind)
    yield name, dialog
    dialog.done(0)
    stage.settle()
