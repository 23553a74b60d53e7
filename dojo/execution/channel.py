"""The channel between the judge and a worker: JSON messages, one on each line.

Whatever one end sends, the other end waits no longer than it chooses to, and reads no
more than a fixed limit.
"""

import os
from math import inf
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Generic, TypeVar
from unicodedata import category

import msgspec

LONGEST = 2**20
"""The most bytes in a message."""
TEXT = 2**16
"""The most characters in one text of a message."""
_CHUNK = 2**16

Message = TypeVar("Message")


class NoMessage(Exception):
    """What arrived is not a message; the error says what it is."""


class Channel(Generic[Message]):
    """One end of the channel."""

    def __init__(self, connection: Connection, incoming: Any) -> None:
        """Make a channel from one end of a pipe.

        Args:
            connection: this end of the pipe.
            incoming: the type of the messages from the other end.
        """
        self._connection = connection
        self._decode = msgspec.json.Decoder(incoming).decode
        self._came = b""

    @property
    def closed(self) -> bool:
        return self._connection.closed

    def close(self) -> None:
        self._connection.close()

    def send(self, message: msgspec.Struct) -> None:
        """Send a message.

        Raises:
            OSError: the other end is gone.
        """
        line = msgspec.json.encode(message) + b"\n"
        if os.name == "nt":
            self._connection.send_bytes(line)
        while os.name != "nt" and line:
            line = line[os.write(self._connection.fileno(), line) :]

    def receive(self, seconds: float = inf) -> Message:
        """Return the next message.

        Raises:
            TimeoutError: no message arrived in time.
            EOFError, OSError: the other end is gone.
            NoMessage: what arrived is not a message.
        """
        line = self._line(monotonic() + seconds)
        try:
            return self._decode(line)
        except msgspec.DecodeError as error:
            raise NoMessage(f"{line[:60]!r}: {error}") from error

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._came:
            if len(self._came) > LONGEST:
                raise NoMessage(f"{self._came[:60]!r}: longer than {LONGEST} bytes")
            self._came += self._read(until - monotonic())
        line, _, self._came = self._came.partition(b"\n")
        return line

    def _read(self, seconds: float) -> bytes:
        if not self._connection.poll(None if seconds == inf else max(0, seconds)):
            raise TimeoutError
        if os.name == "nt":  # here, a pipe returns whole messages
            return self._connection.recv_bytes(LONGEST)
        if chunk := os.read(self._connection.fileno(), _CHUNK):
            return chunk
        raise EOFError


def plain(text: str) -> str:
    """Return a text that fits into any message and can be shown on any terminal.

    Characters that would move the cursor, or cannot be encoded, become escape sequences
    in plain letters.
    """
    text = text[:TEXT].replace("\r\n", "\n")
    return "".join(c if _is_plain(c) else ascii(c)[1:-1] for c in text)


def _is_plain(character: str) -> bool:
    is_space = character in "\n\t" or category(character) == "Zs"
    return is_space or character.isprintable()
