"""From a camera's picture to what is kept of it."""

import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

ORIGINAL_CAP = 25 * 2**20
"""Bytes: what a phone of today makes (3 to 15 MB) is kept as it came; scans and cameras beyond that are pressed."""
_CAPPED_PIXELS = 24_000_000
"""Of an original that is pressed: more than any detail of a car needs in court, about 8 MB."""
_VIEW_PIXELS = 2_000_000
_THUMB = (256, 256)
_MOST_PIXELS = 120_000_000
MOST_JPEG_PIXELS = 250_000_000
"""A JPEG is made smaller while it is read; anything else has to be in memory whole (3 or 4 bytes a pixel)."""


class NoPicture(Exception):
    """Not a picture that can be read; the text ends the sentence "<name> ..."."""


@dataclass(frozen=True, slots=True)
class Photo:
    """What is kept: the original or its capped stand-in, a view of about 2 megapixels, a thumbnail; all JPEG but the original."""

    original: bytes
    view: bytes
    thumb: bytes
    width: int
    height: int
    taken_at: datetime | None
    capped: bool


def photo_of(content: bytes) -> Photo:
    """Read a picture; raises ``NoPicture``. ``width`` and ``height`` are those of the upright original.

    Not for two threads at a time: Pillow's warnings (a crooked date, a big picture) are left out
    meanwhile, and Python knows one set of filters for all threads.
    """
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            _check_size(image)
            taken = _taken(image)
            upright = _upright_size(image)
            capped = len(content) > ORIGINAL_CAP
            largest = _decoded(image, _CAPPED_PIXELS if capped else _VIEW_PIXELS)
    except UnidentifiedImageError:
        raise NoPicture("is no photo that can be read, whatever its name says") from None
    except Image.DecompressionBombError:
        raise NoPicture(f"has more than {MOST_JPEG_PIXELS // 1_000_000} megapixels, which is no camera's photo") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, MemoryError) as error:
        raise NoPicture(_damage(error)) from error
    kept = _jpeg(largest, 90) if capped else content
    view = _within(largest, _VIEW_PIXELS)
    pressed = _jpeg(view, 82)
    small = view.copy()
    small.thumbnail(_THUMB, Image.Resampling.LANCZOS)
    return Photo(kept, pressed, _jpeg(small, 80), *upright, taken, capped)


def thumb_of(image: Image.Image) -> bytes:
    """A thumbnail of any picture."""
    small = image.convert("RGB")
    small.thumbnail(_THUMB, Image.Resampling.LANCZOS)
    return _jpeg(small, 80)


def _check_size(image: Image.Image) -> None:
    pixels, limit = image.width * image.height, _MOST_PIXELS
    if image.format != "JPEG" and pixels > limit:
        raise NoPicture(f"has {pixels // 1_000_000} megapixels, and at most {limit // 1_000_000} can be read")


def _decoded(image: Image.Image, pixels: int) -> Image.Image:
    """The picture upright, in plain colours, at most so many pixels."""
    if image.format == "JPEG":
        scale = (pixels / (image.width * image.height)) ** 0.5
        if scale < 1:  # reads an eighth, a quarter or a half of it: quicker, and far less memory
            image.draft("RGB", (max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    image.load()
    turned = ImageOps.exif_transpose(image)
    return _within(_plain(turned), pixels)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        image = ImageOps.autocontrast(image.convert("F").point(lambda value: value / 256).convert("L"))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("RGB")
    return image.convert("RGB")


def _within(image: Image.Image, pixels: int) -> Image.Image:
    scale = (pixels / (image.width * image.height)) ** 0.5
    if scale >= 1:
        return image
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=False, progressive=False)
    return file.getvalue()


def _upright_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) in {5, 6, 7, 8}
    return (image.height, image.width) if turned else (image.width, image.height)


def _taken(image: Image.Image) -> datetime | None:
    """When the shutter opened, by the camera's clock; with a zone where it wrote one."""
    exif = image.getexif()
    told = exif.get_ifd(ExifTags.IFD.Exif)
    text = told.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        moment = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # a camera's clock has no zone
    except ValueError:
        return None
    zone = str(told.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    try:
        sign, hours, minutes = zone[:1], int(zone[1:3]), int(zone[4:6])
        return moment.replace(tzinfo=timezone((-1 if sign == "-" else 1) * timedelta(hours=hours, minutes=minutes)))
    except ValueError:
        return moment


def _damage(error: Exception) -> str:
    words = str(error).casefold()
    if isinstance(error, MemoryError):
        return "is too big for the memory of this PC"
    if "truncated" in words or "broken" in words or "end of file" in words:
        return "is cut off: its end is missing"
    return "is damaged, or of a kind that cannot be read here"
