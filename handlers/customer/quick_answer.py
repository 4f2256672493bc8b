"""The buttons under a prompt: a quick answer, or none."""

from collections.abc import Sequence
from datetime import datetime

from handlers.admin import alert
from handlers.customer import prompt, reasons
from handlers.press import Press
from handlers.pressed import Pressed, load
from handlers.replies import Reply, Say, Toast
from handlers.shop import Shop
from handlers.survey.scales import Band
from handlers.updates import Tap
from storage import responses, rooms
from storage.database import Session


async def reason(
    session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop
) -> Sequence[Reply | Say]:
    """What it was, in one tap; words are still welcome. The team is told what a low score was about."""
    understood = _understand(await load(session, tap, press, now=now, shop=shop), press)
    if isinstance(understood, list):
        return understood
    pressed, band, given = understood
    await responses.choose_reason(session, press.invitation_id, given)
    content = prompt.after_reason(pressed.facts, band, given, shop, pressed.language)
    team = await rooms.connected(session) if band is Band.LOW else ()
    return [
        *pressed.toast("toast-thanks"),
        *pressed.edit(content),
        *alert.reason(pressed.facts, given, team, shop),
    ]


async def skip(session: Session, tap: Tap, press: Press, *, now: datetime, shop: Shop) -> list[Reply]:
    """No words: that is all right."""
    understood = _understand(await load(session, tap, press, now=now, shop=shop), press)
    if isinstance(understood, list):
        return understood
    pressed, band, _ = understood
    content = prompt.after_skip(pressed.facts, band, shop, pressed.language)
    return [*pressed.toast("toast-thanks"), *pressed.edit(content)]


def _understand(pressed: Pressed | Toast, press: Press) -> tuple[Pressed, Band, str] | list[Reply]:
    """The press, the band of its prompt and what was chosen; or what one gets that means nothing now.

    What went wrong isn't what was liked best: a prompt means nothing once the score lies in another band.
    And only what the person was offered is a quick answer of theirs.
    """
    if isinstance(pressed, Toast):
        return [pressed]
    answer, chosen = pressed.facts.answer, prompt.chosen(press)
    if answer is None or chosen is None:
        return [*pressed.toast("toast-unclear")]
    band, given = chosen
    if given and given not in reasons.offered(pressed.facts.quick_answers):
        return [*pressed.toast("toast-unclear")]
    if prompt.band_of(pressed.facts, answer.score) is band:
        return pressed, band, given
    content = prompt.outlived(pressed.facts, band, pressed.shop, pressed.language)
    return [*pressed.toast("toast-unclear"), *pressed.edit(content)]
