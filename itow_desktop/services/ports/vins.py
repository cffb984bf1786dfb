"""The tables of the makers' VINs."""

from typing import Protocol

from itow_desktop.domain.vins import VinSays


class VinDecoder(Protocol):
    """Reads VINs without a network; safe to call from several threads."""

    def decode(self, vin: str) -> VinSays:
        """What is known of a VIN of 17 characters; nothing where the tables do not have its maker."""


class NoDecoder:
    """Knows no maker: everything else of the program works without."""

    def decode(self, _vin: str) -> VinSays:
        """Nothing."""
        return VinSays()
