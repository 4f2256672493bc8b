"""/survey: how a survey is asked, shown as its customers read it and changed in the chat, by version."""

from collections.abc import Sequence
from typing import Final

from handlers.admin.score_view import Showing
from handlers.current_survey import survey_of
from handlers.customer import reasons
from handlers.in_return import in_place
from handlers.marketer import draft_turns, survey_screens, survey_view, surveys, trial
from handlers.marketer.draft_turns import Desk
from handlers.marketer.survey_frame import View
from handlers.marketer.survey_sample import Sample
from handlers.marketer.survey_screens import Screen, Spot
from handlers.marketer.surveys import Changes, ImpossibleSurveyError
from handlers.press import Press
from handlers.replies import Content, Edit, Line, Reply, Say, Toast
from handlers.unclear import UnclearPlanError
from handlers.updates import Command, GroupText, Person, Tap, Text
from storage import drafts, purchases
from storage.kinds import DraftStep, SurveyKind
from storage.tables import Draft

NONE: Final = frozenset("-–—")
"""What is typed to have the usual words back; phones make dashes of a hyphen."""


async def ask(showing: Showing, command: Command) -> list[Say]:
    """/survey: which one; or with a kind, how that is asked."""
    said = command.argument.strip().casefold()
    if not said:
        return [in_place(command, survey_view.choose(showing.language))]
    if said not in tuple(SurveyKind):
        unknown = UnclearPlanError("plan-kind-unknown", known=", ".join(SurveyKind), said=said)
        return [in_place(command, Content(lines=(unknown.line,), language=showing.language))]
    spot = Spot(SurveyKind(said))
    view = await _view(showing, SurveyKind(said), command.person)
    return [in_place(command, survey_view.content(view, spot))]


async def press(desk: Desk, tap: Tap, pressed: Press) -> list[Reply | Say]:
    """A button of /survey: another screen, a change, or a test.

    Whatever is done stands upon the version that was shown: where somebody made another one meanwhile,
    that one is shown instead.
    """
    showing, spot = desk.showing, survey_screens.read(pressed.choice)

    def toast(text: str | None) -> Toast:
        return Toast(tap.callback_id, Line(text) if text else None, showing.language)

    if spot is None or tap.chat_id is None or tap.message_id is None:
        return [toast("toast-unclear")]
    if not desk.may_plan:
        return [toast("toast-marketer")]
    if spot.screen is Screen.TEST and spot.kind is not None:
        return await trial.press(showing, tap, spot.kind, bot_id=desk.bot_id, thread_id=desk.thread_id)
    await drafts.drop_of_message(
        showing.session, DraftStep.SURVEY_WORDS, chat_id=tap.chat_id, message_id=tap.message_id
    )
    if spot.kind is None:
        return [toast(None), Edit(tap.chat_id, tap.message_id, survey_view.choose(showing.language))]
    view, said = await _view(showing, spot.kind, tap.person), None
    if spot.screen is not Screen.CARD and view.number != pressed.invitation_id:
        spot, said = Spot(spot.kind), "toast-meanwhile"
    elif wanted := survey_screens.changes(spot, view.form):
        try:
            changed = await _changed(showing, view, wanted)
        except (ImpossibleSurveyError, UnclearPlanError):  # which no button of ours asks for
            return [toast("toast-unclear")]
        said = "toast-survey-changed" if changed.number != view.number else None
        view = changed
    if spot.screen in (Screen.WORDS, Screen.USUAL) and all(spot.place):
        await _await_words(showing, view, spot, tap.chat_id, tap.message_id, tap.person)
    return [toast(said), Edit(tap.chat_id, tap.message_id, survey_view.content(view, spot))]


async def words(desk: Desk, said: Text | GroupText) -> Sequence[Reply | Say] | None:
    """The shop's own words, typed where a screen asks for them; None where they are for no survey.

    Words that can't be said are answered by what can, and are still awaited.
    """
    showing = desk.showing

    def answer(line: Line) -> Say:
        return in_place(said, Content(lines=(line,), language=showing.language))

    stored = await draft_turns.meant(showing, said, hold=True)
    if stored is None or stored.message_id is None or stored.step is not DraftStep.SURVEY_WORDS:
        return None
    if not desk.may_plan:
        return [answer(Line("toast-marketer"))]
    kind, language, part = (stored.words[name] for name in ("kind", "language", "part"))
    view = await _view(showing, SurveyKind(kind), said.person)
    if view.number != stored.words["version"]:
        stored.words = {**stored.words, "version": view.number}
        await showing.session.flush()
        return [
            answer(Line("toast-meanwhile")),
            _shown(view, said.chat_id, stored.message_id, Screen.WORDS, f"{language}{part}"),
        ]
    own = "" if said.text.strip() in NONE else said.text
    try:
        view = await _changed(showing, view, Changes(words={(language, part): own}))
    except UnclearPlanError as error:
        return [answer(error.line)]
    await drafts.drop_of_message(
        showing.session, DraftStep.SURVEY_WORDS, chat_id=stored.chat_id, message_id=stored.message_id
    )
    if part in (*reasons.OWN, reasons.NEW):
        return [_shown(view, said.chat_id, stored.message_id, Screen.QUICK, part)]
    return [_shown(view, said.chat_id, stored.message_id, Screen.WORDS, language)]


async def _view(showing: Showing, kind: SurveyKind, reader: Person) -> View:
    """A survey as it is asked now. One that was never asked gets its first version, which buttons can name."""
    await survey_of(showing.session, kind, now=showing.now)
    version = await surveys.newest(showing.session, kind)
    return View(
        kind=kind,
        number=version.number or 1,
        form=version.form,
        sample=Sample(
            reader=reader.first_name,
            product=await purchases.newest_product(showing.session),
            shop=showing.shop,
            now=showing.now,
        ),
        language=showing.language,
    )


async def _changed(showing: Showing, view: View, wanted: Changes) -> View:
    """The survey after a change. Raises ImpossibleSurveyError and UnclearWordingError."""
    version = await surveys.change(showing.session, view.kind, wanted, now=showing.now)
    return View(view.kind, version.number or view.number, version.form, view.sample, view.language)


async def _await_words(
    showing: Showing, view: View, spot: Spot, chat_id: int, message_id: int, person: Person
) -> None:
    """Keep what a message asks for: words that answer it are for that, after a restart too."""
    language, part = spot.place
    await drafts.add(
        showing.session,
        Draft(
            chat_id=chat_id,
            message_id=message_id,
            person_id=person.telegram_id,
            step=DraftStep.SURVEY_WORDS,
            words={"kind": view.kind.value, "language": language, "part": part, "version": view.number},
            offers=[],
            created_at=showing.now,
            edited_at=showing.now,
        ),
    )


def _shown(view: View, chat_id: int, message_id: int, screen: Screen, value: str) -> Edit:
    """The message at a screen where words are typed, or where they are seen."""
    return Edit(chat_id, message_id, survey_view.content(view, Spot(view.kind, screen, value)))
