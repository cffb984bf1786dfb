"""Other stays of a vehicle, cars entered twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from itow_desktop.domain.stays import Mark, OtherStays, Stay, other_stays
from itow_desktop.domain.vehicles import CustodyStatus

VIN, OTHER_VIN, MISREAD = "1G1ZC5E04BF118341", "KMHCT4AE9EU118341", "1G1ZCSE04BF118341"
TOWED = date(2026, 5, 8)
ON_LOT, GONE = CustodyStatus.ON_LOT, CustodyStatus.PICKED_UP
OWN = Mark(1, VIN, "ABC1234", "MI", ON_LOT, TOWED)


def stay(**changes: object) -> Stay:
    return Stay(replace(OWN, custody_id=2, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "other", "kind"),
    [
        (OWN, stay(status=GONE, plate="XYZ9999", towed_on=date(2020, 1, 1)), "before"),
        (OWN, stay(), "double"),
        (OWN, stay(plate=None, towed_on=date(2020, 1, 1)), "double"),  # a whole VIN cannot stand here twice
        (OWN, stay(vin=None, towed_on=TOWED + timedelta(days=3)), "double"),
        (OWN, stay(vin=None, towed_on=TOWED + timedelta(days=4)), None),
        (OWN, stay(vin=None, towed_on=None), "double"),
        (OWN, stay(vin=MISREAD), "double"),
        (OWN, stay(vin=OTHER_VIN), None),
        (OWN, stay(vin=None, plate_state="OH"), None),
        (OWN, stay(vin=None, plate_state=None), "double"),
        (OWN, stay(vin=None, status=GONE), None),
        (replace(OWN, status=GONE), stay(), "before"),
        (replace(OWN, vin=MISREAD), stay(vin=MISREAD, status=GONE), None),  # a wrong VIN may be two vehicles'
        (replace(OWN, vin=MISREAD, plate=None), stay(vin=MISREAD, plate=None), "double"),
        (replace(OWN, vin=None, plate=None), stay(vin=None, plate=None), None),
    ],
)
def test_only_a_whole_vin_is_the_same_vehicle_and_only_what_stands_here_is_a_double(own: Mark, other: Stay, kind: str | None) -> None:
    expected = {"before": OtherStays(before=(other,)), "double": OtherStays(doubles=(other,)), None: OtherStays()}[kind]
    assert other_stays(own, [Stay(own), other]) == expected
