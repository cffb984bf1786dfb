"""Letters: what is missing, one that is ready."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.ui.rooms.letters import LetterRoom


def letters(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A car whose owner can be written to, beside one of which nobody is on record."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, LetterRoom))
    cars = [line.case.custody_id for line in office.desk.queue().lines if line.case.custody == "private_property"]
    known = [car for car in dict.fromkeys(cars) if any(each.role is PartyRole.OWNER for each in office.desk.parties.parties(car).parties)]
    bare = next(car for car in cars if car not in known)
    dialog = room.write([*known[:1], bare])
    stage.settle()
    dialog.letters.list.setCurrentRow(0)
    stage.settle()
    yield "letters-ready", dialog
    dialog.letters.list.setCurrentRow(dialog.letters.list.count() - 1)
    stage.settle()
    yield "letters-lacking", dialog
    dialog.leave()
    stage.settle()


def letter_words(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The words of a letter with one changed, a field that there is not."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, LetterRoom))
    stage.window.show_pane(office.vehicles.key)
    stage.settle()
    office.vehicles.table.choose(0)
    stage.settle()
    words = room.show_words()
    stage.settle()
    words.form.parts.setCurrentRow(3)
    stage.settle()
    yield "letter-words", words
    words.form.text.setPlainText("It stands at {ofice_address}. Cash and cards are welcome.")
    stage.settle()
    yield "letter-words-wrong", words
    words.discard.click()
    words.close()
    stage.settle()
