"""What kills cost: an agent that dies a hundred times in the middle of waves, with whatever goes wrong besides."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from tests.benchmarks.databases import Template, template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run
from tests.benchmarks.telegram import LIBRARIES
from tests.journeys.crashes import Trouble, ordeal
from tests.journeys.toll import Toll

PEOPLE: Final = 200
KILLS: Final = 25
"""In each wave: enough that most of its messages leave in a life that is cut short."""


async def _all_troubles(run: Run, *, library: str, on_server: bool) -> Sequence[Line]:
    """A line for each trouble, on SQLite or on the server."""
    if on_server and run.server is None:
        return [_line(library, "PostgreSQL", trouble, None) for trouble in Trouble]
    lines = []
    async with template(server=run.server if on_server else None, folder=run.folder, fill=_nothing) as empty:
        for trouble in Trouble:
            toll = await _toll(run, empty, library, trouble)
            for wrong in toll.wrongs:
                run.say(wrong)
            lines.append(_line(library, "PostgreSQL" if on_server else "SQLite", trouble, toll))
            run.say(f"{trouble}: {toll}")
    return lines


async def _toll(run: Run, empty: Template, library: str, trouble: Trouble) -> Toll:
    """What all waves cost together, each on a database of its own."""
    toll = Toll()
    for number in range(run.of(4, 1)):
        seed = f"{library} {trouble} {number}"
        async with (
            empty.copy() as url,
            ordeal(library=library, database_url=url, folder=run.folder, people=PEOPLE, seed=seed) as wave,
        ):
            toll += await wave.suffer(run.of(KILLS, 5), trouble)
    return toll


def _line(library: str, database: str, trouble: Trouble, toll: Toll | None) -> Line:
    return Line(
        name=f"killed in waves of {PEOPLE}, {database}, {library}, {trouble}: what went wrong",
        ours=str(toll) if toll else "no server",
        figure=None if toll is None else len(toll.wrongs),
        bounds=Bounds(floor=0, goal=0, unit="", at_most=True),
    )


async def _nothing(_database: object) -> None:
    """Every wave begins with an empty database."""


LINES: Final = {
    f"crashes-{place}-{library}": partial(_all_troubles, library=library, on_server=place == "postgresql")
    for place in ("sqlite", "postgresql")
    for library in LIBRARIES
}
