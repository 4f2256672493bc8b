"""People who answer by themselves: they open their link, press the button they are minded to, and comment."""

import asyncio
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from msgspec import Struct

from bot.simulator import speech
from bot.simulator.happenings import Happening
from bot.simulator.messages import Message
from bot.simulator.person import Person
from bot.simulator.presses import Press
from bot.simulator.world import World

# A keyboard with at least this many numbers on it is a question.
_QUESTION: Final = 3
# A question that comes again so much later reminds of the first (seconds).
_DAY: Final = 86400.0


class Member(Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """One person of the crowd: which link they open, and how they behave when asked.

    `answer` is the label of the button they press, None for somebody who stays silent; a later question is
    answered as the first, by what stands as far along its own scale. `comment` is typed when the bot says
    something more after the first tap; `think` is the range of seconds before each act.
    """

    first_name: str
    link: str
    language_code: str | None = "en"
    answer: str | None = None
    comment: str | None = None
    think: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """How many people of the crowd have come how far, as Telegram saw it.

    `linked`: the bot has replied to their start; `asked` and `asked_twice`: got at least one, or more than
    one question within a day; `reminded`: got another one later; `pressed`: the button they wanted, of the
    first question; `answered`: the bot acknowledged that in time; `toasts`: with a text; `comments`: typed
    one; `silent`: asked, and not minded to answer; `no_button`: asked by a question without the button.
    """

    people: int
    linked: int
    asked: int
    asked_twice: int
    reminded: int
    pressed: int
    answered: int
    toasts: int
    comments: int
    silent: int
    no_button: int


Question = tuple[tuple[str, str], ...]
"""The numbers to press and what they carry, by which a question that comes again is known."""


class NewPerson(Protocol):
    """What makes a person: Simulator.person."""

    def __call__(self, *, first_name: str, language_code: str | None) -> Person:
        """A new person."""
        ...


class _Place:
    """Where one member stands."""

    __slots__ = (
        "answered",
        "asked_at",
        "asked_twice",
        "commented",
        "commenting",
        "first",
        "linked",
        "member",
        "no_button",
        "person",
        "presses",
        "questions",
        "reminded",
        "toasted",
    )

    def __init__(self, *, member: Member, person: Person) -> None:
        self.member = member
        self.person = person
        self.linked = False
        self.questions = 0
        self.asked_at = 0.0
        self.asked_twice = False
        self.reminded = False
        self.first: Question = ()
        self.presses: dict[Question, Press] = {}  # the newest stands last
        self.answered = False
        self.toasted = False
        self.commenting = False  # the words are on their way
        self.commented = False
        self.no_button = False

    @property
    def last_message_id(self) -> int:
        """Private chats share one count of messages, so it tells which of them is the newest."""
        messages = self.person.chat.messages
        return messages[-1].id if messages else 0

    def holds(self, wanted: re.Pattern[str]) -> bool:
        """Whether it stands in the person's name, or in what was said in their chat."""
        said = (message.text for message in self.person.chat.messages)
        return any(map(wanted.search, (self.person.account.full_name, *said)))

    def label(self, question: Question) -> str | None:
        """The label that they want to press on it; None for somebody who stays silent."""
        answer = self.member.answer
        if answer is None or question == self.first:
            return answer
        first, scale = [label for label, _ in self.first], [label for label, _ in question]
        return translated(answer, of=first, onto=scale)

    def as_view(self) -> dict[str, Any]:
        """The person as the control API lists them."""
        messages = self.person.chat.messages
        newest = next(reversed(self.presses.values()), None)
        return {
            "id": self.person.id,
            "name": self.person.account.full_name,
            "asked": self.questions,
            "answer": newest.label if newest else None,
            "of": newest.of if newest else None,
            "last": messages[-1].as_view() if messages else None,
        }


class Crowd:
    """Any number of people and no task for any of them: each moves when something happens in their chat."""

    def __init__(self, *, person: NewPerson, world: World, rng: random.Random) -> None:
        self._new_person = person
        self._world = world
        self._rng = rng
        self._places: dict[int, _Place] = {}
        self._timers: set[asyncio.TimerHandle] = set()
        self._joining: set[asyncio.Task[None]] = set()
        self._stop_listening: Callable[[], None] | None = None

    async def join(self, members: Iterable[Member], *, links_per_second: float | None = None) -> None:
        """Let these people in and open their links, so many a second or as quickly as possible."""
        self._prepare(links_per_second)
        await self._open([self._settle(member) for member in members], links_per_second)

    def begin(self, members: Iterable[Member], *, links_per_second: float | None = None) -> None:
        """The same in the background: they are there at once, and open their links one after the other."""
        self._prepare(links_per_second)
        places = [self._settle(member) for member in members]
        task = asyncio.get_running_loop().create_task(self._open(places, links_per_second))
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)

    def close(self) -> None:
        """Let nobody act any more."""
        for task in self._joining:
            task.cancel()
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None

    @property
    def people(self) -> list[Person]:
        """The crowd, in the order of joining."""
        return [place.person for place in self._places.values()]

    def counters(self) -> Counters:
        """How far everybody is."""
        places = self._places.values()
        return Counters(
            people=len(places),
            linked=sum(p.linked for p in places),
            asked=sum(p.questions > 0 for p in places),
            asked_twice=sum(p.asked_twice for p in places),
            reminded=sum(p.reminded for p in places),
            pressed=sum(p.first in p.presses for p in places),
            answered=sum(p.answered for p in places),
            toasts=sum(p.toasted for p in places),
            comments=sum(p.commented for p in places),
            silent=sum(p.questions > 0 and p.member.answer is None for p in places),
            no_button=sum(p.no_button for p in places),
        )

    def latest(self, most: int, *, find: str = "") -> list[dict[str, Any]]:
        """Those in whose chats something happened last, the newest first.

        `find` is a part of their name or of what was said in their chat: an order's number, for example.
        """
        wanted = _wanted(find.strip())
        found = [place for place in self._places.values() if place.holds(wanted)]
        found.sort(key=lambda place: place.last_message_id, reverse=True)
        return [place.as_view() for place in found[:most]]

    def _prepare(self, links_per_second: float | None) -> None:
        if links_per_second is not None and links_per_second <= 0:
            raise ValueError(f"links_per_second must be above 0: {links_per_second}")
        if self._stop_listening is None:
            self._stop_listening = self._world.happenings.listen(self._notice)

    async def _open(self, places: Sequence[_Place], links_per_second: float | None) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for opened, place in enumerate(places, start=1):
            # Gives others a turn each time: the agent in the same process, or the server, has work too.
            await place.person.open_link(place.member.link)
            if links_per_second is not None:
                await asyncio.sleep(max(begun + opened / links_per_second - loop.time(), 0))

    def _settle(self, member: Member) -> _Place:
        person = self._new_person(first_name=member.first_name, language_code=member.language_code)
        place = self._places[person.id] = _Place(member=member, person=person)
        return place

    def _notice(self, happening: Happening) -> None:
        place = self._places.get(happening.chat.id)
        if place is None:
            return
        message, press = happening.message, happening.press
        if happening.kind == "message" and message is not None and message.from_bot:
            self._read(place, message)
        elif happening.kind == "answered" and press is not None and press is place.presses.get(place.first):
            place.answered = True
            place.toasted = press.answer is not None and press.answer.text is not None

    def _read(self, place: _Place, message: Message) -> None:
        place.linked = True
        question = _question(message)
        if len(question) >= _QUESTION:
            place.first = place.first or question
            self._count(place)
            self._consider(place, message, question)
        elif place.presses and place.member.comment is not None and not place.commenting:
            place.commenting = True
            self._later(place, lambda: self._comment(place))

    def _count(self, place: _Place) -> None:
        now = self._world.clock.now()
        if place.questions:
            again = now - place.asked_at < _DAY
            place.asked_twice, place.reminded = place.asked_twice or again, place.reminded or not again
        place.questions += 1
        place.asked_at = now

    def _consider(self, place: _Place, message: Message, question: Question) -> None:
        wanted = place.label(question)
        if wanted is None or question in place.presses:
            return
        button = next((button for button in message.buttons if button.text == wanted), None)
        if button is None:
            place.no_button = True
        elif button.data is not None:
            data = button.data
            self._later(place, lambda: self._press(place, message, question, data))

    def _press(self, place: _Place, message: Message, question: Question, data: str) -> None:
        if question not in place.presses and not message.deleted:
            place.presses[question] = self._world.press(message, person=place.person.account, data=data)

    def _comment(self, place: _Place) -> None:
        fields: dict[str, Any] = speech.text_fields(str(place.member.comment))
        chat = place.person.chat
        if not chat.blocked and not chat.deactivated:
            self._world.hear(self._world.post(chat, sender=place.person.account, fields=fields))
            place.commented = True

    def _later(self, place: _Place, act: Callable[[], None]) -> None:
        """Do it after thinking, in a turn of the loop of its own."""
        low, high = place.member.think
        pause = low if low == high else self._rng.uniform(low, high)

        def run() -> None:
            self._timers.discard(timer)
            act()

        timer = asyncio.get_running_loop().call_later(pause, run)
        self._timers.add(timer)


def _wanted(find: str) -> re.Pattern[str]:
    """A number is one that orders carry, and whole: #10 isn't a part of #103. All else is looked for as it is."""
    number = find.removeprefix("#")
    return re.compile(rf"#{number}(?![0-9])" if number.isdecimal() else re.escape(find), re.IGNORECASE)


def translated(label: str, *, of: Sequence[str], onto: Sequence[str]) -> str:
    """What stands as far along a scale as `label` does along another; the label itself where that doesn't hold it."""
    if label not in of:
        return label
    return onto[round(of.index(label) * (len(onto) - 1) / (len(of) - 1))]


def _question(message: Message) -> Question:
    return tuple(
        (button.text, button.data)
        for button in message.buttons
        if button.text.strip().isdecimal() and button.data is not None
    )
