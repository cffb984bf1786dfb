"""Invented notices that tests start from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from itow_desktop.domain.notices import CallIn, OfficeHead, TopNotice

OFFICE = OfficeHead(
    name="Example Towing & Recovery, LLC",
    address="1200 Example Road\nBurton, MI 48529",
    phone="810-555-0100",
    zone=ZoneInfo("America/Detroit"),
)

FULL = TopNotice(
    office=OFFICE,
    dated=date(2026, 5, 9),
    agency="Burton Police Department",
    agency_address="4090 Example Street\nBurton, MI 48529",
    call_number="21359",
    file_number="IT0123-26",
    towed_at=datetime(2026, 5, 9, 1, 44, tzinfo=UTC),  # the evening before in Michigan
    towed_from="Oak Apartments, 123 Oak Street, Burton, MI 48529",
    requested_by="Pat Example, property manager",
    year=2011,
    make="Chevrolet",
    model="Malibu",
    color="gray",
    body_type="4-door sedan",
    vin="1G1ZC5E13BF118341",
    plate="ABC1234",
    plate_state="MI",
    complaint_number="26-1234",
    case_number="26-000871",
    officer="Sgt. R. Example",
    called_in=CallIn(datetime(2026, 5, 9, 1, 20, tzinfo=UTC), "Dispatcher Example", "412"),
)


def notice(**changes: Any) -> TopNotice:
    """The full notice with some facts changed."""
    return replace(FULL, **changes)


def logo(width: int = 900, height: int = 300, *, noisy: bool = False) -> bytes:
    """A PNG with transparency: a flat badge, or the worst to compress."""
    if noisy:
        image = Image.effect_noise((width, height), 120).convert("RGBA")
    else:
        image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
        ImageDraw.Draw(image).rounded_rectangle((10, 10, height - 10, height - 10), 60, fill=(20, 60, 120, 255))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
