"""Makes, models and years of VINs by the tables that makers file with NHTSA (vPIC), read offline."""

import ultravin

from itow_desktop.domain.vins import VinSays

_AS_WRITTEN = {
    each.upper(): each
    for each in ("BMW", "GMC", "MG", "KTM", "AMC", "CFMOTO", "LiuGong", "DeTomaso", "McLaren", "MINI", "FIAT", "BYD", "VPG", "TVR")
}
"""Makes that are not written with one capital only."""


class NhtsaDecoder:
    """``VinDecoder`` over the tables in the library itself."""

    def decode(self, vin: str) -> VinSays:
        """What the tables say; a make that they do not name says nothing of the rest."""
        found = ultravin.decode(vin)
        told = found["attributes"]
        make = told.get("Make")
        if not isinstance(make, str):
            return VinSays()
        return VinSays(found["model_year"], _AS_WRITTEN.get(make, make.title()), _text(told.get("Model")), _text(told.get("Body Class")))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
