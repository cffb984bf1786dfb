"""How long a hearing packet takes: many letters that were mailed, photos as cameras make them."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from threading import Lock

from bench_figures import Figure, spent
from PIL import Image

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.mail.pieces import PieceState
from itow_desktop.services.letters.writing import LetterWish, write_letters
from itow_desktop.services.proof.packet import draw_packet
from itow_desktop.services.shift import Shift

LETTERS, PHOTOS = 14, 20


def packet(shift: Shift, wish: LetterWish, runs: int) -> Iterator[Figure]:
    """The packet of the car of a letter that can be written: drawn to the finished bytes, as one click does it."""
    renderer = PdfRenderer(Lock())
    _fill(shift, renderer, wish)
    made: list[bytes] = []
    taken = tuple(spent(lambda: made.append(_drawn(shift, renderer, wish.custody_id))).wall for _ in range(runs))
    pages = renderer.page_count(made[-1])
    sizes = tuple(len(each) / 2**20 for each in made)
    yield Figure("mail", f"hearing packet of {pages} pages with {PHOTOS} photos", "s", taken, 3.0)
    yield Figure("mail", "size of the packet", "MB", sizes, 15.0)


def _drawn(shift: Shift, renderer: PdfRenderer, custody_id: int) -> bytes:
    steps = draw_packet(shift, renderer, custody_id)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            content: bytes = end.value.content
            return content


def _fill(shift: Shift, renderer: PdfRenderer, wish: LetterWish) -> None:
    kept = [write_letters(shift, renderer, [replace(wish, again=True)])[0].document.id for _ in range(LETTERS)]
    pictures = FilePictures(Lock())
    with shift.desk.begin(shift.deed("furnish", undoable=False)) as unit:
        pieces = unit.mail.of_documents(kept).values()
        gone = PieceState.HANDED_OVER
        unit.mail.save([replace(piece, state=gone, handed_over_on=shift.today, handed_over_by="Kim") for piece in pieces])
        for number in range(PHOTOS):
            ready = pictures.prepare_bytes(f"IMG_{number}.jpg", _photo(number))
            unit.attachments.keep(wish.custody_id, ready, FileSource.FILE, shift.clock.now())
        unit.commit()


def _photo(number: int) -> bytes:
    """Three megapixels with the grain that makes a photo as large as it is."""
    grain = Image.effect_noise((2016, 1512), 28 + number % 5).convert("RGB")
    scene = Image.radial_gradient("L").resize(grain.size).convert("RGB")
    file = BytesIO()
    Image.blend(scene, grain, 0.4).save(file, "JPEG", quality=88)
    return file.getvalue()
