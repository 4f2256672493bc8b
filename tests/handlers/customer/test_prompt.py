"""The prompt that follows an answer, by the band of its score."""

from dataclasses import replace

import pytest

from handlers.customer import prompt, reasons
from handlers.press import Act, Press, read
from handlers.replies import Button, Line
from handlers.survey.scales import Band
from handlers.texts.languages import SPOKEN
from storage.kinds import MessageKind
from tests.handlers.house import CATALOG, words_of
from tests.handlers.samples import NOW, SHOP, answered, buttons, facts, ids

CHAT = 1001
REVIEWED = replace(SHOP, review_url="https://example.org/review")
LOW = (
    "We're sorry, Anna. What went wrong? "
    "Write it in your own words, or send a photo or a voice message: a person reads it."
)
SCORES = {Band.LOW: 1, Band.MIDDLE: 3, Band.HIGH: 5}
every_band = pytest.mark.parametrize("band", Band)


def asked(score, known=None, *, language="en", shop=SHOP):
    return prompt.ask(known or facts(), score, shop, language, chat_id=CHAT)


def thanked(known=None, *, language="en", shop=SHOP, words=True, review=False):
    return prompt.thank(known or facts(), shop, language, chat_id=CHAT, words=words, review=review)


def labels_of(content):
    """What is read on the buttons."""
    return [
        button.label if isinstance(button.label, str) else CATALOG.plain(button.label, content.language)
        for row in content.keyboard
        for button in row
    ]


def pressed(button):
    """What a press on a button says."""
    press = read(button.data or "")
    assert press is not None, "a choice is up to 16 letters and digits"
    return prompt.chosen(press)


@every_band
def test_the_prompt_offers_reasons_and_a_way_out(band):
    say = asked(SCORES[band])
    assert (say.kind, say.chat_id, say.contact_id, say.invitation_id) == (MessageKind.PROMPT, CHAT, 3, 7)
    assert buttons(say.content) == [
        ["reason-delivery", "reason-quality"],
        ["reason-price", "reason-service"],
        ["button-skip"],
    ]
    assert [pressed(button) for row in say.content.keyboard for button in row] == [
        *((band, reason) for reason in reasons.USUAL),
        (band, ""),
    ]


def test_a_shop_s_own_quick_answers_stand_beside_the_usual_ones_it_offers():
    known = facts(
        quick_answers=["quality", "own1", "own2"], wording={"en": {"own1": "Size", "own2": "Fit"}, "ru": {}}
    )
    for language, quality in (("en", "Quality"), ("ru", "Качество")):
        say = asked(1, known, language=language)
        assert [[pressed(button) for button in row] for row in say.content.keyboard] == [
            [(Band.LOW, "quality"), (Band.LOW, "own1")],
            [(Band.LOW, "own2")],
            [(Band.LOW, "")],
        ]
        assert buttons(say.content) == [["reason-quality", "Size"], ["Fit"], ["button-skip"]]
        assert quality in labels_of(say.content)


@every_band
def test_a_survey_without_quick_answers_can_only_be_skipped(band):
    known = facts(quick_answers=[])
    say = asked(SCORES[band], known)
    assert buttons(say.content) == [["button-skip"]]
    assert prompt.still_fits(answered(SCORES[band], quick_answers=[]), say.content)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1, LOW),
        (3, "Thank you, Anna! What would have made it perfect?"),
        (5, "Thank you, Anna! What did you like best?"),
    ],
)
def test_each_band_is_asked_something_else(score, words):
    assert words_of(asked(score).content) == words


@pytest.mark.parametrize("language", SPOKEN)
def test_no_two_bands_are_asked_the_same_in_any_language(language):
    assert len({words_of(asked(score, language=language).content) for score in SCORES.values()}) == 3


@pytest.mark.parametrize(
    ("press", "chosen"),
    [
        (Press(Act.REASON, 7, "price"), (Band.LOW, "price")),
        (Press(Act.SKIP, 7), (Band.LOW, "")),
        (Press(Act.REASON, 7, "highprice"), (Band.HIGH, "price")),
        (Press(Act.SKIP, 7, "middle"), (Band.MIDDLE, "")),
        (Press(Act.REASON, 7, "middleown6"), (Band.MIDDLE, "own6")),
        (Press(Act.REASON, 7, "lowown7"), None),
        (Press(Act.REASON, 7, "lowown"), None),
        (Press(Act.REASON, 7, "high"), None),
        (Press(Act.REASON, 7, "weather"), None),
        (Press(Act.REASON, 7, "lowweather"), None),
        (Press(Act.REASON, 7, ""), None),
        (Press(Act.SKIP, 7, "price"), None),
        (Press(Act.SKIP, 7, "lowprice"), None),
    ],
)
def test_a_button_says_which_prompt_it_stands_under(press, chosen):
    """Those from before there were three prompts name no band: they stand under "what went wrong?"."""
    assert prompt.chosen(press) == chosen


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("reason", reasons.USUAL)
def test_every_reason_can_be_said_in_every_language(language, reason):
    def shown(which):
        content = prompt.after_reason(answered(1), Band.LOW, which, SHOP, language)
        return words_of(content).splitlines()[1]

    assert shown(reason) not in {shown(other) for other in reasons.USUAL if other != reason}


def test_an_own_one_is_said_in_the_words_of_the_version_it_was_asked_with():
    known = answered(1, quick_answers=["own1"], wording={"en": {"own1": "Size"}, "pl": {"own1": "Rozmiar"}})
    for language, shown in (("en", "Your answer: Size"), ("pl", "Twoja odpowiedź: Rozmiar")):
        content = prompt.after_reason(known, Band.LOW, "own1", SHOP, language)
        assert words_of(content).splitlines()[1] == shown
        given = answered(1, reason="own1", quick_answers=known.quick_answers, wording=known.wording)
        assert words_of(prompt.after_skip(given, Band.LOW, SHOP, language)).splitlines()[1] == shown


@every_band
def test_after_a_reason_words_are_still_welcome(band):
    content = prompt.after_reason(answered(SCORES[band]), band, "price", SHOP, "en")
    question, *after = words_of(content).splitlines()
    assert question == words_of(asked(SCORES[band]).content)
    assert after == ["Your answer: Price", "Thank you. Would you like to add a few words?"]
    assert buttons(content) == [["button-skip"]]
    assert pressed(content.keyboard[0][0]) == (band, "")


@pytest.mark.parametrize("said", [{"comment": "Late."}, {}])
def test_whoever_has_said_it_is_not_asked_for_words_again(said):
    """A picture says it too: it closes the answer, and is no comment."""
    known = answered(1, closed_at=NOW, **said)
    content = prompt.after_reason(known, Band.LOW, "delivery", SHOP, "en")
    assert ids(content) == ["prompt-low", "prompt-reason"]
    assert content.keyboard == ()


@every_band
def test_a_skipped_prompt_keeps_the_reason_in_sight(band):
    score, asks = SCORES[band], f"prompt-{band}"
    assert ids(prompt.after_skip(answered(score), band, SHOP, "en")) == [asks, "prompt-skipped"]
    chosen = prompt.after_skip(answered(score, reason="price"), band, SHOP, "en")
    assert ids(chosen) == [asks, "prompt-reason", "prompt-skipped"]
    assert chosen.keyboard == ()


@pytest.mark.parametrize("language", SPOKEN)
def test_somebody_without_a_name_is_spoken_to_without_one(language):
    nameless = facts(first_name="")
    for say in (
        *(asked(score, nameless, language=language) for score in SCORES.values()),
        thanked(nameless, language=language),
        thanked(nameless, language=language, words=False),
    ):
        words = words_of(say.content)
        assert "nobody" not in words
        assert " ," not in words
        assert not words.startswith(",")


def test_a_picture_is_not_thanked_for_as_words():
    assert words_of(thanked().content) == "Thank you, Anna. Your words are with the team."
    assert words_of(thanked(words=False).content) == "Thank you, Anna. The team has got it."


# The review link


def review_button(content):
    (found,) = [button for row in content.keyboard for button in row if button.url]
    assert content.keyboard[-1] == (found,)
    return found


@every_band
def test_the_review_link_is_offered_whatever_the_score(band):
    """To show it to the happy alone is review gating, which Google's policy and the FTC forbid."""
    expected = Button(Line("button-review"), url="https://example.org/review")
    score = SCORES[band]
    for content in (
        asked(score, shop=REVIEWED).content,
        prompt.after_reason(answered(score), band, "price", REVIEWED, "en"),
        prompt.after_reason(answered(score, closed_at=NOW), band, "price", REVIEWED, "en"),
        prompt.after_skip(answered(score), band, REVIEWED, "en"),
        thanked(answered(score), shop=REVIEWED, review=True).content,
    ):
        assert review_button(content) == expected


@every_band
def test_a_shop_without_a_review_link_offers_none(band):
    for content in (
        asked(SCORES[band]).content,
        prompt.after_skip(answered(SCORES[band]), band, SHOP, "en"),
        thanked(review=True).content,
        thanked(shop=REVIEWED, review=False).content,
    ):
        assert not [button for row in content.keyboard for button in row if button.url]


# Whether one that is in line still fits


@pytest.mark.parametrize("score", range(1, 6))
@every_band
def test_a_prompt_fits_while_the_score_lies_in_its_band(score, band):
    content = asked(SCORES[band]).content
    assert prompt.still_fits(answered(score), content) is (prompt.band_of(facts(), score) is band)


@every_band
@pytest.mark.parametrize(
    "changes",
    [{"closed_at": NOW, "comment": "x"}, {"closed_at": NOW}, {"opted_out_at": NOW}, {"blocked_at": NOW}],
)
def test_a_prompt_has_no_sense_once_it_is_answered_or_unwelcome(band, changes):
    content = asked(SCORES[band], shop=REVIEWED).content
    assert prompt.still_fits(answered(SCORES[band]), content)
    assert not prompt.still_fits(answered(SCORES[band], **changes), content)
