"""Holds the state of the simulated Telegram and the two things that happen in it: messages and updates."""

import re
from typing import Any, Final

from bot.simulator.accounts import Account, BotAccount
from bot.simulator.allowed import AllowedUpdates
from bot.simulator.chance import seeded
from bot.simulator.chats import Chat, GroupChat, PrivateChat
from bot.simulator.clock import Clock
from bot.simulator.errors import bad_request
from bot.simulator.files import FileStore
from bot.simulator.happenings import Happenings
from bot.simulator.messages import Message
from bot.simulator.presses import Press
from bot.simulator.privacy import bot_hears
from bot.simulator.updates import Queues, Update

_ID: Final = re.compile(r"-?[0-9]{1,19}")


class World:
    """Everybody and everything: accounts, chats, messages, files, and the updates about them."""

    def __init__(self, *, bot: BotAccount, clock: Clock, seed: int, keep_updates: int) -> None:
        self.bot = bot
        self.clock = clock
        self.rng = seeded(seed, "ids")
        self.queues = Queues(clock=clock, rng=seeded(seed, "queues"), keep=keep_updates)
        self.allowed = AllowedUpdates()
        self.happenings = Happenings()
        self.files = FileStore(rng=seeded(seed, "files"))
        self.accounts: dict[int, Account] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        # Telegram's scope and language -> commands; see the methods about commands.
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.logged_out_until = 0.0
        # Above 32 bits, as today's ids are: an id stored in too small a column shows.
        self._next_user_id = 7_000_000_000 + self.rng.randrange(1, 1_000_000)
        self._next_group_id = 4_500_000_000 + self.rng.randrange(1, 1_000_000)
        self._last_message_id = 0

    # Who and where

    def new_user_id(self) -> int:
        """An id for a user, and so for the private chat with them."""
        self._next_user_id += 1
        return self._next_user_id

    def new_group_id(self, *, supergroup: bool) -> int:
        """An id for a basic group (-n) or for a supergroup or channel (-100n)."""
        self._next_group_id += 1
        return int(f"-100{self._next_group_id}") if supergroup else -self._next_group_id

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat by its id or @username; 400 when there is none, or when it has moved."""
        if isinstance(chat_id, str):
            number = id_in(chat_id)
            chat_id = chat_id if number is None else number
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            named = (
                chat
                for chat in self.chats.values()
                if chat.username and not isinstance(chat, PrivateChat) and chat.username.lower() == name
            )
            chat = next(named, None)
        else:
            chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found" if chat_id else "chat_id is empty")
        return chat

    def chat_to_act_in(self, chat_id: int | str) -> Chat:
        """The chat by its id, when the bot may do something there; else the 400 or 403 that says why not."""
        chat = self.find_chat(chat_id)
        chat.check_bot_may_act()
        return chat

    # What is said

    def post(
        self,
        chat: Chat,
        *,
        sender: Account,
        fields: dict[str, Any],
        reply_to: Message | None = None,
        markup: dict[str, Any] | None = None,
        thread: int | None = None,
    ) -> Message:
        """Put a message into a chat and tell those who look at it; the bot hears of it by `hear`."""
        json: dict[str, Any] = {
            "message_id": self._new_message_id(chat),
            "from": sender.as_json(),
            "chat": chat.as_json(),
            "date": self.clock.date(),
        }
        if isinstance(chat, GroupChat) and chat.type == "supergroup":
            reply_to = _placed(json, chat, reply_to, thread)
        json.update(fields)
        if markup is not None and "inline_keyboard" in markup:
            json["reply_markup"] = markup
        from_bot = sender.id == self.bot.id
        message = Message(
            chat=chat, sender=sender, from_bot=from_bot, json=json, reply_to=reply_to, markup=markup
        )
        chat.messages.append(message)
        chat.by_id[message.id] = message
        if isinstance(chat, GroupChat) and (from_bot or sender.is_bot):
            chat.bot_spoke_last = from_bot
        self.happenings.announce("message", chat, message=message)
        return message

    def change(self, message: Message, fields: dict[str, Any], *, markup: dict[str, Any] | None) -> None:
        """Edit a message: `fields` replace those of the same name, None removes one."""
        json = message.json | fields | {"edit_date": self.clock.date()}
        json["reply_markup"] = markup if markup is not None and "inline_keyboard" in markup else None
        json = {name: value for name, value in json.items() if value is not None}
        message.replace(json, markup=markup, at=self.clock.now())
        self.happenings.announce("edited", message.chat, message=message)

    def delete(self, message: Message) -> None:
        """Take a message away for everybody."""
        message.deleted = True
        self.happenings.announce("deleted", message.chat, message=message)

    # What the bot is told

    def hear(self, message: Message, *, kind: str = "message") -> None:
        """Tell the bot of a message of somebody else, if it is one that it may see."""
        if bot_hears(message, self.bot):
            self.tell(kind, message.as_json(), chat=message.chat, lane=("chat", message.chat.id))

    def tell(
        self, kind: str, payload: dict[str, Any], *, chat: Chat, lane: tuple[str, int] | None = None
    ) -> Update | None:
        """Queue an update, if the bot has asked for its kind."""
        if kind not in self.allowed:
            return None
        return self.queues.put(kind, payload, chat_id=chat.id, lane=lane or ("chat", chat.id))

    def press(self, message: Message, *, person: Account, data: str, inaccessible: bool = False) -> Press:
        """Let a person press a button; `inaccessible` tells the bot of the message by its id alone."""
        press = Press(
            id=str(self.rng.getrandbits(62)), person=person, message=message, data=data, at=self.clock.now()
        )
        self.presses[press.id] = press
        payload = {
            "id": press.id,
            "from": person.as_json(),
            "message": message.as_inaccessible() if inaccessible else message.as_json(),
            "chat_instance": str(message.chat.id * 7919 % 2**63),
            "data": data,
        }
        self.tell("callback_query", payload, chat=message.chat, lane=("taps", person.id))
        self.happenings.announce("pressed", message.chat, message=message, press=press)
        return press

    def advance(self, seconds: float) -> None:
        """Move the clock as if nobody had waited meanwhile: what is on its way to the bot, or back, isn't late."""
        self.clock.advance(seconds)
        self.queues.skip(seconds)
        for press in self.presses.values():
            if press.answer is None:
                press.skipped += seconds

    def _new_message_id(self, chat: Chat) -> int:
        # Supergroups count for themselves; private chats and basic groups share one count per account.
        if isinstance(chat, GroupChat) and chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_message_id += 1
        return self._last_message_id


def id_in(value: object) -> int | None:
    """The chat id in a raw parameter, which forms send as text; None if it is a name, or nonsense."""
    if isinstance(value, str):
        return int(value) if _ID.fullmatch(value) else None
    return value if isinstance(value, int) else None


def _placed(
    json: dict[str, Any], chat: GroupChat, reply_to: Message | None, thread: int | None
) -> Message | None:
    """Put a supergroup's message into its thread, and say what it is a reply to.

    In a forum, what isn't a reply to something else is a reply to the topic's first message. Outside of a
    forum a reply opens a thread that carries an id but is no topic: nothing can be sent there by that id.
    """
    if chat.is_forum and thread is None and reply_to is not None and reply_to.thread in chat.topics:
        thread = reply_to.thread
    if thread is not None:
        json["message_thread_id"] = thread
        json["is_topic_message"] = True
        return reply_to or chat.topics[thread].root
    if reply_to is not None and not chat.is_forum:
        json["message_thread_id"] = reply_to.thread or reply_to.id
    return reply_to
