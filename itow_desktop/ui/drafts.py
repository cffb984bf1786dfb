"""What is typed and not saved, on its way to this PC's disk while it is typed."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.ports.drafts import Draft, Drafts
from itow_desktop.ui.tasks import TaskRunner

_AFTER_MS = 500
_TEXT, _BASE = "typed.", "base."


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a field, and what stood there when it was."""

    text: str
    base: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed and not saved: in which fields, by whom; ``facts`` are the place's own."""

    fields: Mapping[str, Typed] = field(default_factory=dict)
    by: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        """As it is kept; where nothing is typed there is nothing to keep."""
        if not self.fields:
            return {}
        typed = {_TEXT + name: each.text for name, each in self.fields.items()}
        return typed | {_BASE + name: each.base for name, each in self.fields.items()} | dict(self.facts)

    @classmethod
    def read(cls, draft: Draft | None) -> "Unsaved":
        """What a kept draft holds; none holds nothing."""
        if draft is None:
            return cls()
        fields = {
            name.removeprefix(_TEXT): Typed(text, draft.texts.get(_BASE + name.removeprefix(_TEXT), ""))
            for name, text in draft.texts.items()
            if name.startswith(_TEXT)
        }
        return cls(fields, draft.by, {name: text for name, text in draft.texts.items() if not name.startswith((_TEXT, _BASE))})


class DraftKeeper(QObject):
    """Writes the draft of one place at most a second after it was typed, one write after the other.

    Each write has a thread of its own: questions that hang in a lost database
    must not hold it up. Lives longer than the form, whose last word may be "forget".
    """

    failed = Signal(object)
    """``Trouble``: this PC's disk does not take it."""

    def __init__(self, runner: TaskRunner, drafts: Drafts, key: str, unsaved: Callable[[], Unsaved], parent: QObject) -> None:
        """``unsaved`` answers what is typed at the moment it is asked, on the UI thread."""
        super().__init__(parent)
        self._runner = runner
        self._drafts = drafts
        self._key = key
        self._unsaved = unsaved
        self._writing = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.write)

    def touched(self) -> None:
        """Something was typed. The clock runs from the first key, so that who types without a pause is not left out."""
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Keep what is typed now; also when that is nothing any more."""
        self._timer.stop()
        if self._writing:
            self._again = True
            return
        self._writing = True
        drafts, key, unsaved = self._drafts, self._key, self._unsaved()

        def work() -> Generator[None, None, None]:
            yield
            drafts.keep(key, unsaved.texts(), unsaved.by)

        self._runner.start(work, owner=self, done=lambda _none: self._written(), progress=lambda _step: None, failed=self._not_written)

    def _written(self) -> None:
        self._writing = False
        if self._again:
            self._again = False
            self.write()

    def _not_written(self, trouble: Trouble) -> None:
        self._written()
        self.failed.emit(trouble)
