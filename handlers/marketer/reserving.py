"""Whom NPS waves keep from all other surveys: those whom they mean, a while before, until they are asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.marketer.audience_words import read_audience
from handlers.marketer.customers import customers
from handlers.shop import Shop
from handlers.survey.criteria import EVERYBODY, Criteria
from handlers.survey.eligibility import RESERVED_FOR, Kept
from handlers.survey.sampling import drawn
from handlers.unclear import UnclearPlanError
from storage import asks, people
from storage.asks import Asks, NpsWave
from storage.database import Session
from storage.kinds import SurveyKind
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Reservation:
    """The time for which a wave that hasn't chosen its people keeps them, and who they are."""

    kept: Kept
    criteria: Criteria
    sample_percent: int | None
    sample_seed: int | None

    def draws(self, contact_id: int) -> bool:
        """Whether a person is in the wave's sample; where there is none, everybody is."""
        return drawn(contact_id, seed=self.sample_seed, percent=self.sample_percent)


@dataclass(frozen=True, slots=True)
class Reservations:
    """All that keeps people at a moment: waves that will choose, and whether others have chosen and not yet asked."""

    now: datetime
    waves: Sequence[Reservation] = ()
    chosen: bool = False


async def reservations(session: Session, *, now: datetime, ahead: bool = False) -> Reservations:
    """What keeps people for an NPS at `now`; `ahead`: also what will, so far as it is planned."""
    found = await asks.nps_waves(session)
    waves = [_reservation(wave, now) for wave in found if wave.chooses]
    return Reservations(
        now,
        [wave for wave in waves if wave and (ahead or wave.kept.covers(now))],
        chosen=any(not wave.chooses for wave in found),
    )


def _reservation(wave: NpsWave, now: datetime) -> Reservation | None:
    """None for one whose words can't be read: it can't be filled either, and mustn't hold up the others."""
    try:
        criteria = read_audience(wave.audience)
    except UnclearPlanError:
        return None
    # One whose moment has come, and is being filled or paused, keeps its people until it has chosen them.
    until = wave.due_at if wave.due_at > now else None
    return Reservation(
        kept=Kept(wave.due_at - RESERVED_FOR, until),
        criteria=criteria,
        sample_percent=wave.sample_percent,
        sample_seed=wave.sample_seed,
    )


async def kept_contacts(
    session: Session, contact_ids: Collection[int], *, now: datetime, before: Mapping[int, Asks], shop: Shop
) -> Mapping[int, Sequence[Kept]]:
    """Those of these contacts who are kept at `now`, and for how long."""
    reserving = await reservations(session, now=now)
    if not contact_ids or not (reserving.waves or reserving.chosen):
        return {}
    found = await people.these(session, SurveyKind.NPS, contact_ids)
    return await kept(session, found, reserving, before=before, shop=shop)


async def kept(
    session: Session,
    found: Sequence[Person],
    reserving: Reservations,
    *,
    before: Mapping[int, Asks],
    shop: Shop,
) -> Mapping[int, Sequence[Kept]]:
    """For which times each of these people is kept, by contact; who isn't kept at all isn't in it."""
    linked = [person for person in found if person.contact]
    times: defaultdict[int, list[Kept]] = defaultdict(list)
    for wave in reserving.waves:
        for contact_id in await _meant(session, linked, wave, reserving.now, before, shop):
            times[contact_id].append(wave.kept)
    if reserving.chosen:
        for contact_id in await asks.waiting_for_nps(session, [p.contact.id for p in linked if p.contact]):
            times[contact_id].append(Kept(reserving.now, None))
    return times


async def _meant(
    session: Session,
    linked: Sequence[Person],
    wave: Reservation,
    now: datetime,
    before: Mapping[int, Asks],
    shop: Shop,
) -> list[int]:
    """Whom a wave means, by what is known now and holds at its moment."""
    drawn = [person for person in linked if person.contact and wave.draws(person.contact.id)]
    if wave.criteria == EVERYBODY:
        return [person.contact.id for person in drawn if person.contact]
    who = await customers(session, drawn, wave.criteria, SurveyKind.NPS, before=before, shop=shop)
    then = wave.kept.until or now
    return [
        person.contact.id
        for person, customer in zip(drawn, who, strict=True)
        if person.contact and wave.criteria.fitting(customer, now=then)
    ]
