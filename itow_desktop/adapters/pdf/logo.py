"""The office's logo, made small enough for every page."""

import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from itow_desktop.domain.errors import Problems

BOX = (150.0, 46.0)
_PIXELS = (480, 148)  # 230 dots per inch in the box
_LONGEST = 7_000
_HEAVIEST = 20_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_UNREADABLE = "The logo cannot be read as a picture. Choose a PNG or JPEG file in the office settings."


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture ready to be drawn ``width`` by ``height`` points large."""

    picture: ImageReader
    width: float
    height: float


def shrunk(data: bytes) -> bytes:
    """The picture as the office keeps it: PNG on white, at most twice what a page needs; raises ``Problems`` when it is none."""
    if len(data) > _HEAVIEST:
        raise Problems((("office.logo", f"The logo is larger than {_HEAVIEST // 1_000_000} MB. Choose a smaller picture."),))
    image = _opened(data)
    image.thumbnail((_PIXELS[0] * 2, _PIXELS[1] * 2), Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def prepared(data: bytes) -> Logo:
    """Scale to the letterhead and press into about 7 KB; raises ``Problems`` when it is no picture."""
    image = _opened(data)
    image.thumbnail(_PIXELS, Image.Resampling.LANCZOS)
    scale = min(BOX[0] / image.width, BOX[1] / image.height)
    return Logo(_pressed(image), image.width * scale, image.height * scale)


def _opened(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            return _on_white(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problems((("office.logo", _UNREADABLE),)) from error


def _on_white(image: Image.Image) -> Image.Image:
    coloured = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("RGB")


def _pressed(image: Image.Image) -> ImageReader:
    """Without loss where the picture is flat enough, else the best JPEG that fits."""
    if len(zlib.compress(image.tobytes())) <= _LONGEST:
        return ImageReader(image)
    quality = 90
    while True:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality)
        if file.tell() <= _LONGEST:
            break
        if quality > 40:
            quality -= 10
        else:
            image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)), Image.Resampling.LANCZOS)
    file.seek(0)
    return ImageReader(file)
