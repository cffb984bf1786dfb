"""Drafts: there after a kill, whole or not at all, needed by no database."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from itow_desktop.adapters.drafts import DraftFolder
from itow_desktop.domain.errors import DraftTrouble
from itow_desktop.services.ports.drafts import Draft
from tests.builders import NOW
from tests.fakes import SetClock

_TYPIST = """
import sys
from pathlib import Path
from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.drafts import DraftFolder
drafts = DraftFolder(Path(sys.argv[1]), SystemClock())
for number in range(1_000_000):
    drafts.keep("car 17", {"notes": f"{number} " + "x" * 40_000, "color": str(number)})
    print(number, flush=True)
"""


@pytest.fixture
def drafts(tmp_path: Path) -> DraftFolder:
    return DraftFolder(tmp_path / "drafts", SetClock())


def only_file(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "drafts").glob("*.json")
    return file


def test_what_was_typed_is_there_for_the_next_program(drafts: DraftFolder, tmp_path: Path) -> None:
    assert drafts.get("car 17") is None
    assert drafts.all().drafts == ()
    drafts.keep("car 17", {"color": "Silver", "notes": 'two\nlines "🚗" \ud800 Ж'}, "Kim")
    drafts.keep("car 17", {"color": "Black"}, "Kim")
    drafts.keep("new car", {"plate": "ABC1234"})
    later = DraftFolder(tmp_path / "drafts", SetClock())
    assert later.get("car 17") == Draft("car 17", {"color": "Black"}, NOW, "Kim")
    assert {draft.key for draft in later.all().drafts} == {"car 17", "new car"}
    later.drop("car 17")
    later.drop("never there")
    assert drafts.get("car 17") is None
    drafts.keep("new car", {})
    assert drafts.all().drafts == ()


@pytest.mark.parametrize("key", ["", "car 17", "CAR 17", "../../etc/passwd", "grid 2026-11-23 C:\\x?*", "k" * 5000, "Ж\ud800"])
def test_any_key_has_a_place_of_its_own_inside_the_folder(drafts: DraftFolder, tmp_path: Path, key: str) -> None:
    drafts.keep("car 17 ", {"color": "other"})
    drafts.keep(key, {"color": "Silver"})
    found = drafts.get(key)
    assert found is not None
    assert (found.key, found.texts) == (key, {"color": "Silver"})
    assert len(list((tmp_path / "drafts").iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["drafts"]


def test_a_kill_in_any_moment_leaves_a_whole_draft(tmp_path: Path) -> None:
    for _ in range(5):
        typing = subprocess.Popen([sys.executable, "-c", _TYPIST, str(tmp_path / "drafts")], stdout=subprocess.PIPE, text=True)
        assert typing.stdout is not None
        for _line in range(40):
            told = int(typing.stdout.readline())
        typing.kill()
        rest = typing.stdout.read().split("\n")  # what it managed to say before the kill reached it
        typing.stdout.close()
        typing.wait()
        told = max([told, *(int(line) for line in rest[:-1] if line.isdigit())])
        found = DraftFolder(tmp_path / "drafts", SetClock()).get("car 17")
        assert found is not None
        assert int(found.texts["color"]) >= told
        assert found.texts["notes"] == f"{found.texts['color']} " + "x" * 40_000


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\x00\xff\xfe", b"[]", b'{"key": "car 17"}',
     b'{"key": "car 17", "texts": {"color": 3}, "kept_at": "2026-03-04T10:00:00+00:00", "by": null}',
     b'{"key": "car 17", "texts": {}, "kept_at": "yesterday", "by": null}',
     b'{"key": "car 17", "texts": {}, "kept_at": "2026-03-04T10:00:00", "by": null}'],
)  # fmt: skip
def test_a_broken_draft_is_said_once_put_aside_and_in_nobodys_way(drafts: DraftFolder, tmp_path: Path, content: bytes) -> None:
    drafts.keep("new car", {"plate": "ABC1234"})
    drafts.keep("car 17", {"color": "Silver"})
    broken = next(path for path in (tmp_path / "drafts").glob("*.json") if b"car 17" in path.read_bytes())
    broken.write_bytes(content)
    with pytest.raises(DraftTrouble, match=r"cannot be read\. It was put aside as .*everything that was saved is safe"):
        drafts.get("car 17")
    assert drafts.get("car 17") is None
    assert [draft.key for draft in drafts.all().drafts] == ["new car"]
    (aside,) = (tmp_path / "drafts").glob("*.broken")
    assert aside.read_bytes() == content
    drafts.keep("car 17", {"color": "Black"})
    assert drafts.all().broken == ()


def test_all_drafts_are_listed_newest_first_and_a_broken_one_is_told(tmp_path: Path) -> None:
    clock = SetClock()
    drafts = DraftFolder(tmp_path / "drafts", clock)
    drafts.keep("car 1", {"color": "Red"})
    clock.time = clock.time.replace(hour=23)
    drafts.keep("car 2", {"color": "Blue"})
    (tmp_path / "drafts" / "half.json").write_bytes(b'{"key"')
    told = drafts.all()
    assert [draft.key for draft in told.drafts] == ["car 2", "car 1"]
    assert len(told.broken) == 1


def test_a_folder_that_takes_nothing_is_said_and_what_was_kept_stays(drafts: DraftFolder, tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    with pytest.raises(DraftTrouble, match="It is still on the screen"):
        drafts.keep("car 17", {"color": "Silver"})
    (tmp_path / "drafts").unlink()
    drafts.keep("car 17", {"color": "Silver"})
    file = only_file(tmp_path)
    file.with_suffix(".json").rename(tmp_path / "elsewhere")
    file.mkdir()  # nothing can be put in its place
    with pytest.raises(DraftTrouble, match="could not be kept"):
        drafts.keep("car 17", {"color": "Black"})
    assert list((tmp_path / "drafts").glob("*.new")) == []
    file.rmdir()
    (tmp_path / "elsewhere").rename(file)
    assert json.loads(file.read_text())["texts"] == {"color": "Silver"}


def test_the_moment_of_typing_is_kept_with_its_zone(drafts: DraftFolder) -> None:
    drafts.keep("car 17", {"color": "Silver"})
    found = drafts.get("car 17")
    assert found is not None
    assert isinstance(found.kept_at, datetime)
    assert found.kept_at.utcoffset() is not None
