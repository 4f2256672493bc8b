"""Lets a test, a page or a crowd act as one person and see what that person sees."""

import asyncio
import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bot.simulator import speech
from bot.simulator.accounts import Account
from bot.simulator.chats import Channel, PrivateChat
from bot.simulator.membership import set_blocked
from bot.simulator.messages import Message
from bot.simulator.presses import Press
from bot.simulator.waiting import PATIENCE, Inbox, Only
from bot.simulator.world import World

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")


class NoSuchButton(AssertionError):  # noqa: N818
    """The message has no button of that label; the text lists those it has."""


class CantAct(AssertionError):  # noqa: N818
    """A client would not let this person do that now."""


class Person:
    """One person with a Telegram client. What they do reaches the bot as Telegram's updates would.

    Every act gives the event loop one turn, so that an agent in the same process may begin to answer.
    """

    def __init__(self, *, world: World, account: Account, chat: PrivateChat) -> None:
        self.account = account
        self.chat = chat
        self.inbox = Inbox(chat=chat, reader=account.first_name)
        self._world = world

    @property
    def id(self) -> int:
        """The user id, which is the id of their private chat too."""
        return self.account.id

    @property
    def first_name(self) -> str:
        """The first name."""
        return self.account.first_name

    # What they do

    async def open_link(self, link: str = "") -> Message:
        """Open the bot by a deep link and press Start: `link` is its payload, or all of it.

        Raises ValueError for a payload that no client takes (Bot features, "Deep linking").
        """
        payload = self._payload(link)
        if self.chat.blocked:
            self.unblock()
        return await self._say(speech.text_fields(f"/start {payload}".strip()))

    async def send(
        self,
        text: str,
        *,
        reply_to: Message | None = None,
        entities: list[dict[str, Any]] | None = None,
        forwarded_from: "Person | Account | Channel | str | None" = None,
    ) -> Message:
        """Type a text; or forward one of a person, a channel, or somebody who hides behind a name."""
        fields = speech.text_fields(text, entities=entities)
        if forwarded_from is not None:
            origin = forwarded_from.account if isinstance(forwarded_from, Person) else forwarded_from
            fields |= speech.forward_fields(origin, date=self._world.clock.date())
        return await self._say(fields, reply_to=reply_to)

    async def send_photo(
        self,
        data: bytes | None = None,
        *,
        caption: str = "",
        album: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a picture; without `data` one pixel. Those of one `album` are sent one by one, as Telegram does."""
        fields = speech.photo_fields(self._world.files, data=data, caption=caption, album=album)
        return await self._say(fields, reply_to=reply_to)

    async def send_voice(
        self, data: bytes | None = None, *, duration: int = 3, reply_to: Message | None = None
    ) -> Message:
        """Send a voice message of `duration` seconds."""
        fields = speech.voice_fields(self._world.files, data=data, duration=duration)
        return await self._say(fields, reply_to=reply_to)

    async def send_recording(
        self,
        kind: speech.Recording,
        *,
        duration: int = 3,
        caption: str = "",
        reply_to: Message | None = None,
    ) -> Message:
        """Send a video, a round one, or music, of `duration` seconds."""
        fields = speech.recording_fields(self._world.files, kind, duration=duration, caption=caption)
        return await self._say(fields, reply_to=reply_to)

    async def send_document(
        self,
        data: bytes,
        *,
        name: str = "file.txt",
        mime: str = "text/plain",
        caption: str = "",
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file."""
        fields = speech.document_fields(self._world.files, data=data, name=name, mime=mime, caption=caption)
        return await self._say(fields, reply_to=reply_to)

    async def send_contact(self, phone_number: str) -> Message:
        """Share one's own phone number."""
        return await self._say(speech.contact_fields(self.account, phone_number=phone_number))

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own text, or the caption of one's own picture or file."""
        if message.sender.id != self.id:
            raise CantAct(f"{self.first_name} can edit only what they wrote: {message!r}")
        fields = {"entities": None} | speech.text_fields(text)
        if message.media is not None:
            fields = {"caption": fields["text"], "caption_entities": fields["entities"]}
        self._world.change(message, fields, markup=None)
        self._world.hear(message, kind="edited_message")
        return await self._after(message)

    async def tap(
        self,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        inaccessible: bool = False,
        stranger: bool = False,
    ) -> Press:
        """Press a button by its label; `data` instead of a label sends what no button here holds.

        `inaccessible` tells the bot of an old message, by its id alone. `stranger` lets somebody press in a
        private chat that isn't theirs, as a forged update would.
        """
        if not stranger:
            self._check_can_press(message)
        if data is None:
            data = _data(message, label)
        press = self._world.press(message, person=self.account, data=data, inaccessible=inaccessible)
        await asyncio.sleep(0)
        return press

    async def tap_data(self, chat_of: "Person", message: Message, data: str) -> Press:
        """Press, with any data, on a message in the private chat of somebody else."""
        if message.chat is not chat_of.chat:
            raise ValueError(f"{message!r} isn't in the chat of {chat_of.first_name}")
        return await self.tap(message, data=data, stranger=True)

    def block(self) -> None:
        """Block the bot."""
        set_blocked(self._world, self.chat, blocked=True)

    def unblock(self) -> None:
        """Unblock the bot."""
        set_blocked(self._world, self.chat, blocked=False)

    def deactivate(self) -> None:
        """Delete the account; the bot isn't told."""
        self.chat.deactivated = True

    # What they see

    async def receives(
        self,
        text: str = "",
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - reads as a sentence in tests
        only: Only | None = None,
    ) -> Message:
        """The oldest message of the bot not yet taken that contains `text`; see Inbox.receives."""
        return await self.inbox.receives(text, timeout=timeout, only=only)

    async def stays_silent(self, seconds: float = 0.3) -> None:
        """The bot says and edits nothing in this chat for `seconds`."""
        await self.inbox.stays_silent(seconds)

    bot_stays_silent = stays_silent

    # Inside

    async def _say(self, fields: dict[str, Any], *, reply_to: Message | None = None) -> Message:
        self._check_can_write()
        self.chat.started = True
        message = self._world.post(self.chat, sender=self.account, fields=fields, reply_to=reply_to)
        self._world.hear(message)
        return await self._after(message)

    async def _after(self, message: Message) -> Message:
        await asyncio.sleep(0)
        return message

    def _check_can_write(self) -> None:
        if self.chat.deactivated:
            raise CantAct(f"{self.first_name} has deleted the account")
        if self.chat.blocked:
            raise CantAct(f"{self.first_name} has blocked the bot: unblock() first")

    def _check_can_press(self, message: Message) -> None:
        if message.deleted:
            raise CantAct(f"{self.first_name} can't press on what is deleted: {message!r}")
        if message.chat is self.chat:
            self._check_can_write()
        elif isinstance(message.chat, PrivateChat):
            raise CantAct(f"{message!r} isn't in a chat of {self.first_name}; say stranger=True to forge it")

    def _payload(self, link: str) -> str:
        payload = link
        if "://" in link:
            parts = urlsplit(link)
            if parts.path.strip("/").lower() != str(self._world.bot.username).lower():
                raise ValueError(f"the link is to another bot: {link}")
            payload = parse_qs(parts.query).get("start", [""])[0]
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"a deep link carries at most 64 of A-Za-z0-9_-, not {payload!r}")
        return payload

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.first_name}>"


def _data(message: Message, label: str | None) -> str:
    button = next((b for b in message.buttons if b.text == label), None)
    if button is None:
        labels = ", ".join(repr(b.text) for b in message.buttons) or "none at all"
        raise NoSuchButton(f"no button {label!r} on {message.text!r}; there are: {labels}")
    if button.data is None:
        raise NoSuchButton(f"the button {label!r} tells the bot nothing: it opens {button.url!r}")
    return button.data
