"""Words that mean the same thing on a tow slip: colours, makes, parts of an address."""

from collections.abc import Mapping
from types import MappingProxyType

_COLORS = (
    "black blk", "white wht whi", "gray grey gry", "silver sil slv silv", "blue blu ble", "red", "green grn gre", "brown bro brn",
    "beige bge tan", "gold gld", "burgundy maroon mar bur burg", "orange ong org", "yellow yel", "purple ple pur", "turquoise trq teal",
    "champagne cpg", "bronze brz", "copper cpr", "cream crm ivory",
)  # fmt: skip
_MAKES = (
    "acura acur", "buick buic", "cadillac cadi caddy cad", "chevrolet chevy chev chevi", "chrysler chry chrys", "dodge dodg",
    "freightliner frht", "harley hd harley-davidson", "honda hond", "hyundai hyun", "infiniti infi", "international intl", "isuzu isu",
    "jaguar jagu jag", "lexus lexs", "lincoln linc", "mazda mazd", "mercedes-benz mercedes merz benz mercedez", "mercury merc",
    "mitsubishi mits", "nissan niss", "oldsmobile olds", "peterbilt ptrb pete", "plymouth plym", "pontiac pont", "porsche pors",
    "saturn strn satu", "subaru suba subie", "suzuki suzi", "toyota toyt", "volkswagen vw volk", "volvo volv", "land-rover lndr landrover",
    "bmw beamer beemer bimmer",
)  # fmt: skip
_MODELS = (
    "corvette vette", "mustang stang", "silverado silv1500", "suburban subn", "wrangler wrglr", "explorer expl", "expedition exped",
    "lacrosse la-crosse", "f-150 f150", "f-250 f250", "f-350 f350", "crown-vic cv",
)  # fmt: skip
_BODIES = ("truck pickup pk pkup", "van minivan", "motorcycle mc bike cycle", "trailer trl tlr", "suv utility")
_PLACES = (
    "street st str", "road rd", "avenue ave av", "drive dr", "lane ln", "boulevard blvd", "court ct", "place pl", "circle cir",
    "highway hwy", "parkway pkwy", "terrace ter", "trail trl", "north n", "south s", "east e", "west w", "northwest nw", "northeast ne",
    "southwest sw", "southeast se", "apartments apts apartment apt", "township twp", "saint st", "mount mt", "fort ft", "building bldg",
    "center ctr centre",
)  # fmt: skip


def _other_names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for group in (*_COLORS, *_MAKES, *_MODELS, *_BODIES, *_PLACES):
        names = group.split()
        for name in names:
            found.setdefault(name, set()).update(names)
    return MappingProxyType({name: tuple(sorted(names - {name})) for name, names in found.items()})


OTHER_NAMES = _other_names()
"""Every word listed above with the other words for it, in small letters; each stands for itself only as a whole word."""
