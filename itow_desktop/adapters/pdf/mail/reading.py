"""Read what is written in a PDF that came from outside."""

import pypdfium2

_MOST_PAGES = 50


def written(pdf: bytes) -> str:
    """The text of the first pages, page after page; empty where it cannot be opened or holds pictures only.

    PDFium's lock is the caller's.
    """
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return "\n".join(_text(document[at]) for at in range(min(len(document), _MOST_PAGES)))
    except pypdfium2.PdfiumError:
        return ""


def _text(page: pypdfium2.PdfPage) -> str:
    texts = page.get_textpage()
    try:
        return str(texts.get_text_bounded())
    finally:
        texts.close()
        page.close()
