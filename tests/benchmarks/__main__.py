"""`python -m tests.benchmarks [NAMES] [--quick]`: measures, prints the table, and fails where a floor isn't kept."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tests.benchmarks import bookkeeping, crashes, memory, pace, page, report, start, taps, whole_path
from tests.benchmarks.lines import Line, table
from tests.benchmarks.rounds import Run

ROOT: Final = Path(__file__).parents[2]
RESULTS: Final = Path(__file__).with_name("results.md")

Benchmark = Callable[[Run], Awaitable[Sequence[Line]]]

GROUPS: Final[Mapping[str, Mapping[str, Benchmark]]] = {
    "taps": taps.LINES,
    "whole-path": whole_path.LINES,
    "pace": pace.LINES,
    "bookkeeping": bookkeeping.LINES,
    "memory": memory.LINES,
    "start": start.LINES,
    "page": page.LINES,
    "crashes": crashes.LINES,
}


def chosen(names: Sequence[str]) -> dict[str, Benchmark]:
    """The benchmarks of these names, each a group or one of its lines; none: all. Raises KeyError."""
    every = {name: line for group in GROUPS.values() for name, line in group.items()}
    if not names:
        return every
    found: dict[str, Benchmark] = {}
    for name in names:
        found |= GROUPS[name] if name in GROUPS else {name: every[name]}
    return found


def main() -> int:
    """Exit status 0: every floor is kept; 1: one isn't; 2: wrong use."""
    known = ", ".join(f"{group} ({', '.join(of)})" for group, of in GROUPS.items())
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run, by group or line: {known}; default: all")
    parser.add_argument("--quick", action="store_true", help="shorter and rougher, for trying")
    given = parser.parse_args()
    try:
        benchmarks = chosen(given.names)
    except KeyError as error:
        parser.error(f"there is no benchmark {error}")
    found = asyncio.run(_measure(benchmarks, quick=given.quick))
    every = [line for lines in found.values() for line in lines]
    _say(table(every))
    if not given.quick:  # which is for trying, and says little
        _keep(found)
    return int(any(line.failed for line in every))


def _keep(found: Mapping[str, Sequence[Line]]) -> None:
    """Write the groups that were measured whole into the results."""
    whole = {
        group: [line for name in of for line in found[name]]
        for group, of in GROUPS.items()
        if of.keys() <= found.keys()
    }
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    about = asyncio.run(report.about(_server()))
    results = report.updated(before, whole, order=list(GROUPS), about=about)
    RESULTS.write_text(results, encoding="utf-8")


async def _measure(benchmarks: Mapping[str, Benchmark], *, quick: bool) -> dict[str, Sequence[Line]]:
    # Where the product's own database lies: a disk, on which a commit costs what it costs.
    place = ROOT / "var"
    place.mkdir(exist_ok=True)
    found: dict[str, Sequence[Line]] = {}
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=place) as folder:
        for name, benchmark in benchmarks.items():
            began = time.monotonic()
            run = Run(quick=quick, folder=Path(folder), server=_server(), say=partial(_say_of, name))
            lines = await benchmark(run)
            _say(f"{name}, {time.monotonic() - began:.0f} s")
            for line in lines:
                _say(f"  {line.name}: {line.ours}; {line.against}; {line.verdict}")
            found[name] = lines
    return found


def _server() -> str | None:
    return os.environ.get("TEST_DATABASE_URL") or None


def _say_of(name: str, words: str) -> None:
    _say(f"  {name}: {words}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
