"""What the window remembers on this PC from one day to the next."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication


class MemoryStore(Protocol):
    """A place for a few short texts (the settings file of this PC)."""

    def load(self) -> Mapping[str, str]: ...
    def save(self, values: Mapping[str, str]) -> None: ...


class WindowMemory:
    """Sizes, columns and choices by name; read at the start, written when the window closes."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._values = dict(store.load())

    def text(self, name: str) -> str | None:
        """What was kept under the name, such as ``vehicles.columns``."""
        return self._values.get(name)

    def keep(self, name: str, value: str) -> None:
        """Keep a short text."""
        self._values[name] = value

    def shape(self, name: str) -> QByteArray | None:
        """A geometry or state of Qt's as ``keep_shape`` got it."""
        kept = self._values.get(name)
        return None if kept is None else QByteArray.fromBase64(QByteArray(kept.encode("ascii", "replace")))

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Keep what ``saveGeometry`` or ``saveState`` gave."""
        self._values[name] = shape.toBase64().toStdString()

    def place(self, name: str) -> QByteArray | None:
        """Where a window stood on the monitors of this moment; where it stood last on others, if it never stood on these."""
        return self.shape(f"{name} {monitors()}") or self.shape(name)

    def keep_place(self, name: str, shape: QByteArray) -> None:
        """Keep where a window stands, for these monitors and for any that are new."""
        self.keep_shape(f"{name} {monitors()}", shape)
        self.keep_shape(name, shape)

    def write(self) -> None:
        """Hand everything to the store; raises the store's ``Trouble``."""
        self._store.save(dict(self._values))


def monitors() -> str:
    """The monitors of this moment by size, scale and place: a laptop on its dock is another set than on the road."""
    spaces = [(screen.geometry(), screen.devicePixelRatio()) for screen in QGuiApplication.screens()]
    return " ".join(sorted(f"{at.width()}x{at.height()}@{scale:g}{at.x():+}{at.y():+}" for at, scale in spaces))


class NoMemory:
    """A store that forgets: for tests, and where no settings file can be written."""

    def load(self) -> Mapping[str, str]:
        return {}

    def save(self, values: Mapping[str, str]) -> None:
        """Nothing is kept."""
