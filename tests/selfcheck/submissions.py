"""Broken submissions: what a learner's file can do to the run that checks it.

Each is code that stands at the end of a solved module, where it replaces or spoils what
is above. The run has to end by itself, to blame that module with a line, and to judge
the exercises that do not depend on it.
"""

from dataclasses import dataclass
from textwrap import dedent

from learner import BUSY, IDLE


@dataclass(frozen=True)
class Broken:
    """One way to break a module."""

    name: str
    code: str
    says: str
    """Words that the message must have."""
    points_at: str = ""
    """Words of the line that the message must name; without them the file is enough."""
    module: str = "batching"


def broken(name: str, code: str, *words: str, module: str = "batching") -> Broken:
    """Return a submission; its code may be indented, as it stands below."""
    return Broken(name, dedent(code).strip(), *words, module=module)


AT_IMPORT = [
    broken("syntax error", "def num_batches(:", "SyntaxError", "def num_batches(:"),
    broken("error at import", "1 / 0", "ZeroDivisionError", "1 / 0"),
    broken("endless import", IDLE, "did not finish"),
    broken("sys.exit at import", "import sys; sys.exit(0)", "SystemExit", "sys.exit"),
    broken(
        "os._exit at import",
        "import os; os._exit(0)",
        "ended the whole program",
        "os._exit",
    ),
    broken(
        "crash at import",
        "import ctypes; ctypes.string_at(0)",
        "SIGSEGV",
        "ctypes.string_at",
        module="cell",
    ),
    broken(
        "replaces a function of NumPy",
        "np.array_equal = lambda *_: True",
        "replaces numpy.array_equal",
        "np.array_equal",
    ),
    broken(
        "replaces a builtin",
        "import builtins; builtins.abs = lambda x: 0",
        "replaces builtins.abs",
        "builtins.abs",
    ),
    broken(
        "imports the reference",
        """
        import sys; sys.path.insert(0, ".")
        from solutions.echornn.data import echo
        """,
        "reads solutions/echornn",
        "from solutions",
    ),
    broken(
        "executes the reference",
        """
        import sys
        from pathlib import Path
        exec(Path("solutions/echornn/batching.py").read_text())
        """,
        "reads solutions/echornn",
        "exec(Path",
    ),
    broken(
        "imports the tests",
        "from dojo.spec import oracle",
        "imports dojo.spec",
        "from dojo",
    ),
    broken(
        "runs functions eagerly",
        "tf.config.run_functions_eagerly(True)",
        "run_functions_eagerly",
        "tf.config",
        module="loss",
    ),
    broken(
        "sets float64 globally",
        "tf.keras.backend.set_floatx('float64')",
        "floatx",
        "set_floatx",
        module="loss",
    ),
]
"""Nothing of the exercise can run."""

IN_A_TASK = [
    broken("deleted function", "del num_batches", "has no function `num_batches`"),
    broken("renamed function", "windows = num_batches; del num_batches", "has no func"),
    broken("wrong signature", "def num_batches(): return 666", "TypeError"),
    broken("returns None", "def num_batches(settings): pass", "None"),
    broken(
        "endless loop",
        f"""
        def num_batches(settings):
            {BUSY}
        """,
        "did not finish",
    ),
    broken(
        "a loop that nothing interrupts",
        f"""
        import signal
        def num_batches(settings):
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            {IDLE}
        """,
        "did not finish",
    ),
    broken(
        "endless generator",
        """
        def batch_windows(x, y, truncated_backprop_length):
            while True: yield x, y
        """,
        "never ends",
    ),
    broken(
        "endless recursion",
        "def num_batches(settings): return num_batches(settings)",
        "RecursionError",
    ),
    broken(
        "huge output",
        """
        def num_batches(settings):
            while True: print("x" * 10_000)
        """,
        "File too large",
    ),
    broken(
        "memory growth",
        """
        def num_batches(settings):
            hoard = []
            while True: hoard.append(np.zeros(2**26))
        """,
        "MemoryError",
    ),
    broken(
        "raises BaseException",
        "def num_batches(settings): raise BaseException('no')",
        "BaseException: no",
    ),
    broken(
        "raises KeyboardInterrupt",
        "def num_batches(settings): raise KeyboardInterrupt",
        "KeyboardInterrupt",
    ),
    broken(
        "raises SystemExit",
        "def num_batches(settings): raise SystemExit(0)",
        "SystemExit",
    ),
    broken(
        "skips its own test",
        """
        import unittest
        def num_batches(settings): raise unittest.SkipTest
        """,
        "SkipTest",
    ),
    broken(
        "os._exit in a task",
        """
        import os
        def num_batches(settings): os._exit(0)
        """,
        "ended the whole program",
        "def num_batches(settings): os._exit",
    ),
    broken(
        "crash in a task",
        """
        import ctypes
        def num_batches(settings): ctypes.string_at(0)
        """,
        "SIGSEGV",
        "def num_batches(settings): ctypes",
    ),
    broken(
        "changes directory",
        """
        import os, tempfile
        def num_batches(settings): os.chdir(tempfile.mkdtemp())
        """,
        "None",
    ),
    broken(
        "leaves files open",
        """
        import os
        files = []
        def num_batches(settings): files.extend(open(os.devnull) for _ in range(2000))
        """,
        "num_batches",
    ),
    broken(
        "replaces a function of NumPy in a task",
        """
        def num_batches(settings): np.argwhere = None
        """,
        "replaces numpy.argwhere",
        "np.argwhere",
    ),
]
"""The other tasks of the exercise are judged."""
