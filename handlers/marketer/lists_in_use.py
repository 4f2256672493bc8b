"""Which lists of contacts something uses: plans that go on, waves that aren't over, and drafts; the others go."""

from collections.abc import Iterable
from datetime import datetime

from handlers.marketer.audience_words import read_audience
from handlers.marketer.wave_words import AUDIENCE
from handlers.unclear import UnclearPlanError
from storage import contact_lists, drafts, plans, waves
from storage.database import Session


async def let_go(session: Session, *, now: datetime, unused_since: datetime) -> None:
    """Let nobody name those lists any more that nothing has used since; their contacts are dropped afterwards."""
    if not await contact_lists.all_held(session):
        return
    audiences = [
        *(plan.audience for plan in await plans.running(session)),
        *await waves.audiences(session),
        *(words[AUDIENCE] for words in await drafts.all_words(session) if AUDIENCE in words),
    ]
    await contact_lists.let_go(session, in_use=_named(audiences), now=now, unused_since=unused_since)


def _named(audiences: Iterable[str]) -> set[str]:
    named: set[str] = set()
    for audience in audiences:
        try:
            named.update(read_audience(audience).lists)
        except UnclearPlanError:  # words of another version: what can't be read can't be asked by either
            continue
    return named
