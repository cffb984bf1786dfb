"""Cars entered by hand and the TowBook calls that may be about them, as the deeds see them."""

from typing import Protocol


class JoiningStore(Protocol):
    """Which custody may be the same car as which; a custody that came from TowBook is never the one that asks."""

    def notice(self) -> int:
        """Look at every car on the lot that was entered by hand: one whose VIN, plate or call number is that of a call
        that is here too asks whether it is the same car, unless that was denied. Answers how many ask anew."""

    def asked(self, custody_id: int) -> int | None:
        """The custody that may be the same car as this one; None where nothing is asked."""

    def deny(self, custody_id: int, other_id: int) -> None:
        """They are two cars; never asked again of these two."""

    def hand_over(self, custody_id: int, other_id: int) -> None:
        """The call of ``other_id`` belongs to ``custody_id`` from now on, with the parties known of it."""

    def by_hand(self) -> int:
        """How many cars on the lot were entered by hand and are not joined to a call."""
