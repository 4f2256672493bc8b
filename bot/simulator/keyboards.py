"""Checks the keyboards a bot sends, and reads the ones a person sees."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from msgspec import Struct

from bot.simulator.errors import bad_request

MAX_DATA: Final = 64  # bytes; Bot API: InlineKeyboardButton, callback_data
MAX_ROW: Final = 8
MAX_BUTTONS: Final = 100
_STYLES: Final = frozenset({"danger", "success", "primary"})
_ACTIONS: Final = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


class InlineKeyboardButton(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: InlineKeyboardButton."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    url: str | None = None
    callback_data: str | None = None
    web_app: dict[str, Any] | None = None
    login_url: dict[str, Any] | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    copy_text: dict[str, Any] | None = None
    callback_game: dict[str, Any] | None = None
    pay: bool | None = None
    disabled: dict[str, Any] | None = None


class InlineKeyboardMarkup(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: InlineKeyboardMarkup."""

    inline_keyboard: list[list[InlineKeyboardButton]]


class KeyboardButton(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: KeyboardButton."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    request_users: dict[str, Any] | None = None
    request_chat: dict[str, Any] | None = None
    request_managed_bot: dict[str, Any] | None = None
    request_contact: bool | None = None
    request_location: bool | None = None
    request_poll: dict[str, Any] | None = None
    web_app: dict[str, Any] | None = None


class ReplyKeyboardMarkup(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: ReplyKeyboardMarkup; a button may be written as its bare text."""

    keyboard: list[list[KeyboardButton | str]]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None


class ReplyKeyboardRemove(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: ReplyKeyboardRemove."""

    remove_keyboard: bool
    selective: bool | None = None


class ForceReply(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Bot API: ForceReply."""

    force_reply: bool
    input_field_placeholder: str | None = None
    selective: bool | None = None


_MARKUPS: Final[dict[str, type[Struct]]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button as a person sees it; `data` and `url` say what a tap on it does."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


def read_keyboard(markup: dict[str, Any] | None) -> Keyboard:
    """The rows of a stored markup, whether its buttons hang on the message or under the text field."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return tuple(
        tuple(
            Button(text=b)
            if isinstance(b, str)
            else Button(text=b["text"], data=b.get("callback_data"), url=b.get("url"), style=b.get("style"))
            for b in row
        )
        for row in rows
    )


def checked_markup(raw: dict[str, Any] | None, *, inline_only: bool = False) -> dict[str, Any] | None:
    """The markup as a message keeps it, or None for none; an empty inline keyboard is none too.

    Raises a 400 that names the button when a limit is broken (Bot API: InlineKeyboardMarkup).
    """
    if not raw:
        return None
    kind = next((name for name in _MARKUPS if name in raw), None)
    if kind is None or (inline_only and kind != "inline_keyboard"):
        wanted = "inline_keyboard" if inline_only else ", ".join(_MARKUPS)
        raise bad_request(f"object expected as reply markup: reply_markup needs {wanted}")
    try:
        markup = msgspec.convert(raw, _MARKUPS[kind])
    except msgspec.ValidationError as error:
        problem = str(error).replace("`", "'")
        raise bad_request(f"can't parse reply keyboard markup: reply_markup: {problem}") from None
    rows: list[list[Any]] = getattr(markup, kind) if kind in {"inline_keyboard", "keyboard"} else []
    _check_size(rows, kind)
    for y, row in enumerate(rows):
        for x, button in enumerate(row):
            _check_button(button, f"reply_markup.{kind}[{y}][{x}]")
    if kind == "inline_keyboard":
        kept = [[_without_blanks(button) for button in row] for row in raw[kind] if row]
        return {kind: kept} if kept else None
    return _without_blanks(raw)


def _without_blanks(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value is not None}


def _check_size(rows: list[list[Any]], kind: str) -> None:
    for y, row in enumerate(rows):
        if len(row) > MAX_ROW:
            raise bad_request(
                f"BUTTON_ROW_TOO_LONG: reply_markup.{kind}[{y}] has {len(row)}, {MAX_ROW} allowed"
            )
    if (count := sum(map(len, rows))) > MAX_BUTTONS:
        raise bad_request(f"REPLY_MARKUP_TOO_LONG: reply_markup has {count} buttons, {MAX_BUTTONS} allowed")


def _check_button(button: InlineKeyboardButton | KeyboardButton | str, where: str) -> None:
    if isinstance(button, str):
        button = KeyboardButton(text=button)
    if not button.text.strip():
        raise bad_request(f"can't parse inline keyboard button: {where}.text is empty")
    if button.style is not None and button.style not in _STYLES:
        raise bad_request(f"{where}.style is {button.style!r}, not one of {', '.join(sorted(_STYLES))}")
    if isinstance(button, KeyboardButton):
        return
    actions = [name for name in _ACTIONS if getattr(button, name) is not None]
    if len(actions) != 1:
        found = " and ".join(actions) or "nothing"
        raise bad_request(
            f"text buttons are unallowed in the inline keyboard: {where} does {found}, one thing wanted"
        )
    if button.callback_data is not None and not 1 <= (size := len(button.callback_data.encode())) <= MAX_DATA:
        raise bad_request(
            f"BUTTON_DATA_INVALID: {where}.callback_data holds {size} bytes, 1-{MAX_DATA} allowed"
        )
    if button.url is not None and not button.url.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"BUTTON_URL_INVALID: {where}.url is {button.url!r}")
