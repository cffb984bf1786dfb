"""Every table the migrations make, gathered so that both can be compared."""

from itow_desktop.adapters.db import (
    charge_tables,
    deed_tables,
    file_tables,
    finding_tables,
    import_file_tables,
    law_tables,
    letter_tables,
    mail_tables,
    office_paper_tables,
    old_tables,
    outbox_tables,
    pack_tables,
    party_tables,
    people_tables,
    place_tables,
    record_tables,
    schedule_tables,
    tray_tables,
    work_tables,
    yard_tables,
)
from itow_desktop.adapters.db.tables import Base

METADATA = Base.metadata
MODULES = (
    charge_tables,
    deed_tables,
    file_tables,
    finding_tables,
    import_file_tables,
    law_tables,
    letter_tables,
    mail_tables,
    office_paper_tables,
    old_tables,
    outbox_tables,
    pack_tables,
    party_tables,
    people_tables,
    place_tables,
    record_tables,
    schedule_tables,
    tray_tables,
    work_tables,
    yard_tables,
)
