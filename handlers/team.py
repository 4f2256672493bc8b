"""What the team says to the bot: in a room, in a group that isn't one, and in private."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from handlers.admin import roles, score_view, why
from handlers.admin import rooms as connecting
from handlers.admin.rooms import ROLE_NAMES, answer, spoken_in
from handlers.admin.score_view import Showing
from handlers.ahead import Answer, Found, Refused, look_ahead
from handlers.customer import language as speaking
from handlers.in_return import in_place, spoken_with
from handlers.marketer import foresight, plan_card, planner, progress, survey_editor, trial, waves_list
from handlers.press import Act, Press, read
from handlers.replies import Content, Line, Reply, Say, Toast
from handlers.rights import NEEDED_IN_PRIVATE, NEEDED_IN_ROOM, Rights, suffices
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Tap, Update
from storage import contacts, rooms
from storage.database import Session
from storage.kinds import Role
from storage.tables import Room

_OF_A_GROUP: Final = ("connect", "disconnect")
"""What an owner does in the group itself, and is told so elsewhere."""


@dataclass(frozen=True, slots=True)
class _Asker:
    """Somebody who may have what they ask for: what drawing it takes, and the room that they ask in."""

    showing: Showing
    room: Room | None


class Team:
    """Checks at each use who asks and where, and hands on what they may do."""

    def __init__(self, *, bot_id: int, shop: Shop, rights: Rights) -> None:
        self._bot_id = bot_id
        self._shop = shop
        self._rights = rights

    async def look_ahead(self, session: Session, update: Update, *, now: datetime) -> Answer | None:
        """Look up what the answer to a command takes, or to a button below one; None where that is nothing."""
        match update:
            case Command():
                return await self._look_for_command(session, update, now)
            case Tap() if pressed := read(update.data):
                return await self._look_for_press(session, update, pressed, now)
        return None

    async def answer(
        self, session: Session, command: Command, *, now: datetime
    ) -> Sequence[Reply | Say] | None:
        """A command that has nothing to look up; None where it is a customer's, or nobody's."""
        await self._see(session, command, now)
        asker = await self._admit(session, command, now)
        if isinstance(asker, Refused):
            return asker.replies
        return await self._do(session, command, asker, now)

    async def _look_for_command(self, session: Session, command: Command, now: datetime) -> Answer | None:
        match command.name:
            case "nps" | "csat" | "ces":
                return await self._ahead(session, command, now, look=score_view.look, give=score_view.ask)
            case "scores":
                return await self._ahead(session, command, now, look=score_view.all_scores, give=_said)
            case "waves":
                return await self._ahead(session, command, now, look=waves_list.newest, give=_said)
            case "why":
                return await self._ahead(session, command, now, look=why.explain, give=_said)
            case "wave":
                return await self._ahead(session, command, now, look=foresight.of_command, give=planner.ask)
        return None

    async def _ahead(
        self,
        session: Session,
        command: Command,
        now: datetime,
        *,
        look: Callable[[Showing, Command], Awaitable[Found]],
        give: Callable[[Showing, Command, Found], Awaitable[Sequence[Say]]],
    ) -> Answer:
        rest = await look_ahead(
            session,
            admit=lambda session: self._admit(session, command, now),
            look=lambda asker: look(asker.showing, command),
            give=lambda asker, found: give(asker.showing, command, found),
        )

        async def answer(session: Session) -> Sequence[Reply | Say] | None:
            await self._see(session, command, now)
            return await rest(session)

        return answer

    async def _look_for_press(
        self, session: Session, tap: Tap, pressed: Press, now: datetime
    ) -> Answer | None:
        match pressed.act:
            case Act.VIEW:
                return await look_ahead(
                    session,
                    admit=lambda session: self._at_scores(session, tap, now),
                    look=lambda showing: score_view.turned(showing, tap, pressed),
                    give=lambda showing, found: score_view.press(showing, tap, pressed, found),
                )
            case Act.WAVES:
                return await look_ahead(
                    session,
                    admit=lambda session: self._in_room(session, tap, now),
                    look=lambda showing: waves_list.page(showing, pressed.invitation_id),
                    give=lambda showing, content: waves_list.turn(showing, tap, content),
                )
            case Act.PROGRESS:
                return await look_ahead(
                    session,
                    admit=lambda session: self._in_room(session, tap, now),
                    look=lambda showing: progress.foresee(showing.session, pressed),
                    give=lambda showing, foreseen: self._progress(showing, tap, pressed, foreseen),
                )
            case Act.PLAN:  # a few rows, which need not be looked up ahead
                return partial(self._plan, tap=tap, pressed=pressed, now=now)
        return None

    async def _do(  # noqa: PLR0911 - one return a command
        self, session: Session, command: Command, asker: _Asker, now: datetime
    ) -> Sequence[Say]:
        shop, showing, room = self._shop, asker.showing, asker.room
        match command.name:
            case "test":
                return await trial.ask(showing, command, bot_id=self._bot_id)
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

    async def _progress(
        self, showing: Showing, tap: Tap, pressed: Press, foreseen: progress.Foreseen | None
    ) -> Sequence[Reply]:
        role = await self._rights.role_of(showing.session, tap.person.telegram_id)
        return await progress.press(showing, tap, pressed, foreseen, role=role)

    async def _plan(
        self, session: Session, *, tap: Tap, pressed: Press, now: datetime
    ) -> Sequence[Reply | Say] | None:
        showing = await self._in_room(session, tap, now)
        if isinstance(showing, Refused):
            return showing.replies
        role = await self._rights.role_of(session, tap.person.telegram_id)
        return await plan_card.press(showing, tap, pressed, role=role)

    async def _see(self, session: Session, command: Command, now: datetime) -> None:
        """Note who speaks in a room; in another group nobody is written down."""
        if command.group is None or command.name not in NEEDED_IN_ROOM:
            return
        if await rooms.of_chat(session, command.chat_id) is not None:
            await roles.see(session, command.person, now)

    async def _admit(self, session: Session, command: Command, now: datetime) -> _Asker | Refused:
        """Whether somebody may give this command where they do."""
        if command.group is None:
            return await self._admit_in_private(session, command, now)
        if command.name not in NEEDED_IN_ROOM:  # which is nobody's business
            return Refused([])
        room = await rooms.of_chat(session, command.chat_id)
        role = await self._rights.role(session, command)
        needed = NEEDED_IN_ROOM[command.name]
        if room is None and not (command.name == "connect" and suffices(role, needed)):
            return Refused([answer(command, None, self._shop, Line("unknown-group"))])
        if not suffices(role, needed):
            refusal = (Line("refused"), Line(ROLE_NAMES[needed or Role.VIEWER]))
            return Refused([answer(command, room, self._shop, *refusal)])
        return _Asker(Showing(session, now, self._shop, spoken_in(room, command, self._shop)), room)

    async def _admit_in_private(self, session: Session, command: Command, now: datetime) -> _Asker | Refused:
        """Who lacks the role is a customer there. An owner is told where to connect a group."""
        needed = Role.OWNER if command.name in _OF_A_GROUP else NEEDED_IN_PRIVATE.get(command.name)
        role = await self._rights.role(session, command) if needed else None
        if needed is None or not suffices(role, needed):
            return Refused(None)
        contact = await contacts.find(session, command.person.telegram_id)
        spoken = spoken_with(command.person, contact, self._shop)
        return _Asker(Showing(session, now, self._shop, spoken), None)

    async def _at_scores(self, session: Session, tap: Tap, now: datetime) -> Showing | Refused:
        """A button under a score message: for everybody in its room, and in private for who has a role."""
        room = await _room_of(session, tap)
        if room is not None:
            return self._showing(session, room, now)
        contact = await contacts.find(session, tap.person.telegram_id)
        language = spoken_with(tap.person, contact, self._shop)
        role = await self._rights.role_of(session, tap.person.telegram_id)
        if tap.chat_id != tap.person.telegram_id or not suffices(role, Role.VIEWER):
            return Refused([Toast(tap.callback_id, Line("toast-unclear"), language)])
        return Showing(session, now, self._shop, language)

    async def _in_room(self, session: Session, tap: Tap, now: datetime) -> Showing | Refused:
        """A button of the list of waves, of a wave's progress or of a plan: for everybody in a room."""
        room = await _room_of(session, tap)
        if room is None:
            language = languages.choose(tap.person.language_code, self._shop.language)
            return Refused([Toast(tap.callback_id, Line("toast-unclear"), language)])
        return self._showing(session, room, now)

    def _showing(self, session: Session, room: Room, now: datetime) -> Showing:
        return Showing(session, now, self._shop, languages.choose(room.language, self._shop.language))


async def _room_of(session: Session, tap: Tap) -> Room | None:
    return None if tap.chat_id is None else await rooms.of_chat(session, tap.chat_id)


async def _said(showing: Showing, command: Command, content: Content) -> list[Say]:
    """An answer of which nothing is kept."""
    return [in_place(command, content)]
