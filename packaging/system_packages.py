"""The Debian packages that a Python environment cannot bring along."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

# What Qt loads to draw, on a screen or in memory; libcups2 for its list of printers; a font to draw with.
WINDOW = """
    fonts-dejavu-core libcups2 libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libwayland-cursor0 libwayland-egl1 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0
"""
# A server with TLS, a real print queue, a display, a second reader of PDFs, a real keyring.
TESTS = """cups cups-client dbus gnome-keyring poppler-utils postgresql printer-driver-cups-pdf xauth xvfb"""

# Debian starts a server of its own with the package; the tests start theirs, so a fresh machine is spared it.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/itow-desktop.conf")


def missing(*, for_tests: bool) -> list[str]:
    """Names of the packages to install, sorted; always empty where the system is not Debian or a child of it."""
    if sys.platform == "win32":
        return []
    if not is_debian():
        print("This is no Debian: if Qt misses a library here, packaging/system_packages.py has their Debian names.", flush=True)
        return []
    needed = set(WINDOW.split()) | set(TESTS.split() if for_tests else ())
    if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off, and without it there is no venv
        needed.add(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return sorted(needed - installed())


def is_debian() -> bool:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    return "debian" in [release["ID"], *release.get("ID_LIKE", "").split()]


def installed() -> set[str]:
    """Names of all installed packages and of what they stand in for (libcups2t64 provides libcups2)."""
    question = ["dpkg-query", "--show", "--showformat", "${db:Status-Status}\t${Package}, ${Provides}\n"]
    names: set[str] = set()
    for line in subprocess.run(question, capture_output=True, text=True, check=True).stdout.splitlines():
        status, _, provided = line.partition("\t")
        if status == "installed":
            names.update(name.split()[0] for name in provided.split(",") if name.strip())
    return names


def install(packages: list[str]) -> bool:
    """As root installs them; otherwise prints the one line that would, and says False."""
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        print("System packages are missing. Run this as root, then call again:\n\n  apt-get update && " + " ".join(line), flush=True)
        return False
    print("> " + " ".join(line), flush=True)
    spare_cluster = "postgresql" in packages and not NO_CLUSTER.parent.parent.exists()
    if spare_cluster:
        NO_CLUSTER.parent.mkdir(parents=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n", "utf-8")
    try:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        return all(subprocess.run(step, env=env, check=False).returncode == 0 for step in (["apt-get", "update"], line))
    finally:
        if spare_cluster:
            NO_CLUSTER.unlink()
