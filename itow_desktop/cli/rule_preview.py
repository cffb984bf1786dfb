"""What a changed rule pack would move, at the terminal."""

import argparse
from collections.abc import Iterator
from typing import Any

from itow_desktop.cli.answers import iso, say
from itow_desktop.cli.office import this_office
from itow_desktop.services.changing_packs import PackPreview, preview_pack, read_candidate


def run(args: argparse.Namespace) -> int:
    """Compute every open car by both laws; nothing is written."""
    with this_office() as opened:
        work = preview_pack(opened.shift, read_candidate(opened.shift, args.file))
        while True:
            try:
                next(work)
            except StopIteration as end:
                shown: PackPreview = end.value
                break
    say(args, plain(shown), lines(shown))
    return 0


def plain(shown: PackPreview) -> dict[str, Any]:
    """The answer as JSON holds it."""
    return {
        "pack": shown.candidate.pack.id,
        "version": shown.candidate.pack.version,
        "in_use": shown.before,
        "sha256": shown.candidate.source.sha256,
        "cars": shown.cars,
        "sells_earlier": shown.sells_earlier,
        "examples_sold_earlier": list(shown.examples),
        "moved": [
            {
                "call_number": car.call_number,
                "custody_id": car.custody_id,
                "rule": change.rule_id,
                "step": change.step,
                "old": change.old,
                "new": change.new,
                "old_date": iso(change.old_day),
                "new_date": iso(change.new_day),
                "sells_earlier": change.sells_earlier,
            }
            for car in shown.moved
            for change in car.changes
        ],
    }


def lines(shown: PackPreview) -> Iterator[str]:
    """The answer for people."""
    pack = shown.candidate.pack
    yield f"{pack.name} {pack.version} instead of {shown.before}: dates of {len(shown.moved)} of {shown.cars} cars would move."
    for car in shown.moved:
        yield car.car
        for change in car.changes:
            yield f"  {change.step} ({change.rule_id}): {change.old} -> {change.new}{' SOLD EARLIER' if change.sells_earlier else ''}"
    if shown.examples:
        yield f"Worked cases in which a car could be sold earlier: {', '.join(shown.examples)}."
    if shown.sells_earlier:
        yield "It would let cars be sold earlier: a second person must confirm it before it counts."
    yield "Nothing was changed. A manager takes it into use in the window: Help, Rules in use."
