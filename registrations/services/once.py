"""What is the same for everybody, read once in an act about hundreds.

A release writes a letter for each person, and each tells of the same call, the same
next inspiration day, in the same words. Inside `reading_once()` such a function answers
again what it answered first; everywhere else it reads afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Let every function marked with `read_once` read once within this block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def read_once(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function whose answer is the same for everybody in one act.

    Its arguments must be hashable, and nobody may change what it returns.
    """

    @wraps(function)
    def read(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = function(*args, **kwargs)
        return answers[key]

    return read
