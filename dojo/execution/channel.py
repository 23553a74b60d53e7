"""The line between the judge and a worker: messages as JSON, each on a line of its own.

Nothing that one end sends has the other wait longer than it wants to, or read more than
it can take.
"""

import os
from math import inf
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Generic, TypeVar
from unicodedata import category

import msgspec

LONGEST = 2**20
"""Bytes of a message."""
TEXT = 2**16
"""Characters of a text in a message."""
_CHUNK = 2**16

Message = TypeVar("Message")


class NoMessage(Exception):
    """What came is not a message; says what it is."""


class Channel(Generic[Message]):
    """One end of the line."""

    def __init__(self, connection: Connection, incoming: Any) -> None:
        """Take an end of a pipe.

        Args:
            connection: the end.
            incoming: the type of what comes from the other end.
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
            OSError: nobody is there any more.
        """
        line = msgspec.json.encode(message) + b"\n"
        if os.name == "nt":
            self._connection.send_bytes(line)
        while os.name != "nt" and line:
            line = line[os.write(self._connection.fileno(), line) :]

    def receive(self, seconds: float = inf) -> Message:
        """Return the next message.

        Raises:
            TimeoutError: it did not come in time.
            EOFError, OSError: nobody is there any more.
            NoMessage: what came is something else.
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
        if os.name == "nt":  # where a pipe hands out whole messages
            return self._connection.recv_bytes(LONGEST)
        if chunk := os.read(self._connection.fileno(), _CHUNK):
            return chunk
        raise EOFError


def plain(text: str) -> str:
    """Return a text that every message can hold, and any terminal shows.

    What would move a terminal's cursor, or could not be encoded, is written out.
    """
    text = text[:TEXT].replace("\r\n", "\n")
    return "".join(c if _is_plain(c) else ascii(c)[1:-1] for c in text)


def _is_plain(character: str) -> bool:
    is_space = character in "\n\t" or category(character) == "Zs"
    return is_space or character.isprintable()
