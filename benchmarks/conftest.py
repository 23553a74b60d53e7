"""Configure how the benchmarks are run and saved."""

from collections.abc import Callable, Generator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from contenders.peers import missing

import echornn
from echolab.runtime import import_tensorflow_quietly

import_tensorflow_quietly()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Measure nothing unless `--benchmark-enable` is given."""
    config.option.benchmark_disable = not config.option.benchmark_enable


def pytest_report_header() -> list[str]:
    absent = ", ".join(missing())
    return [
        f"echornn measured: {Path(echornn.__path__[0]).parent.name}",
        f"not measured, because not installed: {absent}"
        if absent
        else "all libraries to compare with are installed",
    ]


def timed(function: Callable[..., Any], *args: object) -> tuple[Any, float]:
    """Call a function for the first time; return its result and the seconds it took."""
    since = perf_counter()
    came = function(*args)
    return came, perf_counter() - since


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, Any, Any]:
    """Skip a benchmark if it needs a function that the learner has not written yet."""
    try:
        return (yield)
    except NotImplementedError as unfinished:
        pytest.skip(f"{str(unfinished).splitlines()[-1].strip()} is not written yet")


def pytest_benchmark_update_json(output_json: dict[str, Any]) -> None:
    """Keep only what readers need: leave out the machine's name and the raw data."""
    machine = output_json["machine_info"]
    cpu = machine["cpu"]
    output_json["machine_info"] = {
        "cpu": cpu.get("brand_raw", "unknown"),
        "cores": cpu.get("count"),
        "system": machine["system"],
        "python": machine["python_version"],
    }
    output_json.pop("commit_info")
    for benchmark in output_json["benchmarks"]:
        benchmark["stats"].pop("data", None)


@pytest.fixture
def measure(benchmark):
    """Time a function after its first call, whose time is saved separately."""

    def measure(function, *args, seconds: float, rounds: int, **notes):
        benchmark.extra_info.update(first_call_seconds=seconds, **notes)
        benchmark.pedantic(function, args=args, rounds=rounds, warmup_rounds=1)

    return measure
