"""Lets a test or a page act in a group: people speak and press there, the bot comes and goes."""

import asyncio
from typing import Any, Literal

from bot.simulator import speech
from bot.simulator.accounts import ANONYMOUS_ADMIN, SPEAKING_CHANNEL, TELEGRAM, Account
from bot.simulator.chats import Channel, GroupChat, Membership, Status, Topic
from bot.simulator.membership import set_member
from bot.simulator.messages import Message
from bot.simulator.person import CantAct, Person
from bot.simulator.presses import Press
from bot.simulator.waiting import PATIENCE, Inbox, Only
from bot.simulator.world import World

BotRole = Literal["member", "admin"]


class Group:
    """A group. Its `id` changes when it becomes a supergroup; this object stays the same."""

    def __init__(self, *, world: World, chat: GroupChat, owner: Person) -> None:
        self.chat = chat
        self.owner = owner
        self.inbox = Inbox(chat=chat, reader=str(chat.title))
        self._world = world

    @property
    def id(self) -> int:
        """The present chat id."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The title."""
        return str(self.chat.title)

    # What people do

    async def send(
        self,
        person: Person | None,
        text: str,
        *,
        topic: Topic | None = None,
        reply_to: Message | None = None,
        anonymous: bool = False,
        sender_chat: Channel | None = None,
        automatic: bool = False,
        entities: list[dict[str, Any]] | None = None,
    ) -> Message:
        """Say a text: as oneself, as an anonymous admin, or in the name of a channel.

        `automatic` makes it the copy that Telegram puts there of a post in the group's linked channel;
        nobody (`person` None) sends that.
        """
        fields = speech.text_fields(text, entities=entities)
        sender = self._sender(
            person, fields, anonymous=anonymous, sender_chat=sender_chat, automatic=automatic
        )
        return await self._say(sender, fields, topic=topic, reply_to=reply_to)

    async def send_photo(
        self,
        person: Person,
        data: bytes | None = None,
        *,
        caption: str = "",
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a picture; without `data` one pixel."""
        fields = speech.photo_fields(self._world.files, data=data, caption=caption)
        return await self._say(self._sender(person, fields), fields, topic=topic, reply_to=reply_to)

    async def send_voice(
        self,
        person: Person,
        data: bytes | None = None,
        *,
        duration: int = 3,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a voice message of `duration` seconds."""
        fields = speech.voice_fields(self._world.files, data=data, duration=duration)
        return await self._say(self._sender(person, fields), fields, topic=topic, reply_to=reply_to)

    async def send_document(
        self,
        person: Person,
        data: bytes,
        *,
        name: str = "file.txt",
        mime: str = "text/plain",
        caption: str = "",
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file."""
        fields = speech.document_fields(self._world.files, data=data, name=name, mime=mime, caption=caption)
        return await self._say(self._sender(person, fields), fields, topic=topic, reply_to=reply_to)

    async def edit(self, person: Person, message: Message, text: str) -> Message:
        """Edit one's own text."""
        return await person.edit(message, text)

    async def tap(
        self,
        person: Person,
        message: Message,
        label: str | None = None,
        *,
        data: str | None = None,
        inaccessible: bool = False,
    ) -> Press:
        """Press a button of a message here; even an anonymous admin presses under their own name."""
        self._check_present(person)
        return await person.tap(message, label, data=data, inaccessible=inaccessible)

    async def new_topic(self, name: str, *, by: Person | None = None) -> Topic:
        """Open a topic of a forum."""
        if not self.chat.is_forum:
            raise CantAct(f"{self.title} is no forum")
        fields = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        root = self._world.post(self.chat, sender=(by or self.owner).account, fields=fields)
        root.json |= {"message_thread_id": root.id, "is_topic_message": True}
        topic = self.chat.topics[root.id] = Topic(name=name, root=root)
        self._world.hear(root)
        await asyncio.sleep(0)
        return topic

    # Who is there

    async def join(self, person: Person, *, by: Person | None = None) -> Message:
        """Let somebody in; the group sees a line about it."""
        set_member(self._world, self.chat, person.account, "member", by=(by or person).account)
        fields = {"new_chat_members": [person.account.as_json()]}
        return await self._say((by or person).account, fields)

    async def leave(self, person: Person) -> Message:
        """Let somebody go; the group sees a line about it."""
        self._check_present(person)
        message = await self._say(person.account, {"left_chat_member": person.account.as_json()})
        set_member(self._world, self.chat, person.account, "left", by=person.account)
        return message

    def promote(self, person: Person, *, anonymous: bool = False) -> None:
        """Make a member an administrator, visible or anonymous."""
        self._check_present(person)
        owner = person.id == self.owner.id
        status: Status = "creator" if owner else "administrator"
        set_member(self._world, self.chat, person.account, status, by=self.owner.account, anonymous=anonymous)

    def demote(self, person: Person) -> None:
        """Make an administrator a plain member."""
        self._check_present(person)
        set_member(self._world, self.chat, person.account, "member", by=self.owner.account)

    def add_bot(
        self, role: BotRole = "member", *, by: Person | None = None, payload: str | None = None
    ) -> None:
        """Add the bot; `payload` as by a link `?startgroup=payload`, which says `/start@bot payload` too."""
        adder = (by or self.owner).account
        set_member(self._world, self.chat, self._world.bot, _status(role), by=adder)
        fields: dict[str, Any] = {"new_chat_members": [self._world.bot.as_json()]}
        self._world.hear(self._world.post(self.chat, sender=adder, fields=fields))
        if payload is not None:
            fields = speech.text_fields(f"/start@{self._world.bot.username} {payload}".strip())
            self._world.hear(self._world.post(self.chat, sender=adder, fields=fields))

    def promote_bot(self, *, by: Person | None = None) -> None:
        """Make the bot an administrator: it hears everything from now on."""
        self._check_bot_present()
        set_member(self._world, self.chat, self._world.bot, "administrator", by=(by or self.owner).account)

    def demote_bot(self, *, by: Person | None = None) -> None:
        """Make the bot a plain member again."""
        self._check_bot_present()
        set_member(self._world, self.chat, self._world.bot, "member", by=(by or self.owner).account)

    def kick_bot(self, *, by: Person | None = None) -> None:
        """Remove the bot; a basic group tells it by a service message too."""
        self._check_bot_present()
        remover = (by or self.owner).account
        if self.chat.type == "group":
            fields = {"left_chat_member": self._world.bot.as_json()}
            self._world.hear(self._world.post(self.chat, sender=remover, fields=fields))
        set_member(self._world, self.chat, self._world.bot, "kicked", by=remover)

    def migrate(self) -> int:
        """Make the basic group a supergroup: a new id, messages counted anew, a service message in both."""
        old = self.chat
        if old.type != "group":
            raise CantAct(f"{self.title} is a supergroup already")
        new = GroupChat(
            id=self._world.new_group_id(supergroup=True),
            title=self.title,
            type="supergroup",
            bot_id=old.bot_id,
        )
        new.members = dict(old.members)
        self._world.chats[new.id] = new
        sender = self.owner.account
        self._world.hear(self._world.post(old, sender=sender, fields={"migrate_to_chat_id": new.id}))
        old.migrated_to = new.id
        fields = {"migrate_from_chat_id": old.id, "sender_chat": new.as_json()}
        self._world.hear(self._world.post(new, sender=ANONYMOUS_ADMIN, fields=fields))
        self.chat = new
        self.inbox.moved_to(new)
        self._world.happenings.announce("migrated", new)
        return new.id

    # What is seen

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
        """The bot says and edits nothing in this group for `seconds`."""
        await self.inbox.stays_silent(seconds)

    bot_stays_silent = stays_silent

    # Inside

    def _sender(
        self,
        person: Person | None,
        fields: dict[str, Any],
        *,
        anonymous: bool = False,
        sender_chat: Channel | None = None,
        automatic: bool = False,
    ) -> Account:
        """Who stands in `from`; what else tells of the sender goes into `fields`."""
        if sender_chat is not None:
            fields["sender_chat"] = sender_chat.as_json()
            if automatic:
                fields["is_automatic_forward"] = True
                fields |= speech.forward_fields(sender_chat, date=self._world.clock.date())
            return TELEGRAM if automatic else SPEAKING_CHANNEL
        if person is None:
            raise CantAct("nobody speaks: name a person or a sender_chat")
        member = self._check_present(person)
        if not anonymous:
            return person.account
        if not member.is_admin or self.chat.type != "supergroup":
            raise CantAct(f"{person.first_name} is no admin of a supergroup, and can't be anonymous")
        fields["sender_chat"] = self.chat.as_json()
        return ANONYMOUS_ADMIN

    async def _say(
        self,
        sender: Account,
        fields: dict[str, Any],
        *,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        message = self._world.post(
            self.chat,
            sender=sender,
            fields=fields,
            reply_to=reply_to,
            thread=topic.root.id if topic is not None else None,
        )
        self._world.hear(message)
        await asyncio.sleep(0)
        return message

    def _check_present(self, person: Person) -> Membership:
        member = self.chat.members.get(person.id)
        if member is None or not member.present:
            raise CantAct(f"{person.first_name} isn't in {self.title}")
        return member

    def _check_bot_present(self) -> None:
        if self.chat.bot is None or not self.chat.bot.present:
            raise CantAct(f"the bot isn't in {self.title}: add_bot() first")

    def __repr__(self) -> str:
        return f"<Group {self.id} {self.title}>"


def _status(role: BotRole) -> Status:
    return "administrator" if role == "admin" else "member"
