"""Deeds, and what they changed in which rows: the audit as undo reads it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from itow_desktop.domain.cars import VEHICLE_FIELDS, Car

_CHANGERS = text(
    "SELECT DISTINCT ON (field) field, staff.name, audit.at FROM audit"
    " CROSS JOIN unnest(CAST(:fields AS text[])) AS field LEFT JOIN staff ON staff.id = audit.staff_id"
    " WHERE table_name = :table AND row_id = :row AND before -> field IS DISTINCT FROM after -> field"
    " ORDER BY field, audit.id DESC"
)


class SqlDeeds:
    """``DeedStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def changers(self, car: Car, fields: Collection[str]) -> Mapping[str, tuple[str | None, datetime]]:
        """Who last changed each of these fields of a car, and when."""
        of_vehicle = [field for field in fields if field in VEHICLE_FIELDS]
        of_custody = [field for field in fields if field not in VEHICLE_FIELDS]
        found: dict[str, tuple[str | None, datetime]] = {}
        for table, row, names in (("vehicles", car.vehicle_id, of_vehicle), ("custodies", car.custody_id, of_custody)):
            if names:
                rows = self._session.execute(_CHANGERS, {"fields": names, "table": table, "row": str(row)})
                found |= {field: (name, at) for field, name, at in rows}
        return found
