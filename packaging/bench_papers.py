"""How long 100 TOP notices take, how big they are."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Lock

from bench_figures import Figure, spent
from bench_import import fetched, finished
from bench_office import BenchServer

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.services.browsing import agencies
from itow_desktop.services.noticing import draft_tops, keep_tops
from itow_desktop.services.working import assign_agency

NOTICES = 100


def papers(server: BenchServer, runs: int) -> Iterator[Figure]:
    """The notices of 100 imported calls as finished PDFs; once more with their bytes kept in the database."""
    with server.new_office() as office:
        shift = office.shift
        finished(office, fetched(NOTICES, shift.law.zone, shift.today))
        with shift.desk.look() as unit:
            cases = unit.deadlines.open_cases()
        assign_agency(shift, agencies(shift.desk)[0].id, [case.custody_id for case in cases if case.agency_id is None])
        drafts = [
            replace(draft, notice=replace(draft.notice, no_plate=draft.notice.plate is None, vin_unreadable=draft.notice.vin is None))
            for draft in draft_tops(shift, [case.custody_id for case in cases])
        ]
        drawn: list[bytes] = []
        taken = []
        for _ in range(runs):
            renderer = PdfRenderer(Lock())
            taken.append(spent(lambda: drawn.extend(renderer.render_top(draft.notice) for draft in drafts)).wall)  # noqa: B023  # at once
        kept = spent(lambda: keep_tops(shift, PdfRenderer(Lock()), drafts)).wall
    yield Figure("papers", f"{len(drafts)} TOP notices drawn", "s", tuple(taken), 1.0, "1.9 s")
    yield Figure("papers", "size of one TOP notice", "KB", tuple(len(pdf) / 1024 for pdf in drawn[:NOTICES]), 40.0, "159 KB")
    yield Figure("papers", f"{len(drafts)} TOP notices drawn, their bytes kept", "s", (kept,))
