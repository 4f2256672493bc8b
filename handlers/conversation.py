"""The one door: an update goes in, its effect is committed, and what may leave then comes out."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from handlers.admin import owner_link
from handlers.ahead import Answer
from handlers.customer import (
    comment,
    forget,
    help_line,
    language,
    my_data,
    opt_out,
    privacy,
    put_off,
    quick_answer,
)
from handlers.customer.answer import Decision
from handlers.customer.start import start
from handlers.customer.taps import PressedScore, TapWriter
from handlers.desks import Desks
from handlers.in_return import spoken_with
from handlers.press import Act, Press, read
from handlers.replies import Line, Reply, Say, Toast
from handlers.rights import Rights
from handlers.shop import Shop
from handlers.team import Team
from handlers.updates import (
    Blocked,
    Command,
    GroupText,
    Migrated,
    Other,
    Removed,
    Tap,
    Text,
    Unblocked,
    Update,
)
from storage import contacts, messages, rooms, updates
from storage.database import Session
from storage.writer import Batch, Writer

_SCORES: Final = (Act.ANSWER, Act.CHANGE)
_TRIALS: Final = (Act.DRAFT, Act.SURVEY)


class Conversation:
    """Handles updates. Each is handled once: that it was is stored in the transaction of its effect."""

    def __init__(
        self,
        *,
        bot_id: int,
        writer: Writer,
        shop: Shop,
        owner_ids: Collection[int] = (),
        now: Callable[[], datetime],
        messages_waiting: Callable[[], None],
        erased: Callable[[], None] = lambda: None,
    ) -> None:
        """`owner_ids` are owners by the settings.

        `messages_waiting` is called when messages are in line, `erased` when a person may have been erased.
        """
        self._bot_id = bot_id
        self._writer = writer
        self._shop = shop
        self._now = now
        self._messages_waiting = messages_waiting
        self._erased = erased
        self._rights = Rights.of(owner_ids)
        self._desks = Desks(bot_id=bot_id, shop=shop, rights=self._rights)
        self._team = Team(bot_id=bot_id, shop=shop, rights=self._rights)
        taps = TapWriter(bot_id=bot_id, shop=shop)
        self._taps: Batch[PressedScore, Decision] = Batch(writer=writer, write=taps.write)

    async def handle(self, update: Update) -> Sequence[Reply]:
        """Commit the effect of an update and return what leaves at once, in this order.

        Raises whatever its handling raised; nothing of it is stored then, and it can be handled again.
        """
        now = self._now()
        press = read(update.data) if isinstance(update, Tap) else None
        if isinstance(update, Tap) and press and press.act in _SCORES:
            decision = await self._taps.submit(PressedScore(update, press, now))
            if decision.says:
                self._messages_waiting()
            return decision.replies
        async with self._writer.reading() as session:
            answer = await self._look_ahead(session, update, now)
        async with self._writer.unit() as session:
            if not await updates.record(session, bot_id=self._bot_id, update_id=update.update_id, now=now):
                return [Toast(update.callback_id, None, "en")] if isinstance(update, Tap) else []
            effects = await answer(session) if answer else None
            if effects is None:
                effects = await self._dispatch(session, update, now)
            says = [effect for effect in effects if isinstance(effect, Say)]
            await messages.put_in_line(session, [say.as_message(now) for say in says], now=now)
            await session.commit()
        if says or (press and press.act in _TRIALS):  # which may have put a test in line
            self._messages_waiting()
        if press and press.act is Act.FORGET:
            self._erased()
        return [effect for effect in effects if not isinstance(effect, Say)]

    async def _look_ahead(self, session: Session, update: Update, now: datetime) -> Answer | None:
        """Look up what the answer takes, in a session that only reads: no tap waits for it.

        Whatever has little to look up has an answer in `_dispatch`.
        """
        if isinstance(update, Command) and update.group is None and update.name == "mydata":
            return await my_data.look_ahead(session, update, now=now, shop=self._shop)
        answer = await self._team.look_ahead(session, update, now=now)
        return answer or await self._desks.look_ahead(session, update, now=now)

    async def _dispatch(self, session: Session, update: Update, now: datetime) -> Sequence[Reply | Say]:
        match update:
            case Command():
                return await self._command(session, update, now)
            case Text():
                return await comment.words(session, update, now=now, shop=self._shop)
            case Tap():
                return await self._press(session, update, now)
            case Blocked():
                await contacts.mark_blocked(session, update.person.telegram_id, at=now)
            case Unblocked():
                await contacts.mark_blocked(session, update.person.telegram_id, at=None)
            case Migrated():
                await messages.move_chat(session, update.chat_id, update.new_chat_id)
                await rooms.move(session, update.chat_id, update.new_chat_id)
                return await self._desks.moved(session, update.new_chat_id, now=now)
            case Removed():
                await rooms.disconnect(session, update.chat_id, now=now)
            case GroupText() | Other():
                pass
        return []

    async def _command(  # noqa: PLR0911 - one return a command
        self, session: Session, command: Command, now: datetime
    ) -> Sequence[Reply | Say]:
        if command.group is not None:
            return await self._team.answer(session, command, now=now) or []
        match command.name:
            case "start" if test := await self._desks.test_of_link(session, command, now=now):
                return test
            case "start" if command.argument.startswith(owner_link.PREFIX):
                return await owner_link.open_link(session, command, now=now, shop=self._shop)
            case "start":
                return await start(session, command, now=now, shop=self._shop)
            case "stop":
                return await opt_out.stop(session, command, now=now, shop=self._shop)
            case "language":
                return await language.in_private(session, command, shop=self._shop)
            case "privacy":
                return await privacy.explain(session, command, shop=self._shop)
            case "forget":
                return await forget.ask(session, command, shop=self._shop)
            case "help":
                return await help_line.asked_for(session, command, shop=self._shop)
        answered = await self._team.answer(session, command, now=now)
        if answered is None:
            answered = await help_line.once_a_day(session, command, now=now, shop=self._shop)
        return answered

    async def _press(  # noqa: PLR0911 - one return an act
        self, session: Session, tap: Tap, now: datetime
    ) -> Sequence[Reply | Say]:
        match read(tap.data):
            case Press(act=Act.REASON) as press:
                return await quick_answer.reason(session, tap, press, now=now, shop=self._shop)
            case Press(act=Act.SKIP) as press:
                return await quick_answer.skip(session, tap, press, now=now, shop=self._shop)
            case Press(act=Act.LATER) as press:
                return await put_off.later(session, tap, press, now=now, shop=self._shop)
            case Press(act=Act.SURVEY) as press:
                return await self._desks.survey(session, tap, press, now=now)
            case Press(act=Act.NEVER) as press:
                return await opt_out.never(session, tap, press, now=now, shop=self._shop)
            case Press(act=Act.LANGUAGE) as press:
                return await language.press(session, tap, press, rights=self._rights, shop=self._shop)
            case Press(act=Act.FORGET) as press:
                return await forget.press(session, tap, press, now=now, shop=self._shop)
        contact = await contacts.find(session, tap.person.telegram_id)
        return [Toast(tap.callback_id, Line("toast-unclear"), spoken_with(tap.person, contact, self._shop))]
