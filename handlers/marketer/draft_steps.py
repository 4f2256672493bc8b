"""From one step of the planner to the next: what a button, or words, make of a wave that is being planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.marketer import plan_words
from handlers.marketer.audience_words import ALL, read_audience, write_audience
from handlers.marketer.wave_words import AUDIENCE, KIND, read_options, understood
from handlers.shop import Shop
from handlers.survey.criteria import (
    Bought,
    Criteria,
    Criterion,
    FirstTime,
    Listed,
    NeverAsked,
    OrderTest,
    PersonTest,
    Repeat,
    Said,
    folded,
    joined,
)
from handlers.unclear import UnclearPlanError
from storage.kinds import DraftStep, Every, SurveyKind

MORNING: Final = "10:00"
"""The time of day of the moments that have a button."""

OPEN_TIMES: Final = ("1d", "3d", "7d", "14d", "30d")
REMINDERS: Final = ("1d", "2d", "3d", "5d", "7d")
USUAL_OPEN: Final = "7d"
USUAL_REMINDER: Final = "3d"
NO_REMINDER: Final = "none"
AFTER: Final = "delivered+2d"

WHEN: Final = ("at", "every", "after", "spread")
"""The options that say when a wave asks."""

Offer = tuple[str, str]
"""A field of the shop's orders and one of its values, which has a button in the audience's step; or LIST and a name."""

LIST: Final = "list"

TESTS: Final[Mapping[str, OrderTest | PersonTest]] = {
    "b30": Bought(timedelta(days=30)),
    "b90": Bought(timedelta(days=90)),
    "first": FirstTime(),
    "repeat": Repeat(),
    "never": NeverAsked(),
}
"""What the buttons of the audience's step test, but for those that name some of the shop's orders."""

_EXCLUSIVE: Final = ((Bought,), (FirstTime, Repeat), (NeverAsked,))
"""Of each of these somebody can be meant by one at most."""

OVER: Final = (DraftStep.PLANNED, DraftStep.CANCELLED)
"""The steps of a draft that has become something, or nothing."""

_LETTERS: Final = {
    DraftStep.KIND: "k",
    DraftStep.AUDIENCE: "a",
    DraftStep.AUDIENCE_WORDS: "b",
    DraftStep.TIME: "t",
    DraftStep.TIME_WORDS: "u",
    DraftStep.DETAILS: "d",
    DraftStep.OPEN: "o",
    DraftStep.REMINDER: "r",
    DraftStep.NAME: "n",
    DraftStep.CARD: "c",
    DraftStep.CHANGE: "x",
}
"""Begin what the buttons of each step carry: one that was pressed on a step before isn't taken for one of this."""

OPEN_STEPS: Final = tuple(_LETTERS)
"""The steps that have buttons: what is planned, or was given up, has none any more."""

_BEFORE: Final = {
    DraftStep.AUDIENCE: DraftStep.KIND,
    DraftStep.TIME: DraftStep.AUDIENCE,
    DraftStep.DETAILS: DraftStep.TIME,
    DraftStep.AUDIENCE_WORDS: DraftStep.AUDIENCE,
    DraftStep.TIME_WORDS: DraftStep.TIME,
    DraftStep.OPEN: DraftStep.DETAILS,
    DraftStep.REMINDER: DraftStep.DETAILS,
    DraftStep.NAME: DraftStep.DETAILS,
    DraftStep.CHANGE: DraftStep.CARD,
}
_MAIN: Final = (DraftStep.KIND, DraftStep.AUDIENCE, DraftStep.TIME, DraftStep.DETAILS)

WAITS_FOR_WORDS: Final = (
    DraftStep.AUDIENCE_WORDS,
    DraftStep.TIME_WORDS,
    DraftStep.OPEN,
    DraftStep.REMINDER,
    DraftStep.NAME,
)
"""The steps that ask for words: the next of whoever is at it are theirs, whether they answer the message or not."""

TAKES_WORDS: Final = (
    *WAITS_FOR_WORDS,
    DraftStep.AUDIENCE,
    DraftStep.TIME,
    DraftStep.DETAILS,
    DraftStep.SURVEY_WORDS,
)
"""The steps that take words which answer their message; those for a survey act at once, so they must."""

TAKES_FILES: Final = (DraftStep.AUDIENCE, DraftStep.AUDIENCE_WORDS)
"""The steps at which a file of contacts can answer their message."""

_OPTION: Final = {DraftStep.REMINDER: "reminder", DraftStep.NAME: "name"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A wave that is being planned: what is asked next, and the words that are known of it, by option."""

    step: DraftStep
    words: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        """Whether it can be planned; what isn't said of it is as usual."""
        return KIND in self.words and not self.words.keys().isdisjoint(("at", "after"))

    def to(self, step: DraftStep, **words: str | None) -> "Drafted":
        """The same at another step, with these words instead; None takes a word away."""
        known = {**self.words, **words}
        return Drafted(step, {option: said for option, said in known.items() if said is not None})


def choice(step: DraftStep, action: str) -> str:
    """What a button of a step carries."""
    return f"{_LETTERS[step]}{action}"


def action_of(step: DraftStep, chosen: str) -> str | None:
    """The action of a button of this step; None for one of another, which stands there no more."""
    letter = _LETTERS.get(step)
    return chosen[1:] if letter is not None and chosen.startswith(letter) else None


def pressed(  # noqa: PLR0911 - one return a step
    draft: Drafted, action: str, *, offers: Sequence[Offer], now: datetime, shop: Shop
) -> Drafted | None:
    """What a button makes of a draft; None for one that there isn't.

    Raises UnclearPlanError for one that fitted when it was shown, and doesn't any more; the draft stays then.
    """
    if action == "cancel":
        return draft.to(DraftStep.CANCELLED)
    if action == "back":
        return _back(draft)
    match draft.step:
        case DraftStep.KIND if action in tuple(SurveyKind):
            return _onward(draft.to(DraftStep.KIND, kind=action), DraftStep.AUDIENCE, draft)
        case DraftStep.AUDIENCE:
            return _audience(draft, action, offers)
        case DraftStep.TIME:
            return _time(draft, action, shop.today(now))
        case DraftStep.OPEN if action in OPEN_TIMES:
            return _open(draft, action)
        case DraftStep.REMINDER if action in (*REMINDERS, NO_REMINDER):
            return _remind(draft, action)
        case DraftStep.NAME if action == "none":
            return draft.to(DraftStep.DETAILS, name=None)
        case DraftStep.DETAILS if action in ("open", "reminder", "name", "next"):
            return draft.to(DraftStep.CARD if action == "next" else DraftStep(action))
        case DraftStep.CARD if action == "change":
            return draft.to(DraftStep.CHANGE)
        case DraftStep.CHANGE if action in tuple(_MAIN):
            return draft.to(DraftStep(action))
    return None


def typed(draft: Drafted, said: str, *, now: datetime, shop: Shop) -> Drafted:
    """What words make of a draft, at a step that takes some. Raises UnclearPlanError; the draft stays then."""
    match draft.step:
        case DraftStep.AUDIENCE | DraftStep.AUDIENCE_WORDS:
            after = _said(draft, read_options(said))
        case DraftStep.TIME | DraftStep.TIME_WORDS:
            last = "after" if said.strip().casefold().startswith("delivered") else "at"
            options = read_options(said, last=last)
            when = {} if {"at", "after"} & options.keys() else {"at": draft.words.get("at", "now")}
            after = _at(draft, **when, **options)
        case DraftStep.DETAILS:
            after = Drafted(DraftStep.DETAILS, {**draft.words, **read_options(said, last="name")})
        case DraftStep.OPEN:
            after = _open(draft, said.strip())
        case step:
            after = draft.to(DraftStep.DETAILS, **{_OPTION[step]: said.strip()})
    understood(after.words, now=now, shop=shop)
    return after


def narrowed(draft: Drafted, name: str) -> Drafted:
    """The draft for those of a list, at the step at which it is; words that were awaited are there now."""
    audience = write_audience(_with(read_audience(draft.words.get(AUDIENCE, ALL)), Listed((name,))))
    return draft.to(DraftStep.AUDIENCE if draft.step in TAKES_FILES else draft.step, audience=audience)


def offered(action: str, offers: Sequence[Offer]) -> OrderTest | PersonTest | None:
    """What a button of the audience's step tests; None where there is no such button."""
    if action in TESTS:
        return TESTS[action]
    number = action.removeprefix("o")
    if action.startswith("o") and number.isdecimal() and int(number) < len(offers):
        field, value = offers[int(number)]
        return Listed((value,)) if field == LIST else Said(field, (value,))
    return None


def holds(criteria: Criteria, test: OrderTest | PersonTest) -> bool:
    """Whether an audience means those of a button."""
    return _without(criteria, test) != criteria


def _back(draft: Drafted) -> Drafted | None:
    """To the step before; in a draft that is being changed, to what can be changed."""
    if draft.is_complete and draft.step in _MAIN:
        return draft.to(DraftStep.CHANGE)
    before = _BEFORE.get(draft.step)
    return draft.to(before) if before else None


def _onward(after: Drafted, step: DraftStep, before: Drafted) -> Drafted:
    """To the next step; where all was known before, to the card."""
    return after.to(DraftStep.CARD if before.is_complete else step)


def _audience(draft: Drafted, action: str, offers: Sequence[Offer]) -> Drafted | None:
    if action == "next":
        return _onward(draft.to(draft.step, audience=draft.words.get(AUDIENCE, ALL)), DraftStep.TIME, draft)
    if action == "words":
        return draft.to(DraftStep.AUDIENCE_WORDS)
    if action == ALL:
        return draft.to(DraftStep.AUDIENCE, audience=ALL)
    test = offered(action, offers)
    if test is None:
        return None
    criteria = read_audience(draft.words.get(AUDIENCE, ALL))
    changed = _without(criteria, test) if holds(criteria, test) else _with(criteria, test)
    return draft.to(DraftStep.AUDIENCE, audience=write_audience(changed))


def _said(draft: Drafted, options: Mapping[str, str]) -> Drafted:
    """The draft with an audience in words, as it is stored."""
    audience = read_audience(options.get(AUDIENCE, ALL))
    return draft.to(DraftStep.AUDIENCE, **{**options, AUDIENCE: write_audience(audience)})


def _with(criteria: Criteria, test: OrderTest | PersonTest) -> Criteria:
    """The audience narrowed by a test; one of the same group gives way, and words of a field are alternatives."""
    every: list[Criterion] = []
    has_joined = False
    for criterion in criteria.every:
        known = criterion.test
        both = None if criterion.negated else joined(known, test)
        if both is not None:
            every.append(replace(criterion, test=both))
            has_joined = True
        elif criterion.negated or not any(
            isinstance(known, group) and isinstance(test, group) for group in _EXCLUSIVE
        ):
            every.append(criterion)
    return Criteria(tuple(every) if has_joined else (*every, Criterion(test)))


def _without(criteria: Criteria, test: OrderTest | PersonTest) -> Criteria:
    """The audience without a test; itself where it hasn't that one."""
    every: list[Criterion] = []
    for criterion in criteria.every:
        known = criterion.test
        if criterion.negated:
            every.append(criterion)
        elif isinstance(known, Said) and isinstance(test, Said) and known.field == test.field:
            taken = set(map(folded, test.words))
            if left := tuple(word for word in known.words if folded(word) not in taken):
                every.append(replace(criterion, test=Said(known.field, left)))
        elif isinstance(known, Listed) and isinstance(test, Listed):
            if left := tuple(name for name in known.lists if name not in test.lists):
                every.append(replace(criterion, test=Listed(left)))
        elif known != test:
            every.append(criterion)
    return Criteria(tuple(every))


def _time(  # noqa: PLR0911 - one return a button
    draft: Drafted, action: str, today: date
) -> Drafted | None:
    tomorrow = today + timedelta(days=1)
    match action:
        case "now":
            return _at(draft, at="now")
        case "tomorrow":
            return _at(draft, at=f"{tomorrow} {MORNING}")
        case "monday":
            return _at(draft, at=f"{today + timedelta(days=7 - today.weekday())} {MORNING}")
        case Every.MONTH | Every.QUARTER:
            return _at(draft, at=f"{tomorrow} {MORNING}", every=action)
        case "after":
            return _at(draft, after=AFTER)
        case "words":
            return draft.to(DraftStep.TIME_WORDS)
    return None


def _at(draft: Drafted, **when: str) -> Drafted:
    """The draft with another time; what was said of the time before is forgotten."""
    gone: dict[str, str | None] = dict.fromkeys(WHEN)
    return _onward(draft.to(draft.step, **{**gone, **when}), DraftStep.DETAILS, draft)


def _open(draft: Drafted, open_for: str) -> Drafted:
    """Open for so long; a reminder that would come too late is dropped."""
    reminder = plan_words.read_reminder(draft.words.get("reminder", USUAL_REMINDER))
    late = reminder is not None and reminder >= plan_words.read_open_time(open_for)
    after = draft.to(DraftStep.DETAILS, open=open_for)
    return after.to(DraftStep.DETAILS, reminder=NO_REMINDER) if late else after


def _remind(draft: Drafted, reminder: str) -> Drafted:
    """Remind after so long, or not at all. Raises UnclearPlanError where the question is closed by then."""
    after, open_for = plan_words.read_reminder(reminder), draft.words.get("open", USUAL_OPEN)
    if after is not None and after >= plan_words.read_open_time(open_for):
        raise UnclearPlanError("plan-reminder-late", reminder=reminder, open=open_for)
    return draft.to(DraftStep.DETAILS, reminder=reminder)
