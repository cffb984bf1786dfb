"""Importing files at the terminal."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from itow_desktop.cli.answers import say
from itow_desktop.cli.import_runs import ImportCutShort, counts, interrupted, lines, plain, shown
from itow_desktop.cli.importing_old import run_old
from itow_desktop.cli.office import this_office
from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.services.importing.from_files import FilePreview, Offer, import_file, look_at, preview_file
from itow_desktop.services.importing.from_towbook import ImportResult
from itow_desktop.services.importing.reading_files import FilePlan
from itow_desktop.services.ports.files import ImportFiles
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import RunState

_SHOWN = 20


def run_files(args: argparse.Namespace) -> int:
    """Import files one after the other, the old database's together; exits 1 when one could not be read to its end."""
    if args.first or args.last or args.lot or args.account:
        args.wrong("--file takes no dates, accounts or --lot: the file says what is in it")
    with this_office() as opened:
        shift, files = opened.signed(args.person), opened.ports.files
        offers = [_readable(look_at(shift, files, path)) for path in args.file]
        if old := [offer.look.path for offer in offers if offer.look.kind is SourceKind.OLD_DATABASE]:
            _refuse_mixture(args, old, len(offers))
        elif args.preview:
            previews = [_previewed(shift, files, _plan(offer)) for offer in offers]
            say(args, {"files": [_plain_preview(each) for each in previews]}, (line for each in previews for line in _preview_lines(each)))
            return 0
        else:
            _import(args, shift, files, [_plan(offer) for offer in offers])
            return 0
    return run_old(args, old)


def _refuse_mixture(args: argparse.Namespace, old: Sequence[Path], files: int) -> None:
    if len(old) < files:
        args.wrong("the old database is imported by itself: name only its files")
    if args.preview:
        args.wrong("the old database is looked through in the window before it is taken over")


def _import(args: argparse.Namespace, shift: Shift, files: ImportFiles, plans: Sequence[FilePlan]) -> None:
    results: list[tuple[str, ImportResult]] = []
    for plan in plans:
        with interrupted() as stopped, closing(import_file(shift, files, plan, stopped)) as work:
            results.append((plan.look.name, shown(work, lambda result: counts(result.run))))
        if results[-1][1].run.state is not RunState.DONE:
            break
    say(args, _plain(results), _said(results))
    name, last = results[-1]
    if last.run.state is not RunState.DONE:
        rest = f" Not begun: {', '.join(plan.look.name for plan in plans[len(results) :])}." if len(results) < len(plans) else ""
        raise ImportCutShort(f"{last.run.message or f'{name} was not read to its end. What was read is kept.'}{rest}")


def _readable(offer: Offer) -> Offer:
    if offer.look.trouble is not None:
        raise UnreadableFile(offer.look.trouble)
    return offer


def _plan(offer: Offer) -> FilePlan:
    """How a file is read; one whose columns nobody explained yet is left alone."""
    if offer.mapping is None or offer.asks:
        why = f" {' '.join(offer.problems)}" if offer.problems else ""
        raise UnreadableFile(
            f"{offer.look.name} is {SourceKind.TABLE.label} whose columns are not TowBook's.{why} Nothing was changed. "
            "Open it once in the window and say what its columns are; from then on it can be imported here too."
        )
    return FilePlan(offer.look, offer.mapping)


def _previewed(shift: Shift, files: ImportFiles, plan: FilePlan) -> FilePreview:
    with interrupted() as stopped, closing(preview_file(shift, files, plan, stopped)) as work:
        return shown(work, lambda preview: f"{len(preview.lines)} calls")


def _plain(results: Sequence[tuple[str, ImportResult]]) -> dict[str, Any]:
    """All files together, as any import answers, then each by itself."""
    each = [{"file": name} | plain(result) for name, result in results]
    summed = {name: sum(answer[name] for answer in each) for name in ("new", "updated", "unchanged", "failed", "skipped", "seconds")}
    failures = [failure for answer in each for failure in answer["failures"]]
    return {"run": each[-1]["run"], **summed, "failures": failures, "state": each[-1]["state"], "files": each}


def _said(results: Sequence[tuple[str, ImportResult]]) -> Iterator[str]:
    for name, result in results:
        yield f"{name}:"
        yield from (f"  {line}" for line in lines(result))
        if result.run.message and result.run.state is RunState.DONE:
            yield f"  {result.run.message}"


def _plain_preview(preview: FilePreview) -> dict[str, Any]:
    return {
        "file": preview.plan.look.name,
        "kind": preview.plan.look.kind,
        "sha256": preview.sha256,
        "rows": preview.rows,
        "counts": {kind.value: count for kind in LineKind if (count := preview.count(kind))},
        "repeated": preview.repeated,
        "cancelled": preview.cancelled,
        "broken": preview.broken,
        "remarks": list(preview.remarks),
        "failures": [{"call": line.call_number, "reason": line.reason} for line in preview.lines if line.kind is LineKind.FAILED],
        "imported_before": [each.run for each in preview.before],
    }


def _preview_lines(preview: FilePreview) -> Iterator[str]:
    found = ", ".join(f"{count} {kind.label.lower()}" for kind in LineKind if (count := preview.count(kind)))
    yield f"{preview.plan.look.name}: {found or 'no calls'}. Nothing was written."
    if preview.before:
        yield f"  The very same file was imported before, as import {preview.before[0].run}."
    troubles = [line.reason or "" for line in preview.lines if line.kind is LineKind.FAILED] + list(preview.remarks)
    yield from (f"  {trouble}" for trouble in troubles[:_SHOWN])
    if len(troubles) > _SHOWN:
        yield f"  And {len(troubles) - _SHOWN} more."
    if preview.broken:
        yield f"  {preview.broken}"
