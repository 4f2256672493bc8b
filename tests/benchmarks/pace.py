"""The pace: how much of it is used and kept, what a 429 costs, and how fast it can be at all."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

from scheduler.capacity import IN_FLIGHT
from scheduler.clock import SystemClock
from tests.benchmarks import shop
from tests.benchmarks.arrivals import Arrival, lost, peak, refused, seconds_over, share_used, speed, twice
from tests.benchmarks.databases import template
from tests.benchmarks.lines import Bounds, Line
from tests.benchmarks.rounds import Run, take_turns
from tests.benchmarks.senders import GROUP_AFTER, Sending, begin, everybody
from tests.benchmarks.telegram import agent, simulated
from tests.benchmarks.worker import working

RATE: Final = 30
LATENCIES: Final = (0.0, 0.06, 0.15)
FULL_RATE: Final = 1000
FULL_LATENCY: Final = 0.005

Log = dict[str, list[Arrival]]


async def minute(run: Run) -> Sequence[Line]:
    """A minute at 30 messages a second, everybody side by side, each with a Telegram of its own."""
    lines: list[Line] = []
    for latency in LATENCIES:
        lines += await _minute(run, latency)
    return lines


async def _minute(run: Run, latency: float) -> list[Line]:
    seconds = run.of(60, 10)
    log: Log = {}
    async with everybody(run, people=RATE * (seconds + 2) + 60, rate=RATE) as senders:
        for sending in senders:
            await sending.telegram.latency(latency)
        await begin(senders)
        await asyncio.sleep(seconds + 1)
        for sending in senders:
            log[sending.name] = await sending.telegram.arrivals()
    shares = {name: share_used(of, rate=RATE, seconds=seconds) for name, of in log.items()}
    peaks = {name: peak(of) for name, of in log.items()}
    under = f"{seconds} s at {RATE}/s, latency {latency * 1000:.0f} ms"
    others = [sending.name for sending in senders if not sending.is_ours]
    lines: list[Line] = []
    for library in (sending.name for sending in senders if sending.is_ours):
        lines += [
            Line(
                name=f"pace over {under}, {library}: share used",
                ours=f"{shares[library]:.1f} %",
                against=", ".join(f"{name} {shares[name]:.0f} %" for name in others),
                figure=shares[library],
                bounds=Bounds(floor=97, goal=98.5, unit=" %"),
            ),
            Line(
                name=f"pace over {under}, {library}: sliding seconds over {RATE}, sent twice",
                ours=f"at most {peaks[library]} in a second",
                against=", ".join(f"{name} {peaks[name]}" for name in others),
                figure=seconds_over(log[library], RATE) + twice(log[library]),
                bounds=Bounds(floor=0, goal=0, unit="", at_most=True),
            ),
        ]
    return lines


async def refused_chat(run: Run) -> Sequence[Line]:
    """A 429 for one group: what the others get meanwhile, and whom it costs their message."""
    banned = run.of(15, 8)
    async with everybody(run, people=RATE * (banned + 5), rate=RATE, with_group=True) as senders:
        for sending in senders:
            await sending.telegram.latency(LATENCIES[1])
            await sending.telegram.ban_after(1, banned, chat=sending.group)
        log = await _sent_by(senders, within=banned + run.of(30, 12))
    kept = {name: share_used(_to_people(of), rate=RATE, seconds=banned) for name, of in log.items()}
    return _under_refusal(
        senders,
        log,
        what="429 for one chat",
        ours={name: f"others {share:.1f} %" for name, share in kept.items()},
    ) + [
        Line(
            name=f"429 for one chat, {sending.name}: the pace that the others keep",
            ours=f"{kept[sending.name]:.1f} %",
            against=", ".join(f"{s.name} {kept[s.name]:.0f} %" for s in senders if not s.is_ours),
            figure=kept[sending.name],
            bounds=Bounds(floor=90, goal=98, unit=" %"),
        )
        for sending in senders
        if sending.is_ours
    ]


async def refused_bot(run: Run) -> Sequence[Line]:
    """A 429 for the bot: how many requests come although they were told to wait, and whom it costs their message."""
    async with everybody(run, people=run.of(300, 150), rate=RATE) as senders:
        for sending in senders:
            await sending.telegram.latency(LATENCIES[1])
            await sending.telegram.ban_after(GROUP_AFTER, 5)
        log = await _sent_by(senders, within=run.of(60, 30))
    banned = {name: sum(arrival.in_ban for arrival in of) for name, of in log.items()}
    return _under_refusal(
        senders,
        log,
        what="429 for the bot",
        ours={name: f"{number} in the ban" for name, number in banned.items()},
    ) + [
        Line(
            name=f"429 for the bot, {sending.name}: requests in the ban",
            ours=str(banned[sending.name]),
            against=", ".join(f"{s.name} {banned[s.name]}" for s in senders if not s.is_ours),
            figure=banned[sending.name],
            bounds=Bounds(floor=IN_FLIGHT, goal=IN_FLIGHT, unit="", at_most=True),
        )
        for sending in senders
        if sending.is_ours
    ]


async def _sent_by(senders: Sequence[Sending], *, within: float) -> Log:
    """Start them all, give them so many seconds from the first message on, and read what arrived."""
    await begin(senders)
    await asyncio.sleep(within)
    return {sending.name: await sending.telegram.arrivals() for sending in senders}


def _to_people(arrivals: Sequence[Arrival]) -> list[Arrival]:
    return [arrival for arrival in arrivals if arrival.chat_id > 0]


def _under_refusal(senders: Sequence[Sending], log: Log, *, what: str, ours: dict[str, str]) -> list[Line]:
    # Ours must have reached everybody by now; of the others, who are slower, only those count whom they gave up.
    missing = {s.name: lost(log[s.name], s.chats) if s.is_ours else refused(log[s.name]) for s in senders}
    return [
        Line(
            name=f"{what}, {sending.name}: lost or sent twice",
            ours=f"{missing[sending.name]} of {len(sending.chats)}, {ours[sending.name]}",
            against=", ".join(f"{s.name} {missing[s.name]}" for s in senders if not s.is_ours),
            figure=missing[sending.name] + twice(log[sending.name]),
            bounds=Bounds(floor=0, goal=0, unit="", at_most=True),
        )
        for sending in senders
        if sending.is_ours
    ]


async def full_aiogram(run: Run) -> Sequence[Line]:
    """As fast as can be set, against the bare library."""
    return [await _full_speed(run, "aiogram", (8, 16, 32))]


async def full_ptb(run: Run) -> Sequence[Line]:
    """The same with python-telegram-bot, whose requests collapse with concurrency."""
    return [await _full_speed(run, "python-telegram-bot", (4, 8, 16))]


async def _full_speed(run: Run, library: str, choices: Sequence[int]) -> Line:
    people = run.of(1500, 800)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(simulated())
        first = (await telegram.people(people))["chat"]
        await telegram.latency(FULL_LATENCY)
        bare = await stack.enter_async_context(working("tests.benchmarks.plain.bare", library, telegram.url))
        line_of = shop.Shop(people=people, first_chat=first, now=SystemClock().now())
        waiting = await stack.enter_async_context(
            template(server=None, folder=run.folder, fill=line_of.put_in_line)
        )

        async def send_bare(at_once: int) -> float:
            since = await telegram.total()
            await bare.ask("send", first_chat=first, count=people, at_once=at_once)
            return speed(await telegram.arrivals(since))

        async def send_ours() -> float:
            since, sent = await telegram.total(), len(await telegram.arrivals())
            async with waiting.copy() as url:
                log = run.folder / f"full-{library}.log"
                async with agent(telegram, library=library, url=url, rate=FULL_RATE, log=log):
                    await telegram.until_sent(sent + people, within=120)
            return speed(await telegram.arrivals(since))

        speeds = {at_once: await send_bare(at_once) for at_once in choices}
        best = max(speeds, key=lambda at_once: speeds[at_once])
        run.say(", ".join(f"bare with {at_once}: {found:,.0f}/s" for at_once, found in speeds.items()))
        found = await take_turns(run, {"bare": lambda: send_bare(best), "ours": send_ours})
    possible = min(FULL_RATE, found["bare"])
    return Line(
        name=f"SEND_RATE {FULL_RATE}, latency {FULL_LATENCY * 1000:.0f} ms, {library}",
        ours=f"{found['ours']:,.0f}/s",
        against=f"bare library, {best} at once: {found['bare']:,.0f}/s",
        figure=found["ours"] / possible,
        bounds=Bounds(floor=0.8, goal=0.95, unit="x"),
    )


LINES: Final = {
    "pace-minute": minute,
    "pace-429-chat": refused_chat,
    "pace-429-bot": refused_bot,
    "pace-full-aiogram": full_aiogram,
    "pace-full-ptb": full_ptb,
}
