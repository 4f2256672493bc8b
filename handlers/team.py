"""What the team says to the bot: in a room, in a group that isn't one, and in private."""

from collections.abc import Sequence
from datetime import datetime

from handlers.admin import roles, why
from handlers.admin import rooms as connecting
from handlers.admin.rooms import ROLE_NAMES, answer, spoken_in
from handlers.admin.score_view import Showing, ask, ask_all, press
from handlers.customer import language as speaking
from handlers.desks import Desks
from handlers.in_return import spoken_with
from handlers.marketer import planner, progress, survey_editor, trial, waves_list
from handlers.marketer.foresight import Foreseen
from handlers.press import Act, Press
from handlers.replies import Line, Reply, Say, Toast
from handlers.rights import NEEDED_IN_PRIVATE, NEEDED_IN_ROOM, Rights, suffices
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Tap
from storage import contacts, rooms
from storage.database import Session
from storage.kinds import Role
from storage.tables import Room


class Team:
    """Checks at each use who asks and where, and hands on what they may do."""

    def __init__(self, *, shop: Shop, rights: Rights, desks: Desks) -> None:
        self._shop = shop
        self._rights = rights
        self._desks = desks

    async def in_group(
        self, session: Session, command: Command, foreseen: Foreseen | None, *, now: datetime
    ) -> Sequence[Say]:
        """A command in a group; one that isn't ours is nobody's business."""
        if command.name not in NEEDED_IN_ROOM:
            return []
        room = await rooms.of_chat(session, command.chat_id)
        if room is not None:
            await roles.see(session, command.person, now)
        role = await self._rights.role(session, command)
        needed = NEEDED_IN_ROOM[command.name]
        if room is None and not (command.name == "connect" and suffices(role, needed)):
            return [answer(command, None, self._shop, Line("unknown-group"))]
        if not suffices(role, needed):
            refusal = (Line("refused"), Line(ROLE_NAMES[needed or Role.VIEWER]))
            return [answer(command, room, self._shop, *refusal)]
        return await self._do(session, command, room, foreseen, now)

    async def in_private(
        self, session: Session, command: Command, foreseen: Foreseen | None, *, now: datetime
    ) -> Sequence[Say] | None:
        """A command of the team in a private chat; None where it is a customer's, or nobody's."""
        if command.name in ("connect", "disconnect") and await self._is_owner(session, command):
            return await self._do(session, command, None, foreseen, now)
        needed = NEEDED_IN_PRIVATE.get(command.name)
        if needed is None or not suffices(await self._rights.role(session, command), needed):
            return None
        return await self._do(session, command, None, foreseen, now)

    async def turn(self, session: Session, tap: Tap, pressed: Press, *, now: datetime) -> Sequence[Reply]:
        """A button under a score message: for everybody in its room, and in private for who has a role."""
        room = await rooms.of_chat(session, tap.chat_id) if tap.chat_id is not None else None
        language = languages.choose(room.language if room else None, self._shop.language)
        if room is None:
            contact = await contacts.find(session, tap.person.telegram_id)
            language = spoken_with(tap.person, contact, self._shop)
            role = await self._rights.role_of(session, tap.person.telegram_id)
            if tap.chat_id != tap.person.telegram_id or not suffices(role, Role.VIEWER):
                return [Toast(tap.callback_id, Line("toast-unclear"), language)]
        return await press(Showing(session, now, self._shop, language), tap, pressed)

    async def waves(self, session: Session, tap: Tap, pressed: Press, *, now: datetime) -> Sequence[Reply]:
        """A button of the list of waves, or of a wave's progress: in a room, for everybody who may do that."""
        room = await rooms.of_chat(session, tap.chat_id) if tap.chat_id is not None else None
        if room is None:
            language = languages.choose(tap.person.language_code, self._shop.language)
            return [Toast(tap.callback_id, Line("toast-unclear"), language)]
        showing = Showing(session, now, self._shop, languages.choose(room.language, self._shop.language))
        if pressed.act is Act.WAVES:
            return await waves_list.turn(showing, tap, pressed)
        role = await self._rights.role_of(session, tap.person.telegram_id)
        return await progress.press(showing, tap, pressed, role=role)

    async def _do(  # noqa: C901, PLR0911 - one case a command
        self,
        session: Session,
        command: Command,
        room: Room | None,
        foreseen: Foreseen | None,
        now: datetime,
    ) -> Sequence[Say]:
        shop = self._shop
        showing = Showing(session, now, shop, await self._spoken(session, command, room))
        match command.name:
            case "nps" | "csat" | "ces":
                return await ask(showing, command)
            case "scores":
                return await ask_all(showing, command)
            case "waves":
                return await waves_list.ask(showing, command)
            case "why":
                return await why.explain(showing, command)
            case "wave":
                return await planner.ask(showing, command, foreseen)
            case "test":
                return await trial.ask(showing, command, bot_id=self._desks.bot_id)
            case "survey":
                return await survey_editor.ask(showing, command)
            case "language" if room:
                return await speaking.in_room(session, command, room, shop=shop)
            case "connect":
                return await connecting.connect(session, command, now=now, shop=shop)
            case "disconnect":
                return await connecting.disconnect(session, command, now=now, shop=shop)
            case "grant" if room:
                return await roles.grant(session, command, room, rights=self._rights, now=now, shop=shop)
            case "revoke" if room:
                return await roles.revoke(session, command, room, rights=self._rights, now=now, shop=shop)
        return [answer(command, room, shop, Line("help-room"))]

    async def _spoken(self, session: Session, command: Command, room: Room | None) -> str:
        if command.group is not None:
            return spoken_in(room, command, self._shop)
        contact = await contacts.find(session, command.person.telegram_id)
        return spoken_with(command.person, contact, self._shop)

    async def _is_owner(self, session: Session, command: Command) -> bool:
        return await self._rights.role(session, command) is Role.OWNER
