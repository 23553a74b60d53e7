"""The watch, in a terminal of its own: a save, and the verdict is on the screen."""

import os
import re
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from learner import IDLE, Learner, all_pass, number_of_tests

WINDOWS = "terminals are made another way on Windows"
fcntl = pytest.importorskip("fcntl", reason=WINDOWS)
pty = pytest.importorskip("pty", reason=WINDOWS)
termios = pytest.importorskip("termios", reason=WINDOWS)

pytestmark = pytest.mark.timeout(120)

KEYS = "h hint   a all exercises   r run   q quit"
RIGHT = "echoed[:echo_step] = 0"
PATIENCE = 30.0


class Screen:
    """A terminal in which the watch runs."""

    def __init__(self, learner, **env: str) -> None:
        self._terminal, side = pty.openpty()
        self.resize(100, 60)
        sizes = "COLUMNS", "LINES"  # of another terminal
        inherited = {n: v for n, v in os.environ.items() if n not in sizes}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dojo", "watch"],
            cwd=learner.folder,
            env={**inherited, "TERM": "xterm", **env},
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        os.close(side)
        self._mark = f"WATCHED={env.get('WATCHED')}\0".encode()
        self._shown = ""
        Thread(target=self._read, daemon=True).start()

    def resize(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def shows(self, *words: str) -> str:
        """Wait until a complete picture has all these words; return it."""
        since = monotonic()
        while monotonic() - since < PATIENCE:
            for picture in self._pictures():
                if all(word in picture for word in words):
                    self._shown = ""
                    return picture
            sleep(0.02)
        raise AssertionError(f"not on the screen: {words}\n{self._shown[-3000:]}")

    def _pictures(self) -> list[str]:
        """Return what has been drawn, from one clearing of the screen to the next."""
        parts = self._shown.split("\x1b[2J")
        plain = (re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", part) for part in parts)
        return [picture for picture in plain if KEYS in picture]

    def hang_up(self) -> None:
        """Close the terminal under the watch."""
        os.close(self._terminal)
        self._terminal = os.open(os.devnull, os.O_RDONLY)

    def forget(self) -> None:
        """Take what has been drawn until now for read."""
        self._shown = ""

    def _read(self) -> None:
        """Read what is drawn, all the time: a terminal that is full stops a program."""
        with suppress(OSError):  # the terminal is closed
            while text := os.read(self._terminal, 65_536):
                self._shown += text.decode(errors="replace")

    def processes(self) -> list[int]:
        """Return what lives of the watch and of all that it has started."""
        watch, alive = str(self.process.pid), []
        for status in Path("/proc").glob("[0-9]*/environ"):
            try:
                is_ours = self._mark in status.read_bytes()
            except OSError:
                continue
            if is_ours and status.parent.name != watch:
                alive.append(int(status.parent.name))
        return alive

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(10)
        os.close(self._terminal)


BEGUN = all_pass(1), f"{number_of_tests(2)} not started", "checked in"
"""What is on the screen of a learner who has solved the first exercise."""


@contextmanager
def watching(learner: Learner, **env: str) -> Iterator[Screen]:
    learner.solve("data")
    screen = Screen(learner, **env)
    screen.shows(*BEGUN)
    sleep(0.5)  # until it listens
    yield screen
    screen.close()


@pytest.fixture(scope="module")
def learner(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """The learner of all tests here: to load TensorFlow for each would take long.

    The solutions are not there, because none of this needs them.
    """
    folder = shutil.copytree(copy, tmp_path_factory.mktemp("watch") / "kata")
    shutil.rmtree(folder / "solutions")
    return Learner(folder)


@pytest.fixture(scope="module")
def open_screen(learner) -> Iterator[Screen]:
    with watching(learner, WATCHED="yes") as screen:
        yield screen


@pytest.fixture
def screen(learner, open_screen) -> Screen:
    """The watch of a learner who has solved the first exercise, and no hint yet."""
    learner.solve("data")
    shutil.rmtree(learner.folder / ".dojo", ignore_errors=True)
    learner.dojo("reset", "batching")
    open_screen.type("r")
    open_screen.shows(*BEGUN)
    sleep(0.5)  # until what was saved has been judged
    open_screen.forget()
    return open_screen


def test_every_save_is_judged(learner, screen):
    learner.edit("data", RIGHT, "pass")
    picture = screen.shows("wrong", "Wraps around", "checked in")
    assert re.search(r"Next: task 1.1: echo, in echornn/data.py, line \d+", picture)
    learner.edit("data", "pass", RIGHT)
    screen.shows(*BEGUN[:2])
    learner.solve("batching")
    screen.shows(all_pass(2), "Next: task 3.1")


def test_half_a_file_and_no_file_are_said_and_survived(learner, screen):
    whole = learner.module("data").read_text(encoding="utf-8")
    learner.module("data").write_text(
        whole[: whole.index("np.roll(") + 8], encoding="utf-8"
    )
    line = whole[: whole.index("np.roll(")].count("\n") + 1
    screen.shows("cannot be tested", f"data.py, line {line}: SyntaxError")
    learner.module("data").unlink()
    screen.shows("echornn/data.py is missing")
    learner.module("data").write_text(whole, encoding="utf-8")
    screen.shows(all_pass(1))


def test_an_endless_loop_is_ended_by_the_next_save(learner, screen):
    learner.edit("data", RIGHT, IDLE)
    screen.shows("checking ...", f"{number_of_tests(1)} to run")
    learner.edit("data", IDLE, RIGHT)
    screen.shows(all_pass(1))


def test_an_endless_loop_is_ended_at_its_limit(learner, screen):
    learner.edit("data", RIGHT, IDLE)
    screen.shows("timed out: ", "did not finish within 10.0 seconds")


def test_a_crash_of_the_interpreter_is_survived(learner, screen):
    learner.edit("data", RIGHT, "__import__('os').abort()")
    screen.shows("crashed: ", "SIGABRT at echornn/data.py")
    learner.edit("data", "__import__('os').abort()", RIGHT)
    screen.shows(all_pass(1))


def test_many_saves_in_a_row_end_with_a_verdict_on_the_last(learner, screen):
    learner.edit("data", RIGHT, "pass  # 0")
    for number in range(12):
        learner.edit("data", f"pass  # {number}", f"pass  # {number + 1}")
        sleep(0.03)
    learner.edit("data", "pass  # 12", RIGHT)
    screen.shows(all_pass(1), "checked in")


def test_what_is_put_aside_is_not_looked_at(learner, screen):
    learner.module("data.2026-01-01_00-00-00").write_text("def", encoding="utf-8")
    sleep(1)
    screen.type("h")
    screen.shows(f"{number_of_tests(2)} not started", "Hint 1 of 3")


def test_keys_give_hints_check_all_run_again_and_quit(learner, screen):
    screen.type("h")
    screen.shows("Hint 1 of 3 for task 2.1")
    screen.type("h")
    screen.shows("Hint 2 of 3 for task 2.1")
    screen.type("r")
    screen.shows("checking ...")
    screen.type("a")
    screen.shows(f"{number_of_tests(6)} not started", "checked in")  # exercise 6 too


def test_the_table_stays_in_sight_on_a_small_screen(learner, screen):
    learner.edit("data", RIGHT, "pass")
    screen.shows("Wraps around", "checked in")
    screen.resize(60, 20)
    screen.type("h")
    picture = screen.shows("Hint 1 of 3", "more lines: press m", "Wraps around")
    assert picture.rstrip().count("\n") < 20
    assert re.search(r"^ 1   data", picture, re.MULTILINE)
    assert "Next: task 1.1" in picture
    screen.type("m")
    assert "press m" not in screen.shows("expected: ", "Wraps around")
    screen.resize(100, 60)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda screen: screen.type("q"), 0),
        (lambda screen: screen.process.send_signal(signal.SIGINT), 130),
        (lambda screen: screen.process.kill(), -signal.SIGKILL),
        (lambda screen: screen.hang_up(), None),  # nobody is there to read it
    ],
    ids=["q", "Ctrl-C", "killed", "terminal closed"],
)
def test_no_process_is_left_behind(learner, end, status):
    with watching(learner, WATCHED="ending") as screen:
        learner.edit("data", RIGHT, IDLE)
        screen.shows(f"{number_of_tests(1)} to run")
        assert screen.processes()
        end(screen)
        assert screen.process.wait(10) == status or status is None
        since = monotonic()
        while screen.processes() and monotonic() - since < 5:
            sleep(0.1)
        assert screen.processes() == []


def test_it_works_where_a_file_system_tells_nothing(learner):
    with watching(learner, WATCHFILES_FORCE_POLLING="true") as screen:
        learner.edit("data", RIGHT, "pass")
        screen.shows("Wraps around")
