"""The settings file of this PC: read with the environment over it, changed one setting at a time."""

import logging
import os
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

import platformdirs
import tomlkit
from tomlkit.exceptions import ParseError

from itow_desktop.domain.errors import SettingsTrouble
from itow_desktop.domain.settings import SETTINGS, Setting, Settings

_log = logging.getLogger(__name__)

SETTINGS_FILE = "settings.toml"
WINDOW_FILE = "window.toml"
CONFIG_DIR = "ITOW_CONFIG_DIR"
_NOT_SETTINGS = frozenset({CONFIG_DIR, "ITOW_TOWBOOK_USERNAME", "ITOW_TOWBOOK_PASSWORD", "ITOW_DATABASE_PASSWORD", "ITOW_SMTP_PASSWORD"})


def config_dir(environment: Mapping[str, str]) -> Path:
    """The folder of this user's settings, or the one ``ITOW_CONFIG_DIR`` names."""
    named = environment.get(CONFIG_DIR, "").strip()
    return Path(named).expanduser().resolve() if named else platformdirs.user_config_path("iTow Desktop", appauthor=False)


class SettingsFile:
    """The settings of this PC; ``folder`` need not exist before something is changed."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.path = folder / SETTINGS_FILE
        self._environment = environment

    def is_overruled(self, name: str) -> bool:
        """Whether the environment gives this setting, so that changing the file has no effect."""
        return any(setting.name == name and setting.variable in self._environment for setting in SETTINGS.values())

    def read(self) -> Settings:
        """The settings as they count now; raises ``SettingsTrouble`` naming file with line, or the setting.

        A file that cannot be read is never passed over: without its
        ``database.url`` the program would open another, empty database.
        """
        document = _load(self.path).unwrap()
        values: dict[str, object] = {}
        for field, setting in SETTINGS.items():
            told = self._environment.get(setting.variable)
            found = told if told is not None else _find(document, setting.name)
            place = f"the environment ({setting.variable})" if told is not None else str(self.path)
            if found is not None:
                values[field] = _checked(setting, found, place)
        return Settings(**values)  # type: ignore[arg-type]  # the readers give the declared types

    def change(self, values: Mapping[str, str | int | float | Path | None]) -> None:
        """Store settings by their dotted names; None takes one out.

        Everything else in the file stays: unknown settings, order, comments.
        Raises ``SettingsTrouble``, and then nothing was changed.
        """
        document = _load(self.path)
        by_name = {setting.name: setting for setting in SETTINGS.values()}
        for name, value in values.items():
            plain = str(value) if isinstance(value, Path) else value
            table, key = _place(document, name, self.path)
            if plain is None:
                table.pop(key, None)
            else:
                _checked(by_name[name], plain, "what was entered")
                table[key] = plain
        _store(self.path, tomlkit.dumps(document))

    def strangers(self) -> tuple[str, ...]:
        """Sentences about names that no setting has: a slip of the pen would be without effect in silence."""
        settings = {setting.name for setting in SETTINGS.values()}
        variables = {setting.variable for setting in SETTINGS.values()} | _NOT_SETTINGS
        in_file = [f"{name} in {self.path}" for name in _names(_load(self.path).unwrap(), settings)]
        around = [f"{name} in the environment" for name in self._environment if name.startswith("ITOW_") and name not in variables]
        return tuple(f"There is no setting {place}; it has no effect." for place in (*in_file, *around))


class WindowFile:
    """A few short texts the window remembers, in a file of its own so that closing it never touches the settings.

    What is in it can be lost without harm, so a file that cannot be read counts as empty.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / WINDOW_FILE

    def load(self) -> Mapping[str, str]:
        """What was kept; nothing where there is no file or none that can be read."""
        try:
            document = _load(self.path).unwrap()
        except SettingsTrouble as trouble:
            _log.warning("the window starts with its usual sizes: %s", trouble)
            return {}
        return {name: value for name, value in document.items() if isinstance(value, str)}

    def save(self, values: Mapping[str, str]) -> None:
        """Keep ``values`` in place of what was kept before; raises ``SettingsTrouble``."""
        _store(self.path, tomlkit.dumps(dict(sorted(values.items()))))


def _load(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return tomlkit.document()
    except ParseError as error:
        raise SettingsTrouble(
            f"The settings file {path} cannot be read: line {error.line} is not TOML. Nothing was changed, and the program does not "
            "start with other settings than yours. Correct that line, or rename the file to start with the usual settings."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsTrouble(
            f"The settings file {path} cannot be read: it is not saved as UTF-8 (byte {error.start + 1}). Nothing was changed. "
            "Save it as UTF-8, or rename the file to start with the usual settings."
        ) from error
    except OSError as error:
        raise SettingsTrouble(
            f"The settings file {path} cannot be opened ({error.strerror or error}). Nothing was changed. "
            "See that you may read it, or rename it to start with the usual settings."
        ) from error


def _store(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsTrouble(
            f"The settings could not be saved in {path} ({error.strerror or error}). What was set before still counts."
        ) from error


def _place(document: tomlkit.TOMLDocument, name: str, path: Path) -> tuple[MutableMapping[str, object], str]:
    """The table that holds a setting, made where there is none, with the setting's key in it."""
    *tables, key = name.split(".")
    table: MutableMapping[str, object] = document
    for each in tables:
        inner = table.setdefault(each, tomlkit.table())
        if not isinstance(inner, MutableMapping):
            raise SettingsTrouble(
                f"In {path} {each!r} is a value and not a table, so {name} has no place. Nothing was changed. Correct it."
            )
        table = inner
    return table, key


def _checked(setting: Setting, value: object, place: str) -> object:
    try:
        return setting.read(value)
    except ValueError as error:
        raise SettingsTrouble(
            f"The setting {setting.name} in {place} {error}. Nothing was changed. Correct it, then start again."
        ) from None


def _find(document: Mapping[str, object], name: str) -> object:
    found: object = document
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _names(document: Mapping[str, object], known: Iterable[str], before: str = "") -> list[str]:
    """The dotted names in the file that no setting has."""
    strange: list[str] = []
    for key, value in document.items():
        name = f"{before}{key}"
        if name in known:
            continue
        if isinstance(value, Mapping) and any(each.startswith(f"{name}.") for each in known):
            strange += _names(value, known, f"{name}.")
        else:
            strange.append(name)
    return strange
