"""Looks at a file, says what it is, makes it ready to be kept."""

import hashlib
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

from itow_desktop.adapters.pictures.photos import MOST_JPEG_PIXELS, ORIGINAL_CAP, NoPicture, photo_of, thumb_of
from itow_desktop.domain.attachments import FileKind, PreparedFile
from itow_desktop.domain.errors import UnreadableFile

_MOST_BYTES = 300 * 2**20
_PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
_APPLES = frozenset({".heic", ".heif", ".avif"})
_PLAIN = frozenset(
    {
        ".txt", ".csv", ".rtf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".eml", ".msg",
        ".mp3", ".m4a", ".wav", ".mp4", ".mov", ".m4v",
    }
)  # fmt: skip
"""What may be kept as it is. Programs and scripts are not among them: somebody would open one."""
_CHUNK = 2**20


class FilePictures:
    """Meets the port ``Pictures``.

    ``pdfium`` is the one lock of the program around PDFium; a lock of its own keeps
    two big photos from being in memory at once.
    """

    def __init__(self, pdfium: Lock) -> None:
        Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS // 2  # Pillow refuses what has more than twice that
        self._pdfium = pdfium
        self._one = Lock()

    def prepare(self, path: Path) -> PreparedFile:
        """See the port."""
        if path.is_dir():
            raise UnreadableFile(_not(path.name, "is a folder; choose the files in it"))
        try:
            size = path.stat().st_size
            if size > _MOST_BYTES:
                raise UnreadableFile(_not(path.name, f"has {size >> 20} MB, and at most {_MOST_BYTES >> 20} can be read"))
            content = path.read_bytes()
        except OSError as error:
            raise UnreadableFile(_not(path.name, f"cannot be opened ({error.strerror or error})")) from error
        return self.prepare_bytes(path.name, content)

    def prepare_bytes(self, name: str, content: bytes) -> PreparedFile:
        """See the port."""
        if not content:
            raise UnreadableFile(_not(name, "is empty"))
        suffix = Path(name).suffix.casefold()
        came_as = hashlib.sha256(content).hexdigest()
        with self._one:
            if suffix == ".pdf" or content.startswith(b"%PDF-"):
                return self._pdf(name, came_as, content)
            if suffix in _PICTURES:
                return _photo(name, came_as, content)
            return _plain(name, suffix, came_as, content)

    def digest(self, path: Path) -> str:
        """See the port."""
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableFile(_not(path.name, f"cannot be opened ({error.strerror or error})")) from error

    def refusal(self, name: str) -> str | None:
        """See the port."""
        suffix = Path(name).suffix.casefold()
        return None if suffix == ".pdf" or suffix in _PICTURES | _PLAIN | _APPLES else _not(name, _other_kind(suffix))

    def _pdf(self, name: str, came_as: str, content: bytes) -> PreparedFile:
        _check_cap(name, content)
        try:
            with self._pdfium, pypdfium2.PdfDocument(content) as document:
                page = document[0]
                bitmap = page.render(scale=512 / max(page.get_width(), page.get_height()))
                thumb = thumb_of(bitmap.to_pil())
                bitmap.close()
                page.close()
                pages = len(document)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).casefold():
                remark = "It asks for a password, so its first page cannot be shown here."
                return PreparedFile(FileKind.PDF, name, came_as, content, remark=remark)
            raise UnreadableFile(_not(name, "is no PDF that can be read: it is damaged or cut off")) from error
        except (IndexError, ZeroDivisionError, ValueError) as error:
            raise UnreadableFile(_not(name, "is a PDF without a page")) from error
        return PreparedFile(FileKind.PDF, name, came_as, content, thumb=thumb, remark=f"{pages} pages" if pages > 1 else None)


def _photo(name: str, came_as: str, content: bytes) -> PreparedFile:
    try:
        photo = photo_of(content)
    except NoPicture as reason:
        raise UnreadableFile(_not(name, str(reason))) from reason
    kept_name, remark = name, None
    if photo.capped:
        kept_name = f"{Path(name).stem}.jpg"
        sizes = f"the file has {len(content) >> 20} MB; a copy of {len(photo.original) / 2**20:.0f} MB is kept"
        remark = f"{sizes}. The file itself was not touched."
    return PreparedFile(
        FileKind.PHOTO, kept_name, came_as, photo.original, photo.view, photo.thumb, photo.width, photo.height, photo.taken_at, remark
    )


def _plain(name: str, suffix: str, came_as: str, content: bytes) -> PreparedFile:
    if suffix not in _PLAIN | _APPLES:
        raise UnreadableFile(_not(name, _other_kind(suffix)))
    _check_cap(name, content)
    remark = None
    if suffix in _APPLES:
        advice = "On an iPhone: Settings, Camera, Formats, Most Compatible"
        remark = f"it is kept as a file, but this kind of photo cannot be shown here. {advice}."
    return PreparedFile(FileKind.FILE, name, came_as, content, remark=remark)


def _other_kind(suffix: str) -> str:
    kind = f"of the kind {suffix}" if suffix else "without a kind at the end of its name"
    return f"is a file {kind}, which is not kept here. Photos, PDFs, letters, tables and recordings are"


def _check_cap(name: str, content: bytes) -> None:
    if len(content) > ORIGINAL_CAP:
        raise UnreadableFile(_not(name, f"has {len(content) >> 20} MB, and at most {ORIGINAL_CAP >> 20} MB of what is no photo are kept"))


def _not(name: str, why: str) -> str:
    return f"{name} {why}. It was not added."
