"""A press on a button of ours, by the person it stands for, in the chat where it stands; or words in its place."""

from dataclasses import dataclass
from datetime import datetime

from handlers.press import Press
from handlers.replies import Content, Edit, Line, Toast
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Tap
from storage import facts as stored
from storage.database import Session
from storage.facts import InvitationFacts


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press that may have an effect; whether it has one now is for the rules to say.

    Where the person typed what a button says, nothing waits for a toast: `callback_id` is None.
    """

    facts: InvitationFacts
    now: datetime
    language: str
    shop: Shop
    chat_id: int  # the private chat of the person who was asked
    message_id: int | None  # what was pressed, or stands there to be pressed, as far as it is known
    callback_id: str | None

    def toast(self, text: str | None) -> tuple[Toast, ...]:
        """Answer the press with a text of the catalogs, or with nothing."""
        if self.callback_id is None:
            return ()
        return (Toast(self.callback_id, Line(text) if text else None, self.language),)

    def edit(self, content: Content) -> tuple[Edit, ...]:
        """Edit the message that was pressed, where it is known."""
        return () if self.message_id is None else (Edit(self.chat_id, self.message_id, content),)


def recognise(tap: Tap, facts: InvitationFacts | None, *, now: datetime, shop: Shop) -> Pressed | Toast:
    """The press, or the toast for one that changes nothing: a stranger's, or one without a question."""
    own = facts is not None and facts.telegram_id == tap.person.telegram_id
    # A stranger is spoken to in their own language, and told nothing of the person who was asked.
    language = languages.choose(
        facts.language if facts and own else None, tap.person.language_code, shop.language
    )
    if facts is None or facts.telegram_id is None or (own and tap.chat_id != facts.telegram_id):
        return Toast(tap.callback_id, Line("toast-unclear"), language)
    if not own:
        return Toast(tap.callback_id, Line("toast-stranger"), language)
    return Pressed(
        facts=facts,
        now=now,
        language=language,
        shop=shop,
        chat_id=facts.telegram_id,
        message_id=tap.message_id,
        callback_id=tap.callback_id,
    )


async def load(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> Pressed | Toast:
    """The press with what is known of its invitation, or the toast that ends it."""
    known = await stored.load(session, [press.invitation_id], now=now)
    return recognise(tap, known.get(press.invitation_id), now=now, shop=shop)
