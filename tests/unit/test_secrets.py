"""Passwords lie in the keyring or nowhere."""

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as Forgetful

from itow_desktop.adapters.secrets import KeyringSecrets, taken_from
from itow_desktop.domain.errors import SecretsTrouble
from tests.conftest import MemoryKeyring


class PlainFile(MemoryKeyring):
    """Stands for the keyring that ``keyrings.alt`` brings along, which writes plain text."""

    priority = 9


PlainFile.__module__ = "keyrings.alt.file"


class Chain(ChainerBackend):
    """A chain of given keyrings."""

    backends: tuple[keyring.backend.KeyringBackend, ...] = ()


class Broken(MemoryKeyring):
    """A keyring whose every answer is an error that repeats what it was told."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


def test_the_keyring_keeps_and_forgets(memory_keyring: MemoryKeyring) -> None:
    KeyringSecrets({}).put("towbook.password", "hunter2")
    assert memory_keyring.secrets == {("iTow Desktop", "towbook.password"): "hunter2"}
    secrets = KeyringSecrets({})
    assert secrets.get("towbook.password") == "hunter2"
    secrets.forget("towbook.password")
    secrets.forget("towbook.password")
    assert secrets.get("towbook.password") is None
    assert memory_keyring.secrets == {}


def test_the_environment_is_read_once_and_taken_away(memory_keyring: MemoryKeyring) -> None:
    environment = {"ITOW_TOWBOOK_USERNAME": "kim", "ITOW_TOWBOOK_PASSWORD": "hunter2", "ITOW_DATABASE_PASSWORD": "", "PATH": "/bin"}
    given = taken_from(environment)
    assert environment == {"PATH": "/bin"}
    memory_keyring.secrets["iTow Desktop", "towbook.password"] = "an older one"
    secrets = KeyringSecrets(given)
    assert (secrets.get("towbook.username"), secrets.get("towbook.password")) == ("kim", "hunter2")
    assert secrets.get("database.password") is None
    assert memory_keyring.secrets == {("iTow Desktop", "towbook.password"): "an older one"}
    assert "hunter2" not in repr(secrets)
    with pytest.raises(SecretsTrouble, match="ITOW_TOWBOOK_PASSWORD"):
        secrets.put("towbook.password", "new")


@pytest.mark.parametrize("backend", [NoKeyring, PlainFile, Forgetful])
def test_no_safe_keyring_means_nothing_is_stored(backend: type[keyring.backend.KeyringBackend]) -> None:
    offered = backend()
    keyring.set_keyring(offered)
    secrets = KeyringSecrets({})
    with pytest.raises(SecretsTrouble, match="ITOW_TOWBOOK_PASSWORD") as caught:
        secrets.put("towbook.password", "hunter2")
    assert "hunter2" not in str(caught.value)
    assert secrets.get("towbook.password") is None
    secrets.forget("towbook.password")
    assert getattr(offered, "secrets", {}) == {}


def test_a_chain_is_used_where_it_is_safe() -> None:
    plain, safe, chain = PlainFile(), MemoryKeyring(), Chain()  # type: ignore[no-untyped-call]  # the library has no type there
    plain.secrets["iTow Desktop", "towbook.username"] = "from the plain file"
    chain.backends = (plain, safe)
    keyring.set_keyring(chain)
    secrets = KeyringSecrets({})
    secrets.put("towbook.password", "hunter2")
    assert ("iTow Desktop", "towbook.password") in safe.secrets
    assert ("iTow Desktop", "towbook.password") not in plain.secrets
    assert secrets.get("towbook.username") is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (keyring.errors.KeyringLocked("hunter2-and-more"), "locked"),
        (keyring.errors.InitError("hunter2-and-more"), "does not work"),
        (OSError("hunter2-and-more"), "does not work"),
    ],
)
def test_a_keyring_that_fails_is_a_sentence_without_the_secret(error: Exception, said: str) -> None:
    keyring.set_keyring(Broken(error))
    secrets = KeyringSecrets({})
    with pytest.raises(SecretsTrouble, match=said) as read:
        secrets.get("a")
    with pytest.raises(SecretsTrouble, match=said) as stored:
        secrets.put("a", "hunter2-and-more")
    for caught in (read.value, stored.value):
        assert "hunter2" not in str(caught)
        assert caught.__cause__ is None


def test_an_endless_password_is_refused(memory_keyring: MemoryKeyring) -> None:
    with pytest.raises(SecretsTrouble, match="longer"):
        KeyringSecrets({}).put("towbook.password", "x" * 1001)
    assert memory_keyring.secrets == {}


def test_whoever_hides_secrets_hears_of_each(memory_keyring: MemoryKeyring) -> None:
    heard: list[str] = []
    memory_keyring.secrets["iTow Desktop", "database.password"] = "kept"
    secrets = KeyringSecrets({"towbook.password": "given"}, heard.append)
    secrets.get("database.password")
    secrets.get("nothing")
    secrets.put("towbook.username", "typed")
    assert heard == ["given", "kept", "typed"]
