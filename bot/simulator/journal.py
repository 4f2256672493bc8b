"""Tells what went over the wire, the bot's calls and its updates together, a readable line for each."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from bot.simulator.calls import Call
from bot.simulator.updates import Update

_LONGEST: Final = 160  # characters of a line
_MEDIA: Final = ("photo", "document", "voice", "audio", "video", "video_note", "contact")
# Said by the chat's name, or by the keyboard's labels.
_UNSAID: Final = frozenset({"chat_id", "reply_markup", "entities", "caption_entities", "offset", "timeout"})


def newest(
    calls: Iterable[Call], updates: Iterable[Update], *, chat: int | None, polls: bool, limit: int
) -> list[dict[str, Any]]:
    """The last `limit` entries of one chat, or of all, the newest first; both logs come newest first.

    `polls` shows the questions for updates too, of which there is one all the time.
    """
    told: Iterator[tuple[float, dict[str, Any]]] = heapq.merge(
        (
            (call.at, _of_call(call))
            for call in calls
            if chat in {None, call.chat_id} and (polls or call.method != "getUpdates")
        ),
        ((update.created_at, _of_update(update)) for update in updates if chat in {None, update.chat_id}),
        key=lambda entry: entry[0],
        reverse=True,
    )
    return [entry for _, entry in islice(told, limit)]


def _of_call(call: Call) -> dict[str, Any]:
    return {
        "id": f"c{call.index}",
        "kind": "call",
        "at": call.at,
        "chat_id": call.chat_id,
        "name": call.method,
        "line": _line(call.params),
        "ok": call.ok if call.fault is None else False,
        "outcome": call.outcome,
        "ms": None if call.ms is None else round(call.ms, 1),
    }


def _of_update(update: Update) -> dict[str, Any]:
    settled = update.acknowledged_at or update.dropped_at
    if update.acknowledged_at is not None:
        outcome = "taken" if update.deliveries == 1 else f"taken, after {update.deliveries} deliveries"
    elif update.dropped_at is not None:
        outcome = "given up"
    else:
        outcome = "waits" if update.delivered_at is None else "delivered"
    return {
        "id": f"u{update.order}",
        "kind": "update",
        "at": update.created_at,
        "chat_id": update.chat_id,
        "name": update.kind,
        "line": _line(update.payload),
        "ok": None if settled is None else update.dropped_at is None,
        "outcome": outcome,
        "ms": None if settled is None else round((settled - update.created_at - update.skipped) * 1000, 1),
    }


def _line(given: dict[str, Any]) -> str:
    """What matters of the parameters, or of an update's payload, in one line."""
    parts = [f"<{kind}>" for kind in _MEDIA if kind in given]
    parts += [str(given[name]) for name in ("text", "caption", "data") if given.get(name)]
    if pressed := _pressed(given):
        parts.insert(0, f"[{pressed}]")
    markup = given.get("reply_markup")
    if isinstance(markup, dict):
        parts += [_labels(markup)]
    if not parts:
        parts = [
            f"{name}: {value}"
            for name, value in given.items()
            if name not in _UNSAID and isinstance(value, str | int | float)
        ]
    line = " ".join(" ".join(part for part in parts if part).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _pressed(query: dict[str, Any]) -> str | None:
    """The label of the button that a callback_query is about."""
    markup = (query.get("message") or {}).get("reply_markup") or {} if "data" in query else {}
    buttons = (button for row in markup.get("inline_keyboard") or [] for button in row)
    return next((button["text"] for button in buttons if button.get("callback_data") == query["data"]), None)


def _labels(markup: dict[str, Any]) -> str:
    rows = markup.get("inline_keyboard") or []
    return " ".join(f"[{button['text']}]" for row in rows for button in row if "text" in button)
