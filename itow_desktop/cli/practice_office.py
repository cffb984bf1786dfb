"""A fictional office on this computer, with a database, a TowBook, a folder of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.practice.invented import OFFICE_NAME, YARD, ZONE
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.services.charges.fee_schedule import add_fees, add_prices
from itow_desktop.services.founding import Founding
from itow_desktop.services.shift import Shift

if TYPE_CHECKING:
    from itow_desktop.opening import Machine

FOUNDING = Founding(person="Kim Osterhout", company=OFFICE_NAME, address=YARD.text, phone="810-555-0100")
DAYS = 7
# The usual 4 a second protect the real TowBook; this one is ours.
_REQUESTS_PER_SECOND = 20
_TOW, _STORAGE = Decimal("175.00"), Decimal("35.00")
_PRICES = {
    Postage.FIRST_OUNCE: "0.78", Postage.FURTHER_OUNCE: "0.29", Postage.CERTIFIED: "5.30", Postage.RECEIPT_CARD: "4.40",
    Postage.RECEIPT_ELECTRONIC: "2.82", Postage.CERTIFICATE: "2.40", Postage.ENVELOPE: "0.12",
}  # fmt: skip
"""Invented, as everything here: nobody mails anything at these prices."""


@contextmanager
def practice_machine(calls: int) -> Iterator["Machine"]:
    """A machine that knows nothing of this PC's settings, credentials or data; its folder is deleted at the end.

    The stand-in TowBook serves ``calls`` private-property calls of the last seven
    days. When something goes wrong (not when
    somebody stops it) the folder stays, as its log may be wanted.
    """
    from itow_desktop.adapters.logs import LogFile
    from itow_desktop.adapters.secrets import KeyringSecrets
    from itow_desktop.adapters.settings import SettingsFile, WindowFile
    from itow_desktop.opening import Machine
    from itow_desktop.practice.office import make_office
    from itow_desktop.practice.server import StandIn

    today = datetime.now(ZoneInfo(ZONE)).date()
    folder = _own_folder()
    try:
        with StandIn(make_office(calls=calls, today=today, days=DAYS)) as towbook, LogFile(folder / "logs") as log:
            settings_file = SettingsFile(folder, {})
            settings_file.change(
                {
                    "data_dir": folder,
                    "towbook.base_url": towbook.url,
                    "towbook.requests_per_second": _REQUESTS_PER_SECOND,
                }
            )
            secrets = KeyringSecrets({"towbook.username": USERNAME, "towbook.password": PASSWORD}, log.hide)
            yield Machine(settings_file.read(), settings_file, WindowFile(folder), folder, secrets, log, practice=True)
    except KeyboardInterrupt:
        shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)


def enter_fees(shift: Shift) -> None:
    """The invented fees of the office, with what its mail would cost, since the first day of last year."""
    since = shift.today.replace(year=shift.today.year - 1, month=1, day=1)
    add_fees(shift, Fees(0, since, tow=_TOW, storage=_STORAGE))
    add_prices(shift, [PostagePrice(each, since, Decimal(amount)) for each, amount in _PRICES.items()])


def _own_folder() -> Path:
    """A new folder. As root the server runs as another account, which must be able to enter; else it is ours alone."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Not mkdtemp: a folder it makes for an administrator of Windows is closed to the server's restricted rights.
    folder = Path(tempfile.gettempdir()).resolve() / f"itow-demo-{uuid4().hex[:12]}"
    folder.mkdir(mode=0o755 if root else 0o700)
    return folder
