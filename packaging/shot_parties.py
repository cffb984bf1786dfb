"""What is pictured of owners and lienholders: the window, somebody new, an address that was typed."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.ui.dialogs.parties.dialog import AddressDialog, PartyDialog

_ELM = MailAddress(
    0, 0, "1 Elm Street apt. 4b, Saginaw Mich 48601", ("1 ELM ST APT 4B", "SAGINAW MI  48601"), found_by=FoundBy.POLICE,
    purpose=Purpose.TOWED,
)  # fmt: skip
_OAK = replace(_ELM, typed="22 Oak Ave\nBay City, MI 48706", lines=("22 OAK AVE", "BAY CITY MI  48706"))
_BANK = replace(_ELM, typed="Example Tower, P.O. Box 900, Sioux Falls SD 57117", lines=("PO BOX 900", "SIOUX FALLS SD  57117"))


def parties(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Owner, lienholder, an address that mail came back from; the dialogs."""
    office = stage.office
    desk, person = office.desk.parties, office.who.person
    car = next(line.case.custody_id for line in office.desk.queue().lines if line.case.custody == "private_property")
    owner = desk.save_party(person, Party(0, car, PartyRole.OWNER, "Alexandria Fitzgerald", found_by=FoundBy.POLICE), _ELM)
    bank = Party(0, car, PartyRole.LIENHOLDER, "First Invented Bank", "Titles", individual=False, found_by=FoundBy.STATE_NOTICE)
    desk.save_party(person, bank, _BANK)
    desk.save_party(person, Party(0, car, PartyRole.OWNER, "Sam Fitzgerald", phone="989-555-0177", found_by=FoundBy.IN_PERSON))
    first = desk.parties(car).parties[0].addresses[0]
    desk.mark_bad(person, owner, first.id, "moved, no forwarding address")
    desk.save_address(person, replace(_OAK, party_id=owner))
    office.cars.wishes.parties.emit(car)
    stage.settle()
    (window,) = office.parties.open_cars
    yield "parties", window
    window.ask_party()
    dialog = stage.dialog(PartyDialog)
    if dialog.address is not None:
        dialog.form.lines["name"].setText("Second Invented Credit Union")
        dialog.address.typed.setPlainText("c/o Titles\n100 north Main Street Suite 20\nFlint Michigan")
    stage.settle()
    yield "party", dialog
    dialog.leave()
    window.change_address(first.id)
    asked = stage.dialog(AddressDialog)
    yield "party-address", asked
    asked.leave()
    window.close()
    stage.settle()
