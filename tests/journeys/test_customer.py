"""The customer's path: link, question, tap, words; and every way to stray from it."""

from sqlalchemy import select

from storage.tables import contact_table as contact
from storage.tables import handled_update_table as handled_update
from storage.tables import invitation_table as invitation
from storage.tables import response_tap_table as response_tap
from tests.journeys.house import House


async def test_an_unhappy_customer_answers_with_a_tap_and_says_why(house: House) -> None:
    order = await house.order()
    anna = house.telegram.person(first_name="Anna", language_code="en")
    await anna.open_link(order)
    welcome = await anna.receives("customer care")
    assert welcome.text.startswith("Hi Anna!")
    assert "Greenleaf" in welcome.text
    assert "#1001" in welcome.text

    await house.plan()
    question = await anna.receives("How satisfied are you?")
    assert question.bold() == ["Trail running shoes"]
    assert [[button.text for button in row] for row in question.keyboard] == [
        ["1", "2", "3", "4", "5"],
        ["Not now", "Don't ask me"],
    ]

    press = await anna.tap(question, "2")
    assert await press.answered() == "Thank you!"
    prompt = await anna.receives("What went wrong?")
    await anna.receives("Your answer: 2 of 5", only="edited")
    assert [button.text for button in question.buttons] == ["Change"]

    await anna.send("The sole came off on day one.")
    await anna.receives("Your words are with the team")
    await anna.receives("Your answer: 2 of 5", only="edited")
    await anna.stays_silent()
    assert question.buttons == []
    assert [button.text for button in prompt.buttons][-1] == "Skip"
    stored = await house.answer()
    assert (stored.score, stored.comment) == (2, "The sole came off on day one.")
    await house.settles(answered=1)


async def test_a_happy_customer_is_asked_what_they_liked_and_left_in_peace(house: House) -> None:
    anna, question = await house.asked()
    press = await anna.tap(question, "5")
    assert await press.answered() == "Thank you!"
    await anna.receives("What did you like best?")
    await anna.receives("Your answer: 5 of 5")
    await house.settles(answered=1)
    await house.jump(days=1)
    await anna.stays_silent()


async def test_a_customer_who_speaks_russian_is_spoken_to_in_russian(house: House) -> None:
    olga = house.telegram.person(first_name="Ольга", language_code="ru")
    await olga.open_link(await house.order(product="Кроссовки"))
    await olga.receives("здравствуйте")
    await house.plan()
    question = await olga.receives("Насколько вы довольны?")
    assert question.bold() == ["Кроссовки"]
    press = await olga.tap(question, "1")
    assert await press.answered() == "Спасибо!"
    await olga.receives("Что пошло не так?")


async def test_an_answer_can_be_changed_for_a_quarter_of_an_hour(house: House) -> None:
    anna, question = await house.asked()
    await (await anna.tap(question, "5")).answered()
    await house.settles(answered=1)
    await anna.receives("Your answer: 5 of 5")
    change = await anna.tap(question, "Change")
    await change.answered()
    await anna.receives("5 = very")
    await house.jump(minutes=14)
    await (await anna.tap(question, "3")).answered()
    await anna.receives("Your answer: 3 of 5")
    await house.jump(minutes=2)
    late = await anna.tap(question, "Change")
    assert await late.answered() == "Your answer is already recorded. Thank you!"
    forged = await anna.tap(question, data=f"ts:a:{(await house.answer()).invitation_id}:1")
    assert await forged.answered() == "Your answer is already recorded. Thank you!"
    assert (await house.answer()).score == 3
    async with house.agent.database.reading() as session:
        taps = (await session.execute(select(response_tap.c.score, response_tap.c.counted))).all()
    assert [tuple(tap) for tap in taps] == [(5, True), (3, True), (1, False)]


async def test_words_close_an_answer(house: House) -> None:
    anna, question = await house.asked()
    await (await anna.tap(question, "1")).answered()
    await anna.receives("What went wrong?")
    await anna.send("Late.")
    await anna.receives("Your words are with the team")
    press = await anna.tap(question, data=f"ts:a:{(await house.answer()).invitation_id}:5")
    assert await press.answered() == "Your answer is already recorded. Thank you!"
    assert (await house.answer()).score == 1


async def test_a_question_closes_after_a_week(house: House) -> None:
    anna, question = await house.asked()
    await house.settles(sent=1)
    await house.jump(days=7, seconds=1)
    await house.settles(expired=1)
    press = await anna.tap(question, "4")
    assert await press.answered() == "This question is closed. Thank you all the same!"
    assert await house.answer() is None
    await house.settles(expired=1)


async def test_a_second_person_cannot_take_over_an_order(house: House) -> None:
    order = await house.order()
    anna = house.telegram.person(first_name="Anna", language_code="en")
    bob = house.telegram.person(first_name="Bob", language_code="en")
    await anna.open_link(order)
    await anna.receives("customer care")
    await bob.open_link(order)
    refusal = await bob.receives("Greenleaf")
    assert "opened this link already" in refusal.text
    assert "1001" not in refusal.text
    assert "Anna" not in refusal.text
    await house.plan()
    await anna.receives("How satisfied")
    await bob.stays_silent()


async def test_a_guessed_link_opens_nothing(house: House) -> None:
    await house.order()
    bob = house.telegram.person(first_name="Bob", language_code="en")
    await bob.open_link("1001")
    await bob.receives("We don't know this link")
    async with house.agent.database.reading() as session:
        assert (await session.execute(select(contact))).all() == []


async def test_two_links_of_one_person_make_one_contact(house: House) -> None:
    anna = house.telegram.person(first_name="Anna", language_code="en")
    for _ in range(2):
        await anna.open_link(await house.order())
        await anna.receives("customer care")
    async with house.agent.database.reading() as session:
        found = (await session.execute(select(contact))).all()
    assert [row.first_name for row in found] == ["Anna"]
    assert found[0].consented_at is not None


async def test_a_tap_of_a_stranger_changes_nothing(house: House) -> None:
    """Invariant 6: a tap counts only from the person who was asked, in the chat where the question stands."""
    anna, question = await house.asked()
    eve = house.telegram.person(first_name="Eve", language_code="ru")
    await eve.open_link()
    data = question.buttons[0].data
    assert data is not None
    press = await eve.tap_data(anna, question, data)
    assert await press.answered() == "Этот вопрос задан не вам."
    own = await eve.receives("Здравствуйте")
    press = await eve.tap(own, data=data)
    assert await press.answered() == "Этот вопрос задан не вам."
    assert await house.answer() is None
    await house.settles(sent=1)


async def test_damaged_buttons_are_answered_and_change_nothing(house: House) -> None:
    anna, question = await house.asked()
    known = question.buttons[0].data
    assert known is not None
    for data in (
        "",
        "x",
        "ts:a:1",
        "ts:a:0:4",
        "ts:a:999999:4",
        f"{known[:-1]}6",
        f"{known[:-1]}-1",
        "a:١:٤",
        "❤" * 21,
    ):
        press = await anna.tap(question, data=data or "\x00")
        assert await press.answered() == "This button doesn't work any more.", data
    assert await house.answer() is None
    assert "How satisfied" in question.text


async def test_tapping_twice_is_one_answer(house: House) -> None:
    anna, question = await house.asked()
    presses = [await anna.tap(question, "1") for _ in range(5)]
    assert [await press.answered() for press in presses] == ["Thank you!"] * 5
    await anna.receives("What went wrong?")
    await house.settles(answered=1)
    assert len(await house.messages("prompt")) == 1


async def test_a_message_so_old_that_telegram_only_names_it_can_be_answered(house: House) -> None:
    anna, question = await house.asked()
    press = await anna.tap(question, "4", inaccessible=True)
    assert await press.answered() == "Thank you!"
    await anna.receives("Your answer: 4 of 5")


async def test_a_comment_that_comes_before_its_tap_is_joined_to_it(house: House) -> None:
    anna, question = await house.asked()
    house.telegram.queues.interleave = "texts_first"
    with house.telegram.queues.held():
        press = await anna.tap(question, "2")
        await anna.send("Two days late.")
    await anna.receives("kept your words")
    await press.answered()
    await anna.receives("Your words are with the team")
    assert (await house.answer()).comment == "Two days late."
    assert await house.messages("prompt") == []


async def test_words_of_an_hour_ago_do_not_belong_to_a_tap(house: House) -> None:
    anna, question = await house.asked()
    await anna.send("Still waiting")
    await anna.receives("kept your words")
    await house.jump(minutes=11)
    await (await anna.tap(question, "2")).answered()
    await anna.receives("What went wrong?")
    assert (await house.answer()).comment is None


async def test_a_reason_and_skip_by_button(house: House) -> None:
    anna, question = await house.asked()
    await (await anna.tap(question, "1")).answered()
    prompt = await anna.receives("What went wrong?")
    await (await anna.tap(prompt, "Delivery")).answered()
    await anna.receives("Would you like to add")
    await (await anna.tap(prompt, "Skip")).answered()
    await anna.receives("That's all right")
    assert prompt.buttons == []
    assert (await house.answer()).reason == "delivery"


async def test_not_now_comes_back_once_a_day_later(house: House) -> None:
    anna, question = await house.asked()
    press = await anna.tap(question, "Not now")
    assert await press.answered() == "See you tomorrow!"
    await anna.receives("once more tomorrow")
    assert question.buttons == []
    await house.jump(hours=23)
    await anna.stays_silent()
    await house.jump(hours=1, seconds=1)
    again = await anna.receives("How satisfied")
    assert [button.text for button in again.keyboard[-1]] == ["Don't ask me"]
    await (await anna.tap(again, "4")).answered()
    await anna.receives("Your answer: 4 of 5")
    await anna.receives("What did you like best?")
    await house.settles(answered=1)
    await house.jump(days=2)
    await anna.stays_silent()


async def test_dont_ask_me_is_kept_until_the_person_comes_back(house: House) -> None:
    anna, question = await house.asked()
    press = await anna.tap(question, "Don't ask me")
    assert await press.answered() == "No more questions."
    await anna.receives("/start turns them on again")
    await anna.open_link(await house.order())
    await anna.receives("customer care")
    await anna.send("/stop")
    await anna.receives("no more questions")
    await house.plan()
    await house.settles(skipped=1)
    async with house.agent.database.reading() as session:
        reasons = (await session.execute(select(invitation.c.skip_reason))).scalars().all()
    assert reasons[-1] == "opted_out"
    await anna.send("/start")
    await anna.receives("Welcome back")
    await house.jump(days=30)
    await house.plan()
    await anna.receives("How satisfied")


async def test_stop_between_filling_and_sending_is_heard(house: House) -> None:
    anna = await house.customer()
    house.telegram.faults.next(1, "429", method="sendMessage", retry_after=2)
    await house.plan()
    await house.settles(due=1)
    await anna.send("/stop")
    await anna.receives("no more questions")
    await house.settles(skipped=1)


async def test_whoever_blocks_the_bot_is_not_asked_and_is_known_as_blocked(house: House) -> None:
    anna = await house.customer()
    bob = await house.customer("Bob")
    anna.block()
    bob.deactivate()
    await house.plan()
    await house.settles(skipped=1, failed=1)  # blocked: Telegram says so; deactivated: only sending tells
    async with house.agent.database.reading() as session:
        people = {row.first_name: row for row in await session.execute(select(contact))}
    assert people["Anna"].blocked_at is not None
    assert people["Bob"].deactivated_at is not None
    anna.unblock()
    assert await house.until(lambda: _reachable(house, anna.id))


async def test_anything_else_gets_one_help_line_a_day(house: House) -> None:
    anna = await house.customer()
    for text in ("Hello?", "/unknown", "Where is my parcel?"):
        await anna.send(text)
    await anna.receives("one short question here")
    await anna.stays_silent(1.5)
    await house.jump(days=1)
    await anna.send("Hello again")
    await anna.receives("one short question here")


async def test_each_update_is_handled_once_though_telegram_sends_it_twice(house: House) -> None:
    """Invariant 5: an update is handled once, and acknowledged only after the commit of its effect."""
    anna, question = await house.asked()
    # The answers to getUpdates are lost on the way: Telegram offers the same updates again.
    house.telegram.faults.next(2, "reset_after", method="getUpdates")
    press = await anna.tap(question, "1")
    assert await press.answered(timeout=15) == "Thank you!"
    await anna.receives("What went wrong?")
    async with house.agent.database.reading() as session:
        taps = (await session.execute(select(response_tap))).all()
        handled = (await session.execute(select(handled_update.c.update_id))).scalars().all()
    assert len(taps) == 1
    assert len(handled) == len(set(handled))
    await house.close()
    assert house.telegram.queues.unacknowledged == []
    await house.open()


async def test_an_update_that_no_library_could_parse_holds_nobody_up(house: House) -> None:
    anna, question = await house.asked()
    house.telegram.inject("message", {"message_id": "not a number", "chat": [], "from": None})
    house.telegram.inject("chat_member", {"new_chat_member": {"status": "administrator"}})
    press = await anna.tap(question, "5")
    assert await press.answered() == "Thank you!"


async def test_a_question_is_asked_at_most_once_per_purchase(house: House) -> None:
    """Invariant 3: nobody is asked the same thing twice."""
    anna, _question = await house.asked()
    await house.settles(sent=1)
    await house.plan()
    await house.settles(skipped=1)
    await anna.stays_silent()
    async with house.agent.database.reading() as session:
        reasons = (await session.execute(select(invitation.c.skip_reason))).scalars().all()
    assert reasons == [None, "already_asked"]


async def test_an_answer_is_stored_before_it_is_acknowledged(house: House) -> None:
    """Invariant 1: when the toast arrives, the tap is in the database; toast first, then the edit."""
    anna, question = await house.asked()
    house.telegram.faults.latency(0.2, method="answerCallbackQuery")
    press = await anna.tap(question, "3")
    assert await house.until(house.answer)
    assert press.answer is None, "acknowledged before it was stored"
    await press.answered()
    await anna.receives("Your answer: 3 of 5")
    replies = [
        call.method
        for call in house.telegram.calls
        if call.method in ("answerCallbackQuery", "editMessageText")
    ]
    assert replies == ["answerCallbackQuery", "editMessageText"]


async def test_names_and_products_are_shown_as_written(house: House) -> None:
    name, product = "*Bob* <b>&amp;</b> _x_ 👩‍👩‍👧", "Shoes *2* `code` [link](http://x)"
    bob, question = await house.asked(name, product=product)
    assert question.text.startswith(f"{name}, your {product} arrived")
    assert question.bold() == [product]
    assert bob.first_name == name


async def _reachable(house: House, telegram_id: int) -> bool:
    async with house.agent.database.reading() as session:
        known = select(contact.c.blocked_at).where(contact.c.telegram_id == telegram_id)
        return (await session.execute(known)).scalar_one() is None
