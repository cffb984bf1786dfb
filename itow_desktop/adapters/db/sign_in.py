"""Tries a sign-in to a shared database, and says plainly why it does not work."""

import socket
import ssl
import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from itow_desktop.adapters.db.engine import Address, shared_address
from itow_desktop.adapters.db.readying import short_lived
from itow_desktop.adapters.db.upgrade import OLDEST_SERVER, is_newer, pending
from itow_desktop.services.ports.sign_in import Answer, SharedDatabase, Verdict

_SECONDS = 5.0
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""The message that asks a PostgreSQL server for TLS (its documentation, "Message Formats": SSLRequest)."""

# libpq has no codes for a connection that fails, only words.
_WORDS: tuple[tuple[str, Verdict], ...] = (
    ("failed to resolve host", Verdict.NO_HOST),
    ("could not translate host name", Verdict.NO_HOST),
    ("password authentication failed", Verdict.PASSWORD),
    ("no password supplied", Verdict.PASSWORD),
    ("not permitted to log in", Verdict.REFUSED),
    ("no pg_hba.conf entry", Verdict.REFUSED),
    ("root certificate file", Verdict.NO_CERTIFICATE),
    ("server does not support SSL", Verdict.NO_TLS),
    ("certificate", Verdict.NOT_TRUSTED),
    ("Connection refused", Verdict.NO_SERVER),
    ("timeout", Verdict.NO_SERVER),
    ("timed out", Verdict.NO_SERVER),
    ("unreachable", Verdict.NO_SERVER),
)
# X509_V_ERR_ codes of OpenSSL (x509_vfy.h).
_TLS_CODES: Mapping[int, Verdict] = MappingProxyType(
    {9: Verdict.EXPIRED, 10: Verdict.EXPIRED, 62: Verdict.WRONG_NAME, 64: Verdict.WRONG_NAME}
)


class SharedServers:
    """Implements the port ``DatabaseServers``; ``oldest`` is the server version that is just new enough, as PostgreSQL counts them."""

    def __init__(self, oldest: int = OLDEST_SERVER) -> None:
        self._oldest = oldest

    def read(self, url: str) -> SharedDatabase:
        """What the setting says."""
        address = shared_address(url, None)
        certificate = Path(address.root_certificate) if address.root_certificate else None
        return SharedDatabase(address.host, address.port, address.database, address.user, certificate)

    def url(self, given: SharedDatabase) -> str:
        """The setting."""
        query = {"sslrootcert": str(given.certificate)} if given.certificate else {}
        return URL.create("postgresql", given.user, None, given.server, given.port, given.database, query).render_as_string()

    def examine(self, given: SharedDatabase, password: str | None) -> Answer:
        """Sign in once, look, sign out."""
        certificate = str(given.certificate) if given.certificate else None
        address = Address(given.server, given.port, given.database, given.user, password, True, certificate)
        try:
            with short_lived(address) as engine, engine.connect() as connection:
                return self._what_it_holds(connection, given)
        except (DBAPIError, psycopg.Error) as error:
            return _why_not(given, str(getattr(error, "orig", error)))

    def _what_it_holds(self, connection: Connection, given: SharedDatabase) -> Answer:
        version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
        shown = connection.execute(text("SHOW server_version")).scalar_one().partition(" ")[0]
        if version < self._oldest:
            oldest = self._oldest // 10000
            return Answer(
                Verdict.TOO_OLD, f"The server is PostgreSQL {shown}; {oldest} or newer is needed. Its administrator brings it up to date."
            )
        if not connection.execute(text("SELECT to_regnamespace('itow') IS NOT NULL")).scalar_one():
            return Answer(
                Verdict.NO_SCHEMA,
                f"The database {given.database} was never set up for iTow. Its administrator runs 'itow-desktop db upgrade' once.",
            )
        no_rights = Answer(
            Verdict.NO_RIGHTS,
            f"{given.user} is let in but may see nothing in {given.database}. An admin adds it to the list of people: File, People.",
        )
        if not connection.execute(text("SELECT has_schema_privilege('itow', 'USAGE')")).scalar_one():
            return no_rights
        if is_newer(connection):
            return Answer(Verdict.NEWER, "The database belongs to a newer iTow than this one. Install the newest version on this PC.")
        if pending(connection):
            return Answer(Verdict.BEHIND, "The database is older than this program. Its administrator runs 'itow-desktop db upgrade' once.")
        rights = connection.execute(text("SELECT rights_held(session_user::text)")).scalar_one()
        if rights is None:
            return no_rights
        person = connection.execute(text("SELECT name, active FROM staff WHERE role = session_user")).one_or_none()
        if person is not None and not person.active:
            return Answer(Verdict.NO_RIGHTS, f"{person.name} was disabled and may no longer sign. Ask an admin.")
        who = f"you are {person.name}" if person else "this sign-in is nobody's on the list of people yet, an admin adds it"
        return Answer(Verdict.WORKS, f"Works: PostgreSQL {shown}, {who}, with the rights of {_with_article(rights)}.")


def _with_article(rights: str) -> str:
    return f"an {rights}" if rights[0] in "aeiou" else f"a {rights}"


def _why_not(given: SharedDatabase, said: str) -> Answer:
    """The plain answer to what the driver said."""
    if f'database "{given.database}" does not exist' in said:
        return Answer(
            Verdict.NO_DATABASE, f"The server has no database called {given.database}. Check the name, or ask the server's administrator."
        )
    if f'role "{given.user}" does not exist' in said:
        return _plain(Verdict.PASSWORD, given)
    verdict = next((verdict for words, verdict in _WORDS if words.casefold() in said.casefold()), None)
    if verdict is None:
        last = said.strip().splitlines()[-1].strip()
        return Answer(Verdict.REFUSED, f"The server did not let {given.user} in. It said: {last}")
    return _plain(_about_certificate(given) if verdict is Verdict.NOT_TRUSTED else verdict, given)


def _plain(verdict: Verdict, given: SharedDatabase) -> Answer:
    trusted = f"the file {given.certificate}" if given.certificate else "the authorities this computer trusts"
    sentences: Mapping[Verdict, str] = {
        Verdict.PASSWORD: f"The server does not accept this name and password. Check {given.user} and type the password again.",
        Verdict.NO_HOST: f"No computer called {given.server} was found. Check the name of the server, and that this PC is on the network.",
        Verdict.NO_SERVER: f"Nobody answers at {given.server}, port {given.port}. Check the port (usually 5432), and that the server runs.",
        Verdict.REFUSED: f"The server lets {given.user} in from nowhere, or not from this PC. Ask the server's administrator.",
        Verdict.NO_CERTIFICATE: f"The certificate file {given.certificate} cannot be used. Choose the one the server's administrator gave.",
        Verdict.NO_TLS: f"The server at {given.server} does not encrypt, so no password was sent. Its administrator turns TLS on.",
        Verdict.NOT_TRUSTED: f"The server's certificate is not vouched for by {trusted}, so no password was sent. Is it that server?",
        Verdict.WRONG_NAME: f"The server's certificate is not for {given.server}, so no password was sent. Enter the name it was made for.",
        Verdict.EXPIRED: "The server's certificate is not valid today, so no password was sent. Check this PC's date; else the server's "
        "administrator renews the certificate.",
    }
    return Answer(verdict, sentences[verdict])


def _about_certificate(given: SharedDatabase) -> Verdict:
    """What exactly is wrong with it: libpq only says that something is, so TLS is begun once more to be told."""
    try:
        context = ssl.create_default_context(cafile=str(given.certificate) if given.certificate else None)
    except (ssl.SSLError, OSError):
        return Verdict.NO_CERTIFICATE
    try:
        with socket.create_connection((given.server, given.port), _SECONDS) as plain:
            plain.sendall(_SSL_REQUEST)
            if plain.recv(1) != b"S":
                return Verdict.NO_TLS
            with context.wrap_socket(plain, server_hostname=given.server):
                return Verdict.NOT_TRUSTED
    except ssl.SSLCertVerificationError as error:
        return _TLS_CODES.get(error.verify_code, Verdict.NOT_TRUSTED)
    except OSError:
        return Verdict.NO_SERVER
