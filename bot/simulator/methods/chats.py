"""The methods that ask about a chat, its members and its files, or arrange something in it."""

from typing import Any, Final

from bot.simulator.chats import GroupChat, Membership, PrivateChat
from bot.simulator.errors import bad_request
from bot.simulator.membership import set_member
from bot.simulator.parameters import (
    ChatOnly,
    GetChatAdministrators,
    GetChatMember,
    GetFile,
    PinChatMessage,
    UnpinChatMessage,
)
from bot.simulator.request import Files
from bot.simulator.world import World

# Bot API: ChatFullInfo, the fields that are always there.
_ALWAYS: Final[dict[str, Any]] = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}
_PERMISSIONS: Final = dict.fromkeys(
    (
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_react_to_messages",
        "can_edit_tag",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ),
    True,
)


def get_chat(world: World, params: ChatOnly, files: Files) -> dict[str, Any]:
    """Bot API: getChat."""
    chat = world.find_chat(params.chat_id)
    if isinstance(chat, PrivateChat):
        if not chat.started:
            raise bad_request("chat not found")
    else:
        chat.check_bot_may_act()
    info = chat.as_json() | _ALWAYS
    if isinstance(chat, GroupChat):
        info["permissions"] = _PERMISSIONS
    if chat.username:
        info["active_usernames"] = [chat.username]
    if chat.pinned:
        info["pinned_message"] = chat.pinned[-1].as_json()
    return info


def get_chat_member(world: World, params: GetChatMember, files: Files) -> dict[str, Any]:
    """Bot API: getChatMember."""
    chat = world.chat_to_act_in(params.chat_id)
    account = world.accounts.get(params.user_id)
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if isinstance(chat, GroupChat):
        member = chat.members.get(account.id) or Membership(account=account, status="left")
        return member.as_json()
    if account.id not in {chat.id, world.bot.id}:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return Membership(account=account, status="member").as_json()


def get_chat_administrators(
    world: World,
    params: GetChatAdministrators,
    files: Files,
) -> list[dict[str, Any]]:
    """Bot API: getChatAdministrators."""
    chat = world.chat_to_act_in(params.chat_id)
    if not isinstance(chat, GroupChat):
        raise bad_request("there are no administrators in the private chat")
    return [
        member.as_json()
        for member in chat.members.values()
        if member.is_admin
        and (params.return_bots or not member.account.is_bot or member.account is world.bot)
    ]


def pin_chat_message(world: World, params: PinChatMessage, files: Files) -> bool:
    """Bot API: pinChatMessage."""
    chat = world.chat_to_act_in(params.chat_id)
    _check_may_pin(chat)
    message = chat.find(params.message_id)
    if message is None:
        raise bad_request("message to pin not found")
    if message in chat.pinned:
        chat.pinned.remove(message)
    chat.pinned.append(message)
    return True


def unpin_chat_message(world: World, params: UnpinChatMessage, files: Files) -> bool:
    """Bot API: unpinChatMessage."""
    chat = world.chat_to_act_in(params.chat_id)
    _check_may_pin(chat)
    if params.message_id is None:
        if chat.pinned:
            chat.pinned.pop()
        return True
    message = chat.find(params.message_id)
    if message is None or message not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message)
    return True


def leave_chat(world: World, params: ChatOnly, files: Files) -> bool:
    """Bot API: leaveChat."""
    chat = world.chat_to_act_in(params.chat_id)
    if not isinstance(chat, GroupChat):
        raise bad_request("chat member status can't be changed in private chats")
    set_member(world, chat, world.bot, "left", by=world.bot)
    return True


def get_file(world: World, params: GetFile, files: Files) -> dict[str, Any]:
    """Bot API: getFile."""
    return world.files.get(params.file_id)


def _check_may_pin(chat: object) -> None:
    # In a basic group everybody may pin, unless its owner has said otherwise.
    if (
        isinstance(chat, GroupChat)
        and chat.type == "supergroup"
        and not (chat.bot is not None and chat.bot.is_admin)
    ):
        raise bad_request("not enough rights to manage pinned messages in the chat")
