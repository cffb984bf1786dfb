"""Mistakes in methods that Qt calls, made fit to be told instead of ending the program."""

import functools
import sys
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

_QT = ("PySide6", "shiboken6")
_MARK = "_tellable"


def make_tellable(root: type = Shiboken.Object) -> None:
    """Let errors leave our overrides in the one form that the Qt binding can carry on; for every class that exists by now.

    Before Python 3.12 an error that C code raised (a division by zero, a widget that is deleted already) is not yet an
    object when it leaves a function; the binding (6.8 to 6.11, measured) takes it for one and the program crashes.
    Whoever catches it makes it one. Later Pythons raise objects only.
    """
    if sys.version_info < (3, 12):
        for each in _ours(root):
            for name, method in list(vars(each).items()):
                if isinstance(method, FunctionType) and not hasattr(method, _MARK) and _is_of_qt(each, name):
                    setattr(each, name, _tellable(method))


def _ours(root: type) -> Iterator[type]:
    """The classes below it that Python code made."""
    classes: list[type] = root.__subclasses__()
    for each in classes:
        if not each.__module__.startswith(_QT):
            yield each
        yield from _ours(each)


def _is_of_qt(ours: type, name: str) -> bool:
    """Whether a method of that name is one that Qt may call."""
    return any(name in vars(base) for base in ours.__mro__ if base.__module__.startswith(_QT))


def _tellable(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def told(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except BaseException:  # noqa: TRY203 - being caught is what makes it an object
            raise

    setattr(told, _MARK, True)
    return told
