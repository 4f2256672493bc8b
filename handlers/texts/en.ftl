# Every word a person reads, in English: short, warm, plain. One message, one thing.
# *bold* is markup of ours, read before the values go in. Whoever has no name to show is `nobody`.

greeting = { $name ->
    [nobody] Hi!
   *[other] Hi { $name }!
}
address = { $name ->
    [nobody] Hello
   *[other] { $name }
}

## Opening the shop's link

welcome =
    { greeting } This is { $shop }'s customer care.
    When order { $order } has reached you, we'll ask one short question. That's all: no ads, and /stop ends it.
welcome-delivered =
    { greeting } This is { $shop }'s customer care.
    We'll ask one short question about order { $order }. That's all: no ads, and /stop ends it.
start-again = { $name ->
    [nobody] Welcome back!
   *[other] Welcome back, { $name }!
} We'll ask again after your next order. /stop ends it.
start-known = { greeting } All is set: { $shop } will ask one short question after an order. /stop ends it.
start-stranger = Hi! This is { $shop }'s customer care. Please open the link that came with your order, so that we know which order to ask about.
link-unknown = We don't know this link. Please open the one that came with your order from { $shop }, without changing it.
link-taken = Somebody else has opened this link already. If the order is yours, please write to { $shop }.

## The question

question-csat-arrived = { address }, your *{ $product }* arrived on { $date }. How satisfied are you?
question-csat-product = { address }, how satisfied are you with *{ $product }*?
question-csat-order = { address }, how satisfied are you with your order *{ $order }*?
question-csat-shop = { address }, how satisfied are you with *{ $shop }*?
question-nps = { address }, how likely are you to recommend *{ $shop }* to a friend or colleague?
question-ces = { address }, how far do you agree that *{ $shop }* made it easy to place and receive your order?
scale-csat = { $lowest } = not at all, { $highest } = very
scale-nps = { $lowest } = not at all likely, { $highest } = extremely likely
scale-ces = { $lowest } = strongly disagree, { $highest } = strongly agree
your-answer = Your answer: { $score } of { $highest }
put-off = Of course. We'll ask once more tomorrow.
stopped = Done: no more questions. /start turns them on again.
question-closed = This question is closed. Thank you all the same!
button-later = Not now
button-never = Don't ask me
button-change = Change

## After a low score

prompt-low = { $name ->
    [nobody] We're sorry.
   *[other] We're sorry, { $name }.
} What went wrong? Write it in your own words: a person reads it.
prompt-reason = Your answer: { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
   *[service] { reason-service }
}
prompt-more = Thank you. Would you like to add a few words?
prompt-skipped = That's all right. Thank you for your answer!
reason-delivery = Delivery
reason-quality = Quality
reason-price = Price
reason-service = Service
button-skip = Skip
thanks-words = { $name ->
    [nobody] Thank you.
   *[other] Thank you, { $name }.
} Your words are with the team.
words-before-tap = Thank you, we've kept your words. One tap on a number completes your answer.

## Toasts: what a press is answered with

toast-thanks = Thank you!
toast-already = Your answer is already recorded. Thank you!
toast-stranger = This question is for someone else.
toast-unclear = This button doesn't work any more.
toast-later = See you tomorrow!
toast-no-later = That's all right. We won't ask about this again.
toast-stopped = No more questions.

## Anything else

help-customer = This is { $shop }'s customer care. After an order we ask one short question here, and a tap answers it. /stop ends the questions, /start turns them on.
