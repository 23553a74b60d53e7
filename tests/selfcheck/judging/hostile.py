"""Submissions that mean to: what each of them does to be green, or to do damage.

Each stands at the end of a solved `batching.py`. `{project}` is the project's folder,
`{home}` a home folder with a secret in it.
"""

LINE = """
import os
def say(line):
    for fd in range(64):
        try:
            os.write(fd, line)
        except OSError:
            pass
"""

AT_IMPORT = {
    "pickled code for the judge": LINE
    + """
import pickle
class Evil:
    def __reduce__(self):
        return os.system, ("touch {project}/owned",)
say(pickle.dumps(Evil()) + b"\\n")
""",
    "an unknown message": LINE + 'say(b\'{{"type": "Noise"}}\\n\')',
    "garbage": LINE + "say(b'\\xff\\xfe\\n')",
    "a message that is not expected": LINE
    + 'say(b\'{{"type": "Diagnosed", "sentence": null}}\\n\')',
    "half a message, and sleep": LINE
    + "say(b'{{\"type\"'); import time; time.sleep(99)",
    "an endless message": LINE + "say(b'x' * 65536 * 40)",
    "a loud thread, and sleep": LINE
    + """
import threading, time
def talk():
    while True:
        say(b'{{"type": "Ready"}}\\n'); time.sleep(0.1)
threading.Thread(target=talk, daemon=True).start(); time.sleep(99)
""",
    "writes a test": "open('{project}/tests/test_1_data.py', 'a').write('#')",
    "writes a module that Python loads by itself": (
        "open('{project}/sitecustomize.py', 'w').write('#')"
    ),
    "writes into the environment": """
import pathlib, numpy
(pathlib.Path(numpy.__file__).parents[1] / "owned.pth").write_text("import os")
""",
    "deletes a test": "import os; os.remove('{project}/tests/test_1_data.py')",
    "moves the tests": "import os; os.rename('{project}/tests', '{project}/gone')",
    "leaves bytecode": """
import os, pathlib
os.makedirs(pathlib.Path(__file__).parent / "__pycache__" / "deeper")
""",
    "forks": "import os; os.fork()",
    "starts a program": "import subprocess; subprocess.Popen(['sleep', '99'])",
    "starts a shell": "import os; os.system('sleep 99 &')",
    "many processes": """
import multiprocessing, time
for _ in range(20):
    multiprocessing.get_context("fork").Process(target=time.sleep, args=[99]).start()
""",
    "stops its parent": "import os, signal; os.kill(os.getppid(), signal.SIGSTOP)",
    "kills its siblings": "import os, signal; os.killpg(0, signal.SIGKILL)",
    "opens a socket": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "closes all that is open": "import os; os.closerange(3, 4096)",
    "stops itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "closes all and stops itself": """
import os, signal
os.closerange(3, 4096)
os.kill(os.getpid(), signal.SIGSTOP)
""",
    "takes all memory": "hoard = [bytearray(2**28) for _ in range(64)]",
}
"""None of its tests may pass."""

BELOW_PYTHON = {
    "forks": "assert libc.fork() == -1",
    "forks without the C library": "assert libc.syscall(57 if x86 else 220, 17) == -1",
    "stops its parent": "assert libc.kill(os.getppid(), 19) == -1",
    "writes a test": "assert libc.open(b'{project}/tests/test_1_data.py', 1) == -1",
    "makes a file": "assert libc.creat(b'{project}/sitecustomize.py', 0o600) == -1",
    "reads a secret": "assert libc.open(b'{home}/secret', 0) == -1",
    "reads the reference": (
        "assert libc.open(b'{project}/solutions/echornn/data.py', 0) == -1"
    ),
    "reads another solution": (
        "assert libc.open(b'{project}/dojo/galleries/alternatives/data.py', 0) == -1"
    ),
    "opens a socket": "assert libc.socket(2, 2, 0) == -1",
    "executes a program": "libc.execl(b'/bin/true', b'true', None)",
}
"""What Python cannot prevent: the kernel does, and the assertions hold."""

IN_A_TASK = {
    "forged reports": LINE
    + """
def num_batches(settings):
    for test in (b"tests/test_1_data.py::test_one", b"tests/test_2_batching.py::test"):
        say(b'{{"type": "Tested", "nodeid": "%s", "state": "passed"}}\\n' % test)
""",
    "a long nap in every test": """
import time
def num_batches(settings):
    time.sleep(1.5)
""",
}
"""All that is left undone must be red, and the run must end."""
