"""The window of the envelope: where an address shows, where the sheet is folded, what else could show."""

from dataclasses import dataclass

CLEAR = 0.125  # inches that the post office wants free around the address, however the sheet slides
SHEET = (8.5, 11.0)
_BAND = (1.9, 3.8)  # inches from the top: what could show with any usual fold
MOST_LINES = 5
LONGEST_LINE = 44
_EASY_LINE = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in inches from its left and upper edge."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Window:
    """A window envelope with the way a sheet is folded into it, all in inches.

    ``left`` and ``bottom`` are from the envelope's edges; ``panel`` is the height of the sheet's upper third as folded.
    ``nudge_x`` and ``nudge_y`` move the address right and down on paper, where a printer puts it beside its place. The
    defaults are a #10 envelope with the usual window (9 1/2 x 4 1/8, window 4 1/2 x 1 1/8, 7/8 from left, 1/2 from bottom).
    """

    envelope_width: float = 9.5
    envelope_height: float = 4.125
    left: float = 0.875
    bottom: float = 0.5
    width: float = 4.5
    height: float = 1.125
    panel: float = 3.875
    nudge_x: float = 0.0
    nudge_y: float = 0.0

    @property
    def top(self) -> float:
        """From the envelope's upper edge to the window."""
        return self.envelope_height - self.bottom - self.height

    @property
    def safe(self) -> Box:
        """What of the page shows wherever the sheet slides to, less what has to stay clear."""
        slack_x = max(0.0, self.envelope_width - SHEET[0])
        slack_y = max(0.0, self.envelope_height - self.panel)
        return Box(
            self.left + CLEAR,
            self.top + CLEAR,
            round(self.width - slack_x - 2 * CLEAR, 4),
            round(self.height - slack_y - 2 * CLEAR, 4),
        )

    @property
    def block(self) -> Box:
        """Where the address is printed: the safe place with the printer's nudge."""
        safe = self.safe
        return Box(safe.left + self.nudge_x, safe.top + self.nudge_y, safe.width, safe.height)

    @property
    def band(self) -> tuple[float, float]:
        """From where to where on the page nothing but the address may stand, since it might show."""
        slack_y = max(0.0, self.envelope_height - self.panel)
        return min(_BAND[0], self.top - slack_y - CLEAR), max(_BAND[1], self.top + self.height + CLEAR)

    @property
    def folds(self) -> tuple[float, float]:
        """Where the sheet is folded: under the upper panel, then in the middle of the rest."""
        return self.panel, self.panel + (SHEET[1] - self.panel) / 2

    @property
    def problem(self) -> str | None:
        """Why no address fits these numbers; None where one does."""
        if min(self.envelope_width, self.envelope_height, self.width, self.height, self.panel) <= 0 or min(self.left, self.bottom) < 0:
            return "Each size of the envelope must be more than nothing."
        if self.left + self.width > self.envelope_width or self.top < 0:
            return "The window does not lie within the envelope. Measure it again."
        if self.panel > self.envelope_height or (SHEET[1] - self.panel) / 2 > self.envelope_height:
            return "The folded sheet does not fit into the envelope. Change where it is folded."
        if self.safe.width < 2.0 or self.safe.height < 0.4:
            return "With this fold the sheet slides so far that an address would not always show. Fold it higher or lower."
        return None


USUAL = Window()


def fitted(block: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an address as the window takes them: a long line is parted at a word while there is room for one more."""
    lines = [line for line in block if line]
    while len(lines) < MOST_LINES:
        place = next((at for at, line in enumerate(lines) if len(line) > _EASY_LINE and " " in line[:_EASY_LINE]), None)
        if place is None:
            break
        cut = lines[place].rindex(" ", 0, _EASY_LINE + 1)
        lines[place : place + 1] = [lines[place][:cut], lines[place][cut + 1 :]]
    return tuple(lines)
