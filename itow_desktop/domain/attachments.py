"""Files of a car: photos, scans, papers that came from outside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is to the program."""

    PHOTO = "photo"
    PDF = "pdf"
    FILE = "file"


class FileSource(StrEnum):
    """Which way a file came in."""

    FILE = "file"
    CLIPBOARD = "clipboard"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file ready to be kept.

    ``content`` is kept as the original; ``came_as`` is the SHA-256 (hex) of the file
    as it came, which differs where the original was capped. ``view`` is a JPEG of about
    2 megapixels, upright (None for what is no photo), ``thumb`` a JPEG of at most 256 by
    256 pixels. ``taken_at`` has a zone only where the camera wrote one. ``remark`` is a
    sentence about what was done to it.
    """

    kind: FileKind
    name: str
    came_as: str
    content: bytes
    view: bytes | None = None
    thumb: bytes | None = None
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a car as it is listed, without its bytes but with its thumbnail (JPEG).

    ``size`` is that of the kept original in bytes; ``void_reason`` is None while it stands.
    """

    id: int
    custody_id: int
    kind: FileKind
    name: str
    source: FileSource
    size: int
    width: int | None
    height: int | None
    taken_at: datetime | None
    remark: str | None
    void_reason: str | None
    recorded_at: datetime
    recorded_by: str | None
    thumb: bytes | None = None

    @property
    def day(self) -> datetime:
        """When the photo was taken, else when the file was added."""
        return self.taken_at or self.recorded_at


def file_words(kinds: tuple[FileKind, ...]) -> str:
    """``photo``, ``3 photos``, ``2 files``: the name of a deed about some files."""
    word = "photo" if set(kinds) == {FileKind.PHOTO} else "file"
    return word if len(kinds) == 1 else f"{len(kinds)} {word}s"
