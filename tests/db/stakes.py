"""What cars need before letters can be written: fees, owners with addresses."""

from datetime import date
from decimal import Decimal

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.working import sort_cars
from tests.builders import NOW
from tests.db.offices import OpenOffice


def furnish(office: OpenOffice, *custody_ids: int) -> list[int]:
    """A fee schedule, and for each car an owner with an address that may be used; answers the owners' ids."""
    with office.shift.desk.begin(office.shift.deed("furnish", undoable=False)) as unit:
        unit.charges.add_fees(Fees(0, date(2020, 1, 1), tow=Decimal("185.00"), storage=Decimal("35.00")))
        owners = []
        for custody_id in custody_ids:
            owner = unit.parties.add(Party(0, custody_id, PartyRole.OWNER, f"Pat Practice {custody_id}", found_by=FoundBy.SEARCH_FIRM))
            lines = ("1 INVENTED ST", "FLINT MI  48502")
            unit.parties.add_address(
                MailAddress(
                    0, owner, "\n".join(lines), lines, found_by=FoundBy.SEARCH_FIRM, found_on=NOW.date(), purpose=Purpose.TOWED
                )
            )  # fmt: skip
            owners.append(owner)
        unit.commit()
    sort_cars(office.shift, custody_ids, CustodyKind.PRIVATE_PROPERTY)
    return owners
