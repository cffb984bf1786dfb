"""How the window is loaded: what it keeps of that afterwards."""

import json
import subprocess
import sys

_LOAD = """
import json, linecache, sys
from itow_desktop.__main__ import loading
with loading():
    before = sorted(sys.modules)
    from itow_desktop import app
    read = sum(entry[0] for entry in linecache.cache.values())
print(json.dumps([before, read, len(linecache.cache), app.__name__ in sys.modules]))
"""


def test_the_source_of_the_program_is_not_kept() -> None:
    """In a process of its own, where nothing else has loaded Qt: PySide6 reads each module that is imported after it."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True, timeout=120)
    before, read, kept, loaded = json.loads(done.stdout)
    assert loaded
    assert "itow_desktop.opening" in before
    assert [name for name in before if name.partition(".")[0] in ("PySide6", "shiboken6", "qtawesome")] == []
    assert read < 12 * 2**20, "of 22 MB of source 6 are the window's own: something loads Qt too early"
    assert kept == 0
