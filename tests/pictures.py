"""Photos and scans to be put on cars, made up for a test."""

from datetime import datetime
from io import BytesIO

from PIL import ExifTags, Image
from reportlab.pdfgen.canvas import Canvas


def photo(width: int = 640, height: int = 480, *, taken: str | None = None, turned: int = 1, shade: int = 0, quality: int = 80) -> bytes:
    """A JPEG that is red at its upper left quarter; ``taken`` as EXIF writes it, ``turned`` is EXIF's orientation."""
    image = Image.new("RGB", (width, height), (60, 90, shade % 256))
    image.paste((220, 20, 20), (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, exif=exif)
    return file.getvalue()


def noise(width: int, height: int) -> bytes:
    """A JPEG that cannot be pressed: as big a file as a camera can make of so many pixels."""
    file = BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(file, "JPEG", quality=97, subsampling=0)
    return file.getvalue()


def paper(pages: int = 1, words: str = "Invented letter", password: str | None = None) -> bytes:
    """A PDF."""
    file = BytesIO()
    canvas = Canvas(file, invariant=1, encrypt=password)
    for page in range(pages):
        canvas.drawString(72, 700, f"{words}, page {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """A picture read back."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def exif_time(moment: datetime) -> str:
    """A time as a camera writes it."""
    return f"{moment:%Y:%m:%d %H:%M:%S}"
