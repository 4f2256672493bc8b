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
prompt-reason = Ваша відповідь: { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
   *[service] { reason-service }
}
prompt-more = Дякуємо. Бажаєте додати кілька слів?
prompt-skipped = Гаразд. Дякуємо за вашу оцінку!
reason-delivery = Доставка
reason-quality = Якість
reason-price = Ціна
reason-service = Обслуговування
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
    Ролі: */grant*, */revoke*. Ця група: */connect*, */disconnect*, */language*.
menu-nps = NPS із похибкою
menu-csat = CSAT із похибкою
menu-ces = CES із похибкою
menu-scores = Усі оцінки
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
