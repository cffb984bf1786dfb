"""Rule packs in use: taken, confirmed, never changed."""

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.pack_tables import PackInUseRecord
from itow_desktop.adapters.db.stores.people import Proof
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.services.ports.people import PinAnswer

_P = PackInUseRecord
_TAKER, _SECOND = aliased(StaffRecord), aliased(StaffRecord)
_ALL = (
    select(
        _P.id, _P.pack, _P.version, _P.sha256, _P.reason, _P.cars, _P.second_needed, _P.taken_at, _TAKER.name, _P.confirmed_at, _SECOND.name
    )
    .outerjoin(_TAKER, _TAKER.id == _P.taken_by)
    .outerjoin(_SECOND, _SECOND.id == _P.confirmed_by)
    .order_by(_P.id.desc())
)  # fmt: skip
_CONFIRM = text("SELECT accepted, wait_seconds, tries_left FROM confirm_pack(:pack, :proof)")


class SqlPacks:
    """``PackStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_use(self, pack: str) -> PackInUse | None:
        """The newest that counts."""
        counts = ~_P.second_needed | _P.confirmed_by.is_not(None)
        row = self._session.execute(_ALL.where(_P.pack == pack, counts).limit(1)).one_or_none()
        return None if row is None else PackInUse(*row)

    def history(self, pack: str) -> tuple[PackInUse, ...]:
        """All that were taken, the newest first."""
        return tuple(PackInUse(*row) for row in self._session.execute(_ALL.where(_P.pack == pack)))

    def text(self, pack_in_use: int) -> str | None:
        """The pack as its file was."""
        return self._session.execute(select(_P.text).where(_P.id == pack_in_use)).scalar_one()

    def take(self, taken: PackInUse, text: str | None) -> int:
        """Keep it; who and when are the database's own answer."""
        new = insert(_P).values(
            pack=taken.pack, version=taken.version, text=text, sha256=taken.sha256, reason=taken.reason, cars=taken.cars,
            second_needed=taken.second_needed,
        )  # fmt: skip
        return self._session.execute(new.returning(_P.id)).scalar_one()

    def confirm(self, pack_in_use: int, proof: bytes) -> PinAnswer:
        """Let the deed's person stand as the second one."""
        return PinAnswer(*self._session.execute(_CONFIRM, {"pack": pack_in_use, "proof": Proof(proof)}).one())

    def may_change(self) -> bool:
        """Whether the database lets this sign-in take packs into use."""
        return bool(self._session.execute(select(func.has_column_privilege("packs_in_use", "pack", "INSERT"))).scalar_one())
