# Every word a person reads, in Ukrainian. No name is inflected: it stands where the nominative does.

greeting = { $name ->
    [nobody] Добрий день!
   *[other] { $name }, добрий день!
}
address = { $name ->
    [nobody] Добрий день
   *[other] { $name }
}

## Opening the shop's link

welcome =
    { greeting } Це { $shop }, служба турботи про клієнтів.
    Коли ви отримаєте замовлення { $order }, ми поставимо одне коротке запитання. І все: жодної реклами. Відмовитися можна будь-коли: /stop.
welcome-delivered =
    { greeting } Це { $shop }, служба турботи про клієнтів.
    Ми поставимо одне коротке запитання про замовлення { $order }. І все: жодної реклами. Відмовитися можна будь-коли: /stop.
start-again = { $name ->
    [nobody] Раді бачити вас знову!
   *[other] { $name }, раді бачити вас знову!
} Запитаємо після наступного замовлення. Відмовитися: /stop.
start-known = { greeting } Це { $shop }. Усе готово: після замовлення ми поставимо одне коротке запитання. Відмовитися: /stop.
start-stranger = Добрий день! Це { $shop }, служба турботи про клієнтів. Відкрийте, будь ласка, посилання, яке надійшло з вашим замовленням, щоб ми знали, про яке замовлення запитати.
link-unknown = Це посилання нам невідоме. Відкрийте, будь ласка, те, що надійшло разом із замовленням від магазину «{ $shop }», нічого в ньому не змінюючи.
link-taken = Це посилання вже відкрив хтось інший. Якщо замовлення ваше, напишіть, будь ласка, до магазину «{ $shop }».

## The question

question-csat-arrived = { address }, ваше замовлення (*{ $product }*) доставлено { $date }. Наскільки ви задоволені?
question-csat-product = { address }, ваша покупка — *{ $product }*. Наскільки ви нею задоволені?
question-csat-order = { address }, наскільки ви задоволені замовленням *{ $order }*?
question-csat-shop = { address }, наскільки ви задоволені магазином «*{ $shop }*»?
question-nps = { address }, наскільки ймовірно, що ви порадите магазин «*{ $shop }*» друзям або колегам?
question-ces = { address }, наскільки ви згодні з тим, що оформити й отримати замовлення в магазині «*{ $shop }*» було легко?
scale-csat = { $lowest } — зовсім не задоволені, { $highest } — дуже задоволені
scale-nps = { $lowest } — точно ні, { $highest } — точно так
scale-ces = { $lowest } — зовсім не згодні, { $highest } — повністю згодні
your-answer = Ваша оцінка: { $score } з { $highest }
your-answer-face = Ваша оцінка: { $score } з { $highest } { $face }
own-words = { $words }
reminder = Нагадаємо про всяк випадок, раптом запитання загубилося:
put-off = Добре, запитаємо ще раз завтра.
stopped = Готово: запитань більше не буде. Увімкнути їх знову: /start.
stopped-guest = Готово: запитань більше не буде. Увімкнути їх знову можна за посиланням із наступного замовлення.
question-closed = Це запитання вже закрите, але дякуємо, що відгукнулися!
button-later = Не зараз
button-never = Не запитувати
button-change = Змінити

## After an answer

prompt-low = { $name ->
    [nobody] Нам дуже прикро.
   *[other] { $name }, нам дуже прикро.
} Що пішло не так? Напишіть своїми словами, надішліть фото чи голосове повідомлення: усе читає жива людина.
prompt-middle = { $name ->
    [nobody] Дякуємо!
   *[other] { $name }, дякуємо!
} Чого забракло до ідеалу?
prompt-high = { $name ->
    [nobody] Дякуємо!
   *[other] { $name }, дякуємо!
} Що сподобалося найбільше?
prompt-reason = Ваша відповідь: { quick-answer }
prompt-more = Дякуємо. Бажаєте додати кілька слів?
prompt-skipped = Гаразд. Дякуємо за вашу оцінку!
reason-delivery = Доставка
reason-quality = Якість
reason-price = Ціна
reason-service = Обслуговування
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
button-skip = Пропустити
button-review = Залишити відгук
thanks-words = { $name ->
    [nobody] Дякуємо!
   *[other] { $name }, дякуємо!
} Ми передали ваші слова команді.
thanks-attached = { $name ->
    [nobody] Дякуємо!
   *[other] { $name }, дякуємо!
} Ми передали все команді.
words-before-tap = Дякуємо, ми зберегли ваші слова. Залишилося обрати оцінку — одним дотиком.
attached-before-tap = Дякуємо, ми все зберегли. Залишилося обрати оцінку — одним дотиком.

## Toasts: what a press is answered with

toast-thanks = Дякуємо!
toast-already = Вашу оцінку вже записано. Дякуємо!
toast-stranger = Це запитання не до вас.
toast-unclear = Ця кнопка більше не працює.
toast-later = До завтра!
toast-no-later = Гаразд. Більше про це не запитаємо.
toast-stopped = Запитань більше не буде.

## Anything else

help-customer = Це { $shop }, служба турботи про клієнтів. Після замовлення ми ставимо тут одне коротке запитання, відповісти на нього можна одним дотиком. /stop вимикає запитання, /start вмикає. /language змінює мову, /privacy розповість, що ми про вас зберігаємо.

## What is kept of a person

language-which = Якою мовою спілкуватимемося?
language-chosen = Готово: тепер спілкуємося тут українською.
language-unspoken = Цієї мови ми поки не знаємо. Можна вибрати: { $languages }.
privacy =
    Що зберігає про вас { $shop }: ваші номер, ім’я та мову в Telegram; ваші замовлення разом із указаним у них номером клієнта, поштою чи телефоном; ваші відповіді та все, що ви тут пишете чи надсилаєте; які повідомлення ми вам надіслали.
    Навіщо: щоб поставити одне коротке запитання після замовлення й виправити те, що пішло не так.
    Хто це бачить: працівники магазину «{ $shop }» і ті, хто обслуговує цього бота. Повідомлення передає Telegram.
    Як довго: доки ви цього не видалите. Повідомлення, на якому стався збій програми, зберігається щонайбільше місяць.
    Вирішуєте ви: */mydata* покаже все, */forget* видалить, */stop* вимкне запитання.
mydata-here = Тут усе, що ми про вас зберігаємо. Видалити: /forget.
mydata-nothing = Ми нічого про вас не зберігаємо, крім запису про те, що це повідомлення надіслано.
forget-really = Видалити все, що ми про вас зберігаємо: ім’я, замовлення, ваші слова та наші повідомлення? Повернути це буде неможливо. Ваші оцінки залишаться в загальному підрахунку без імені, а те, що команда вже прочитала у своєму чаті, залишиться там.
button-erase = Видалити все
button-keep = Не видаляти
forget-kept = Гаразд, нічого не видалено.
forgotten = { $answers ->
        [0] Готово: про вас більше нічого не зберігається.
        [one] Готово: усе, що ми про вас знали, видалено. Залишилася { $answers } оцінка без імені.
        [few] Готово: усе, що ми про вас знали, видалено. Залишилися { $answers } оцінки без імені.
       *[many] Готово: усе, що ми про вас знали, видалено. Залишилося { $answers } оцінок без імені.
    }
forgotten-role = Ваша роль у команді залишилася: забрати її може власник командою /revoke.
toast-erased = Видалено.
toast-admin = Змінити це тут може лише адміністратор.

## The team's group

score-head-nps = *NPS { $score }* · одна відповідь на людину
score-head-csat = *CSAT { $score }* · враховано кожну покупку
score-head-ces = *CES { $score }* · враховано кожну покупку
score-none = *{ $kind }*
score-by = *{ $kind }*: { $by ->
        [product] за товарами
        [category] за категоріями
        [store] за магазинами
        [operator] за операторами
        [channel] за каналами
        [language] за мовами
       *[wave] за хвилями
    }
scores-head = *Оцінки*
span-days = { $days ->
        [1] Сьогодні
        [one] За останній { $days } день
        [few] За останні { $days } дні
       *[many] За останні { $days } днів
    }
span-dates = { $dates }
span-all = За весь час
score-only = Лише { $only }
score-waiting = За цей період відповідей поки немає. { $waiting ->
        [0] Відкритих запитань немає.
        [one] Чекаємо відповіді на { $waiting } запитання.
        [few] Чекаємо відповіді на { $waiting } запитання.
       *[many] Чекаємо відповіді на { $waiting } запитань.
    }
score-nothing = За цей період нічого немає.
score-steady = { $step } порівняно з попереднім періодом ({ $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    }): явних змін немає
score-up = ▲ { $step } порівняно з попереднім періодом ({ $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    })
score-down = ▼ { $step } порівняно з попереднім періодом ({ $days ->
        [one] { $days } день
        [few] { $days } дні
       *[many] { $days } днів
    })
score-shares-nps =
    { $bar }
    { $top } промоутери · { $middle } нейтральні · { $bottom } критики
score-shares-csat =
    { $bar }
    { $top } задоволені · { $middle } нейтральні · { $bottom } незадоволені
score-shares-ces =
    { $bar }
    { $top } було легко · { $middle } ні легко, ні важко · { $bottom } було важко
score-sure = { $sure }: { $low } … { $high } · { $n ->
        [one] { $n } відповідь
        [few] { $n } відповіді
       *[many] { $n } відповідей
    }{ $size ->
        [small] {" "}(мала вибірка)
       *[enough] {""}
    }
score-mean = У середньому { $mean } з { $highest }
score-asked = За цей період: доставлено { $delivered ->
        [one] { $delivered } запитання
        [few] { $delivered } запитання
       *[many] { $delivered } запитань
    }, відповідей: { $answered } ({ $rate })
score-row = { $value }: *{ $score }* · { $low } … { $high } · { $n ->
        [one] { $n } відповідь
        [few] { $n } відповіді
       *[many] { $n } відповідей
    }
score-more = … і ще { $left }
verbatim = *{ $score } з { $highest }* · { $about }: «{ $words }»
verbatim-silent = *{ $score } з { $highest }* · { $about }
verbatim-chose = *{ $score } з { $highest }* · { $about } → { quick-answer }
verbatim-reason = *{ $score } з { $highest }* · { $about } → { quick-answer }: «{ $quote }»
query-unclear = Не розумію «{ $word }». Можливо, «{ $meant }»?
period-7d = { $chosen ->
        [yes] • 7 дн.
       *[no] 7 дн.
    }
period-30d = { $chosen ->
        [yes] • 30 дн.
       *[no] 30 дн.
    }
period-90d = { $chosen ->
        [yes] • 90 дн.
       *[no] 90 дн.
    }
period-all = { $chosen ->
        [yes] • Усе
       *[no] Усе
    }
button-by-product = За товарами
button-by-store = За магазинами
button-comments = Відгуки
button-low = Низькі оцінки
button-back = Назад
alert-low = 🔴 *{ $kind } { $score } з { $highest }* · { $about }
alert-attached = Відправник: { $who }
alert-words = { $who }: «{ $words }»
alert-reason = { $who }: { quick-answer }
connected = Групу підключено до магазину «{ $shop }»: тепер кожен може дізнатися тут оцінки — /nps, /csat, /ces і /scores, — а про низькі я повідомляю одразу. Докладніше: /help.
disconnected = Групу відключено: тут я більше нічого не повідомляю.
connect-where = Напишіть це, будь ласка, у групі, яку хочете підключити.
unknown-group = Я не знаю цієї групи. Власник може її підключити: /connect.
refused = Для цього потрібна роль:
role-owner = власник
role-admin = адміністратор
role-marketer = маркетолог
role-viewer = спостерігач
granted = { $who } тепер має роль:
revoked = { $who } більше не має ролі.
grant-how = Напишіть /grant і одну роль (owner, admin, marketer або viewer) у відповідь на повідомлення людини або з її @іменем.
grant-whom = Цієї людини я ще не знаю. Дайте відповідь на її повідомлення, або нехай вона спершу щось мені напише.
revoke-how = Напишіть /revoke у відповідь на повідомлення людини або з її @іменем.
owner-last = Це єдиний власник: спершу призначте ще одного.
owner-by-settings = { $who }: власник за налаштуваннями, змінити це може лише той, хто обслуговує сервер.
owner-welcome = { $shop }: тепер ви тут власник. Додайте мене до групи команди й напишіть там /connect.
help-room =
    Оцінка з похибкою: */nps*, */csat* або */ces*. Усі разом: */scores*.
    Періоди: 7d, 30d, 90d, 2026-Q2, 2026-05, 2026-05-01..2026-05-14, all.
    Фільтри: product:взуття, а також category, store, operator, channel, language, wave. Розподіл: by:store.
    Хвилі опитувань: запланувати — */wave*, перебіг і пауза — */waves*, перевірити запитання на собі — */test nps*.
    Чому когось не запитали: */why #1001*, */why @ім’я* або */why* у відповідь на повідомлення про низьку оцінку.
    Шкала, кнопки і слова опитування: */survey*.
    Ролі: */grant*, */revoke*. Ця група: */connect*, */disconnect*, */language*.
menu-nps = NPS із похибкою
menu-csat = CSAT із похибкою
menu-ces = CES із похибкою
menu-scores = Усі оцінки
menu-why = Чому когось не запитали
menu-help = Що я вмію
menu-connect = Підключити групу
menu-disconnect = Відключити групу
menu-grant = Надати роль
menu-revoke = Забрати роль
menu-start = Увімкнути запитання
menu-stop = Вимкнути запитання
menu-language = Вибрати мову
menu-privacy = Що ми про вас зберігаємо й навіщо
menu-mydata = Ваші дані файлом
menu-forget = Видалити ваші дані

## Чому когось не запитали

why-head = *{ $about }*
why-order = Це замовлення: { why-reason }.
why-nothing = Поки що в жодній хвилі.
why-answered = { $about } — запитано; { $day } відповідь { $score } з { $highest }
why-open = { $about } — запитано; відповіді ще немає, відкрито до { $until }
why-put-off = { $about } — запитано; «{ button-later }», відкрито до { $until }
why-declined = { $about } — запитано; «{ button-never }»
why-closed = { $about } — запитано; відповіді немає, закрито { $until }
why-unsure = { $about } — надіслано; чи дійшло, невідомо
why-leaving = { $about } — надсилається
why-waiting = { $about } — чекає на надсилання
why-paused = { $about } — чекає: хвилю призупинено
why-failed = { $about } — доставити не вдалося
why-cancelled = { $about } — скасовано, нічого не надіслано
why-skipped = { $about } — *не запитано*: { why-reason }
why-skipped-after = { $about } — *не запитано*: попереднє запитання було { $days ->
        [0] того самого дня
        [one] за { $days } день до цього
        [few] за { $days } дні до цього
       *[many] за { $days } днів до цього
    } ({ $ask })
why-coming = { $about } — черга настане { $day }
why-now = *{ $kinds }*: запитати можна вже зараз{ $order ->
        [none] {""}
       *[other] , про замовлення { $order }
    }
why-from = *{ $kinds }*: запитати можна з { $day }{ $order ->
        [none] {""}
       *[other] , про замовлення { $order }
    }
why-never = *{ $kinds }*: запитувати не можна, { why-reason }. { why-until }
why-kept = *{ $kinds }*: запитувати не можна: на { $day } запланована хвиля NPS. Можна буде після неї.
why-no-order = Замовлень цієї людини ми не знаємо, тож її не запитає жодна хвиля.
why-reason = { $reason ->
        [erased] дані видалено
        [no_chat] посилання із замовлення ще не відкривали
        [staff] це працівник магазину
        [opted_out] запитання вимкнено (/stop)
        [blocked] бота заблоковано
        [deactivated] акаунта в Telegram більше немає
        [in_recovery] із клієнтом зараз говорять про низьку оцінку
        [cancelled_order] замовлення скасовано або гроші за нього повернуто
        [test_order] замовлення тестове
        [not_delivered] замовлення ще не доставлено
        [too_late] слушний час давно минув
        [already_asked] про всі замовлення вже запитували
        [asked_today] від попереднього запитання не минуло й доби
        [asked_recently] від попереднього запитання минуло мало часу
        [same_kind_recently] те саме запитання ставили зовсім недавно
        [reserved] скоро запланована хвиля NPS
        [sampled_out] поза випадковою вибіркою
       *[daily_cap] денний ліміт запитань вичерпано
    }
why-until = { $reason ->
        [erased] Можна буде, коли відкриють посилання нового замовлення.
        [no_chat] Можна буде, коли його відкриють.
        [opted_out] Можна буде, коли запитання знову ввімкнуть.
        [blocked] Можна буде, коли бота розблокують.
        [cancelled_order] Можна буде після наступного замовлення.
        [test_order] Можна буде після наступного замовлення.
        [already_asked] Можна буде після наступного замовлення.
        [reserved] Можна буде після цієї хвилі.
       *[other] З часом це не зміниться.
    }
why-how = Напишіть /why з номером замовлення (/why #1001), з @іменем клієнта або у відповідь на повідомлення про низьку оцінку.
why-which = Так називаються кілька замовлень: { $orders }. Напишіть номер точно так само.
why-unknown-order = Замовлення { $order } я не знаю.
why-unknown-name = Клієнта { $who } я не знаю.
why-unknown-reply = Я не знаю, про кого це повідомлення.

## Waves

waves-head = *Хвилі*
waves-none = Хвиль поки немає. Запланувати: /wave.
waves-plans = *Плани, які й далі запитують*
wave-head = *{ $wave }* · { $kind } · { $state ->
        [planned] запланована
        [filling] добирає людей
        [running] триває
        [paused] на паузі
        [done] завершена
        [stopped] зупинена
       *[missed] пропущена
    }
wave-begins = Початок: { $moment }
wave-was-to-begin = Мала початися: { $moment }
wave-asked = Запитали { $asked } з { $all }
wave-answered = Запитали { $asked } з { $all } · відповіли { $answered } ({ $rate })
wave-bar = { $bar }
wave-left-out = Не увійшли: { $number }
wave-unreached = Не вдалося доставити: { $number }
wave-not-asked = Уже не запитаємо: { $number }
wave-awaited = Ще можуть відповісти: { $number }
wave-stop-really = *Зупинити назавжди?* { $waiting ->
        [0] Усі вже отримали запитання.
        [one] Запитання не отримає { $waiting } людина.
        [few] Запитання не отримають { $waiting } людини.
       *[many] Запитання не отримають { $waiting } людей.
    }
wave-stop-planned = *Зупинити назавжди?* Ще нікого не запитали, і ніхто не отримає запитання.
wave-stop-alone = Зупиниться лише ця хвиля: план *{ $plan }* запитуватиме далі.
wave-stop-day = Не запитаємо й тих, хто увійшов би до неї пізніше того ж дня; план *{ $plan }* запитуватиме далі з наступного дня.
progress-moved = Як просувається хвиля, показує новіше повідомлення.
result-head = Хвилю *{ $wave }* { $state ->
        [stopped] зупинено
       *[done] завершено
    }
result-nobody = Запитувати було нікого.
result-silent = Ніхто не відповів.
left-out = { $reason ->
        [erased] · дані видалено: { $number }
        [no_chat] · посилання не відкрито: { $number }
        [staff] · співробітники: { $number }
        [opted_out] · відмовилися від запитань: { $number }
        [blocked] · заблокували бота: { $number }
        [deactivated] · більше не в Telegram: { $number }
        [in_recovery] · розмова з командою ще триває: { $number }
        [cancelled_order] · скасування або повернення: { $number }
        [test_order] · лише тестові замовлення: { $number }
        [not_delivered] · ще не доставлено: { $number }
        [too_late] · запитувати вже пізно: { $number }
        [already_asked] · про всі замовлення вже запитали: { $number }
        [asked_today] · запитували менше доби тому: { $number }
        [asked_recently] · нещодавно запитували: { $number }
        [same_kind_recently] · нещодавно запитували про те саме: { $number }
        [reserved] · залишені для запланованого NPS: { $number }
        [sampled_out] · не потрапили до вибірки: { $number }
       *[daily_cap] · понад денний ліміт: { $number }
    }
left-out-others = · з інших причин: { $number }
plan-every = *{ $wave }* · { $kind } · { $every ->
        [week] щотижня
        [month] щомісяця
       *[quarter] щокварталу
    }
plan-at-once = *{ $wave }* · { $kind } · одразу після доставки
plan-after = *{ $wave }* · { $kind } · після доставки, пауза: { $span }
button-plan = План: { $plan }
plan-next = Наступна хвиля: { $moment }
plan-stopped = Зупинено: { $moment }
plan-waves = Хвиль зараз триває: { $waves }
plan-waves-go-on = { $waves ->
        [one] { $waves } хвиля вже триває і триватиме далі; її можна зупинити окремо.
        [few] { $waves } хвилі вже тривають і триватимуть далі; їх можна зупинити окремо.
       *[many] { $waves } хвиль уже тривають і триватимуть далі; їх можна зупинити окремо.
    }
plan-stop-waves = *Зупинити план назавжди?* Наступна хвиля не почнеться, і нових більше не буде.
plan-stop-purchases = *Зупинити план назавжди?* Після доставки більше нікого не запитаємо.
button-pause = Пауза
button-resume = Продовжити
button-stop-wave = Зупинити
button-stop-plan = Зупинити весь план
button-keep-wave = Залишити
button-older = Раніше ›
button-newer = ‹ Пізніше
toast-paused = Пауза: поки що більше нічого не йде.
toast-resumed = Хвиля триває далі.
toast-wave-stopped = Зупинено назавжди.
toast-wave-stopped-alone = Цю хвилю зупинено назавжди, а її план триває далі.
toast-plan-stopped = План зупинено назавжди.
toast-meanwhile = За цей час усе змінилося. Ось як є зараз.
toast-marketer = Для цього потрібна роль маркетолога.
menu-waves = Хвилі опитувань і як вони просуваються

## План, якого не зрозуміли: також у командному рядку

plan-kind-unknown = Я знаю опитування { $known }, але не «{ $said }».
plan-audience-unclear = Для аудиторії я знаю слова { $known }, але не «{ $said }». Можливо, { $meant }?
plan-audience-long = Опис аудиторії вміщує щонайбільше { $most } знаків, а тут їх { $length }; скоротіть його або надішліть CSV-файл із контактами.
plan-list-none = Списку «{ $said }» я не знаю: їх поки немає. Спочатку надішліть CSV-файл із контактами.
plan-at-unclear = Я розумію «now» (зараз) і час на зразок «{ $example }», але не «{ $said }».
plan-at-no-time = { $said } — це день без часу; напишіть так: «{ $example }».
plan-at-passed = { $said } уже минуло; вкажіть пізніший час або «now» (зараз).
plan-at-far = До { $said } понад два роки; перевірте рік.
plan-at-skipped = Годинники в { $zone } не покажуть { $said }: тоді їх переводять уперед. Вкажіть час на годину пізніше.
plan-span-unclear = Я розумію терміни на зразок «90m», «12h», «3d» і «2w» (хвилини, години, дні, тижні), але не «{ $said }».
plan-after-unclear = Я розумію «delivered» і, наприклад, «delivered+2d» (через два дні після доставки), але не «{ $said }».
plan-after-long = Через 60 днів замовлення вже ніхто не пам'ятає; { $said } — це задовго.
plan-every-unclear = Повторювати можна кожні { $known }, але не «{ $said }».
plan-open-range = На запитання можна відповісти від 1h до 60d (від години до 60 днів), але не { $said }.
plan-reminder-early = Нагадування надходить щонайменше через 1d (добу) після запитання; { $said } — зарано.
plan-reminder-late = Нагадування через { $reminder } запізниться: запитання закриється через { $open }.
plan-spread-range = Запитання можна розтягнути на термін від 10m до 7d (від 10 хвилин до 7 днів), але не на { $said }.
plan-sample-unclear = Вибірка — це частка від { $least } до { $most }, наприклад «{ $example }», але не «{ $said }».
plan-daily-unclear = { $of ->
        [questions] Денний ліміт запитань — число від 1 до { $most }, наприклад «50», але не «{ $said }».
       *[answers] Денний ліміт відповідей — число від 1 до { $most }, наприклад «50», але не «{ $said }».
    }
plan-at-and-after = Хвиля йде або в заданий час, або після кожної покупки; виберіть одне.
plan-every-and-after = План запитує або регулярно, або після кожної покупки; виберіть одне.
plan-spread-and-after = Покупки надходять по одній; розтягнути можна лише хвилю, для якої задано час.
plan-option-unknown = Я знаю параметри { $known }, але не «{ $said }». Можливо, { $meant }?
plan-quote-open = Тут не закрито лапки: { $said }
list-too-large = { $file } завеликий: щонайбільше { $megabytes } МБ і { $rows } рядків. Надішліть його частинами.
list-no-table = Не вдається прочитати { $file } як таблицю; збережіть його як CSV (UTF-8) і надішліть ще раз.
list-no-column = У { $file } немає знайомого стовпця з контактами; назвіть його { $column } і надішліть файл ще раз.
list-empty = У { $file } нікого немає; впишіть по контакту в кожен рядок і надішліть файл ще раз.
list-nobody-known = У { $file } немає жодного знайомого контакту (усього їх { $contacts }); зазначте їх так само, як у замовленнях, і надішліть файл ще раз.
list-not-fetched = Telegram не віддає { $file }; надішліть його ще раз.

## Хвиля до того, як її запланують

card-head = *Хвиля «{ $wave }»* · { $kind }
card-to = Кому:
card-to-people = { $people ->
        [0] Поки нема кого запитати:
        [one] Запитаємо *{ $people } людину*:
        [few] Запитаємо *{ $people } людини*:
       *[many] Запитаємо *{ $people } людей*:
    }
card-to-at-most = { $people ->
        [one] Запитаємо щонайбільше *{ $people } людину*:
        [few] Запитаємо щонайбільше *{ $people } людини*:
       *[many] Запитаємо щонайбільше *{ $people } людей*:
    }
card-to-people-of-first = Із перших { $first } людей підходить *{ $people }*; наприкінці рахуються всі:
card-now = Коли: одразу
card-at = Коли: { $moment } ({ $city })
card-every = Коли: { $every ->
        [week] щотижня
        [month] щомісяця
       *[quarter] щокварталу
    }, уперше { $moment } ({ $city })
card-after = Коли: одразу після кожної доставки
card-after-span = Коли: після кожної доставки, пауза: { $span }
card-done = Усіх запитаємо до { $moment }
card-last = Останнього запитаємо до { $moment }
card-keeps = CSAT і CES тим часом не запитуємо: за { $span } до NPS людей не турбуємо
card-quiet = З { $begin } до { $end } нікого не запитуємо
card-open = Відповісти можна: { $open }, без нагадування
card-open-reminder = Відповісти можна: { $open }; нагадування через { $reminder }
card-spread = Запитання розтягнуто на { $span }
card-sample = Випадкова вибірка: { $percent }
card-daily-cap = Запитань на день: щонайбільше { $most }
card-daily-answers = Запитання на день припиняються, коли відповідей { $most }
card-daily-rest = Хто не вмістився в денний ліміт, того не запитаємо
card-at-least = Щонайменше близько { $people }, якщо відповідають одразу; що пізніше, то більше
card-expect = Очікуємо відповідей: близько { $answers }, ±{ $margin } п.
card-expect-between = Очікуємо відповідей: приблизно від { $least } до { $answers }, від ±{ $margin } до ±{ $widest } п.
card-expect-few = Відповідей майже не очікуємо
card-rate = { $known ->
        [measured] (відповідають { $rate }, як за останній рік)
       *[assumed] (якщо відповість { $rate }; ваша частка рахується, коли закриються 100 запитань)
    }
card-precision = Для ±{ $margin } п. треба відповідей: близько { $answers }, людей: { $people }
audience-except = { $negated ->
        [yes] · крім:
       *[no] ·
    }
audience-all = · усі, хто купував
audience-bought = { audience-except } { $days ->
        [one] купували за останній { $days } день
        [few] купували за останні { $days } дні
       *[many] купували за останні { $days } днів
    }
audience-field = { audience-except } { $field ->
        [product] товар
        [category] категорія
        [store] магазин
        [operator] оператор
       *[channel] канал
    }: { $values }
audience-amount = { audience-except } сума { $limit }
audience-language = { audience-except } мова: { $values }
audience-first-time = { audience-except } купили один раз
audience-repeat = { audience-except } купили більше одного разу
audience-never-asked = { audience-except } ще жодного разу не запитували
audience-last-score = { audience-except } остання оцінка { $limit }
audience-list = { audience-except } список: { $values }
audience-more = · … і ще { $left }

## Планувальник

planner-kind = *Нова хвиля.* Про що запитаємо?
    NPS: чи порекомендують нас
    CSAT: чи задоволені замовленням
    CES: чи легко було замовити
planner-audience = *Кого запитаємо?* Має виконуватися все, що ви виберете.
planner-reply = Або дайте відповідь на це повідомлення словами: { $example }
planner-audience-words = *Дайте відповідь на це повідомлення* словами, які мають підходити; «not» перед словом означає «крім»:
    { $known }
planner-file = Або надішліть у відповідь CSV-файл із контактами: враховується стовпець { $column }.
planner-list = { $list }: знайомих контактів { $known } із { $contacts }
planner-time = *Коли?* Часовий пояс: { $city }.
planner-time-words = *Дайте відповідь на це повідомлення*: коли запитати (часовий пояс: { $city }), наприклад:
    { $examples }
planner-details = *Щось іще?* Запитуємо так:
planner-details-reply = Або дайте відповідь на це повідомлення: { $example }
planner-open = *Скільки часу можна відповідати?* Натисніть або дайте відповідь на це повідомлення: 36h, 10d
planner-reminder = *Коли нагадати тим, хто мовчить?* Натисніть або дайте відповідь на це повідомлення: 4d
planner-name = *Як назвати хвилю?* Дайте відповідь на це повідомлення назвою; її бачить лише команда.
planner-change = *Що змінити?*
planner-planned = *Заплановано.* Як ідуть справи, покаже /waves.
planner-cancelled = Нічого не заплановано. Почати знову: /wave.
button-everybody = { $chosen ->
        [yes] • Усі, хто купував
       *[no] Усі, хто купував
    }
button-bought-30 = { $chosen ->
        [yes] • За 30 днів
       *[no] За 30 днів
    }
button-bought-90 = { $chosen ->
        [yes] • За 90 днів
       *[no] За 90 днів
    }
button-first-time = { $chosen ->
        [yes] • Купили раз
       *[no] Купили раз
    }
button-repeat = { $chosen ->
        [yes] • Повернулися
       *[no] Повернулися
    }
button-never-asked = { $chosen ->
        [yes] • Не запитували
       *[no] Не запитували
    }
button-at-once = Одразу
button-tomorrow = Завтра 10:00
button-monday = Пн 10:00
button-every-month = Щомісяця
button-every-quarter = Щокварталу
button-after-delivery = Через 2 дні після доставки
button-type = Написати
button-next = Далі ›
button-open = Час на відповідь
button-reminder = Нагадування
button-name = Назва
button-no-reminder = Без нагадування
button-no-name = Без назви
button-test = Надішліть мені тест
button-schedule = Запланувати
button-edit-wave = Змінити
button-cancel = Скасувати
button-question = Запитання
button-audience = Аудиторія
button-time = Час
button-details = Подробиці
button-open-chat = Відкрити чат
toast-planned = Заплановано.
toast-planned-before = Хвилю вже заплановано: дивіться /waves.
toast-file-awaited = Файл ще читається. Спробуйте за хвилину.
test-here = Ось тест: дайте відповідь, як дав би покупець. Тести ніколи не рахуються.
test-sent = Тест надіслано вам у приватний чат. Тести ніколи не рахуються.
test-stopped = Ви вимкнули запитання. Спершу напишіть мені /start у приватному чаті.
test-no-chat = Я поки не можу вам написати. Відкрийте наш приватний чат і натисніть «Старт»: тест надійде одразу.
menu-wave = Запланувати хвилю опитування
menu-test = Надіслати мені тест

## Опитування і як воно ставиться

survey-which = *Яке опитування подивимося?* Зміни діють для нових хвиль, заплановані лишаються як були.
survey-head = *{ $kind }* · версія { $version }
survey-scale = Шкала: { $scale } · кнопки: { $labels }
survey-question = *Запитання* ({ $language })
survey-reminder = *Нагадування* (перед запитанням)
survey-after = { $band ->
        [low] *Після низької оцінки* ({ $scores })
        [middle] *Після середньої оцінки* ({ $scores })
       *[high] *Після високої оцінки* ({ $scores })
    }
survey-scale-which = *Яка шкала?* У показнику враховуються лише відповіді за найновішою шкалою, а межі низьких і високих оцінок задаються з нею заново.
survey-symbols-which = *Що буде на кнопках?* Цифри найменше впливають на відповідь.
survey-bands-which = *Які оцінки низькі (≤), а які високі (≥)?*
    Від цього залежить наступне запитання і те, чи дізнається команда про відповідь одразу. На сам показник це не впливає.
survey-language-which = *Якою мовою слова?* Крапка стоїть там, де є ваші власні.
survey-words-which = *Які слова змінити?* Крапкою позначено ваші власні.
survey-words-reply = *Дайте відповідь на це повідомлення* своїми словами ({ $language }). «-» поверне звичайні.
    На ці місця підставимо дані кожного клієнта: { $places }
survey-quick = *Швидкі відповіді*
survey-quick-which = *Які швидкі відповіді?* Вони стоять під запитанням після будь-якої оцінки, тому називайте тему («Розмір»), а не ваду. Крапкою позначено ті, які бачать клієнти.
survey-quick-in = { $language }: { quick-answers }
survey-quick-elsewhere = Якщо мовою клієнта слів немає, показуємо їх цією: { $language }; якщо немає й таких, то будь-якою, де вони є.
survey-quick-full = Їх може бути не більше { $most }: приберіть одну, щоб додати іншу.
survey-quick-own = *Ваша швидка відповідь.* Якою мовою задати слова?
survey-quick-word = { $language }: { $words }
survey-quick-name = *Швидка відповідь* ({ $language })
survey-quick-reply = *Дайте відповідь на це повідомлення* одним-двома словами ({ $language }), не більше { $most } символів. «-» прибере їх.
wording-place = У тексті можуть бути місця { $known }, але не { $said }.
wording-brace = У тексті можуть бути місця { $known }, але не дужка без пари.
wording-long = У тексті може бути не більше { $most } символів, а тут { $length }.
wording-quick-place = Швидка відповідь однакова для всіх: фігурних дужок у ній бути не може.
wording-quick-long = У швидкій відповіді може бути не більше { $most } символів, а тут { $length }.
wording-quick-twice = Швидка відповідь «{ $said }» вже є.
wording-quick-many = Швидких відповідей може бути не більше { $most }; спершу приберіть одну.
button-scale = Шкала
button-symbols = Символи
button-bands = Низькі та високі
button-words = Слова
button-quick-answers = Швидкі відповіді
button-quick = { $offered ->
        [yes] •{" "}
       *[no] {""}
    }{ quick-answer }
button-quick-new = Додати свою
button-quick-away = Прибрати
button-quick-nameless = Прибрати ці слова
button-usual = Звичайні слова
button-part = { $own ->
        [yes] •{" "}
       *[no] {""}
    }{ $part ->
        [question] Запитання
        [reminder] Нагадування
        [low] Після низької
        [middle] Після середньої
       *[high] Після високої
    }
toast-survey-changed = Змінено. Нові хвилі підуть так.
menu-survey = Як ставиться опитування
