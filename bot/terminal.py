"""What the command line shows while it works, and how it prints tables."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, plain lines elsewhere; call it with what is done and all there is."""
    if not sys.stderr.isatty():
        yield _plain(title)
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is drawn
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)
        yield lambda done, everything: bar.update(task, completed=done, total=everything)


def _plain(title: str) -> Callable[[int, int], None]:
    tenths = 0

    def show(done: int, everything: int) -> None:
        nonlocal tenths
        now = 10 * done // max(everything, 1)
        if now > tenths:
            tenths = now
            typer.echo(f"{title}: {done} of {everything}", err=True)

    return show


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows with the same keys below each other; numbers to the right."""
    if not rows:
        return
    cells = [list(rows[0]), *([_shown(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numeric = [isinstance(value, int | float) for value in rows[0].values()]
    for line in cells:
        shown = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        typer.echo("  ".join(shown).rstrip())


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
