"""The methods about the list of commands that a client offers."""

import re
from typing import Final

from bot.simulator.accounts import Account
from bot.simulator.chats import Chat, GroupChat
from bot.simulator.errors import bad_request
from bot.simulator.parameters import BotCommandScope, ScopedCommands, SetMyCommands
from bot.simulator.request import Files
from bot.simulator.world import World

MAX_COMMANDS: Final = 100  # Bot API: setMyCommands
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_SCOPES: Final = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def set_my_commands(world: World, params: SetMyCommands, files: Files) -> bool:
    """Bot API: setMyCommands."""
    if len(params.commands) > MAX_COMMANDS:
        raise bad_request(f"BOT_COMMANDS_TOO_MUCH: {len(params.commands)} commands, {MAX_COMMANDS} allowed")
    for i, command in enumerate(params.commands):
        if not _NAME.fullmatch(command.command):
            raise bad_request(
                f"BOT_COMMAND_INVALID: commands[{i}].command is {command.command!r}, not 1-32 of a-z0-9_"
            )
        if not 1 <= len(command.description.strip()) <= 256:
            raise bad_request(
                f"BOT_COMMAND_DESCRIPTION_INVALID: commands[{i}].description needs 1-256 characters"
            )
    world.commands[_key(world, params)] = [
        {"command": command.command, "description": command.description.strip()}
        for command in params.commands
    ]
    return True


def delete_my_commands(world: World, params: ScopedCommands, files: Files) -> bool:
    """Bot API: deleteMyCommands."""
    world.commands.pop(_key(world, params), None)
    return True


def get_my_commands(world: World, params: ScopedCommands, files: Files) -> list[dict[str, str]]:
    """Bot API: getMyCommands."""
    return world.commands.get(_key(world, params), [])


def offered(world: World, chat: Chat, account: Account) -> list[dict[str, str]]:
    """The commands that somebody's client shows in a chat (Bot API: "Determining list of commands")."""
    language = account.language_code or ""
    for scope in _scopes_in(chat, account):
        for key in (scope, language), (scope, ""):
            if key in world.commands:
                return world.commands[key]
    return []


def _scopes_in(chat: Chat, account: Account) -> list[str]:
    if not isinstance(chat, GroupChat):
        return [f"chat {chat.id}", "all_private_chats", "default"]
    member = chat.members.get(account.id)
    return [
        f"chat_member {chat.id} {account.id}",
        *([f"chat_administrators {chat.id}"] if member and member.is_admin else []),
        f"chat {chat.id}",
        *(["all_chat_administrators"] if member and member.is_admin else []),
        "all_group_chats",
        "default",
    ]


def _key(world: World, params: ScopedCommands) -> tuple[str, str]:
    scope = params.scope or BotCommandScope(type="default")
    needs = _SCOPES.get(scope.type)
    if needs is None:
        raise bad_request(f"unsupported BotCommandScope specified: scope.type is {scope.type!r}")
    given = {name for name in ("chat_id", "user_id") if getattr(scope, name) is not None}
    if given != set(needs):
        raise bad_request(f"scope {scope.type} takes {' and '.join(needs) or 'nothing'} beside its type")
    language = params.language_code or ""
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request(f"invalid language code specified: language_code is {language!r}")
    if scope.chat_id is None:
        return scope.type, language
    chat = world.chat_to_act_in(scope.chat_id)
    return f"{scope.type} {chat.id} {scope.user_id or ''}".strip(), language
