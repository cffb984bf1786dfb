"""The rules of the house that a machine can check: directions, first lines, late imports, broad catches, names, the lock."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "itow_desktop"
FILES = sorted(PROGRAM.rglob("*.py"))
# The two places where anything at all may be caught: what a task on a thread raised, and what nobody else caught.
CATCH_ALL = {"itow_desktop/ui/tasks.py", "itow_desktop/ui/errors.py"}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def test_imports_point_inward() -> None:
    """The contracts of pyproject.toml, in their own process: the linter reads the files, it does not want them loaded."""
    linter = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_first_line_says_what_the_room_is_for() -> None:
    first_lines = {place(path): (ast.get_docstring(tree(path)) or "").partition("\n")[0] for path in FILES}
    assert len(first_lines) > 500
    assert [name for name, line in first_lines.items() if not line.endswith(".")] == []


def test_no_import_hides_in_a_function() -> None:
    """Commands of the terminal may load their adapters when called, so that ``rules compute`` starts fast; nobody else may."""
    others = (path for path in FILES if PROGRAM / "cli" not in path.parents and path != PROGRAM / "__main__.py")
    assert [f"{place(path)} {late}" for path in others for late in late_imports(tree(path))] == []


def late_imports(module: ast.Module) -> Iterator[str]:
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"line {node.lineno}: {ast.unparse(node)} in {function.name}()"


def test_nothing_is_swallowed() -> None:
    others = (path for path in FILES if place(path) not in CATCH_ALL)
    handlers = ((path, node) for path in others for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler))
    broad = [f"{place(path)} line {each.lineno}" for path, each in handlers if catches_everything(each) and not passes_on(each)]
    assert broad == [], "catches everything; name the trouble instead"


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Tidying up after anything at all is fine where it goes on its way afterwards."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")) for kind in caught)


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = [place(path) for path in FILES if path.stem in ("utils", "util", "common", "helpers", "misc")]
    assert drawers == []


def test_every_folder_is_a_package() -> None:
    """The import linter does not see a folder without ``__init__.py``; migrations are scripts that alembic loads by their path."""
    folders = {path.parent for path in FILES if "migrations" not in path.parts}
    assert [place(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_lock_names_versions_not_places() -> None:
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    assert not re.search(r"://|^-|@ |file:|[A-Za-z]:\\", lock, re.MULTILINE)
    entries = re.split(r"\n(?=[a-z])", lock.strip())
    without_hash = [entry for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry]
    assert len(entries) > 50
    assert without_hash == []


def test_lock_is_of_these_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pins = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^(\S+==\S+)", lock, re.MULTILINE))
    stale = [pin for pin in pins if re.sub(r"\[.*]", "", pin).replace("_", "-").lower() not in locked]
    assert stale == [], "renew it with: python3 packaging/dev.py lock"
