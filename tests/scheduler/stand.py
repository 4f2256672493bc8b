"""A sender between a line of messages in memory and a scripted Telegram, to watch it wait."""

import asyncio
import itertools
from typing import Any

from handlers.messenger import Sent
from scheduler.claims import Claimed, Turn
from scheduler.pacing import Pacer
from scheduler.sender import Sender
from storage.kinds import MessageKind, MessageState
from storage.messages import PRIORITY, URGENT, DueMessage
from tests.scheduler.stage import StandingClock, away, words
from tests.scheduler.virtual_time import now


class Line:
    """The line of messages, in memory: what `Claims` does, as far as the sender can tell."""

    def __init__(self, *, pause: float = 0.0) -> None:
        self.waiting: list[DueMessage] = []
        self.sending: dict[int, DueMessage] = {}
        self.states: dict[int, MessageState] = {}
        self.looks: list[float] = []
        self.lost_takes = 0
        self.lost_pauses = 0
        self.lost_ends = 0
        self.ended: list[float] = []
        self.releases: list[int] = []
        self.pauses: list[float] = []
        self._pause = pause
        self._numbers = itertools.count(1)

    def add(self, chat_id: int, kind: MessageKind = MessageKind.QUESTION) -> int:
        number = next(self._numbers)
        self.waiting.append(
            DueMessage(
                id=number,
                kind=kind,
                chat_id=chat_id,
                thread_id=None,
                invitation_id=None,
                content=None,
                attempt=0,
            )
        )
        return number

    async def paused_for(self) -> float:
        if self.lost_pauses:
            self.lost_pauses -= 1
            raise away()
        return self._pause

    async def take(self, most, *, busy_chats):
        self.looks.append(now())
        await asyncio.sleep(0)
        if self.lost_takes:
            self.lost_takes -= 1
            raise away()
        self.waiting.sort(key=lambda message: (PRIORITY[message.kind], message.id))
        first: dict[int, DueMessage] = {}
        for message in self.waiting:
            if message.chat_id not in busy_chats:
                first.setdefault(message.chat_id, message)
        chosen = list(first.values())[:most]
        self.waiting = [message for message in self.waiting if message not in chosen]
        self.sending |= {message.id: message for message in chosen}
        return Turn(
            [Claimed(message, words()) for message in chosen],
            more=bool(chosen),
            resting=any(message.chat_id in busy_chats for message in self.waiting),
            urgent=any(PRIORITY[message.kind] <= URGENT for message in self.waiting),
        )

    async def pause(self, seconds):
        self.pauses.append(seconds)

    async def give_back(self):
        pass  # no answer of a commit is ever lost here

    async def end(self, ending):
        if self.lost_ends:
            self.lost_ends -= 1
            raise away()
        self.ended.append(now())
        message = self.sending.pop(ending.result.message_id)
        self.states[message.id] = ending.result.state
        if ending.result.state is MessageState.DUE:
            self.waiting.append(message)
            self.releases.append(message.id)


class Telegram:
    """Takes its time for each message, and says what it is told to say."""

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.answers: Any = itertools.repeat(Sent({"message_id": 1}))
        self.said: list[tuple[float, int]] = []
        self.greeted: list[float] = []
        self.under_way = 0
        self.most_under_way = 0

    async def say(self, chat_id, content, *, thread_id=None, reply_to=None):
        self.said.append((now(), chat_id))
        self.under_way += 1
        self.most_under_way = max(self.under_way, self.most_under_way)
        answer = next(self.answers)
        await asyncio.sleep(self.latency)
        self.under_way -= 1
        return answer

    async def greet(self):
        self.greeted.append(now())
        answer = next(self.answers)
        await asyncio.sleep(self.latency)
        return answer

    def moments(self, chat_id):
        return [at for at, chat in self.said if chat == chat_id]


class Stand:
    """A sender between a line in memory and a scripted Telegram."""

    def __init__(self, *, rate: float = 25, latency: float = 0.0, pause: float = 0.0) -> None:
        self.line = Line(pause=pause)
        self.telegram = Telegram(latency)
        self.pacer = Pacer(rate=rate)
        claims: Any = self.line
        self.clock = StandingClock()
        self.sender = Sender(
            claims=claims, speaker=self.telegram, pacer=self.pacer, clock=self.clock, owner="me"
        )
        self.since = now()
        self.running = asyncio.create_task(self.sender.run())

    async def stop(self) -> None:
        self.sender.stop()
        await self.running
