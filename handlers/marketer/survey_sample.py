"""A survey as a customer would read it: the question and what follows it, with an order that stands for any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from handlers.customer import prompt, question
from handlers.marketer.surveys import Form
from handlers.replies import Line
from handlers.shop import Shop
from handlers.survey.scales import Band, Bands, Scale
from storage.facts import InvitationFacts
from storage.kinds import InvitationState

ORDER: Final = "1001"
"""The number of the order that stands for any."""

DELIVERED: Final = timedelta(days=2)
"""So long ago it arrived."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom and what a survey is shown about: `reader` is called by name, `product` is one of the shop's."""

    reader: str
    product: str | None
    shop: Shop
    now: datetime

    def question(self, form: Form, language: str) -> Sequence[Line]:
        """The question and what the ends of its scale mean."""
        return _spoken(question.asking(self._facts(form), self.shop, language).lines, language)

    def reminder(self, form: Form, language: str) -> Sequence[Line]:
        """What is said before the question to somebody who is silent."""
        return _spoken(question.reminding(self._facts(form), self.shop, language).lines[:1], language)

    def follow_up(self, form: Form, band: Band, language: str) -> Sequence[Line]:
        """What is asked after a score of this band; nothing where no score is of it."""
        for score in scores(form.scale, form.bands, band):
            asked = prompt.ask(self._facts(form), score, self.shop, language, chat_id=1)
            return _spoken(asked.content.lines if asked.content else (), language)
        return ()

    def _facts(self, form: Form) -> InvitationFacts:
        """An invitation of nobody, which is stored nowhere."""
        return InvitationFacts(
            invitation_id=1,
            contact_id=1,
            state=InvitationState.SENT,
            is_test=True,
            expires_at=None,
            snoozed_at=None,
            order_id=ORDER,
            product=self.product,
            store=None,
            delivered_at=self.now - DELIVERED,
            kind=form.scale.kind,
            lowest=form.scale.lowest,
            highest=form.scale.highest,
            low_to=form.bands.low_to,
            high_from=form.bands.high_from,
            telegram_id=None,
            first_name=self.reader,
            language=None,
            language_code=None,
            time_zone=None,
            is_staff=True,
            opted_out_at=None,
            blocked_at=None,
            deactivated_at=None,
            erased_at=None,
            order_cancelled_at=None,
            order_is_test=False,
            symbols=form.symbols,
            wording=form.wording,
            quick_answers=form.quick_answers,
        )


def scores(scale: Scale, bands: Bands, band: Band) -> Sequence[int]:
    """The scores of a band, lowest first; the middle may have none."""
    return [score for score in scale.scores if bands.of(score) is band]


def _spoken(lines: Sequence[Line], language: str) -> Sequence[Line]:
    """The lines in the customer's language, whichever the team's is."""
    return [msgspec.structs.replace(line, language=language) for line in lines]
