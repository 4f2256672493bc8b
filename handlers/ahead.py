"""Answers that take looking up: that is done ahead of their transaction, so that no tap waits for it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from handlers.replies import Reply, Say
from storage.database import Session

Admitted = TypeVar("Admitted")
"""Whoever may have the answer, and where it is given."""

Found = TypeVar("Found")
"""What the answer takes."""

Answer: TypeAlias = Callable[[Session], Awaitable[Sequence[Reply | Say] | None]]
"""The rest of an answer: what must be kept, and what is said. None: somebody else is to answer this."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What is said to whoever may not have the answer; None: somebody else is to answer them."""

    replies: Sequence[Reply | Say] | None


async def look_ahead(
    session: Session,
    *,
    admit: Callable[[Session], Awaitable[Admitted | Refused]],
    look: Callable[[Admitted], Awaitable[Found]],
    give: Callable[[Admitted, Found], Awaitable[Sequence[Reply | Say] | None]],
) -> Answer:
    """Look up in a session that only reads what an answer takes; returns the rest, for the transaction.

    `admit` says whether somebody may have the answer, and is asked again in the transaction: a right that was
    taken meanwhile counts there, and for one that was given meanwhile it is looked up there. Only `give` writes.
    """
    before = await admit(session)
    ahead = () if isinstance(before, Refused) else (await look(before),)

    async def answer(session: Session) -> Sequence[Reply | Say] | None:
        admitted = await admit(session)
        if isinstance(admitted, Refused):
            return admitted.replies
        (found,) = ahead or (await look(admitted),)
        return await give(admitted, found)

    return answer
