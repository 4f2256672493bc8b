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
your-answer-face = Your answer: { $score } of { $highest } { $face }
own-words = { $words }
reminder = A gentle reminder, in case it slipped by:
put-off = Of course. We'll ask once more tomorrow.
stopped = Done: no more questions. /start turns them on again.
stopped-guest = Done: no more questions. The link of your next order turns them on again.
question-closed = This question is closed. Thank you all the same!
button-later = Not now
button-never = Don't ask me
button-change = Change

## After an answer

prompt-low = { $name ->
    [nobody] We're sorry.
   *[other] We're sorry, { $name }.
} What went wrong? Write it in your own words, or send a photo or a voice message: a person reads it.
prompt-middle = { $name ->
    [nobody] Thank you!
   *[other] Thank you, { $name }!
} What would have made it perfect?
prompt-high = { $name ->
    [nobody] Thank you!
   *[other] Thank you, { $name }!
} What did you like best?
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
button-review = Write a review
thanks-words = { $name ->
    [nobody] Thank you.
   *[other] Thank you, { $name }.
} Your words are with the team.
thanks-attached = { $name ->
    [nobody] Thank you.
   *[other] Thank you, { $name }.
} The team has got it.
words-before-tap = Thank you, we've kept your words. One tap on the scale completes your answer.
attached-before-tap = Thank you, we've kept it. One tap on the scale completes your answer.

## Toasts: what a press is answered with

toast-thanks = Thank you!
toast-already = Your answer is already recorded. Thank you!
toast-stranger = This question is for someone else.
toast-unclear = This button doesn't work any more.
toast-later = See you tomorrow!
toast-no-later = That's all right. We won't ask about this again.
toast-stopped = No more questions.

## Anything else

help-customer = This is { $shop }'s customer care. After an order we ask one short question here, and a tap answers it. /stop ends the questions, /start turns them on. /language changes the language, /privacy says what we keep about you.

## What is kept of a person

language-which = Which language shall we speak?
language-chosen = Done: we speak English here now.
language-unspoken = We don't know that language yet. You can choose: { $languages }.
privacy =
    What { $shop } keeps about you: your Telegram id, name and language; your orders, with the customer number, e-mail or phone that came with them; your answers and what you write or send here; which messages we sent you.
    Why: to ask one short question after an order, and to put right what went wrong.
    Who sees it: the people of { $shop } and those who run this bot for them. Telegram carries the messages.
    How long: until you erase it. A message that our software stumbled over is kept for a month at most.
    You decide: */mydata* shows it all, */forget* erases it, */stop* ends the questions.
mydata-here = Here is everything we keep about you. /forget erases it.
mydata-nothing = We keep nothing about you, except that this message was sent.
forget-really = Erase everything we keep about you: your name, your orders, your words and our messages? It can't be undone. Your scores are still counted, without a name, and what the team has already read in its own chat stays there.
button-erase = Erase everything
button-keep = Don't erase
forget-kept = All right, nothing was erased.
forgotten = { $answers ->
        [0] Done: nothing about you is kept any more.
        [one] Done: everything about you is erased. What was kept is { $answers } score without a name.
       *[other] Done: everything about you is erased. What was kept is { $answers } scores without a name.
    }
forgotten-role = Your role in the team stays: an owner can take it with /revoke.
toast-erased = Erased.
toast-admin = Only an admin can change that here.

## The team's group

score-head-nps = *NPS { $score }* · one answer per person
score-head-csat = *CSAT { $score }* · every purchase counts
score-head-ces = *CES { $score }* · every purchase counts
score-none = *{ $kind }*
score-by = *{ $kind }* by { $by ->
        [product] product
        [category] category
        [store] store
        [operator] operator
        [channel] channel
        [language] language
       *[wave] wave
    }
scores-head = *Scores*
span-days = { $days ->
        [one] Today
       *[other] Last { $days } days
    }
span-dates = { $dates }
span-all = All time
score-only = Only { $only }
score-waiting = No answers yet in this period. { $waiting ->
        [0] No questions are out.
        [one] { $waiting } question is out.
       *[other] { $waiting } questions are out.
    }
score-nothing = Nothing in this period.
score-steady = { $step } on the { $days ->
        [one] day
       *[other] { $days } days
    } before: no clear change
score-up = ▲ { $step } on the { $days ->
        [one] day
       *[other] { $days } days
    } before
score-down = ▼ { $step } on the { $days ->
        [one] day
       *[other] { $days } days
    } before
score-shares-nps =
    { $bar }
    { $top } promoters · { $middle } passive · { $bottom } detractors
score-shares-csat =
    { $bar }
    { $top } satisfied · { $middle } neither · { $bottom } dissatisfied
score-shares-ces =
    { $bar }
    { $top } found it easy · { $middle } neither · { $bottom } found it hard
score-sure = { $sure }: { $low } … { $high } · { $n ->
        [one] { $n } answer
       *[other] { $n } answers
    }{ $size ->
        [small] {" "}(small sample)
       *[enough] {""}
    }
score-mean = Mean { $mean } of { $highest }
score-asked = Asked in these days: { $delivered } reached, { $answered } answered ({ $rate })
score-row = { $value }: *{ $score }* · { $low } … { $high } · { $n ->
        [one] { $n } answer
       *[other] { $n } answers
    }
score-more = … and { $left } more
verbatim = *{ $score } of { $highest }* · { $about }: “{ $words }”
verbatim-silent = *{ $score } of { $highest }* · { $about }
query-unclear = I don't understand “{ $word }”. Did you mean “{ $meant }”?
period-7d = { $chosen ->
        [yes] • 7 d
       *[no] 7 d
    }
period-30d = { $chosen ->
        [yes] • 30 d
       *[no] 30 d
    }
period-90d = { $chosen ->
        [yes] • 90 d
       *[no] 90 d
    }
period-all = { $chosen ->
        [yes] • All
       *[no] All
    }
button-by-product = By product
button-by-store = By store
button-comments = Comments
button-low = Low scores
button-back = Back
alert-low = 🔴 *{ $kind } { $score } of { $highest }* · { $about }
alert-attached = From { $who }
alert-words = { $who }: “{ $words }”
connected = This group is connected to { $shop } now: everybody here can ask /nps, /csat, /ces and /scores, and low scores are told here at once. /help says more.
disconnected = This group isn't connected any more: nothing is told here.
connect-where = Please write this in the group that you want to connect.
unknown-group = I don't know this group. An owner can connect it: /connect.
refused = For this you need the role:
role-owner = owner
role-admin = admin
role-marketer = marketer
role-viewer = viewer
granted = { $who } is now:
revoked = { $who } has no role any more.
grant-how = Write /grant with one role (owner, admin, marketer or viewer), in reply to the person or with their @name.
grant-whom = I haven't seen this person yet. Reply to one of their messages, or let them write something to me first.
revoke-how = Write /revoke in reply to the person, or with their @name.
owner-last = This is the only owner: make somebody else one first.
owner-by-settings = { $who } is an owner by the settings, which only the server's operator can change.
owner-welcome = You are the owner of { $shop } here. Add me to your team's group and write /connect there.
help-room =
    A score with its margin: */nps*, */csat* or */ces*. All at once: */scores*.
    Periods: 7d, 30d, 90d, 2026-Q2, 2026-05, 2026-05-01..2026-05-14, all.
    Filters: product:shoes, also category, store, operator, channel, language, wave. Split: by:store.
    Roles: */grant*, */revoke*. This group: */connect*, */disconnect*, */language*.
menu-nps = NPS with its margin
menu-csat = CSAT with its margin
menu-ces = CES with its margin
menu-scores = All scores
menu-help = What I can do
menu-connect = Connect this group
menu-disconnect = Disconnect this group
menu-grant = Give a role
menu-revoke = Take a role
menu-start = Turn questions on
menu-stop = Turn questions off
menu-language = Choose the language
menu-privacy = What we keep about you, and why
menu-mydata = Your data as a file
menu-forget = Erase your data
