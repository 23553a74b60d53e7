"""Watch what is done with figures."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

SHOWING = "pyplot.show", "figure.Figure.show", "figure.Figure.savefig"
"""The functions of Matplotlib that show or save a figure."""


@contextmanager
def showing_noted() -> Iterator[list[str]]:
    """Record which functions are called to show or save a figure; they do nothing."""
    called: list[str] = []
    with ExitStack() as stack:
        for name in SHOWING:
            mock = stack.enter_context(patch(f"matplotlib.{name}"))
            mock.side_effect = lambda *_, name=name, **__: called.append(name)
        yield called
