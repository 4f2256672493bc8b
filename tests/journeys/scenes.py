"""What happens between customers, the team and the agent, scene after scene, in whatever language."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
from handlers.customer.language import NATIVE
from handlers.replies import Value
from handlers.texts import figures
from tests.journeys.house import House
from tests.journeys.script import Script
from tests.journeys.speakers import Speaker

CSAT = ("question-csat-arrived", "scale-csat")
NPS = ("question-nps", "scale-nps")
CES = ("question-ces", "scale-ces")


@dataclass
class Stage:
    """The shop, its team's group, the script, and who has come on until now."""

    house: House
    script: Script
    speaker: Speaker
    group: Group
    maria: Person
    customers: dict[int, Person] = field(default_factory=dict)

    def person(self, number: int) -> Person:
        """Somebody whose Telegram speaks the language."""
        name = self.speaker.names[number]
        return self.house.telegram.person(first_name=name, language_code=self.script.language)

    def day(self, of_may: int) -> str:
        """A day of May as the language writes it."""
        return figures.day(date(2026, 5, of_may), self.script.language)

    def percent(self, points: int) -> str:
        """A percentage as the language writes it."""
        return figures.percent(points, self.script.language)

    async def asked(
        self, number: int, *texts: str, kind: str = "csat", **values: Value
    ) -> tuple[Person, Message]:
        """A new customer opens the link of their order, and has the question in front of them."""
        person = self.customers[number] = self.person(number)
        order = await self.house.order(product=self.speaker.product, store=self.speaker.store)
        await self.script.opens(person, order)
        await self.says(person, "welcome-delivered", order=f"#{1001 + number}")
        await self.house.plan(kind)
        known = {"name": person.first_name, **values}
        question = await self.script.reads(person, *texts, values=known)
        await self.house.recorded()
        return person, question

    async def says(self, person: Person, *texts: str, edited: bool = False, **values: Value) -> Message:
        """The agent says this to them."""
        known = {"name": person.first_name, **values}
        return await self.script.reads(person, *texts, values=known, edited=edited)

    async def tells(self, *texts: str, edited: bool = False, **values: Value) -> Message:
        """The agent says this in the group."""
        return await self.script.reads(self.group, *texts, values=values, edited=edited)

    async def commands(self, words: str) -> None:
        """Maria writes a command in the group."""
        command, _, rest = words.partition(" ")
        await self.script.writes(self.maria, f"{command}@tapscore_bot {rest}".rstrip(), self.group)

    async def answers(
        self, person: Person, question: Message, score: int, asked: str = CSAT[0], highest: int = 5
    ) -> None:
        """A tap, its toast, and the answer below the question."""
        await self.script.taps(person, question, str(score), "toast-thanks")
        await self.shows(person, score, asked, highest)

    async def shows(self, person: Person, score: int, asked: str = CSAT[0], highest: int = 5) -> None:
        """The answer stands below the question."""
        await self.says(person, asked, "your-answer", edited=True, score=str(score), highest=str(highest))

    async def alerts(self, number: int, score: int) -> None:
        """The team is told of a low score."""
        name, speaker = self.speaker.names[number], self.speaker
        about = " · ".join((name, f"#{1001 + number}", speaker.product, speaker.store))
        await self.tells("alert-low", kind="CSAT", score=str(score), about=about)


async def a_room(stage: Stage) -> None:
    """The group was connected in the shop's language, which is another."""
    stage.script.scene("The team's group chooses its language")
    await stage.commands(f"/language {NATIVE[stage.script.language]}")
    await stage.tells("language-chosen")


async def a_low_score(stage: Stage) -> None:
    script = stage.script
    script.scene("A low score, a reason and words; the team is told")
    anna, question = await stage.asked(0, *CSAT)
    await stage.answers(anna, question, 2)
    prompt = await stage.says(anna, "prompt-low")
    await stage.alerts(0, 2)
    await script.taps(anna, prompt, script.label("reason-quality"), "toast-thanks")
    given = ("prompt-low", "prompt-reason", "prompt-more")
    await stage.says(anna, *given, edited=True, reason="quality", words="")
    await stage.tells("alert-reason", who=anna.first_name, reason="quality", words="")
    await script.writes(anna, stage.speaker.complaint)
    await stage.says(anna, "thanks-words", said="words")
    await stage.shows(anna, 2)
    await stage.tells("alert-words", who=anna.first_name, words=stage.speaker.complaint)


async def a_middle_score(stage: Stage) -> None:
    script = stage.script
    script.scene("A middle score, and no words")
    ben, question = await stage.asked(1, *CSAT)
    await stage.answers(ben, question, 3)
    prompt = await stage.says(ben, "prompt-middle")
    await script.taps(ben, prompt, script.label("button-skip"), "toast-thanks")
    await stage.says(ben, "prompt-middle", "prompt-skipped", edited=True)


async def a_high_score(stage: Stage) -> None:
    script = stage.script
    script.scene("A high score, typed in letters")
    eva, _question = await stage.asked(2, *CSAT)
    await script.writes(eva, stage.speaker.five)
    await stage.shows(eva, 5)
    await stage.says(eva, "prompt-high")
    await script.writes(eva, stage.speaker.praise)
    await stage.says(eva, "thanks-words", said="words")
    await stage.shows(eva, 5)


async def a_changed_answer(stage: Stage) -> None:
    script = stage.script
    script.scene("An answer is changed, and then it stands")
    dan, question = await stage.asked(3, *CSAT)
    await stage.answers(dan, question, 4)
    await stage.says(dan, "prompt-high")
    await script.taps(dan, question, script.label("button-change"), None)
    await stage.says(dan, *CSAT, edited=True)
    await stage.answers(dan, question, 1)
    await stage.says(dan, "prompt-low")
    await stage.alerts(3, 1)
    await stage.house.jump(minutes=16)
    await script.taps(dan, question, script.label("button-change"), "toast-already")
    await stage.shows(dan, 1)


async def a_recommendation(stage: Stage) -> None:
    stage.script.scene("NPS")
    gus, question = await stage.asked(4, *NPS, kind="nps", lowest="0", highest="10")
    await stage.answers(gus, question, 10, NPS[0], highest=10)
    await stage.says(gus, "prompt-high")


async def an_effort(stage: Stage) -> None:
    stage.script.scene("CES")
    julia, question = await stage.asked(5, *CES, kind="ces", highest="7")
    await stage.answers(julia, question, 4, CES[0], highest=7)
    await stage.says(julia, "prompt-middle")


async def not_now_and_never(stage: Stage) -> None:
    script = stage.script
    script.scene("Not now; a day later, never; and on second thoughts")
    vera, question = await stage.asked(6, *CSAT)
    await script.taps(vera, question, script.label("button-later"), "toast-later")
    await stage.says(vera, CSAT[0], "put-off", edited=True)
    await stage.house.jump(days=1, seconds=1)
    again = await stage.says(vera, *CSAT)
    await script.taps(vera, again, script.label("button-never"), "toast-stopped")
    await stage.says(vera, CSAT[0], "stopped", edited=True)
    for words, answer in (("/start", "start-again"), ("/start", "start-known"), ("/stop", "stopped")):
        await script.writes(vera, words)
        await stage.says(vera, answer)


async def silence(stage: Stage) -> None:
    script = stage.script
    script.scene("Silence, a reminder, words without a tap; then the question is closed")
    simon, question = await stage.asked(7, *CSAT, date=stage.day(4))
    await stage.house.jump(days=3, seconds=1)
    await stage.says(simon, "reminder", *CSAT, date=stage.day(4))
    await script.writes(simon, stage.speaker.complaint)
    await stage.says(simon, "words-before-tap", said="words")
    await stage.house.jump(days=4)
    await stage.house.settles(expired=1, skipped=7)
    await script.taps(simon, question, "1", "question-closed")
    await stage.says(simon, CSAT[0], "question-closed", edited=True, date=stage.day(4))
    await script.writes(simon, stage.speaker.complaint)
    await stage.says(simon, "help-customer")


async def results(stage: Stage) -> None:
    script, share = stage.script, stage.percent
    script.scene("The team was told how each wave ended")
    one: dict[str, Value] = {"state": "done", "asked": 1, "all": 1, "answered": 1, "rate": share(100)}
    one |= {"n": 1, "sure": share(95), "size": "small"}
    csat: dict[str, Value] = {
        **one,
        "wave": "CSAT 2026-05-05",
        "score": share(0),
        "bar": "▒" * 20,
        "top": share(0),
        "middle": share(0),
        "bottom": share(100),
        "low": share(0),
        "high": share(79),
        "mean": figures.decimal(Decimal("2.00"), 2, script.language),
    }
    score = ("score-head-csat", "score-shares-csat", "score-sure", "score-mean")
    await script.reads(stage.group, "result-head", "wave-answered", *score, values=csat)
    nps: dict[str, Value] = {
        **one,
        "wave": "NPS 2026-05-05",
        "score": "+100",
        "bar": "█" * 20,
        "top": share(100),
        "middle": share(0),
        "bottom": share(0),
        "low": "−48",
        "high": "+98",
        "number": 4,
        "reason": "asked_today",
    }
    shares = ("score-head-nps", "score-shares-nps", "score-sure")
    left_out = ("wave-left-out", "left-out")
    await script.reads(stage.group, "result-head", "wave-answered", *shares, *left_out, values=nps)
    silent: dict[str, Value] = {"wave": "CSAT 2026-05-06", "answered": 0, "rate": share(0)}
    head = ("result-head", "wave-answered", "result-silent")
    await stage.group.receives(script.words(*head, values=one | silent).text)
    for name in ("CES 2026-05-05", *["CSAT 2026-05-05"] * 4):
        await stage.group.receives(script.words("result-head", values={"wave": name, "state": "done"}).text)


async def a_stranger(stage: Stage) -> None:
    script = stage.script
    script.scene("A stranger")
    tom = stage.person(8)
    await script.writes(tom, "/mydata")
    await stage.says(tom, "mydata-nothing")
    for payload, answer in (("", "start-stranger"), ("1001", "link-unknown"), ("token-1001", "link-taken")):
        await script.opens(tom, payload)
        await stage.says(tom, answer)


async def scores(stage: Stage) -> None:
    script, share = stage.script, stage.percent
    script.scene("The team asks for scores")
    csat: dict[str, Value] = {"score": share(25), "low": share(5), "high": share(70), "n": 4}
    overview: dict[str, Value] = {
        **csat,
        "days": 30,
        "bar": "█████░░░░░▒▒▒▒▒▒▒▒▒▒",
        "top": share(25),
        "middle": share(25),
        "bottom": share(50),
        "sure": share(95),
        "size": "small",
        "mean": figures.decimal(Decimal("2.75"), 2, script.language),
        "delivered": 6,
        "answered": 4,
        "rate": share(67),
    }
    whole = ("score-head-csat", "span-days", "score-shares-csat", "score-sure", "score-mean", "score-asked")
    await stage.commands("/csat")
    shown = await script.reads(stage.group, *whole, values=overview)
    await script.taps(stage.maria, shown, script.label("button-by-store"), None, stage.group)
    split: dict[str, Value] = {
        **csat,
        "kind": "CSAT",
        "by": "store",
        "days": 30,
        "value": stage.speaker.store,
    }
    await script.reads(stage.group, "score-by", "span-days", "score-row", values=split, edited=True)
    await script.taps(stage.maria, shown, script.label("button-back"), None, stage.group)
    await script.reads(stage.group, *whole, values=overview, edited=True)

    await stage.commands("/nps 2026-05")
    nps: dict[str, Value] = {
        "score": "+100",
        "low": "−48",
        "high": "+98",
        "n": 1,
        "dates": figures.days(date(2026, 5, 1), date(2026, 5, 13), script.language),
        "bar": "█" * 20,
        "top": share(100),
        "middle": share(0),
        "bottom": share(0),
        "sure": share(95),
        "size": "small",
        "delivered": 1,
        "answered": 1,
        "rate": share(100),
    }
    lines = ("score-head-nps", "span-dates", "score-shares-nps", "score-sure", "score-asked")
    await script.reads(stage.group, *lines, values=nps)
    await stage.commands("/ces 2026-04")
    april = figures.days(date(2026, 4, 1), date(2026, 4, 30), script.language)
    await stage.tells("score-none", "span-dates", "score-waiting", kind="CES", dates=april, waiting=0)
    await stage.commands("/csat 30days")
    await stage.tells("query-unclear", word="30days", meant="30d")


async def somebody_who_wasnt_asked(stage: Stage) -> None:
    stage.script.scene("The team asks why somebody wasn't asked")
    link = await stage.house.order(product=stage.speaker.product)
    number = f"#{link.removeprefix('token-')}"
    await stage.commands("/why")
    await stage.tells("why-how")
    await stage.commands("/why #7")
    await stage.tells("why-unknown-order", "why-how", order="#7")
    await stage.commands(f"/why {number}")
    about = f"{number} · {stage.speaker.product}"
    told = ("why-head", "why-nothing", "why-never")
    await stage.tells(*told, about=about, kinds="CSAT, NPS, CES", reason="no_chat")


async def the_room(stage: Stage) -> None:
    stage.script.scene("The team's group: help, roles, and the end")
    for words, answer in (
        ("/help", "help-room"),
        ("/grant", "grant-how"),
        ("/revoke @maria", "owner-last"),
        ("/disconnect", "disconnected"),
        ("/connect", "connected"),
    ):
        await stage.commands(words)
        await stage.tells(answer)


async def ones_own_data(stage: Stage) -> None:
    script, anna = stage.script, stage.customers[0]
    script.scene("Help, language, and one's own data")
    for words, answer in (
        ("/help", "help-customer"),
        ("/language", "language-which"),
        ("/language 17", "language-unspoken"),
        ("/privacy", "privacy"),
        ("/mydata", "mydata-here"),
        ("/forget", "forget-really"),
    ):
        await script.writes(anna, words)
        asked = await stage.says(anna, answer, languages=", ".join(NATIVE.values()))
    await script.taps(anna, asked, script.label("button-keep"), None)
    await stage.says(anna, "forget-kept", edited=True)
    await script.writes(anna, "/forget")
    asked = await stage.says(anna, "forget-really")
    await script.taps(anna, asked, script.label("button-erase"), "toast-erased")
    await stage.says(anna, "forgotten", edited=True, answers=1)


SCENES = (
    a_room,
    a_low_score,
    a_middle_score,
    a_high_score,
    a_changed_answer,
    a_recommendation,
    an_effort,
    not_now_and_never,
    silence,
    results,
    a_stranger,
    scores,
    somebody_who_wasnt_asked,
    the_room,
    ones_own_data,
)
