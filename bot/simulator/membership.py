"""Lets people and the bot come and go, and tells the bot of it as Telegram does."""

from bot.simulator.accounts import Account
from bot.simulator.chats import Chat, GroupChat, Membership, PrivateChat, Status
from bot.simulator.world import World


def set_member(
    world: World, chat: GroupChat, account: Account, status: Status, *, by: Account, anonymous: bool = False
) -> None:
    """Make somebody a member, an administrator, or no member any more.

    About itself the bot is told by `my_chat_member`; about others by `chat_member`, only as an administrator
    and only if it has asked for that kind (Bot API: Update).
    """
    about_bot = account.id == world.bot.id
    old = chat.members.get(account.id) or Membership(account=account, status="left")
    new = Membership(account=account, status=status, anonymous=anonymous)
    if (old.status, old.anonymous) == (new.status, new.anonymous):
        return
    chat.members[account.id] = new
    me = chat.bot
    if about_bot or (me is not None and me.is_admin):
        _tell(world, "my_chat_member" if about_bot else "chat_member", chat, old, new, by)


def set_blocked(world: World, chat: PrivateChat, *, blocked: bool) -> None:
    """Let a person block or unblock the bot; Telegram calls that `kicked` and `member`."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    was, now = Membership(account=world.bot, status="member"), Membership(account=world.bot, status="kicked")
    old, new = (was, now) if blocked else (now, was)
    _tell(world, "my_chat_member", chat, old, new, chat.account)


def _tell(world: World, kind: str, chat: Chat, old: Membership, new: Membership, by: Account) -> None:
    payload = {
        "chat": chat.as_json(),
        "from": by.as_json(),
        "date": world.clock.date(),
        "old_chat_member": old.as_json(),
        "new_chat_member": new.as_json(),
    }
    world.tell(kind, payload, chat=chat)
    world.happenings.announce("membership", chat)
