"""Say what a VIN tells, or which one may be meant."""

from itow_desktop.domain.vehicles import VinState, clean_vin, vin_state
from itow_desktop.domain.vins import Offer, VinAdvice, VinSays, likely_meant, model_year, ranked
from itow_desktop.services.ports.vins import VinDecoder


def advise(decoder: VinDecoder, text: str, this_year: int, year: int | None = None, body_type: str | None = None) -> VinAdvice:
    """What can be offered for a VIN as it was typed; ``year`` and ``body_type`` are the vehicle's, as far as somebody said.

    Only a whole VIN is read; one of a time or a kind without check digits is left alone.
    """
    vin = clean_vin(text) or ""
    state = vin_state(vin, year, body_type)
    if state is VinState.OK:
        return VinAdvice(vin, state, _says(decoder, vin, this_year))
    if state is not VinState.BAD_CHECK_DIGIT:
        return VinAdvice(vin, state)
    return VinAdvice(vin, state, offers=ranked([Offer(meant, _says(decoder, meant, this_year)) for meant in likely_meant(vin)]))


def _says(decoder: VinDecoder, vin: str, this_year: int) -> VinSays:
    """The tables' word; the year by the VIN itself where they have none."""
    said = decoder.decode(vin)
    return said if said.year is not None else VinSays(model_year(vin, this_year), said.make, said.model, said.body)
