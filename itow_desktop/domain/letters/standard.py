"""The words that the program brings, with what stands between them."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.letters.blocks import STANDARD_VERSION, Block, Fixed, LetterWords
from itow_desktop.domain.notices import NoticeKind

Layout = tuple[str | Fixed, ...]
"""The names of blocks, and what is fixed between them, in the order of the page."""

COURTESY_PAGE: Layout = (
    "opening", Fixed.VEHICLE, "owed", Fixed.OWED, "growth", "where", "property", "contest", "courtesy", Fixed.SIGNATURE,
)  # fmt: skip
_GARAGE: Layout = (
    "opening", Fixed.VEHICLE, "owed", Fixed.OWED, "growth", "demand", "sale", "parties", "questions", Fixed.SIGNATURE,
)  # fmt: skip

LAYOUTS: Mapping[NoticeKind, Layout] = MappingProxyType(
    {
        NoticeKind.COURTESY_OWNER: (
            *COURTESY_PAGE, Fixed.SPANISH,
            "spanish_opening", "spanish_owed", "spanish_where", "spanish_property", "spanish_contest", "spanish_courtesy",
        ),
        NoticeKind.COURTESY_LIENHOLDER: COURTESY_PAGE,
        NoticeKind.GARAGE_OWNER: _GARAGE,
        NoticeKind.GARAGE_LIENHOLDER: _GARAGE,
        NoticeKind.ENTRY_REQUEST: ("opening", Fixed.VEHICLE, "request", "custodian", Fixed.SIGNATURE),
        NoticeKind.RELEASE: (
            "opening", Fixed.VEHICLE, Fixed.RELEASE, Fixed.OWED_IF_KNOWN, "condition", Fixed.SIGN_LINES, "questions",
        ),
    }
)  # fmt: skip

_WHERE = Block(
    "where",
    "Where it is",
    "It stands at {office_address}. Please call {office_phone} before you come.\n"
    "Bring a government-issued photo ID and something that shows your right to the vehicle: its title, registration, "
    "or a letter from whoever holds the title.",
)
_OWED = Block("owed", "What is owed today", "These are our charges up to and including {today}.")
_GROWTH = Block("growth", "", "{growth}")

_COURTESY_OWNER = (
    Block(
        "opening",
        "",
        "{name},\n"
        "We were given your name in connection with the vehicle below. It was towed on {towed_on} and stands on our lot. "
        "We are writing so that you know where it is and what it costs to leave it there.",
    ),
    _OWED,
    _GROWTH,
    _WHERE,
    Block(
        "property",
        "What is inside",
        "You may come for personal belongings in the vehicle during business hours, whether or not anything is paid. "
        "The first visit is free of charge. Belongings are not held against what is owed.",
    ),
    Block(
        "contest",
        "If you think this is wrong",
        "Tell us if the vehicle is not yours, was sold or was stolen, or if a charge looks wrong. "
        "You may also have the right to ask a court to decide whether the vehicle was properly treated as abandoned and whether "
        "the charges are reasonable. The notice of the Secretary of State names that court and comes with the petition to use.",
    ),
    Block(
        "courtesy",
        "About this letter",
        "This letter is a courtesy of {office}. It is not a government notice and not a bill of a public authority, and it sets no time "
        "limits. The Michigan Secretary of State may send you an official notice about this vehicle. If one comes, its instructions "
        "and its dates are the ones that count, whatever this letter says.",
    ),
    Block(
        "spanish_opening",
        "Su vehículo está en nuestro lote",
        "{name}:\n"
        "Nos dieron su nombre en relación con este vehículo ({vehicle}). Fue remolcado el {towed_on_spanish} "
        "y está en nuestro lote. Le escribimos para que sepa dónde está y cuánto cuesta dejarlo aquí.",
    ),
    Block(
        "spanish_owed",
        "Lo que se debe hoy",
        "Hasta el {today_spanish}, ese día incluido, se deben {owed}. Cada día adicional suma {per_day}. "
        "El detalle está en la parte en inglés.",
    ),
    Block(
        "spanish_where",
        "Dónde está",
        "Está en {office_address}. Llame al {office_phone} antes de venir. Traiga una identificación oficial con foto y un documento "
        "que muestre su derecho al vehículo: el título o el registro.",
    ),
    Block(
        "spanish_property",
        "Sus pertenencias",
        "Puede venir por las pertenencias personales que están en el vehículo en horas de oficina, aunque no se haya pagado nada. "
        "La primera visita es gratis.",
    ),
    Block(
        "spanish_contest",
        "Si cree que hay un error",
        "Avísenos si el vehículo no es suyo, si lo vendió o se lo robaron, o si un cargo le parece equivocado. También puede tener "
        "derecho a pedir que un tribunal decida si el vehículo fue tratado correctamente como abandonado y si los cargos son "
        "razonables. El aviso de la Secretaría de Estado indica el tribunal y trae la petición.",
    ),
    Block(
        "spanish_courtesy",
        "Sobre esta carta",
        "Esta carta es una cortesía de {office}. No es un aviso del gobierno y no fija ningún plazo. La Secretaría de Estado de Michigan "
        "puede enviarle un aviso oficial sobre este vehículo. Si llega, valen sus instrucciones y sus fechas, diga lo que diga esta carta.",
    ),
)

_COURTESY_LIENHOLDER = (
    Block(
        "opening",
        "",
        "{name},\n"
        "We were told that you hold a security interest in the vehicle below. It was towed on {towed_on} and "
        "stands on our lot. We are writing so that you know where it is and what it costs to leave it there.",
    ),
    _OWED,
    _GROWTH,
    Block(
        "where",
        "Where it is",
        "It stands at {office_address}. Please call {office_phone} before somebody comes to look at it or to take it. "
        "Whoever comes needs a photo ID, your written authority, and proof of your interest in the vehicle.",
    ),
    Block(
        "property",
        "What is inside",
        "Personal belongings in the vehicle are handed to their owner on request during business hours, whether or not anything is paid. "
        "Belongings are not held against what is owed.",
    ),
    Block(
        "contest",
        "If you think this is wrong",
        "Tell us if your interest in the vehicle has ended or if a charge looks wrong. You may also have the right to ask a court to "
        "decide whether the vehicle was properly treated as abandoned and whether the charges are reasonable. The notice of the "
        "Secretary of State names that court and says how to ask.",
    ),
    Block(
        "courtesy",
        "About this letter",
        "This letter is a courtesy of {office}. It is not a government notice and it sets no time limits. The Michigan Secretary of State "
        "may send you an official notice about this vehicle. If one comes, its instructions and its dates are the ones that count, "
        "whatever this letter says.",
    ),
)


def _garage(opening: str) -> tuple[Block, ...]:
    """What MCL 570.305(4) asks for: itemized lien, demand, lienholders notified, daily storage, when and where the sale is."""
    return (
        Block("opening", "", opening),
        Block("owed", "Statement of the lien", "These charges are due up to and including {today}; they became due on {due_since}."),
        _GROWTH,
        Block(
            "demand",
            "Demand for payment",
            "We ask for payment of {owed} to satisfy this lien. Payment is in time if it reaches us within 30 calendar days after the "
            "postmark date of this notice. Pay at {office_address}; call {office_phone} for the amount on the day you come.",
        ),
        Block(
            "sale",
            "Proposed sale",
            "If the lien is not satisfied, we propose to offer the vehicle at a public sale, open to bids, on {sale_date} at {sale_time}, "
            "at {sale_place}. The Department of State issued its certificate of foreclosure of garage keeper's lien on {certificate_on}.",
        ),
        Block(
            "parties",
            "Who is notified",
            "Every owner and every lienholder of record, and the Department of State, are being notified of this lien by certified mail, "
            "return receipt requested.",
        ),
        Block("questions", "", "With questions about the work, the charges or the sale, please call {office_phone}."),
    )


_GARAGE_OWNER = _garage(
    "{name},\n{office} has a garage keeper's lien (MCL 570.301 to 570.310) on the vehicle below for work done on it or for its storage, "
    "at the request or with the consent of its owner. This notice goes to every owner that our records or those of the Department of State "
    "name, and to the Department of State, Bureau of Automotive Regulation."
)
_GARAGE_LIENHOLDER = _garage(
    "{name},\n{office} has a garage keeper's lien (MCL 570.301 to 570.310) on the vehicle below for work done on it or for its storage, "
    "at the request or with the consent of its owner. Our records or those of the Department of State name you as a lienholder."
)

_ENTRY_REQUEST = (
    Block(
        "opening",
        "",
        "{agency},\n"
        "The vehicle below was towed on {towed_on} and kept for you. You released it on {police_released_on}. "
        "Nobody has redeemed it since.",
    ),
    Block(
        "request",
        "What we ask",
        "Please enter this vehicle into the law enforcement information network as abandoned, as MCL 257.252d(6) provides. "
        "As we read that section, we are to ask you between the 20th and the 30th day after your release, which is until {request_until}. "
        "Please tell us the date of the entry; our phone is {office_phone}.",
    ),
    Block(
        "custodian",
        "Custodian",
        "{office}, {office_address}, {office_phone}. The vehicle was taken from: {towed_from}.",
    ),
)

_RELEASE = (
    Block("opening", "", "{office} handed over the vehicle below on {released_on} to {released_to}."),
    Block(
        "condition",
        "",
        "Please look at the vehicle before you leave the lot. By signing, the person below confirms having received it with its keys, "
        "as far as we had them, and with the belongings in it. This paper is a receipt for the vehicle, not for money.",
    ),
    Block("questions", "", "With questions please call {office_phone}, quoting call no. {call_number}."),
)

_TITLES: Mapping[NoticeKind, tuple[str, tuple[Block, ...]]] = {
    NoticeKind.COURTESY_OWNER: ("Your vehicle is on our lot", _COURTESY_OWNER),
    NoticeKind.COURTESY_LIENHOLDER: ("A vehicle you may have an interest in is on our lot", _COURTESY_LIENHOLDER),
    NoticeKind.GARAGE_OWNER: ("Notice of garage keeper's lien and proposed sale, to the owner", _GARAGE_OWNER),
    NoticeKind.GARAGE_LIENHOLDER: ("Notice of garage keeper's lien and proposed sale, to the lienholder", _GARAGE_LIENHOLDER),
    NoticeKind.ENTRY_REQUEST: ("Request to enter a vehicle as abandoned", _ENTRY_REQUEST),
    NoticeKind.RELEASE: ("Vehicle released", _RELEASE),
}
STANDARD: Mapping[NoticeKind, LetterWords] = MappingProxyType(
    {kind: LetterWords(kind, STANDARD_VERSION, title, blocks) for kind, (title, blocks) in _TITLES.items()}
)
"""The words of each kind of letter that is written from blocks."""
