"""Photos and a letter drawn for the pictures of the manual: no real car, no real person."""

from io import BytesIO

from PIL import ExifTags, Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

_PAINTS = ((150, 152, 155), (178, 34, 34), (40, 74, 120), (58, 60, 62), (196, 180, 140))


def drawn_photo(number: int) -> bytes:
    """A car on a lot, in another paint for each number; upright or as a turned phone takes it."""
    image = Image.new("RGB", (1600, 1200), (176, 196, 216))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 760, 1600, 1200), fill=(120, 120, 116))
    shift = 60 * (number % 3)
    paint = _PAINTS[number % len(_PAINTS)]
    draw.polygon([(420 + shift, 640), (560 + shift, 470), (1000 + shift, 470), (1160 + shift, 640)], fill=(90, 110, 130))
    draw.rounded_rectangle((240 + shift, 620, 1340 + shift, 860), 60, fill=paint)
    for wheel in (460, 1100):
        draw.ellipse((wheel + shift - 110, 760, wheel + shift + 110, 980), fill=(20, 20, 20))
        draw.ellipse((wheel + shift - 50, 820, wheel + shift + 50, 920), fill=(150, 150, 150))
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"2026:05:19 16:{40 + number:02d}:00"
    file = BytesIO()
    image.save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


def drawn_letter() -> bytes:
    """A page that could be any letter."""
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(72, 720, "Made-up letter")
    canvas.setFont("Helvetica", 12)
    for line in range(14):
        canvas.drawString(72, 680 - 20 * line, "This page is a stand-in for a scanned paper of a car.")
    canvas.showPage()
    canvas.save()
    return file.getvalue()
