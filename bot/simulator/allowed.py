"""Knows which kinds of updates the bot has asked for."""

from typing import Final

# Bot API: Update. Everything that can come, in the order of the documentation.
KINDS: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
# Bot API: getUpdates, allowed_updates: an empty list means all but these.
_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_DEFAULT: Final = frozenset(KINDS) - _ON_REQUEST


class AllowedUpdates:
    """The choice of the last getUpdates or setWebhook that made one; it stays until the next."""

    def __init__(self) -> None:
        self._kinds = _DEFAULT
        self.chosen: list[str] | None = None

    def __contains__(self, kind: str) -> bool:
        # A kind that the list doesn't know is let through: it was put in by hand, to see what the bot does.
        return kind in self._kinds or kind not in KINDS

    def choose(self, kinds: list[str] | None) -> None:
        """Take the new choice; None keeps the old one, an empty list restores the default.

        Unknown kinds are skipped, as Telegram does: a library may know newer ones.
        """
        if kinds is None:
            return
        known = [kind for kind in kinds if kind in KINDS]
        self._kinds = frozenset(known) if known else _DEFAULT
        self.chosen = known or None
