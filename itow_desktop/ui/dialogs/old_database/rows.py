"""The old database in rows of words."""

from collections.abc import Sequence

from itow_desktop.domain.old_database.merging import OUTCOME, Choice, Conflict
from itow_desktop.domain.old_database.report import OldReport, sentences
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted

RULE_HEADERS = ("Rule", "How often")
SAID_HEADERS = ("Car", "What", "File")
LINE_HEADERS = ("Car", "What", "In the newer file", "In the older file", "Counts")
NUMBER_HEADERS = ("In numbers", "")
FILE_HEADERS = ("File, the newest first", "Shape", "Last saved", "Vehicles", "Other rows")
ASK = (OldRule.OUTCOME, OldRule.CONFLICT)
"""Rules whose lines somebody may decide."""
_COUNTS = {Choice.NEWER: "newer", Choice.OLDER: "older", Choice.LEAVE: "left open"}


def rule_rows(report: OldReport) -> list[TextRow]:
    """Every rule that spoke; those that ask stand out."""
    found = []
    for each in report.by_rule:
        open_ones = sum(conflict.choice is None and conflict.rule is each.rule for conflict in report.conflicts)
        tone = Tone.TODAY if open_ones else None
        picture = "question" if open_ones else None
        cells = (Cell(each.rule.label, tone=tone, picture=picture, tip=each.rule.means), Cell(f"{each.count:,}", order=each.count))
        found.append(TextRow(each.rule, cells))
    return found


def conflict_rows(report: OldReport, rule: OldRule) -> list[TextRow]:
    """Where files disagree, car by car; the key is the conflict itself."""
    return [_conflict(each) for each in report.conflicts if each.rule is rule]


def flag_rows(report: OldReport, rule: OldRule) -> list[TextRow]:
    """What a rule said, car by car."""
    return [_flag(place, each) for place, each in enumerate(report.flags) if each.rule is rule]


def _conflict(each: Conflict) -> TextRow:
    field = "how it ended" if each.field == OUTCOME else each.field.replace("_", " ")
    counts = Cell(_COUNTS[each.choice]) if each.choice else Cell("newer (nobody chose)", tone=Tone.TODAY)
    return TextRow(
        each,
        (Cell(each.car), Cell(field), Cell(each.newer, tip=each.newer_file), Cell(each.older, tip=each.older_file), counts),
    )


def _flag(place: int, each: Flag) -> TextRow:
    return TextRow(place, (Cell(each.car or "the whole file"), Cell(each.says, tip=each.says), Cell(each.file)))


def number_rows(report: OldReport) -> list[TextRow]:
    """The numbers of the report."""
    return [TextRow(words, (Cell(words), Cell(f"{count:,}", order=count))) for words, count in sentences(report.counts)]


def file_rows(report: OldReport) -> list[TextRow]:
    """The files of a report."""
    return [
        TextRow(
            each.sha256,
            (
                Cell(each.name, tip=f"SHA-256 {each.sha256}"), Cell(each.shape), Cell(each.last_touched[:10] or "not known"),
                Cell(f"{each.vehicles:,}", order=each.vehicles), Cell(f"{each.others:,}", order=each.others),
            ),
        )
        for each in report.files
    ]  # fmt: skip


def review_words(report: OldReport) -> str:
    """What would come of it, in a sentence."""
    counts = report.counts
    rows = counted(counts.rows, "row", "rows")
    if report.changes_nothing:
        return f"{rows} of {counted(len(report.files), 'file', 'files')} say nothing new: everything is here already."
    parts = [f"{counts.created:,} new here ({counts.on_lot:,} on the lot, {counts.closed:,} have left)"]
    parts += [f"{counts.changed:,} filled in"] if counts.changed else []
    parts += [f"{counts.unchanged:,} unchanged"] if counts.unchanged else []
    return f"{rows} of {counted(len(report.files), 'file', 'files')} are {counted(counts.cars, 'car', 'cars')}: {', '.join(parts)}."


def open_words(conflicts: Sequence[Conflict]) -> str:
    """What nobody decided; empty where nothing is open."""
    waiting = sum(each.choice is None for each in conflicts)
    if not waiting:
        return ""
    are = "1 place where files disagree is" if waiting == 1 else f"{waiting:,} places where files disagree are"
    return f"{are} not looked at yet. The newest file counts there."
