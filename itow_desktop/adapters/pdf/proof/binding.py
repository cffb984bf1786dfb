"""Several PDFs bound into one: each page as it is, the exact files with it."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from itow_desktop.services.ports.printing import EnclosedFile


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it cannot be opened. Not for two threads at a time (PDFium)."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def bound(pdfs: Sequence[bytes], files: Sequence[EnclosedFile]) -> bytes:
    """The pages of all of them, one after the other; the title is the first one's. Not for two threads at a time (PDFium)."""
    with pypdfium2.PdfDocument(pdfs[0]) as document:
        for pdf in pdfs[1:]:
            with pypdfium2.PdfDocument(pdf) as each:
                document.import_pages(each)
        for file in files:
            document.new_attachment(file.name).set_data(file.content)
        out = BytesIO()
        document.save(out)
    return out.getvalue()
