"""Readers connected to the stand-in TowBook."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itow_desktop.practice.office import make_office
from itow_desktop.practice.records import Office
from itow_desktop.practice.server import StandIn
from tests.towbook.desks import TODAY, Desk


@pytest.fixture(scope="session")
def office() -> Office:
    return make_office(seed=7, calls=40, today=TODAY, quirks=True)


@pytest.fixture
def stand_in(office: Office) -> Iterator[StandIn]:
    with StandIn(office) as served:
        yield served


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[[StandIn], Desk]]:
    """Makes desks for stand-ins with special options."""
    desks: list[Desk] = []

    def make(served: StandIn) -> Desk:
        desks.append(Desk(served, tmp_path / "data"))
        return desks[-1]

    yield make
    for desk in desks:
        for reader in desk.readers:
            reader.close()


@pytest.fixture
def desk(stand_in: StandIn, open_desk: Callable[[StandIn], Desk]) -> Desk:
    return open_desk(stand_in)
