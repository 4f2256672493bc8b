"""What kills have cost: what people saw in the simulated Telegram, held against what is stored."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from sqlalchemy import Table, func, select

from bot.simulator.messages import Message
from bot.simulator.person import Person
from bot.simulator.simulator import Simulator
from storage import waves
from storage.database import Session
from storage.kinds import InvitationState, MessageKind, MessageState
from storage.tables import contact_table as contact
from storage.tables import invitation_table as invitation
from storage.tables import message_table as message
from storage.tables import response_table as response
from storage.tables import response_tap_table as response_tap
from storage.tables import set_aside_update_table as set_aside_update
from storage.waves import WaveCounts


@dataclass(slots=True)
class Toll:
    """The figures. Whatever was not to happen is a sentence in `wrongs`."""

    people: int = 0
    kills: int = 0
    asked_twice: int = 0
    """People who got a question, or a prompt, twice."""
    lost: int = 0
    """People of whom no final state tells what became of their question."""
    unknown: int = 0
    """Questions and prompts of which nobody knows in the end whether they arrived."""
    most_unknown: int = 0
    """How many became unknown by one kill, at most."""
    taps: int = 0
    """People who tapped: everybody who saw the question."""
    taps_stored: int = 0
    """Those of them whose tap is stored, once."""
    prompts: int = 0
    """People whose answer was to be followed by a prompt."""
    prompts_accounted: int = 0
    """Those of them whose prompt was seen and is `sent`, or is `unknown`."""
    wrongs: list[str] = field(default_factory=list)

    def __add__(self, other: "Toll") -> "Toll":
        both = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)}
        return Toll(**both | {"most_unknown": max(self.most_unknown, other.most_unknown)})

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.people} people: asked twice {self.asked_twice}, lost {self.lost}, "
            f"unknown {self.unknown}, at most {self.most_unknown} by one kill, "
            f"taps stored {self.taps_stored} of {self.taps}, "
            f"prompts accounted {self.prompts_accounted} of {self.prompts}"
        )

    def settle_up(self, telegram: Simulator, stored: "Stored", scores: Sequence[int]) -> None:
        """Count what became of each person of the crowd, who were minded to give these scores."""
        if not stored.wave.audience == sum(stored.wave.states.values()) == self.people:
            self.wrongs.append(f"{stored.wave.states} don't sum to {self.people}")
        if stored.set_aside:
            self.wrongs.append(f"{stored.set_aside} updates were set aside")
        for person, score in zip(telegram.crowd.people, scores, strict=True):
            seen = Counter(map(_what, person.chat.from_bot))
            prompts = stored.prompts[person.id]
            self.unknown += (not seen["question"]) + prompts.count(MessageState.UNKNOWN)
            if max(seen["question"], seen["prompt"]) > 1:
                self.asked_twice += 1
                self.wrongs.append(f"{person} got {seen['question']} questions, {seen['prompt']} prompts")
            if seen["question"]:
                self._count_tap(person, stored, score)
                self._count_prompt(person, prompts, seen["prompt"])
            elif stored.of(person) != (InvitationState.UNKNOWN, None, []) or prompts:
                self.lost += 1
                self.wrongs.append(f"{person} wasn't asked, and stored is {stored.of(person)}, {prompts}")

    def _count_tap(self, person: Person, stored: "Stored", score: int) -> None:
        """Whoever saw the question has tapped, once."""
        found = stored.of(person)
        self.taps += 1
        self.taps_stored += found.taps == [score]
        self.lost += found.state != InvitationState.ANSWERED
        if found != (InvitationState.ANSWERED, score, [score]):
            self.wrongs.append(f"{person} tapped {score}, and stored is {found}")

    def _count_prompt(self, person: Person, states: list[str], seen: int) -> None:
        """`unknown` fits whatever was seen."""
        accounted = states == [MessageState.UNKNOWN] or (states == [MessageState.SENT] and seen == 1)
        self.prompts += 1
        self.prompts_accounted += accounted
        if not accounted:
            self.wrongs.append(f"{person} saw {seen} prompts, and stored are {states}")


class End(NamedTuple):
    """What is stored of one person."""

    state: str | None
    score: int | None
    taps: list[int]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds in the end; people by their Telegram ids."""

    wave: WaveCounts
    states: dict[int, str]
    scores: dict[int, int]
    taps: defaultdict[int, list[int]]
    prompts: defaultdict[int, list[str]]
    set_aside: int

    def of(self, person: Person) -> End:
        """What became of a person's invitation."""
        return End(self.states.get(person.id), self.scores.get(person.id), self.taps[person.id])


async def stored_in(session: Session) -> Stored:
    """All of it."""
    taps: defaultdict[int, list[int]] = defaultdict(list)
    prompts: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, score in await taps_stored(session):
        taps[person_id].append(score)
    asked_more = select(message.c.chat_id, message.c.state).where(message.c.kind == MessageKind.PROMPT)
    for chat_id, state in await session.execute(asked_more):
        prompts[chat_id].append(state)
    set_aside = await session.execute(select(func.count()).select_from(set_aside_update))
    return Stored(
        wave=(await waves.counts(session))[0],
        states=dict(await _by_person(session, invitation.c.state)),
        scores=dict(await _by_person(session, response.c.score, of=response)),
        taps=taps,
        prompts=prompts,
        set_aside=set_aside.scalar_one(),
    )


async def taps_stored(session: Session) -> list[tuple[int, int]]:
    """Who tapped which score, as often as it is stored."""
    return await _by_person(session, response_tap.c.score, of=response_tap)


async def _by_person(session: Session, column: Any, *, of: Table | None = None) -> list[tuple[int, Any]]:
    """A column of each person's invitation, or of a table that belongs to it, with the person's Telegram id."""
    statement = select(contact.c.telegram_id, column).join(
        invitation, invitation.c.contact_id == contact.c.id
    )
    if of is not None:
        statement = statement.join(of, of.c.invitation_id == invitation.c.id)
    return [(person_id, found) for person_id, found in await session.execute(statement)]


def _what(seen: Message) -> str:
    text = seen.edits[0].text if seen.edits else seen.text
    if "How satisfied" in text:
        return "question"
    prompts = ("What went wrong", "What would have made", "What did you like")
    return "prompt" if any(asks in text for asks in prompts) else "other"
