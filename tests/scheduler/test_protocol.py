"""A model of the delivery protocol: whatever processes, Telegram and people do, in whatever order."""

import asyncio
import itertools
import shutil
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, update

from scheduler.claims import Claims
from scheduler.terms import Forever
from storage.database import Database
from storage.kinds import InvitationState, MessageState
from storage.tables import invitation_table, message_table
from tests.postgresql import migrated, new_database
from tests.scheduler.commits import Commit
from tests.scheduler.offices import LeasedOffices, Office
from tests.scheduler.protocol import Answer, Play, Process
from tests.scheduler.stage import Stage, StandingClock

PEOPLE = 3
RESEND_AFTER = timedelta(hours=2)
STABLE = settings(
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),  # a game is told move by move, and making it shorter takes minutes
    suppress_health_check=list(HealthCheck),
)


def play_all(new_model: Callable[[], "Model"], games: int) -> None:
    """Play so many games; whatever makes a model will do, though its type says otherwise."""
    factory: Any = new_model
    run_state_machine_as_test(factory, settings=settings(STABLE, max_examples=games))


Move = tuple[int, str, Callable[[], Coroutine[Any, Any, Any]]]


class Model(RuleBasedStateMachine):
    """Plays any game, one move at a time, and looks after each."""

    def __init__(
        self, database: Database, *, looking: bool = True, after: ExitStack | None = None, **given: Any
    ) -> None:
        """`looking`: after each move at all that is stored; always at who is asked twice."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.looking = looking
        self.database = database
        self.after = after or ExitStack()
        self.play = Play(stage=Stage(database=database, clock=StandingClock()), **given)
        self.run(self.play.open())

    def run(self, moves: Coroutine[Any, Any, Any]) -> None:
        self.runner.run(moves)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.run(self.play.settle())
        finally:
            self.run(self.database.close())
            self.runner.close()
            self.after.close()

    # One rule for all moves: Hypothesis leaves some rules out of each game, and these belong together.
    @rule(data=st.data())
    def somebody_moves(self, data: st.DataObject) -> None:
        moves = list(self.moves())
        labels = [label for weight, label, _ in moves for _ in range(weight)]
        label = data.draw(st.sampled_from(labels))
        self.run(next(move for _, name, move in moves if name == label)())

    def moves(self) -> Iterator[Move]:
        """What can be done now: how often, its name, and how."""
        play, holder = self.play, self.play.holder
        if holder and holder.adopted and play.may_claim:
            yield from self.claims_of(holder)
        elif holder and not holder.adopted:
            yield 6, f"{holder.name} sees to what others left", partial(play.adopt, holder)
        for late in play.late:
            wakes = partial(play.take, late, PEOPLE) if late.adopted else partial(play.adopt, late)
            yield 2, f"{late.name} wakes up late", wakes
        for delivery in play.in_hand:
            message = f"message {delivery.claimed.message.id}"
            if delivery.ended is None:
                for answer in Answer:
                    weight = 4 if answer is Answer.SENT else 1
                    yield (
                        weight,
                        f"{message} meets {answer.name}",
                        partial(play.call_telegram, delivery, answer),
                    )
            else:
                yield 4, f"how {message} ended is written down", partial(play.write, delivery)
                yield 1, f"how {message} ended can't be written down", partial(play.give_up, delivery)
        for free in play.free:
            yield 2, f"{free.name} takes over", partial(play.take_office, free)
        for alive in play.alive:
            yield 1, f"{alive.name} dies, and another starts", partial(play.crash, alive)
        for standing in play.standing:
            score = 1 + standing.telegram_id % 5
            yield (
                1,
                f"{standing.chat_id} taps below {standing.telegram_id}",
                partial(play.tap, standing, score),
            )
        for span in (RESEND_AFTER, timedelta(days=3)):
            yield 1, f"{span} pass by", partial(play.pass_by, span)

    def claims_of(self, holder: Process) -> Iterator[Move]:
        """How the one in office can claim."""
        play = self.play
        for most in (1, PEOPLE):
            yield 3, f"{holder.name} claims up to {most}", partial(play.take, holder, most)
        for commit in (Commit.LOST_AFTER, Commit.LOST_BEFORE):
            losing = partial(play.lose_claim, holder, PEOPLE, commit)
            yield 1, f"{holder.name} claims, and its commit is {commit.name}", losing
        yield 1, f"{holder.name} works in peace", partial(play.work, holder)

    @invariant()
    def all_is_well(self) -> None:
        if self.looking:
            self.run(self.play.check())


class Unguarded(Claims):
    """Claims of a process that never asks whether its term is over."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given | {"term": Forever()})


class Hopeful(Claims):
    """Claims of a process that takes what a dead one left for never sent."""

    async def adopt(self) -> int:
        number = await super().adopt()
        async with self._writer.unit() as session:
            for table, unknown, due in (
                (message_table, MessageState.UNKNOWN, MessageState.DUE),
                (invitation_table, InvitationState.UNKNOWN, InvitationState.DUE),
            ):
                await session.execute(update(table).where(table.c.state == unknown).values(state=due))
            await session.commit()
        return number


Run = Callable[..., None]


async def fill(database: Database) -> None:
    """A wave that reminds has just been filled."""
    stage = Stage(database=database, clock=StandingClock())
    wave = await stage.wave(remind_seconds=3 * 24 * 3600)
    for _ in range(PEOPLE):
        await stage.question(wave_id=wave)
    await database.close()


@pytest.fixture(scope="session")
def filled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to be copied for each game."""
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("filled")))
    asyncio.run(fill(Database(url=f"sqlite+aiosqlite:///{path}")))
    return path


@pytest.fixture
def run(filled: Path, tmp_path: Path) -> Run:
    """Plays so many games, each in a database of its own."""
    numbers = itertools.count(1)

    def play(games: int, **given: Any) -> None:
        def new_model() -> Model:
            path = Path(shutil.copy(filled, tmp_path / f"{next(numbers)}.db"))
            database = Database(url=f"sqlite+aiosqlite:///{path}")
            event.listen(database.engine.sync_engine, "connect", _trust_the_machine)
            return Model(database, **{"offices": Office(), "resend_after": None} | given)

        play_all(new_model, games)

    return play


def _trust_the_machine(connection: Any, _record: Any) -> None:
    """Processes die here, and the machine doesn't: a commit needn't reach the disk."""
    connection.execute("PRAGMA synchronous = OFF").close()


GAMES = 40


def test_whatever_happens_nobody_is_asked_twice_and_nobody_is_lost(run):
    """Invariant 3: nobody is asked the same thing twice, nobody is lost, whoever dies or wakes up late."""
    run(GAMES)


def test_where_it_is_sent_again_nobody_gets_a_second_one_who_is_known_to_have_the_first(run):
    run(GAMES, resend_after=RESEND_AFTER)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("resend_after", [None, RESEND_AFTER])
def test_the_same_holds_with_the_lease_of_postgresql(resend_after):
    with new_database() as template:
        asyncio.run(migrated_and_filled(template))

        def new_model() -> Model:
            stack = ExitStack()
            database = Database(url=stack.enter_context(new_database(like=template)))
            offices = LeasedOffices(database)
            return Model(database, offices=offices, resend_after=resend_after, after=stack)

        play_all(new_model, GAMES)


async def migrated_and_filled(url: str) -> None:
    await migrated(url)
    await fill(Database(url=url))


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "mistake",
    [{"new_claims": Unguarded, "resend_after": RESEND_AFTER}, {"new_claims": Hopeful}],
    ids=["unguarded", "hopeful"],
)
def test_the_model_finds_who_is_asked_twice_by_a_mistake(run, mistake):
    """Without the guard of the epoch, one that wakes up late makes unknown what the other sends at that moment."""
    with pytest.raises(AssertionError, match="sent twice"):
        run(600, looking=False, **mistake)
