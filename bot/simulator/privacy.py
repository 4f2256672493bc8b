"""Decides which messages of a group reach the bot at all."""

from bot.simulator.accounts import ANONYMOUS_ADMIN, SPEAKING_CHANNEL, BotAccount
from bot.simulator.chats import Chat, GroupChat, PrivateChat
from bot.simulator.messages import Message
from bot.simulator.text import cut

# Bots in the User object that stand for somebody else, so that the bot hears them.
_STAND_INS = frozenset({ANONYMOUS_ADMIN.id, SPEAKING_CHANNEL.id})


def bot_hears(message: Message, bot: BotAccount) -> bool:
    """Whether the bot gets an update about this message of somebody else.

    Telegram, "Bot features: privacy mode": in a group a bot with privacy mode sees commands meant for it,
    general commands when it spoke last, replies to its own messages, mentions and service messages; as an
    admin, or without privacy mode, everything but what other bots say.
    """
    chat = message.chat
    if isinstance(chat, PrivateChat):
        return True
    if not isinstance(chat, GroupChat):
        return False
    me = chat.bot
    if me is None or not me.present or (message.sender.is_bot and message.sender.id not in _STAND_INS):
        return False
    if me.is_admin or not bot.privacy or _is_service(message):
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    return _is_addressed(message, chat, f"@{bot.username}".lower())


def _is_service(message: Message) -> bool:
    return not message.text and message.media is None


def _is_addressed(message: Message, chat: Chat, name: str) -> bool:
    for entity in message.entities:
        said = cut(message.text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and said == name:
            return True
        if entity["type"] == "bot_command":
            _, at, addressee = said.partition("@")
            if f"@{addressee}" == name if at else (isinstance(chat, GroupChat) and chat.bot_spoke_last):
                return True
    return False
