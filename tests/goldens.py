"""Pages compared with how they were once looked at: as text in reading order, as picture."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer

GOLDEN = Path(__file__).parent / "unit" / "golden"
ANEW = "WRITE_GOLDEN"
"""Set in the environment, the pages as they are now become what later ones are compared with; look at them first."""
_DPI = 50
_ODD = 40
"""Points of a page that may differ clearly: a library draws an edge otherwise."""


def texts(pdf: bytes) -> str:
    """The text of every page in reading order."""
    return "\f\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages) + "\n"


def assert_as_approved(renderer: PdfRenderer, pdf: bytes, name: str) -> None:
    """The pages read and look as those that are kept under ``name`` (folder and beginning of the file names)."""
    kept, pages = GOLDEN / name, renderer.page_images(pdf, _DPI)
    if ANEW in os.environ:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.with_suffix(".txt").write_text(texts(pdf), "utf-8", newline="\n")
        for number, png in enumerate(pages, start=1):
            with Image.open(BytesIO(png)) as page:
                page.convert("L").quantize(16).save(kept.with_name(f"{kept.name}-{number}.png"), optimize=True)
    assert texts(pdf) == kept.with_suffix(".txt").read_text("utf-8")
    assert len(pages) == len(list(kept.parent.glob(f"{kept.name}-*.png")))
    for number, png in enumerate(pages, start=1):
        with Image.open(BytesIO(png)) as page, Image.open(kept.with_name(f"{kept.name}-{number}.png")) as approved:
            difference = ImageChops.difference(page.convert("L"), approved.convert("L"))
        odd = sum(difference.histogram()[96:])
        assert odd <= _ODD, f"page {number} looks different in {odd} places"
