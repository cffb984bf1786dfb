"""Typed addresses in the lines of an envelope: as Publication 28 has them, and what cannot be told apart."""

import pytest

from itow_desktop.adapters.addresses import Publication28


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("123 southwest Main street apt. 4b, Saginaw, mi, 48601", ("123 SW MAIN ST APT 4B", "SAGINAW MI  48601")),
        ("1 Elm St\nBay City Michigan 48706-1234", ("1 ELM ST", "BAY CITY MI  48706-1234")),
        ("P.O. Box 12, Saginaw MI 48601", ("PO BOX 12", "SAGINAW MI  48601")),
        ("RR 2 Box 4, Vassar, Michigan 48768", ("RR 2 BOX 4", "VASSAR MI  48768")),
        ("PSC 3 box 1234, APO AE 09021", ("PSC 3 BOX 1234", "APO AE  09021")),
        ("123 Main Street #5, c/o Bob Doe, Saginaw, MI 48601", ("C/O BOB DOE", "123 MAIN ST # 5", "SAGINAW MI  48601")),
        ("Attn: Titles, 100 E Main St, PMB 22, Boca Raton, FL 33432", ("ATTN TITLES", "PMB 22", "100 E MAIN ST", "BOCA RATON FL  33432")),
        ("1600 Sample Avenue NW, Washington, D.C. 20500", ("1600 SAMPLE AVE NW", "WASHINGTON DC  20500")),
        ("45000 Northwest Extraordinarily Long Boulevard Suite 300, Flint MI 48502",
         ("STE 300", "45000 NW EXTRAORDINARILY LONG BLVD", "FLINT MI  48502")),
    ],
)  # fmt: skip
def test_an_address_is_put_into_lines(typed: str, lines: tuple[str, ...]) -> None:
    made = Publication28().format(typed, None)
    assert (made.lines, made.doubt) == (lines, None)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("", "no street and no city"),
        ("garbage", "did not find the city, the state and the ZIP code"),
        ("123 1/2 Main St Saginaw Michigan", "did not find the ZIP code"),
        ("Sample Tower, Detroit, MI 48243", "did not find a street with a number"),
        ("\n".join(f"line {each}" for each in range(9)), "more lines than an address has"),
        ("<b>1 Elm</b> \U0001f600", "did not find the city"),
        ("x" * 200, "did not find the city"),
    ],
)
def test_what_cannot_be_told_apart_is_said(typed: str, doubt: str) -> None:
    made = Publication28().format(typed, None)
    assert made.doubt is not None
    assert doubt in made.doubt
    kept = "".join(made.lines).replace("MI", "MICHIGAN") if "Michigan" in typed else "".join(made.lines)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, typed.upper())), "nothing typed is lost"


def test_an_address_abroad_keeps_its_lines_and_ends_with_the_country() -> None:
    made = Publication28().format("12 Rue de l'Église\nMontréal QC  H2X 1Y4\nCanada", "Canada")
    assert made.lines == ("12 RUE DE L'ÉGLISE", "MONTRÉAL QC H2X 1Y4", "CANADA")
    assert made.doubt is None
