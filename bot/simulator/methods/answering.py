"""The methods that answer a person without a message: toasts, and "typing"."""

from typing import Final

from bot.simulator.errors import QUERY_TOO_OLD, bad_request
from bot.simulator.parameters import AnswerCallbackQuery, SendChatAction
from bot.simulator.presses import Answer
from bot.simulator.request import Files
from bot.simulator.text import units
from bot.simulator.world import World

MAX_TOAST: Final = 200  # Bot API: answerCallbackQuery, text
_ACTIONS: Final = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def answer_callback_query(world: World, params: AnswerCallbackQuery, files: Files) -> bool:
    """Bot API: answerCallbackQuery."""
    press = world.presses.get(params.callback_query_id)
    if press is None:
        raise bad_request(QUERY_TOO_OLD)
    if params.text is not None and (length := units(params.text)) > MAX_TOAST:
        raise bad_request(f"MESSAGE_TOO_LONG: text holds {length} UTF-16 units, {MAX_TOAST} allowed")
    answer = Answer(
        text=params.text or None,
        show_alert=bool(params.show_alert),
        url=params.url,
        at=world.clock.now(),
    )
    press.accept(answer)
    world.happenings.announce("answered", press.message.chat, message=press.message, press=press)
    return True


def send_chat_action(world: World, params: SendChatAction, files: Files) -> bool:
    """Bot API: sendChatAction."""
    chat = world.chat_to_act_in(params.chat_id)
    if params.action not in _ACTIONS:
        raise bad_request(f"wrong parameter action in request: {params.action!r}")
    chat.actions.append((world.clock.now(), params.action))
    world.happenings.announce("action", chat)
    return True
