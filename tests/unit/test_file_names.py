"""The call that a file's name or folder tells."""

import pytest

from itow_desktop.domain.file_names import call_told, numbers_in

KNOWN = frozenset({"21359", "21360", "7", "2011", "1234", "A-17"})


@pytest.mark.parametrize(
    ("place", "call"),
    [
        ("21359.jpg", "21359"),
        ("21359_2.jpg", "21359"),
        ("21359 (3).JPEG", "21359"),
        ("21359-front left.jpg", "21359"),
        ("21359b.png", "21359"),
        ("21359/IMG_1.jpg", "21359"),
        ("photos 2026/call 21359/DSC01234.jpg", "21359"),
        ("21359/sub/IMG_0001.jpg", "21359"),
        ("call 21359 invoice.pdf", "21359"),
        ("Call_No. 21359.pdf", "21359"),
        ("call21359.pdf", "21359"),
        ("#21359 title.pdf", "21359"),
        ("Smith 2011 Honda 21359.pdf", None),  # two numbers that are calls here
        ("Smith Honda 21359.pdf", "21359"),
        ("21359 21360.jpg", None),
        ("21359 like call 21360.jpg", "21360"),
        ("a-17.pdf", None),
        ("A-17.pdf", "A-17"),
        ("7.jpg", "7"),
        ("call 7.jpg", "7"),
        ("page 7.jpg", None),
        ("IMG_1234.jpg", None),
        ("IMG_20260302_1234.jpg", None),
        ("PXL_1234.jpg", None),
        ("99999.jpg", None),
        ("2011Honda.jpg", None),
        ("X21359Y.jpg", None),
        ("21360/21360_1.jpg", "21360"),
        ("21360/21359.jpg", None),
        ("21360/IMG 1234.jpg", "21360"),
        ("21360/Lee 21359.pdf", "21360"),  # the folder tells more plainly
        ("readme.txt", None),
    ],
)
def test_names_and_folders_tell_the_call(place: str, call: str | None) -> None:
    parts = place.split("/")
    told = call_told(parts, KNOWN)
    assert told.call == call
    assert (told.why is None) == (call is not None)
    assert call is None or call in numbers_in(parts)


def test_what_is_not_known_says_why() -> None:
    assert call_told(["21360", "21359.jpg"], KNOWN).why == "Its name and folders say more than one call: 21359, 21360."
    assert call_told(["99999.jpg"], KNOWN).why == "No call number that is here stands in its name or its folder."
