"""A word across the pages of a document: COPY over a reprint, PRACTICE over what is made up."""

from io import BytesIO

import pypdfium2
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from itow_desktop.adapters.pdf.fonts import BOLD

_STROKE = Color(0.55, 0.57, 0.60)
_RISING = 40.0


def copied(pdf: bytes) -> bytes:
    """The same pages with COPY across them."""
    return _marked(pdf, "COPY", _RISING)


def practised(pdf: bytes) -> bytes:
    """The same pages with PRACTICE across them, the other way than COPY so that both can be read."""
    return _marked(pdf, "PRACTICE", -_RISING)


def _marked(pdf: bytes, word: str, degrees: float) -> bytes:
    """A new PDF of the same pages, each with the word across it in outlined letters that hide nothing.

    Text and vectors stay what they are. Not for two threads at a time (PDFium).
    """
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(len(document)):
            page = document[index]
            with pypdfium2.PdfDocument(_mark(word, degrees, page.get_width(), page.get_height())) as mark:
                form = mark.page_as_xobject(0, document)
                page.insert_obj(form.as_pageobject())
                page.gen_content()
                form.close()
            page.close()
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _mark(word: str, degrees: float, width: float, height: float) -> bytes:
    """A page that holds the word only, turned by degrees about its middle."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1, pageCompression=1)
    size = min(width, height) * 1.2 / len(word)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(degrees)
    canvas.setStrokeColor(_STROKE)
    canvas.setLineWidth(1.1)
    text = canvas.beginText(-canvas.stringWidth(word, BOLD, size) / 2, -size * 0.36)
    text.setFont(BOLD, size)
    text.setTextRenderMode(1)
    text.textOut(word)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
