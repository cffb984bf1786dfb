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
_UNREADABLE = "The logo cannot be read as a picture. Choose a PNG or JPEG file in the office settings."


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture ready to be drawn ``width`` by ``height`` points large."""

    picture: ImageReader
    width: float
    height: float


def prepared(data: bytes) -> Logo:
    """Scale to the letterhead and press into about 7 KB; raises ``Problems`` when it is no picture."""
    try:
        with Image.open(BytesIO(data)) as opened:
            image = _on_white(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problems((("office.logo", _UNREADABLE),)) from error
    image.thumbnail(_PIXELS, Image.Resampling.LANCZOS)
    scale = min(BOX[0] / image.width, BOX[1] / image.height)
    return Logo(_pressed(image), image.width * scale, image.height * scale)


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
