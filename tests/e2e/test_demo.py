"""One command shows the main job on a fictional office, and touches nothing of this computer's own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader

from itow_desktop.opening import Machine
from itow_desktop.practice.login import USERNAME
from tests.conftest import MemoryKeyring
from tests.db.servers import open_folder
from tests.e2e.cups import wait_for
from tests.e2e.terminal import Terminal

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder where temporary things of the program go; pytest has made its own elsewhere by now."""
    assert tmp_path.is_dir()
    with open_folder("itow demo ") as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield folder


def test_the_main_job_from_import_to_notices_in_half_a_minute(temporary: Path, tmp_path: Path) -> None:
    """As its own program, so that starting counts too; 50 calls on 2 cores may take 30 seconds."""
    foreign = {
        "ITOW_CONFIG_DIR": str(tmp_path / "config"),
        "ITOW_DATA_DIR": str(tmp_path / "data"),
        "ITOW_DATABASE__URL": "postgresql://kim@127.0.0.1:9/not_ours",
        "ITOW_TOWBOOK_USERNAME": "somebody",
        "ITOW_TOWBOOK_PASSWORD": "never-write-this",
    }
    out = tmp_path / "papers"
    done = subprocess.run(
        [sys.executable, "-m", "itow_desktop", "demo", "--out", str(out), "--json"],
        cwd=REPOSITORY,
        env=os.environ | foreign,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    day = json.loads(done.stdout)
    assert (day["import"]["new"], day["import"]["failed"]) == (50, 0)
    assert "100%" in done.stderr, "the progress bar"
    assert day["queue"]["accounted_for"] == day["queue"]["active"] == 50
    assert sum(step["cars"] for step in day["queue"]["steps"]) == 50
    assert len(day["notices"]) + day["without_notice"] == 50
    assert day["without_notice"] <= 5
    papers = {str(path) for path in out.iterdir()}
    assert papers == {*day["notices"], *day["tow_lists"]}
    assert all(len(PdfReader(paper).pages) == 1 for paper in day["notices"])
    assert all(Path(paper).stat().st_size <= 64_000 for paper in day["notices"])  # PRACTICE across a page brings its letters along
    first = PdfReader(day["notices"][0]).pages[0].extract_text()
    assert "257.252a" in first
    assert "PRACTICE" in first
    assert "N/A" not in first
    assert day["seconds"] < 30
    assert list(temporary.iterdir()) == [], "its own folder is deleted"
    assert sorted(tmp_path.iterdir()) == [out], "the configured folders are not even made"


def test_the_summary_for_people(temporary: Path) -> None:
    answer = Terminal({})("demo", "--calls", "6")
    assert answer.code == 0, answer
    (papers,) = temporary.iterdir()
    assert f"in {papers}" in answer.out
    assert "6 new" in answer.out
    assert "6 of 6 have a next step" in answer.out
    assert len(list(papers.glob("TOP_*.pdf"))) >= 5


def works(pid: int) -> bool:
    """Whether a program runs; one that ended may stay listed until its parent has looked."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.skipif(os.name != "posix", reason="Windows tells no program to end")
def test_a_demo_that_is_told_to_end_leaves_nothing(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "itow_desktop", "demo", "--calls", "200", "--out", str(temporary / "papers")],
        cwd=REPOSITORY,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stderr is not None
        for line in program.stderr:
            if line.startswith("Reading calls"):
                break
        (folder,) = temporary.glob("itow-demo-*")
        server = int((folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
        assert works(server)
        program.terminate()
        rest = program.stderr.read()
        assert program.wait(30) == 130
    assert rest.endswith("Stopped. What was done before stays.\n")
    assert not works(server)
    assert list(temporary.iterdir()) == []


def test_the_window_gets_the_founded_office(temporary: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal hands its machine to whoever opens windows; here somebody who only looks at it."""
    seen: list[Machine] = []

    def look(machine: Machine | None) -> int:
        assert machine is not None
        seen.append(machine)
        assert machine.private
        assert (machine.data_dir / "postgres").is_dir()
        assert machine.secrets.get("towbook.username") == USERNAME
        assert machine.settings.towbook_base_url.startswith("http://127.0.0.1:")
        return 7

    monkeypatch.setattr("itow_desktop.__main__.window", look)
    assert Terminal({})("demo", "--window", "--calls", "3").code == 7
    assert len(seen) == 1
    assert not seen[0].data_dir.exists()
    assert memory_keyring.secrets == {}


@pytest.mark.skipif(os.name != "posix", reason="Windows tells no program to end")
def test_a_window_on_the_demo_that_is_told_to_end_leaves_nothing(temporary: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "itow_desktop", "demo", "--window"],
        cwd=REPOSITORY,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: any(temporary.rglob("backups/*.dump")), lambda: "the window made no first copy", 60)
        program.terminate()
        assert program.wait(30) == 0
        assert list(temporary.iterdir()) == []
    finally:
        program.kill()
        program.wait(10)
