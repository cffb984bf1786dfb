"""Words for properties: contracts, what was checked on a sign."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.properties import ContractState, SignCheck
from itow_desktop.ui.assets import Tone

CONTRACT: Mapping[ContractState, tuple[str, Tone | None]] = MappingProxyType(
    {
        ContractState.NONE: ("none", Tone.QUIET),
        ContractState.COMING: ("not yet", Tone.QUIET),
        ContractState.RUNS: ("runs", None),
        ContractState.ENDING: ("ends soon", Tone.TODAY),
        ContractState.ENDED: ("has ended", Tone.TODAY),
    }
)
"""A word and its tone."""

CHECKS: Mapping[SignCheck, tuple[str, str]] = MappingProxyType(
    {
        SignCheck.WORDS: ("Says that cars are &towed at the owner's expense", "towed at owner's expense"),
        SignCheck.LETTERS: ("&Letters at least 2 inches, on a contrasting ground", "letters 2 in."),
        SignCheck.SERVICE: ("Name and phone of the towing service stand on &it", "name and phone"),
        SignCheck.HEIGHT: ("Lower edge at least &4 feet above the ground", "4 ft up"),
        SignCheck.LASTING: ("&Put up to last", "permanent"),
        SignCheck.DAY_BEFORE: ("Was up &24 hours and more before cars were towed", "up 24 h before"),
    }
)
"""What a sign must show (MCL 257.252k): to be ticked, and in short."""
