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
prompt-reason = Your answer: { quick-answer }
prompt-more = Thank you. Would you like to add a few words?
prompt-skipped = That's all right. Thank you for your answer!
reason-delivery = Delivery
reason-quality = Quality
reason-price = Price
reason-service = Service
quick-answer = { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
    [service] { reason-service }
   *[own] { $words }
}
quick-answers = { $delivery ->
    [yes] { reason-delivery } ·{" "}
   *[no] {""}
}{ $quality ->
    [yes] { reason-quality } ·{" "}
   *[no] {""}
}{ $price ->
    [yes] { reason-price } ·{" "}
   *[no] {""}
}{ $service ->
    [yes] { reason-service } ·{" "}
   *[no] {""}
}{ $own }{ button-skip }
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
verbatim-chose = *{ $score } of { $highest }* · { $about } → { quick-answer }
verbatim-reason = *{ $score } of { $highest }* · { $about } → { quick-answer }: “{ $quote }”
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
alert-reason = { $who }: { quick-answer }
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
    A wave: plan one with */wave*, see or pause them with */waves*, try a question yourself with */test nps*.
    Why somebody wasn't asked: */why #1001*, */why @name*, or */why* in reply to an alert.
    A survey's scale, buttons and words: */survey*.
    Roles: */grant*, */revoke*. This group: */connect*, */disconnect*, */language*.
menu-nps = NPS with its margin
menu-csat = CSAT with its margin
menu-ces = CES with its margin
menu-scores = All scores
menu-why = Why somebody wasn't asked
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

## Why somebody wasn't asked

why-head = *{ $about }*
why-order = This order: { why-reason }.
why-nothing = In no wave so far.
why-answered = { $about } — asked; answered { $score } of { $highest } on { $day }
why-open = { $about } — asked; no answer yet, open until { $until }
why-put-off = { $about } — asked; “{ button-later }”, open until { $until }
why-declined = { $about } — asked; “{ button-never }”
why-closed = { $about } — asked; no answer, closed on { $until }
why-unsure = { $about } — sent; whether it arrived isn't known
why-leaving = { $about } — being sent
why-waiting = { $about } — waits to be sent
why-paused = { $about } — waits: the wave is paused
why-failed = { $about } — couldn't be delivered
why-cancelled = { $about } — cancelled, nothing was sent
why-skipped = { $about } — *not asked*: { why-reason }
why-skipped-after = { $about } — *not asked*: was asked { $days ->
        [0] the same day
        [one] { $days } day before
       *[other] { $days } days before
    } ({ $ask })
why-coming = { $about } — its turn comes on { $day }
why-now = *{ $kinds }*: may be asked now{ $order ->
        [none] {""}
       *[other] , about order { $order }
    }
why-from = *{ $kinds }*: may be asked from { $day }{ $order ->
        [none] {""}
       *[other] , about order { $order }
    }
why-never = *{ $kinds }*: may not be asked: { why-reason }. { why-until }
why-kept = *{ $kinds }*: may not be asked: kept for the NPS wave of { $day }. Only after that wave.
why-no-order = No order of theirs is known, so no wave asks them.
why-reason = { $reason ->
        [erased] their data was erased
        [no_chat] nobody has opened the order's link yet
        [staff] belongs to the staff
        [opted_out] wants no more questions (/stop)
        [blocked] has blocked the bot
        [deactivated] the Telegram account is gone
        [in_recovery] somebody is talking with them about a low score
        [cancelled_order] the order was cancelled or refunded
        [test_order] the order was only a test
        [not_delivered] the order hasn't arrived yet
        [too_late] the moment to ask had long passed
        [already_asked] each of their orders was asked about already
        [asked_today] was asked something less than 24 hours before
        [asked_recently] was asked something not long before
        [same_kind_recently] was asked the same not long before
        [reserved] kept for the NPS wave that is planned
        [sampled_out] not drawn for the sample
       *[daily_cap] the day's number of questions was used up
    }
why-until = { $reason ->
        [erased] Only when they open the link of a new order.
        [no_chat] Only when they open it.
        [opted_out] Only when they turn questions on again.
        [blocked] Only when they let the bot back in.
        [cancelled_order] Their next order may be asked about.
        [test_order] Their next order may be asked about.
        [already_asked] Their next order may be asked about.
        [reserved] Only after that wave.
       *[other] Waiting doesn't change that.
    }
why-how = Write /why with an order's number (/why #1001), with a customer's @name, or in reply to an alert.
why-which = Several orders are called so: { $orders }. Write the number exactly as it stands here.
why-unknown-order = I know no order { $order }.
why-unknown-name = I know no customer { $who }.
why-unknown-reply = I don't know whom this message is about.

## Waves

waves-head = *Waves*
waves-none = No waves yet. /wave plans one.
waves-plans = *Plans that go on asking*
wave-head = *{ $wave }* · { $kind } · { $state ->
        [planned] planned
        [filling] choosing its people
        [running] running
        [paused] paused
        [done] done
        [stopped] stopped
       *[missed] missed
    }
wave-begins = Begins: { $moment }
wave-was-to-begin = Was to begin: { $moment }
wave-asked = Asked { $asked } of { $all }
wave-answered = Asked { $asked } of { $all } · { $answered } answered ({ $rate })
wave-bar = { $bar }
wave-left-out = Left out: { $number }
wave-unreached = Out of reach: { $number }
wave-not-asked = Not asked any more: { $number }
wave-awaited = Can still answer: { $number }
wave-stop-really = *Stop for good?* { $waiting ->
        [0] Everybody has been asked already.
        [one] { $waiting } person would not be asked.
       *[other] { $waiting } people would not be asked.
    }
wave-stop-planned = *Stop for good?* Nobody has been asked yet, and nobody would be.
wave-stop-alone = Only this wave ends: its plan *{ $plan }* goes on.
wave-stop-day = Whoever would join it later that day isn't asked either; its plan *{ $plan }* goes on from the next day.
progress-moved = A newer message shows how far it is.
result-head = *{ $wave }* { $state ->
        [stopped] was stopped
       *[done] is over
    }
result-nobody = There was nobody to ask.
result-silent = Nobody has answered.
left-out = { $reason ->
        [erased] · { $number } erased
        [no_chat] · { $number } without an opened link
        [staff] · { $number } of the staff
        [opted_out] · { $number } stopped
        [blocked] · { $number } blocked the bot
        [deactivated] · { $number } not on Telegram any more
        [in_recovery] · { $number } in talks with the team
        [cancelled_order] · { $number } cancelled or refunded
        [test_order] · { $number } with test orders only
        [not_delivered] · { $number } not delivered yet
        [too_late] · { $number } too late to ask
        [already_asked] · { $number } asked about each order already
        [asked_today] · { $number } asked within a day
        [asked_recently] · { $number } asked recently
        [same_kind_recently] · { $number } asked the same recently
        [reserved] · { $number } kept for a planned NPS
        [sampled_out] · { $number } not drawn for the sample
       *[daily_cap] · { $number } over the daily limit
    }
left-out-others = · { $number } for other reasons
plan-every = *{ $wave }* · { $kind } · { $every ->
        [week] every week
        [month] every month
       *[quarter] every quarter
    }
plan-at-once = *{ $wave }* · { $kind } · right after the delivery
plan-after = *{ $wave }* · { $kind } · { $span } after the delivery
button-plan = Plan: { $plan }
plan-next = Next wave: { $moment }
plan-stopped = Stopped: { $moment }
plan-waves = Waves under way: { $waves }
plan-waves-go-on = { $waves ->
        [one] { $waves } wave has begun and goes on; it can be stopped by itself.
       *[other] { $waves } waves have begun and go on; each can be stopped by itself.
    }
plan-stop-waves = *Stop the plan for good?* The next wave won't begin, and no other follows.
plan-stop-purchases = *Stop the plan for good?* Nobody else is asked after a delivery.
button-pause = Pause
button-resume = Resume
button-stop-wave = Stop
button-stop-plan = Stop the whole plan
button-keep-wave = Keep
button-older = Older ›
button-newer = ‹ Newer
toast-paused = Paused: nothing more leaves for now.
toast-resumed = It goes on.
toast-wave-stopped = Stopped for good.
toast-wave-stopped-alone = This wave is stopped for good; its plan goes on.
toast-plan-stopped = The plan is stopped for good.
toast-meanwhile = That has changed meanwhile. Here is how it stands.
toast-marketer = For this you need the role of a marketer.
menu-waves = Waves and how far they are

## A plan that isn't understood: also on the command line

plan-kind-unknown = I know the surveys { $known }, not '{ $said }'.
plan-audience-unclear = I know the audiences { $known }, not '{ $said }'; did you mean { $meant }?
plan-audience-long = An audience has up to { $most } characters, not { $length }; leave some out, or send a CSV file of contacts.
plan-list-none = I know no list '{ $said }', since there are none yet; send a CSV file of contacts first.
plan-at-unclear = I understand "now" and moments such as "{ $example }", not '{ $said }'.
plan-at-no-time = { $said } has no time of day; write it as in "{ $example }".
plan-at-passed = { $said } has passed; give a later moment, or "now".
plan-at-far = { $said } is more than two years ahead; check the year.
plan-at-skipped = No clock in { $zone } will show { $said }: they go forward then; give a time an hour later.
plan-span-unclear = I understand times such as "90m", "12h", "3d" and "2w", not '{ $said }'.
plan-after-unclear = I understand "delivered" and such as "delivered+2d", not '{ $said }'.
plan-after-long = After more than 60d nobody remembers an order; { $said } is too long.
plan-every-unclear = I understand every { $known }, not every '{ $said }'.
plan-open-range = A question stays open for 1h to 60d, not for { $said }.
plan-reminder-early = A reminder comes 1d after the question at the earliest, not { $said }.
plan-reminder-late = A reminder after { $reminder } comes when the question is closed already, after { $open }.
plan-spread-range = Questions are spread over 10m to 7d, not over { $said }.
plan-sample-unclear = A sample is a share from { $least } to { $most }, such as "{ $example }", not '{ $said }'.
plan-daily-unclear = { $of ->
        [questions] A daily limit is a number of questions from 1 to { $most }, such as "50", not '{ $said }'.
       *[answers] A daily limit is a number of answers from 1 to { $most }, such as "50", not '{ $said }'.
    }
plan-at-and-after = A wave is either at a moment or after each purchase; give one of both.
plan-every-and-after = A plan asks either every so often or after each purchase; give one of both.
plan-spread-and-after = Purchases come one by one; only a wave at a moment is spread over a window.
plan-option-unknown = I know the options { $known }, not '{ $said }'; did you mean { $meant }?
plan-quote-open = A quote isn't closed in: { $said }
list-too-large = { $file } is too large: { $megabytes } MB and { $rows } rows are the most; send it in parts.
list-no-table = I can't read { $file } as a table; save it as CSV (UTF-8) and send it again.
list-no-column = { $file } has no column of contacts that I know; name it { $column } and send it again.
list-empty = There is nobody in { $file }; write a contact into each row and send it again.
list-nobody-known = I know none of the contacts in { $file } (there are { $contacts }); name them as your orders do and send it again.
list-not-fetched = Telegram doesn't give me { $file }; send it once more.

## A wave before it is planned

card-head = *Wave “{ $wave }”* · { $kind }
card-to = To:
card-to-people = { $people ->
        [0] To nobody, as it stands:
        [one] To *{ $people } person*:
       *[other] To *{ $people } people*:
    }
card-to-at-most = { $people ->
        [one] To at most *{ $people } person*:
       *[other] To at most *{ $people } people*:
    }
card-to-people-of-first = Of the first { $first } people *{ $people }* are meant; the card counts everybody:
card-now = When: at once
card-at = When: { $moment } ({ $city })
card-every = When: { $every ->
        [week] every week
        [month] every month
       *[quarter] every quarter
    }, first on { $moment } ({ $city })
card-after = When: right after each delivery
card-after-span = When: { $span } after each delivery
card-done = Everybody is asked by { $moment }
card-last = The last of them is asked by { $moment }
card-keeps = Meanwhile no CSAT or CES is asked: people are kept free for { $span } before an NPS
card-quiet = Nobody is asked from { $begin } to { $end }
card-open = Open for { $open }, no reminder
card-open-reminder = Open for { $open }, reminder after { $reminder }
card-spread = Spread over { $span }
card-sample = A random { $percent } of them
card-daily-cap = Questions a day: { $most } at most
card-daily-answers = No more questions on a day with { $most } answers
card-daily-rest = Whom a day has no room for isn't asked
card-at-least = At least some { $people } of them, if people answer at once; the later they do, the more
card-expect = Answers to expect: some { $answers }, ±{ $margin } points
card-expect-between = Answers to expect: some { $least } to { $answers }, ±{ $margin } to { $widest } points
card-expect-few = Answers to expect: hardly any
card-rate = { $known ->
        [measured] ({ $rate } answer, as in the past year)
       *[assumed] (if { $rate } answer; your own share counts once 100 questions have closed)
    }
card-precision = For ±{ $margin } points: about { $answers } answers, { $people } people
audience-except = { $negated ->
        [yes] · not:
       *[no] ·
    }
audience-all = · everybody who bought
audience-bought = { audience-except } { $days ->
        [one] bought in the last { $days } day
       *[other] bought in the last { $days } days
    }
audience-field = { audience-except } { $field ->
        [product] product
        [category] category
        [store] store
        [operator] operator
       *[channel] channel
    }: { $values }
audience-amount = { audience-except } amount { $limit }
audience-language = { audience-except } language: { $values }
audience-first-time = { audience-except } bought once
audience-repeat = { audience-except } bought more than once
audience-never-asked = { audience-except } never asked before
audience-last-score = { audience-except } last score { $limit }
audience-list = { audience-except } list: { $values }
audience-more = · … and { $left } more

## The planner

planner-kind = *A new wave.* What shall we ask?
    NPS: would they recommend us
    CSAT: how satisfied they are with an order
    CES: how easy it was to order
planner-audience = *Whom shall we ask?* All that you choose must hold.
planner-reply = Or reply to this message with words: { $example }
planner-audience-words = *Reply to this message* with the words that must hold, and “not” before what mustn't:
    { $known }
planner-file = Or reply with a CSV file of contacts: its column { $column } counts.
planner-list = { $list }: { $known } of { $contacts } contacts known
planner-time = *When?* Times are those of { $city }.
planner-time-words = *Reply to this message* with a time of { $city }, for example:
    { $examples }
planner-details = *Anything else?* This is how it is asked:
planner-details-reply = Or reply to this message: { $example }
planner-open = *How long can a question be answered?* Press, or reply to this message: 36h, 10d
planner-reminder = *When shall we remind the silent?* Press, or reply to this message: 4d
planner-name = *What is the wave called?* Reply to this message with a name; only the team sees it.
planner-change = *What shall be different?*
planner-planned = *Planned.* /waves shows how far it is.
planner-cancelled = Nothing was planned. /wave begins anew.
button-everybody = { $chosen ->
        [yes] • Everybody who bought
       *[no] Everybody who bought
    }
button-bought-30 = { $chosen ->
        [yes] • Last 30 days
       *[no] Last 30 days
    }
button-bought-90 = { $chosen ->
        [yes] • Last 90 days
       *[no] Last 90 days
    }
button-first-time = { $chosen ->
        [yes] • Bought once
       *[no] Bought once
    }
button-repeat = { $chosen ->
        [yes] • Came back
       *[no] Came back
    }
button-never-asked = { $chosen ->
        [yes] • Never asked
       *[no] Never asked
    }
button-at-once = At once
button-tomorrow = Tomorrow 10:00
button-monday = Monday 10:00
button-every-month = Every month
button-every-quarter = Every quarter
button-after-delivery = 2 days after delivery
button-type = Type it
button-next = Next ›
button-open = Open for
button-reminder = Reminder
button-name = Name
button-no-reminder = No reminder
button-no-name = Without a name
button-test = Send me a test
button-schedule = Schedule
button-edit-wave = Change
button-cancel = Cancel
button-question = Question
button-audience = Audience
button-time = Time
button-details = Details
button-open-chat = Open the chat
toast-planned = Planned.
toast-planned-before = It is planned already: see /waves.
toast-file-awaited = A file is still being read. Try again in a moment.
test-here = Here comes a test: answer as a customer would. Tests never count.
test-sent = A test is on its way to your private chat. Tests never count.
test-stopped = You have turned questions off. Send me /start in the private chat first.
test-no-chat = I can't write to you yet. Open our private chat and press Start: the test comes at once.
menu-wave = Plan a survey wave
menu-test = Send me a test

## A survey, and how it is asked

survey-which = *Which survey shall we look at?* What you change holds for new waves; planned ones keep theirs.
survey-head = *{ $kind }* · version { $version }
survey-scale = Scale: { $scale } · buttons: { $labels }
survey-question = *The question* ({ $language })
survey-reminder = *The reminder* (before the question)
survey-after = { $band ->
        [low] *After a low score* ({ $scores })
        [middle] *After a middle score* ({ $scores })
       *[high] *After a high score* ({ $scores })
    }
survey-scale-which = *Which scale?* Scores count the answers on the newest scale alone, and what is low and high begins anew with it.
survey-symbols-which = *What stands on the buttons?* Digits bend answers the least.
survey-bands-which = *Which scores are low (≤), which are high (≥)?*
    The next question depends on it, and whether the team is told at once. The score itself stays the same.
survey-language-which = *Words in which language?* A dot marks those in which you have your own.
survey-words-which = *Which words shall be different?* A dot marks your own.
survey-words-reply = *Reply to this message* with your own words ({ $language }). “-” brings the usual ones back.
    Where these stand, each customer's own is filled in: { $places }
survey-quick = *Quick answers*
survey-quick-which = *Which quick answers?* They stand under what is asked after any score, so name a thing (“Size”), not a fault. A dot marks those that customers see.
survey-quick-in = { $language }: { quick-answers }
survey-quick-elsewhere = Where yours has no words in a customer's language, those in { $language } are shown; without these, any that there are.
survey-quick-full = At most { $most } are shown: take one away to offer another.
survey-quick-own = *Your own quick answer.* In which language shall it be worded?
survey-quick-word = { $language }: { $words }
survey-quick-name = *Quick answer* ({ $language })
survey-quick-reply = *Reply to this message* with a word or two ({ $language }), at most { $most } characters. “-” takes them away.
wording-place = Own words can hold { $known }, not { $said }.
wording-brace = Own words can hold { $known }, not a brace of no pair.
wording-long = Own words are at most { $most } characters long, not { $length }.
wording-quick-place = A quick answer is the same for everybody: it holds no braces.
wording-quick-long = A quick answer is at most { $most } characters long, not { $length }.
wording-quick-twice = There is a quick answer “{ $said }” already.
wording-quick-many = There are at most { $most } quick answers; take one away first.
button-scale = Scale
button-symbols = Symbols
button-bands = Low and high
button-words = Words
button-quick-answers = Quick answers
button-quick = { $offered ->
        [yes] •{" "}
       *[no] {""}
    }{ quick-answer }
button-quick-new = Add your own
button-quick-away = Take away
button-quick-nameless = Take these words away
button-usual = Usual words
button-part = { $own ->
        [yes] •{" "}
       *[no] {""}
    }{ $part ->
        [question] Question
        [reminder] Reminder
        [low] After a low score
        [middle] After a middle score
       *[high] After a high score
    }
toast-survey-changed = Changed. New waves are asked so.
menu-survey = How a survey is asked
