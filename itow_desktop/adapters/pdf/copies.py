"""COPY over the pages of a reprint."""

from io import BytesIO

import pypdfium2
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from itow_desktop.adapters.pdf.fonts import BOLD

_STROKE = Color(0.55, 0.57, 0.60)
_WORD = "COPY"


def copied(pdf: bytes) -> bytes:
    """A new PDF of the same pages, each with COPY across it in outlined letters that hide nothing.

    Text and vectors stay what they are. Not for two threads at a time (PDFium).
    """
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(len(document)):
            page = document[index]
            with pypdfium2.PdfDocument(_mark(page.get_width(), page.get_height())) as mark:
                form = mark.page_as_xobject(0, document)
                page.insert_obj(form.as_pageobject())
                page.gen_content()
                form.close()
            page.close()
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _mark(width: float, height: float) -> bytes:
    """A page that holds the word only, set along the rising diagonal."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1, pageCompression=1)
    size = min(width, height) * 0.3
    canvas.translate(width / 2, height / 2)
    canvas.rotate(40)
    canvas.setStrokeColor(_STROKE)
    canvas.setLineWidth(1.1)
    text = canvas.beginText(-canvas.stringWidth(_WORD, BOLD, size) / 2, -size * 0.36)
    text.setFont(BOLD, size)
    text.setTextRenderMode(1)
    text.textOut(_WORD)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
