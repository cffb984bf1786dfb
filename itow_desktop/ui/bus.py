"""What happened on the desk, told to whoever shows it."""

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """Happenings as signals; panes ask again when one concerns them.

    Emitted on the UI thread only: by the pane whose deed is done, and by the
    composition root when another PC changed something.
    """

    cars_changed = Signal(object)
    """``frozenset[int]`` of custody ids; empty means any of them."""
    queue_changed = Signal()
    import_finished = Signal(object)
    """``ImportRun`` as it is kept in the history."""
    office_changed = Signal()
    people_changed = Signal()
    agencies_changed = Signal()
