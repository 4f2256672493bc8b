"""Where waves are planned and surveys changed: in a room, or in the private chat of one of the team; and by whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.admin.score_view import Showing
from handlers.ahead import Answer, Refused, look_ahead
from handlers.in_return import spoken_with
from handlers.marketer import draft_turns, foresight, planner, sent_files, survey_editor, trial
from handlers.marketer.draft_turns import Desk
from handlers.marketer.foresight import Foreseen
from handlers.press import Act, Press, read
from handlers.replies import Line, Reply, Say, Toast
from handlers.rights import NEEDED_IN_PRIVATE, Rights, suffices
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, GroupText, Tap, Text, Update
from storage import contacts, rooms
from storage.database import Session
from storage.kinds import Role


class Desks:
    """Finds the desk at which something happens, and hands on what is done there."""

    def __init__(self, *, bot_id: int, shop: Shop, rights: Rights) -> None:
        self.bot_id = bot_id
        self._shop = shop
        self._rights = rights

    async def look_ahead(self, session: Session, update: Update, *, now: datetime) -> Answer | None:
        """Look up who a wave would ask that is being planned; None for what has nothing to do with planning one."""
        match update:
            case Tap() if (pressed := read(update.data)) and pressed.act is Act.DRAFT:
                return await look_ahead(
                    session,
                    admit=lambda session: self._admit(session, update, now, [self._unclear(update)]),
                    look=lambda desk: foresight.of_press(desk, update, pressed),
                    give=lambda desk, foreseen: planner.press(desk, update, pressed, foreseen),
                )
            case Text() | GroupText() if await draft_turns.is_meant(session, update, now=now):
                return await look_ahead(
                    session,
                    admit=lambda session: self._admit(session, update, now, None),
                    look=lambda desk: foresight.of_words(desk, update),
                    give=lambda desk, foreseen: self._words(desk, update, foreseen),
                )
        return None

    async def survey(
        self, session: Session, tap: Tap, pressed: Press, *, now: datetime
    ) -> Sequence[Reply | Say]:
        """A button of /survey."""
        desk = await self._at(session, tap, now)
        return await survey_editor.press(desk, tap, pressed) if desk else [self._unclear(tap)]

    async def moved(self, session: Session, chat_id: int, *, now: datetime) -> Sequence[Say]:
        """What stood in a group that became this one, and couldn't be pressed there any more."""
        room = await rooms.of_chat(session, chat_id)
        if room is None:
            return []
        language = languages.choose(room.language, self._shop.language)
        return await planner.shown_anew(Showing(session, now, self._shop, language), room)

    async def test_of_link(
        self, session: Session, command: Command, *, now: datetime
    ) -> Sequence[Say] | None:
        """The link that leads to a test, opened by somebody who may have one; None for any other."""
        kind = trial.of_link(command.argument)
        desk = await self._at(session, command, now) if kind else None
        if kind is None or desk is None or not suffices(desk.role, NEEDED_IN_PRIVATE["test"]):
            return None
        return await trial.ask(desk.showing, replace(command, argument=kind), bot_id=self.bot_id)

    async def _words(
        self, desk: Desk, said: Text | GroupText, foreseen: Foreseen | None
    ) -> Sequence[Reply | Say] | None:
        """Words, or a file, about a wave that is being planned, or for a survey; None where they are neither."""
        if said.attached is not None:
            return await sent_files.take(desk, said)
        planned = await planner.words(desk, said, foreseen)
        return await survey_editor.words(desk, said) if planned is None else planned

    def _unclear(self, tap: Tap) -> Toast:
        """What is said to a press in a group that isn't a room."""
        language = languages.choose(tap.person.language_code, self._shop.language)
        return Toast(tap.callback_id, Line("toast-unclear"), language)

    async def _admit(
        self,
        session: Session,
        update: Text | GroupText | Tap,
        now: datetime,
        elsewhere: Sequence[Reply | Say] | None,
    ) -> Desk | Refused:
        """The desk at which something happens; `elsewhere` is what is said where there is none."""
        desk = await self._at(session, update, now)
        return Refused(elsewhere) if desk is None else desk

    async def _at(
        self, session: Session, update: Command | Text | GroupText | Tap, now: datetime
    ) -> Desk | None:
        """None in a group that isn't a room."""
        person, chat_id = update.person, update.chat_id
        room = await rooms.of_chat(session, chat_id) if chat_id is not None else None
        if room is None and chat_id != person.telegram_id:
            return None
        if room is not None:
            language = languages.choose(room.language, self._shop.language)
        else:
            language = spoken_with(person, await contacts.find(session, person.telegram_id), self._shop)
        anonymous = isinstance(update, Command | GroupText) and update.anonymous
        role = Role.ADMIN if anonymous else await self._rights.role_of(session, person.telegram_id)
        showing = Showing(session, now, self._shop, language)
        return Desk(showing, self.bot_id, role, room.thread_id if room else None)
