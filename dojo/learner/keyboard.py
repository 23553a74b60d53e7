"""Read single keys from the terminal, without Return."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import sleep

PATIENCE = 0.1
"""Seconds between two looks at whether anybody still listens."""


@contextmanager
def keyboard(on_key: Callable[[str], None]) -> Iterator[None]:
    """Call a function with every key that is pressed, and with "" at the end.

    The end comes when the terminal is closed. Where there is none it never comes.
    """
    if not sys.stdin.isatty():
        yield
        return
    over = Event()
    listener = Thread(target=_listen, args=(on_key, over), daemon=True)
    with _single_keys():
        listener.start()
        try:
            yield
        finally:
            over.set()
            listener.join()


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _single_keys() -> Iterator[None]:
        yield

    def _listen(on_key: Callable[[str], None], over: Event) -> None:
        while not over.is_set():
            while msvcrt.kbhit():
                on_key(msvcrt.getwch())
            sleep(PATIENCE)

else:
    import select
    import termios
    import tty

    @contextmanager
    def _single_keys() -> Iterator[None]:
        before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        try:
            yield
        finally:
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)

    def _listen(on_key: Callable[[str], None], over: Event) -> None:
        while not over.is_set():
            if select.select([sys.stdin], [], [], PATIENCE)[0]:
                key = sys.stdin.read(1)
                on_key(key)
                if not key:
                    return
