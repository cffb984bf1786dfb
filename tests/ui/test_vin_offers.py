"""What is offered beside a VIN: in the form of a car, in the grid."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.services.editing import entry_problem
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.offers import OfferRow
from tests.ui.lots import Lot
from tests.ui.yard import AGENCIES, KIM, Yard

WRONG, RIGHT = "1G1ZCSE04BF118341", "1G1ZC5E04BF118341"


def words(row: OfferRow) -> list[str]:
    return [] if row.isHidden() else [button.text() for button in row.buttons]


def press(row: OfferRow, start: str) -> None:
    button: QPushButton = next(button for button in row.buttons if button.text().startswith(start))
    button.click()


def test_the_form_offers_the_vin_that_is_meant_and_then_what_it_says(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    forms.add()
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    (form,) = forms.open_forms
    paper = form.paper
    assert words(paper.vin_offers) == []
    paper.put({"vin": WRONG, "make": "Chevy"})
    qtbot.waitUntil(lambda: bool(words(paper.vin_offers)))
    assert paper.vin_offers.lead == "Perhaps meant:"
    assert words(paper.vin_offers)[0] == f"{RIGHT}  2011 Chevrolet Malibu"
    assert paper.entry("vin").text() == WRONG, "nothing is put in by itself"
    press(paper.vin_offers, RIGHT)
    assert paper.entry("vin").text() == RIGHT
    qtbot.waitUntil(lambda: words(paper.vin_offers) == ["Fill in 2011 Malibu"])
    press(paper.vin_offers, "Fill in")
    assert (paper.entry("year").text(), paper.entry("make").text(), paper.entry("model").text()) == ("2011", "Chevy", "Malibu")
    qtbot.waitUntil(lambda: words(paper.vin_offers) == [])
    paper.put({"year": "1999"})
    qtbot.waitUntil(lambda: words(paper.vin_offers) == ["Year 2011 instead of 1999"])
    form.save()
    qtbot.waitUntil(lambda: bool(yard.sent))
    assert yard.sent == [(KIM, {"vin": RIGHT, "make": "Chevy", "year": "1999", "model": "Malibu"})], "what was typed counts"


def test_a_stored_vin_that_is_wrong_gets_its_offer_as_soon_as_it_is_looked_at(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    yard.saved_elsewhere(1, vin=WRONG)
    forms.edit(1)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    (form,) = forms.open_forms
    qtbot.waitUntil(lambda: bool(words(form.paper.vin_offers)))
    assert words(form.paper.vin_offers)[0].startswith(RIGHT)
    assert form.changes == {}
    forms.close_all()


def test_a_trailers_number_is_left_alone(qtbot: QtBot, forms: CarForms) -> None:
    forms.add()
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    paper = forms.open_forms[0].paper
    paper.put({"vin": "MI12345"})
    assert paper.vin_says == "7 of 17"
    paper.put({"body_type": "Trailer"})
    assert "trailer" in paper.vin_says
    assert words(paper.vin_offers) == []
    forms.open_forms[0].save()


def test_what_is_odd_about_a_plate_is_said_and_taken_all_the_same(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    forms.add()
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    (form,) = forms.open_forms
    form.paper.put({"plate": "ABC 12345", "plate_state": "mi"})
    assert form.paper.hint("plate") == "A Michigan plate has at most 7 characters; this one has 8."
    form.paper.put({"plate_state": "OH"})
    assert form.paper.hint("plate") == ""
    form.paper.put({"plate_state": "MI"})
    form.save()
    qtbot.waitUntil(lambda: bool(yard.sent))
    assert yard.sent == [(KIM, {"plate": "ABC12345", "plate_state": "MI"})]


def test_the_grid_offers_below_the_row_it_is_in(qtbot: QtBot, runner: TaskRunner) -> None:
    lot = Lot(2)
    grid = GridWindow(runner, lot, Who(KIM), cars=tuple(lot.cars.values()), agencies=AGENCIES, check=entry_problem, unsaved=Unsaved())
    qtbot.addWidget(grid)
    grid.show()
    row = grid.vins.row
    grid.go_to((2, "vin"))
    grid.model.write({(2, "vin"): WRONG})
    qtbot.waitUntil(lambda: bool(words(row)))
    press(row, RIGHT)
    assert grid.model.text((2, "vin")) == RIGHT
    grid.go_to((2, "spot"))
    qtbot.waitUntil(lambda: words(row) == [])
    grid.model.take_back(list(grid.model.typed))
    assert lot.sent == [], "what is taken is typed, not saved"
