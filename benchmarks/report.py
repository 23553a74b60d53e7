"""Generate the tables and the chart in docs/ from the saved results.

`tox -e bench-report` runs this program. All figures come from `results/peers.json`,
which `tox -e bench-peers` writes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from echolab.experiments.records import save_svg

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "peers.json"
DOCS = HERE.parent / "docs"
BASELINE = "session (the tutorial's)"
SHORTEST = 1.0
"""Microseconds at the left end of the chart."""

Row = dict[str, Any]


def main() -> None:
    """Write docs/benchmarks.md and docs/pictures/benchmarks.svg."""
    saved = json.loads(RESULTS.read_text(encoding="utf-8"))
    rows = [{**b["extra_info"], **b["stats"]} for b in saved["benchmarks"]]
    (DOCS / "benchmarks.md").write_text(
        "\n".join(page(saved["machine_info"], rows)), encoding="utf-8"
    )
    draw(training(rows), DOCS / "pictures" / "benchmarks.svg")


def training(rows: list[Row]) -> list[Row]:
    """Return the ways to train, slowest first, with their times in µs per window."""
    ways = [row for row in rows if "windows" in row]
    for row in ways:
        for statistic in ("min", "median", "max"):
            row[f"{statistic}_us"] = 1e6 * row[statistic] / row["windows"]
    return sorted(ways, key=lambda row: -row["median_us"])


def page(machine: Row, rows: list[Row]) -> Iterator[str]:
    """Iterate over the lines of the page."""
    yield "# Benchmarks"
    yield ""
    cpu, cores, python = (machine[name] for name in ("cpu", "cores", "python"))
    yield "`tox -e bench-report` generates this page from"
    yield "`benchmarks/results/peers.json`. All results come from one run on"
    yield f"a machine with {cores} cores ({cpu}), with Python {python}."
    yield ""
    yield from training_table(training(rows))
    yield from forward_table([row for row in rows if "operations" in row])
    yield from growth_table([row for row in rows if "field" in row])


def training_table(ways: list[Row]) -> Iterator[str]:
    """Compare the ways to train at the tutorial's size."""
    medians = {row["contender"]: row["median_us"] for row in ways}
    yield "## Training at the tutorial's size"
    yield ""
    time = "µs per window: median (minimum to maximum)"
    yield f"| method | {time} | compared with the session |"
    yield "| --- | ---: | ---: |"
    for row in ways:
        ratio = medians[BASELINE] / row["median_us"]
        lowest, median, highest = (us(row[f"{s}_us"]) for s in ("min", "median", "max"))
        time = f"{median} ({lowest} to {highest})"
        yield f"| {row['contender']} | {time} | {ratio:.2f} times as fast |"
    yield ""
    yield "The first call of each method is not included, because it also traces and"
    yield "compiles. For these methods, it took more than twice as long as later calls:"
    first = "; ".join(
        f"{row['contender']}: {row['first_call_seconds']:.1f} s"
        for row in ways
        if row["first_call_seconds"] > 2 * row["median"]
    )
    yield f"{first}."
    yield ""


def us(value: float) -> str:
    """Return a time as text, with a decimal place if it is below 100."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def forward_table(rows: list[Row]) -> Iterator[str]:
    """Compare the ways to run the forward pass of a window, at every size."""
    sizes = list(dict.fromkeys(tuple(row["size"]) for row in rows))
    *sizes, square = sizes
    ways = list(dict.fromkeys(row["contender"] for row in rows))[:-1]
    by_case = {(row["contender"], tuple(row["size"])): row for row in rows}
    rate = by_case["matrix product", square]
    yield "## Forward pass: median µs per window"
    yield ""
    yield f"| method | {' | '.join(map(str, sizes))} | GFLOP/s at the last size |"
    yield f"| --- |{' ---: |' * (len(sizes) + 1)}"
    for way in ways:
        cases = [by_case[way, size] for size in sizes]
        times = " | ".join(f"{1e6 * case['median']:,.0f}" for case in cases)
        yield f"| {way} | {times} | {gflops(cases[-1]):.0f} |"
    yield ""
    yield "Each size is given as (batch, time, state). For comparison: on this machine,"
    yield f"NumPy multiplies two square matrices of {square[0]} rows at a rate of"
    yield f"{gflops(rate):.0f} GFLOP/s. In the method `XLA, hoisted`, the inputs of all"
    yield "steps are multiplied by their weights in one operation, before the loop."
    yield ""


def gflops(row: Row) -> float:
    return row["operations"] / row["median"] / 1e9


def growth_table(rows: list[Row]) -> Iterator[str]:
    """Show how the time of an epoch grows with each size, and its exponent."""
    yield "## Growth: median ms per epoch"
    yield ""
    yield "With an exponent of 1, twice the size takes twice the time. The first"
    yield "exponent is fitted to all sizes, and the exponent in brackets to the last"
    yield "two. `product` is a task of exercise 7; `@` calls a library."
    yield ""
    yield "| setting | matrix product | ms for each value | exponent |"
    yield "| --- | --- | --- | ---: |"
    for field in dict.fromkeys(row["field"] for row in rows):
        for form in ("product", "@"):
            points = [r for r in rows if (r["field"], r["form"]) == (field, form)]
            shown = ", ".join(
                f"{p['value']:,}: {1e3 * p['median']:.3g}" for p in points
            )
            fitted = f"{exponent(points):.2f} ({exponent(points[-2:]):.2f})"
            yield f"| `{field}` | `{form}` | {shown} | {fitted} |"
    yield ""


def exponent(points: list[Row]) -> float:
    """Return the p for which time = c * size^p fits the points best."""
    sizes, times = ([point[key] for point in points] for key in ("value", "median"))
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def draw(ways: list[Row], path: Path) -> None:
    """Draw a bar for each way to train, on a logarithmic scale."""
    figure = Figure(figsize=(9, 5.2), layout="constrained")
    axes = figure.add_subplot()
    names = [row["contender"] for row in ways]
    medians = [row["median_us"] for row in ways]
    colors = ["tab:green" if "train_epoch" in name else "tab:blue" for name in names]
    colors[names.index(BASELINE)] = "tab:red"
    bars = axes.barh(
        names, [m - SHORTEST for m in medians], left=SHORTEST, color=colors
    )
    for bar, name in zip(bars, names, strict=True):
        if name == BASELINE or "train_epoch" in name:
            bar.set(hatch="///", edgecolor="white")
    written = [us(median) for median in medians]
    free = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # of the dotted line
    axes.bar_label(bars, written, padding=3, bbox=free)
    axes.axvline(medians[names.index(BASELINE)], color="tab:red", linestyle="dotted")
    axes.set(
        xscale="log",
        xlim=(SHORTEST, 4 * max(medians)),
        xlabel="µs per window (logarithmic scale); dotted line: the tutorial's session",
    )
    axes.spines[["top", "right"]].set_visible(False)
    save_svg(figure, path, "Microseconds for one window of training, for each method")


if __name__ == "__main__":
    main()
