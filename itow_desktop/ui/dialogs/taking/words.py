"""The sentences about files that are taken along."""

from collections.abc import Sequence

from itow_desktop.domain.findings import Findable, Place
from itow_desktop.services.attaching import AttachProgress
from itow_desktop.services.taking_files import Fate, FilesFound, FilesTaken, FoundFile
from itow_desktop.ui.text import counted

INTRO = (
    "Each file goes to the car whose call number stands in its name or its folder: 21359.jpg, 21359_2.jpg, 21359/IMG_1.jpg, call 21359 "
    "invoice.pdf. The files are only read, and stay where they are."
)
_MOST = 8


def car_words(car: Findable) -> str:
    """``call 21359, ABC1234, Gray 2011 Chevrolet Malibu``."""
    number = car.text(Place.CALL_NUMBER)
    return ", ".join(part for part in (f"call {number}" if number else None, car.text(Place.PLATE), car.description) if part)


def place_words(file: FoundFile) -> str:
    """Where a file goes."""
    if file.car is None:
        return "fits nowhere"
    before = {Fate.THERE: "is there: ", Fate.TWICE: "twice: "}.get(file.fate, "")
    return f"{before}{car_words(file.car)}"


def found_words(found: FilesFound) -> str:
    """How many files go to how many cars, and how many do not."""
    going = found.of(Fate.GOES)
    cars = len({file.car.custody_id for file in going if file.car is not None})
    parts = [f"{counted(len(going), 'file goes', 'files go')} to {counted(cars, 'car', 'cars')}"] if going else []
    if there := len(found.of(Fate.THERE, Fate.TWICE)):
        parts.append(f"{counted(there, 'file is', 'files are')} there already or twice")
    if nowhere := len(found.of(Fate.NOWHERE)):
        parts.append(f"{counted(nowhere, 'file fits', 'files fit')} nowhere")
    if not found.files:
        return "Looking was stopped; nothing was taken." if found.stopped else "No files lie there."
    return f"{', '.join(parts)}."


def taken_words(taken: FilesTaken) -> str:
    """What came of taking them."""
    count = counted(len(taken.result.ids), "file is", "files are")
    if taken.result.stopped:
        return f"Stopped. {count} on their cars and stay there; the rest is listed below."
    if not taken.result.ids:
        return "Nothing was put on a car."
    return f"{count} on their cars now. One undo takes all of them back."


def first(sentences: Sequence[str]) -> list[str]:
    """As many sentences as anybody reads, and how many more there are."""
    more = [f"... and {len(sentences) - _MOST:,} more."] if len(sentences) > _MOST else []
    return [*sentences[:_MOST], *more]


def progress_words(verb: str, step: AttachProgress) -> str:
    """``Reading 12 of 214: 21359.jpg``."""
    return f"{verb} {step.done + 1:,} of {step.total:,}: {step.name}" if step.name else f"{verb}..."
