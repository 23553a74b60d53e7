"""Have pieces judged: on this machine, or by a Dask cluster; each of them once."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures as local
from typing import Any, Protocol
from uuid import uuid4

from dojo.classroom.pieces import Piece
from dojo.classroom.verdicts import Judge, Verdict, lost


class Judging(Protocol):
    """Judges pieces, in any order."""

    def verdicts(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Verdict]]:
        """Iterate over the verdicts on pieces, as they come."""
        ...


class Here:
    """Judges on this machine, several pieces at a time."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1

    def verdicts(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Verdict]]:
        judge = Judge()
        with local.ThreadPoolExecutor(self._jobs) as pool:
            futures = {pool.submit(judge.judge, piece): piece for piece in pieces}
            try:
                for future in local.as_completed(futures):
                    piece = futures[future]
                    try:
                        verdict = future.result()
                    except Exception as error:  # of the judge: the others go on
                        verdict = lost(piece, f"could not be judged: {error!r}")
                    yield piece, verdict
            finally:  # also where nobody wants the others any more
                pool.shutdown(wait=False, cancel_futures=True)
                judge.stop()


class OnCluster:
    """Judges on the workers of a Dask cluster.

    They need this project at hand, as `docs/classroom.md` says.
    """

    def __init__(
        self, address: str, judge: Callable[[Piece], Verdict] | None = None
    ) -> None:
        self._address = address
        self._judge = judge or judge_there

    def verdicts(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Verdict]]:
        """Iterate over the verdicts on pieces, as they come.

        What a dying worker was at is judged again, each piece alone, so that nobody
        has to answer for a neighbour.

        Raises:
            OSError: there is no scheduler at the address.
        """
        from distributed import Client

        with Client(self._address, timeout=10) as client:
            usual = client.run_on_scheduler(_allow_failures, 0)
            try:
                yield from self._verdicts(client, pieces)
            finally:
                client.run_on_scheduler(_allow_failures, usual)

    def _verdicts(
        self, client: Any, pieces: Iterable[Piece]
    ) -> Iterator[tuple[Piece, Verdict]]:
        suspects = []
        for piece, verdict in self._judge_together(client, pieces):
            if verdict:
                yield piece, verdict
            else:
                suspects.append(piece)
        for piece in suspects:
            ((_, verdict),) = self._judge_together(client, [piece])
            yield piece, verdict or lost(piece, "killed two workers that judged it")

    def _judge_together(
        self, client: Any, pieces: Iterable[Piece]
    ) -> Iterator[tuple[Piece, Verdict | None]]:
        """Iterate over verdicts; None where the worker has died."""
        from distributed import KilledWorker, as_completed

        futures = {
            client.submit(self._judge, piece, key=f"{piece.key} {uuid4()}"): piece
            for piece in pieces
        }
        try:
            for future in as_completed(list(futures)):
                piece = futures[future]
                try:
                    yield piece, future.result()
                except KilledWorker:
                    yield piece, None
                except Exception as error:  # of the judge: the others go on
                    yield piece, lost(piece, f"could not be judged: {error!r}")
        finally:
            client.cancel(list(futures))


def _allow_failures(number: int, dask_scheduler: Any = None) -> int:
    """Have a scheduler give up a piece after so many deaths; return what it was."""
    usual = dask_scheduler.allowed_failures
    dask_scheduler.allowed_failures = number
    return usual


def judge_there(piece: Piece) -> Verdict:
    """Judge a piece, in a worker of a cluster."""
    from multiprocessing import current_process

    # Dask's nannies start workers that may start no processes, and these have to
    vars(current_process())["_config"]["daemon"] = False
    return Judge().judge(piece)
