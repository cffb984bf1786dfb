"""Photos and documents of a folder: each goes to its call, what goes nowhere is told, nothing twice, one undo."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pytest

from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileKind
from itow_desktop.domain.errors import Cancelled
from itow_desktop.practice.old_database import JUNE, car, old_database
from itow_desktop.services.attaching import attachments, view
from itow_desktop.services.importing.from_old_database import import_old
from itow_desktop.services.taking_files import Fate, FilesFound, Offer, look_for_files, send_to, take_files
from itow_desktop.services.undoing import undo, undo_state
from tests.builders import call
from tests.db import offices
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer
from tests.pictures import paper, photo

R = TypeVar("R")
S = TypeVar("S")
PICTURES = FilePictures(Lock())


@pytest.fixture(scope="module")
def office(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office for all tests here; each brings cars of its own."""
    with offices.open_office(server, template) as opened:
        yield opened


def drain(going: Generator[S, None, R], *, stop_at: int | None = None) -> tuple[R, list[S]]:
    """Run to the end, or until somebody stops it."""
    steps: list[S] = []
    try:
        while True:
            steps.append(going.throw(Cancelled()) if stop_at is not None and len(steps) == stop_at else next(going))
    except StopIteration as end:
        return end.value, steps


def names(office: OpenOffice, car: int) -> list[str]:
    return sorted(file.name for file in attachments(office.shift, car))


def fates(found: FilesFound) -> dict[str, Fate]:
    return {file.name.replace("\\", "/"): file.fate for file in found.files}


def test_a_folder_is_looked_at_then_taken_then_undone(office: OpenOffice, tmp_path: Path) -> None:
    first, second = bring(office, call(call_number="77001"), call(call_number="77002", plate=None, vin=None))
    big = photo(3000, 2000, quality=95)
    (tmp_path / "77001.jpg").write_bytes(big)
    (tmp_path / "77001_2.jpg").write_bytes(photo(300, 200, shade=50))
    (tmp_path / "77001_copy.jpg").write_bytes(big)
    inside = tmp_path / "77002"
    inside.mkdir()
    (inside / "IMG_1.jpg").write_bytes(photo(300, 200, shade=90))
    (tmp_path / "call 77002 invoice.pdf").write_bytes(paper())
    (tmp_path / "beach.jpg").write_bytes(big)
    (tmp_path / "77001.exe").write_bytes(b"MZ")
    (tmp_path / "77001_cut.jpg").write_bytes(big[:500])
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "calls.csv").write_text("Call #")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    found, steps = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path, left=frozenset({tmp_path / "calls.csv"}))))
    assert fates(found) == {
        "77001.exe": Fate.NOWHERE,
        "77001.jpg": Fate.GOES,
        "77001_2.jpg": Fate.GOES,
        "77001_copy.jpg": Fate.TWICE,
        "77001_cut.jpg": Fate.GOES,  # only reading it tells
        "77002/IMG_1.jpg": Fate.GOES,
        "beach.jpg": Fate.NOWHERE,
        "call 77002 invoice.pdf": Fate.GOES,
    }
    assert {file.name: file.why for file in found.of(Fate.NOWHERE)} == {
        "77001.exe": "77001.exe is a file of the kind .exe, which is not kept here. Photos, PDFs, letters, tables and recordings are. "
        "It was not added.",
        "beach.jpg": "No call number that is here stands in its name or its folder.",
    }
    assert (steps[0].done, steps[-1].done, steps[-1].total) == (0, 6, 6)
    assert names(office, first) == []

    taken, steps = drain(take_files(office.shift, PICTURES, found))
    assert names(office, first) == ["77001.jpg", "77001_2.jpg"]
    assert names(office, second) == ["IMG_1.jpg", "call 77002 invoice.pdf"]
    assert (len(taken.result.ids), taken.there, taken.nowhere, taken.custody_ids) == (4, 1, 2, frozenset({first, second}))
    assert [said for said in taken.result.troubles if "77001_cut.jpg" in said] == list(taken.result.troubles)
    assert [step.name for step in steps[:2]] == ["77001.jpg", "77001_2.jpg"]
    large = next(file for file in attachments(office.shift, first) if file.name == "77001.jpg")
    assert (large.kind, large.width, large.height) == (FileKind.PHOTO, 3000, 2000)
    assert len(view(office.shift, large.id)) < len(big)
    assert {path: path.read_bytes() for path in before} == before

    again, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path)))
    assert [file.name for file in again.of(Fate.GOES)] == ["77001_cut.jpg"]
    assert len(again.of(Fate.THERE)) == 5
    step = undo_state(office.shift).undo
    assert step is not None
    assert step.name == "take along 5 files"
    undo(office.shift, step.deed_id)
    assert names(office, first) == names(office, second) == []


def test_stopped_what_was_taken_stays_and_is_not_taken_again(office: OpenOffice, tmp_path: Path) -> None:
    (car,) = bring(office, call(call_number="77011"))
    for place in range(3):
        (tmp_path / f"77011_{place}.jpg").write_bytes(photo(200, 100, shade=40 * place))
    nothing, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path)), stop_at=1)
    assert (nothing.stopped, nothing.files) == (True, ())
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path)))
    taken, _ = drain(take_files(office.shift, PICTURES, found), stop_at=3)
    assert taken.result.stopped
    assert names(office, car) == ["77011_0.jpg", "77011_1.jpg"]
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path)))
    rest, _ = drain(take_files(office.shift, PICTURES, found))
    assert (len(rest.result.ids), rest.there) == (1, 2)
    assert len(names(office, car)) == 3


def test_only_the_calls_of_an_import_and_a_list_beside_the_files_tell_where_they_go(office: OpenOffice, tmp_path: Path) -> None:
    first, second = bring(office, call(call_number="77021"), call(call_number="77022", plate=None, vin=None))
    (tmp_path / "77021.pdf").write_bytes(paper(words="one"))
    (tmp_path / "77022.pdf").write_bytes(paper(words="two"))
    (tmp_path / "PPI form.pdf").write_bytes(paper(words="three"))
    (tmp_path / "both.pdf").write_bytes(paper(words="four"))
    listed = ((r"C:\tow\docs\ppi FORM.pdf", "77021"), ("docs/gone.pdf", "77021"), (r"C:\a\both.pdf", "77021"), (r"C:\b\both.pdf", "77022"))
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path, named=listed)))
    assert {file.name: file.why for file in found.of(Fate.NOWHERE)} == {"both.pdf": "It is listed for more than one call: 77021, 77022."}
    (tmp_path / "both.pdf").unlink()
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path, calls=frozenset({"77021"}), named=listed)))
    assert {file.name: file.call for file in found.of(Fate.GOES)} == {"77021.pdf": "77021", "PPI form.pdf": "77021"}
    assert {file.name: file.why for file in found.of(Fate.NOWHERE)} == {
        "77022.pdf": "No call number that is here stands in its name or its folder.",
    }
    shutil.move(tmp_path / "77022.pdf", tmp_path / "lost.pdf")
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(files=(tmp_path / "lost.pdf", tmp_path / "77021.pdf"))))
    (lost,) = found.of(Fate.NOWHERE)
    other = found.of(Fate.GOES)[0].car
    assert other is not None
    drain(take_files(office.shift, PICTURES, send_to(found, {lost.path}, other)))
    assert names(office, first) == ["77021.pdf", "lost.pdf"]
    assert names(office, second) == []


def test_what_the_old_database_lists_finds_its_car_by_that(office: OpenOffice, tmp_path: Path) -> None:
    papers = {"documents": [{"vehicle_id": "20031", "type": "TOP", "filename": r"C:\\old\\TOP form 3.pdf", "upload_date": "2025-05-01"}]}
    file = old_database(tmp_path / "vehicles.db", JUNE, [car(31)], papers)
    drain(import_old(office.shift, read_old_file, [file]))
    (tmp_path / "top FORM 3.pdf").write_bytes(paper(words="old"))
    found, _ = drain(look_for_files(office.shift, PICTURES, Offer(tmp_path)))
    assert {file.name: file.call for file in found.files} == {"top FORM 3.pdf": "20031"}
