"""The choice of the database, as the window uses it: tried, kept, counting from the next start."""

from dataclasses import dataclass

from itow_desktop.domain.errors import SecretsTrouble
from itow_desktop.services.ports.secrets import DATABASE_PASSWORD, Secrets
from itow_desktop.services.ports.settings import SettingsStore
from itow_desktop.services.ports.sign_in import Answer, DatabaseServers, SharedDatabase

_URL = "database.url"


@dataclass(frozen=True, slots=True)
class SignInState:
    """What is kept now: ``shared`` None is this PC's own database; ``fixed``: the environment says it, so nothing can be changed here."""

    shared: SharedDatabase | None
    password_kept: bool
    fixed: bool


class SignInDesk:
    """Needs no open office; safe to call from several threads."""

    def __init__(self, settings: SettingsStore, secrets: Secrets, servers: DatabaseServers) -> None:
        self._settings = settings
        self._secrets = secrets
        self._servers = servers

    def state(self) -> SignInState:
        """What is kept now; raises ``SettingsTrouble``, ``SecretsTrouble``."""
        url = self._settings.read().database_url
        kept = self._secrets.get(DATABASE_PASSWORD) is not None
        return SignInState(self._servers.read(url) if url else None, kept, self._settings.is_overruled(_URL))

    def test(self, given: SharedDatabase, password: str | None) -> Answer:
        """Whether this sign-in works; a password of None is the one that is kept."""
        return self._servers.examine(given, password or self._secrets.get(DATABASE_PASSWORD))

    def save(self, given: SharedDatabase | None, password: str | None, *, keep: bool) -> str:
        """Let this be the database from the next start; answers a sentence that says where the password is.

        ``given`` None is this PC's own. Raises ``SettingsTrouble``, and then nothing was changed.
        """
        self._settings.change({_URL: self._servers.url(given) if given else None})
        if given is None or not password:
            return "Saved."
        return self.keep_password(password, keep=keep)

    def keep_password(self, password: str, *, keep: bool) -> str:
        """Put the password into the keyring, or hold it until the program ends; answers a sentence that says which."""
        self._secrets.hold(DATABASE_PASSWORD, password)
        if not keep:
            return "Saved. The password is kept nowhere: it is asked at each start."
        try:
            self._secrets.put(DATABASE_PASSWORD, password)
        except SecretsTrouble as trouble:
            return f"Saved, but not the password: {trouble} It is asked at each start."
        return "Saved. The password is in this computer's keyring."
