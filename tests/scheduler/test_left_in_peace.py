"""Whoever stops, blocks, goes or is erased is written to no more, wherever their question was on its way."""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from handlers.conversation import Conversation
from handlers.messenger import Rejected, Sent, Unknown
from handlers.press import Act, Press
from handlers.updates import Blocked, Command, Person, Tap, Unblocked
from scheduler.claims import Claimed
from scheduler.endings import ending
from scheduler.ticks import Ticks
from storage import contacts, messages, waves
from storage.kinds import InvitationState, MessageKind, SkipReason
from storage.messages import NewMessage
from storage.tables import contact_table, invitation_table, message_table
from tests.scheduler.stage import BOT_ID, NOW, SHOP, Stage

ANNA: Final = Person(1_000_001, "Anna", "anna", "en")
OTHER: Final = 1_000_002

# Where the invitation was -> where it is a week and a day later, by what happened in between.
#             stop                 block                deactivate             erase              nothing
AFTERWARDS = """
due           skipped:opted_out    skipped:blocked      skipped:deactivated    skipped:erased     expired
sending       expired              expired              expired                unknown            expired
sent          expired              expired              expired                expired            expired
answered      answered             answered             answered               answered           answered
expired       expired              expired              expired                expired            expired
skipped       skipped:test_order   skipped:test_order   skipped:test_order     skipped:test_order skipped:test_order
failed        failed               failed               failed                 failed             failed
unknown       unknown              unknown              unknown                unknown            expired
cancelled     cancelled            cancelled            cancelled              cancelled          cancelled
"""

EVENTS: Final = ("stop", "block", "deactivate", "erase", "nothing")

CASES = [
    (state, event, expected)
    for state, *ends in (line.split() for line in AFTERWARDS.splitlines() if line)
    for event, expected in zip(EVENTS, ends, strict=True)
]

LEAVE_FOR_WHOM_NOTHING_HAPPENED: Final = {
    "due": {"question", "reminder"},
    "sending": {"reminder", "question again"},
    "sent": {"reminder", "question again"},
    "answered": {"prompt"},
    "unknown": {"reminder", "question again"},
    "failed": {"question again"},  # it did arrive, if somebody said "not now" under it
}
"""So that the table would see a message that leaves."""


class Customer:
    """Anna with one question, the agent around her, and a week."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.claims = stage.claims()
        self.left: list[str] = []
        self.ticks = Ticks(
            database=stage.database, writer=stage.writer, shop=SHOP, messages_waiting=lambda: None
        )
        self.conversation = Conversation(
            bot_id=BOT_ID,
            writer=stage.writer,
            shop=SHOP,
            now=stage.clock.now,
            messages_waiting=lambda: None,
        )
        self._numbers = itertools.count(1)
        self._in_hand: list[Claimed] = []
        self.invitation_id = 0

    async def is_invited(self) -> None:
        wave = await self.stage.wave(remind_seconds=3 * 24 * 3600)
        contact = await self.stage.contact(telegram_id=ANNA.telegram_id, language_code="en")
        self.invitation_id = await self.stage.question(wave_id=wave, person=contact)
        # Somebody whose question is open keeps the wave running: it isn't over because Anna's is settled.
        other = await self.stage.contact(telegram_id=OTHER)
        await self.stage.question(wave_id=wave, person=other)

    async def reaches(self, state: InvitationState) -> None:
        """Bring the question to where it was when it happened, as it comes there."""
        await REACH[state](self)
        row = await self.stage.invitation(self.invitation_id)
        assert row.state == state

    async def waits_in_line(self) -> None:
        """What else may stand in line of such a question; of one that is answered its prompt does already."""
        asked = await self.stage.invitation(self.invitation_id)
        kinds = {"question again": MessageKind.QUESTION, "reminder again": MessageKind.REMINDER}
        if asked.state in (InvitationState.DUE, InvitationState.ANSWERED):
            del kinds["question again"]
        now = self.stage.clock.now()
        async with self.stage.writer.unit() as session:
            waiting = [
                NewMessage(
                    key=key,
                    kind=kind,
                    not_before=now,
                    chat_id=ANNA.telegram_id,
                    contact_id=asked.contact_id,
                    invitation_id=self.invitation_id,
                )
                for key, kind in kinds.items()
            ]
            await messages.put_in_line(session, waiting, now=now)
            await session.commit()

    async def event(self, what: str) -> None:
        number = next(self._numbers)
        me = ANNA.telegram_id
        match what:
            case "stop":
                await self.conversation.handle(Command(number, ANNA, number, "stop", "", NOW))
            case "block":
                await self.conversation.handle(Blocked(number, ANNA))
            case "let back in":
                await self.conversation.handle(Unblocked(number, ANNA))
            case "erase":
                data = Press(Act.FORGET, me, "erase").data()
                await self.conversation.handle(Tap(number, ANNA, f"c{number}", me, 1, data))
            case "deactivate":
                async with self.stage.writer.unit() as session:
                    await contacts.mark_deactivated(session, me, at=NOW)
                    await session.commit()

    async def takes(self) -> None:
        """Claim whatever may leave now, until there is nothing more."""
        while True:
            turn = await self.claims.take(8, busy_chats=())
            for claimed in turn.claimed:
                self._in_hand.append(claimed)
                if claimed.message.chat_id == OTHER:
                    continue
                row = await self.stage.message(claimed.message.id)
                self.left.append(row.key if "again" in row.key else str(row.kind))
            if not turn.more:
                return

    async def arrives(self) -> None:
        """What was claimed arrives."""
        for claimed in self._in_hand:
            sent = Sent({"message_id": 9000 + claimed.message.id})
            await self.claims.end(ending(claimed.message, sent, owner="this process", now=NOW))
        self._in_hand.clear()

    async def a_week_passes(self) -> None:
        """Everything that time brings, day by day, by day."""
        for _ in range(9):
            await self.ticks.tick(self.stage.clock.now())
            await self.takes()
            await self.arrives()
            self.stage.clock.advance(days=1)

    async def where(self) -> str:
        row = await self.stage.invitation(self.invitation_id)
        return f"{row.state}:{row.skip_reason}" if row.skip_reason else str(row.state)


async def _is_sent(anna: Customer) -> None:
    await anna.takes()
    await anna.arrives()


async def _answers(anna: Customer) -> None:
    await _is_sent(anna)
    press = Press(Act.ANSWER, anna.invitation_id, "1").data()
    await anna.conversation.handle(Tap(900, ANNA, "c900", ANNA.telegram_id, 9001, press))


async def _expires(anna: Customer) -> None:
    await _is_sent(anna)
    anna.stage.clock.advance(days=7)
    await anna.ticks.expire(anna.stage.clock.now())


async def _ends_in(anna: Customer, outcome: Rejected | Unknown) -> None:
    await anna.stage.send_all(outcome)  # what comes after the first, arrives


async def _is_settled(anna: Customer, **values: Any) -> None:
    await anna.stage.change(invitation_table, anna.invitation_id, **values)
    async with anna.stage.writer.unit() as session:
        await messages.stop_asking(session, [anna.invitation_id])
        await session.commit()


async def _stays(_anna: Customer) -> None:
    pass


REACH: Final[dict[InvitationState, Callable[[Customer], Awaitable[None]]]] = {
    InvitationState.DUE: _stays,
    InvitationState.SENDING: Customer.takes,
    InvitationState.SENT: _is_sent,
    InvitationState.ANSWERED: _answers,
    InvitationState.EXPIRED: _expires,
    InvitationState.SKIPPED: lambda anna: _is_settled(
        anna, state=InvitationState.SKIPPED, skip_reason=SkipReason.TEST_ORDER
    ),
    InvitationState.FAILED: lambda anna: _ends_in(anna, Rejected(400, "Bad Request")),
    InvitationState.UNKNOWN: lambda anna: _ends_in(anna, Unknown("the connection was lost")),
    InvitationState.CANCELLED: lambda anna: _is_settled(anna, state=InvitationState.CANCELLED),
}


@pytest.fixture
async def anna(stage: Stage) -> Customer:
    customer = Customer(stage)
    await customer.is_invited()
    return customer


def test_every_state_is_in_the_table():
    assert [state for state, event, _ in CASES if event == "stop"] == list(InvitationState)


@pytest.mark.parametrize(("state", "event", "expected"), CASES, ids=[" ".join(case[:2]) for case in CASES])
async def test_no_message_leaves_after_it_and_everybody_is_accounted_for(anna, state, event, expected):
    """Invariant 3: nobody is lost: a wave's states sum to its audience, whatever happens to its people."""
    await anna.reaches(InvitationState(state))
    await anna.waits_in_line()
    anna.left.clear()
    await anna.event(event)
    await anna.arrives()
    await anna.a_week_passes()
    assert await anna.where() == expected
    if event == "nothing":
        assert set(anna.left) - {"reminder again"} == LEAVE_FOR_WHOM_NOTHING_HAPPENED.get(state, set())
    else:
        assert [kind for kind in anna.left if kind != MessageKind.REPLY] == []
        assert anna.left == ["reply"] * (event == "stop")
    (counted,) = await _counts(anna)
    assert sum(counted.states.values()) == counted.audience == 2
    where = InvitationState(expected.partition(":")[0])
    assert counted.states[where] == (2 if where is InvitationState.EXPIRED else 1)


async def _counts(anna):
    async with anna.stage.database.reading() as session:
        return await waves.counts(session)


@pytest.mark.parametrize("state", InvitationState)
async def test_whoever_lets_the_bot_back_in_at_once_is_asked_as_if_nothing_had_happened(anna, state):
    await anna.reaches(state)
    await anna.waits_in_line()
    anna.left.clear()
    await anna.event("block")
    await anna.event("let back in")
    await anna.arrives()
    await anna.a_week_passes()
    assert set(anna.left) - {"reminder again"} == LEAVE_FOR_WHOM_NOTHING_HAPPENED.get(str(state), set())


async def test_whoever_lets_the_bot_back_in_later_is_not_asked_about_that_any_more(anna):
    await anna.event("block")
    await anna.takes()
    await anna.event("let back in")
    await anna.a_week_passes()
    assert anna.left == []
    assert await anna.where() == "skipped:blocked"


async def test_of_whoever_was_erased_no_message_is_left(anna):
    await anna.reaches(InvitationState.ANSWERED)
    await anna.event("erase")
    assert {row.chat_id for row in await anna.stage.rows(message_table)} == {OTHER}
    contact, _other = await anna.stage.rows(contact_table)
    assert contact.telegram_id is None
    assert contact.erased_at == NOW
