"""A program that uses a private server, for tests that run and kill several.

``python -m tests.db.program FOLDER [hold|write|hold-as-nobody]`` starts or joins the server of FOLDER and prints one JSON line with
its port, password and pid. ``hold`` then waits for its standard input to close. ``write`` adds one numbered row after
the other and prints each number only when its commit was answered. ``hold-as-nobody`` gives up root's rights first.
"""

import json
import os
import sys
from pathlib import Path

import psycopg

from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.local_server import LocalServer, ServerAddress
from itow_desktop.adapters.db.programs import server_account


def main() -> None:
    if sys.argv[2:] == ["hold-as-nobody"]:
        give_up_roots_rights()
    local = LocalServer(Path(sys.argv[1]), binaries.for_data_folder(None))
    address = local.start()
    print(json.dumps({"port": address.port, "password": address.password, "pid": local.status().pid}), flush=True)
    if sys.argv[2:] == ["write"]:
        write(address)
    else:
        sys.stdin.read()
    local.close()


def give_up_roots_rights() -> None:
    account = server_account()
    if sys.platform != "win32" and account:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)


def write(address: ServerAddress) -> None:
    with psycopg.connect(address.conninfo()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (number int PRIMARY KEY, load text NOT NULL)")
        for number in range(1_000_000):
            connection.execute("INSERT INTO acknowledged VALUES (%s, repeat('x', 20000))", [number])
            connection.commit()
            print(number, flush=True)


if __name__ == "__main__":
    main()
