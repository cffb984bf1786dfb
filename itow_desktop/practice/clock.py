"""The office's clock: zone-less local times to moments, back again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def local(moment: datetime, zone: str) -> datetime:
    """A moment as the office's clock shows it; a time without zone is taken as local already."""
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def epoch(local_time: datetime, zone: str) -> int:
    """Unix seconds of a local time; one that comes twice is the first, one that never comes moves on."""
    return int(local_time.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC).timestamp())


def wire_time(local_time: datetime | None) -> str | None:
    """A time as TowBook's API writes it: no zone, seconds, hundredths only where there are some."""
    if local_time is None:
        return None
    return local_time.isoformat(timespec="auto").rstrip("0") if local_time.microsecond else local_time.isoformat()
