# Every word a person reads, in Russian. No name is inflected: it stands where the nominative does.

greeting = { $name ->
    [nobody] Здравствуйте!
   *[other] { $name }, здравствуйте!
}
address = { $name ->
    [nobody] Здравствуйте
   *[other] { $name }
}

## Opening the shop's link

welcome =
    { greeting } Это { $shop }, служба заботы о клиентах.
    Когда вы получите заказ { $order }, мы зададим один короткий вопрос. И всё: никакой рекламы. Отказаться можно в любой момент: /stop.
welcome-delivered =
    { greeting } Это { $shop }, служба заботы о клиентах.
    Мы зададим один короткий вопрос о заказе { $order }. И всё: никакой рекламы. Отказаться можно в любой момент: /stop.
start-again = { $name ->
    [nobody] С возвращением!
   *[other] { $name }, с возвращением!
} Снова спросим после следующего заказа. Отказаться: /stop.
start-known = { greeting } Это { $shop }. Всё готово: после заказа мы зададим один короткий вопрос. Отказаться: /stop.
start-stranger = Здравствуйте! Это { $shop }, служба заботы о клиентах. Откройте, пожалуйста, ссылку, которая пришла с вашим заказом, чтобы мы знали, о каком заказе спросить.
link-unknown = Эта ссылка нам незнакома. Откройте, пожалуйста, ту, что пришла с заказом из магазина «{ $shop }», ничего в ней не меняя.
link-taken = Эту ссылку уже открыл кто-то другой. Если заказ ваш, напишите, пожалуйста, в магазин «{ $shop }».

## The question

question-csat-arrived = { address }, ваш заказ (*{ $product }*) доставлен { $date }. Насколько вы довольны?
question-csat-product = { address }, ваша покупка — *{ $product }*. Насколько вы ею довольны?
question-csat-order = { address }, насколько вы довольны заказом *{ $order }*?
question-csat-shop = { address }, насколько вы довольны магазином «*{ $shop }*»?
question-nps = { address }, насколько вероятно, что вы порекомендуете магазин «*{ $shop }*» друзьям или коллегам?
question-ces = { address }, насколько вы согласны с тем, что оформить и получить заказ в магазине «*{ $shop }*» было легко?
scale-csat = { $lowest } — совсем недовольны, { $highest } — очень довольны
scale-nps = { $lowest } — точно нет, { $highest } — точно да
scale-ces = { $lowest } — совершенно не согласны, { $highest } — полностью согласны
your-answer = Ваша оценка: { $score } из { $highest }
your-answer-face = Ваша оценка: { $score } из { $highest } { $face }
own-words = { $words }
reminder = Напомним на всякий случай, вдруг вопрос затерялся:
put-off = Хорошо, спросим ещё раз завтра.
stopped = Готово: вопросов больше не будет. Включить их снова: /start.
stopped-guest = Готово: вопросов больше не будет. Включить их снова можно по ссылке из следующего заказа.
question-closed = Этот вопрос уже закрыт, но спасибо, что откликнулись!
button-later = Не сейчас
button-never = Не спрашивать
button-change = Изменить

## After an answer

prompt-low = { $name ->
    [nobody] Нам очень жаль.
   *[other] { $name }, нам очень жаль.
} Что пошло не так? Напишите своими словами, пришлите фото или голосовое сообщение: всё читает живой человек.
prompt-middle = { $name ->
    [nobody] Спасибо!
   *[other] { $name }, спасибо!
} Чего не хватило до идеала?
prompt-high = { $name ->
    [nobody] Спасибо!
   *[other] { $name }, спасибо!
} Что понравилось больше всего?
prompt-reason = Ваш ответ: { quick-answer }
prompt-more = Спасибо. Хотите добавить пару слов?
prompt-skipped = Хорошо. Спасибо за вашу оценку!
reason-delivery = Доставка
reason-quality = Качество
reason-price = Цена
reason-service = Обслуживание
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
button-skip = Пропустить
button-review = Оставить отзыв
thanks-words = { $name ->
    [nobody] Спасибо!
   *[other] Спасибо, { $name }!
} Мы передали ваши слова команде.
thanks-attached = { $name ->
    [nobody] Спасибо!
   *[other] Спасибо, { $name }!
} Мы передали всё команде.
words-before-tap = Спасибо, мы сохранили ваши слова. Осталось выбрать оценку — одним нажатием.
attached-before-tap = Спасибо, мы всё сохранили. Осталось выбрать оценку — одним нажатием.

## Toasts: what a press is answered with

toast-thanks = Спасибо!
toast-already = Ваша оценка уже записана. Спасибо!
toast-stranger = Этот вопрос задан не вам.
toast-unclear = Эта кнопка больше не работает.
toast-later = До завтра!
toast-no-later = Хорошо. Больше об этом не спросим.
toast-stopped = Вопросов больше не будет.

## Anything else

help-customer = Это { $shop }, служба заботы о клиентах. После заказа мы задаём здесь один короткий вопрос, ответить на него можно одним нажатием. /stop отключает вопросы, /start включает. /language меняет язык, /privacy расскажет, что мы о вас храним.

## What is kept of a person

language-which = На каком языке будем говорить?
language-chosen = Готово: теперь говорим здесь по-русски.
language-unspoken = Этого языка мы пока не знаем. Можно выбрать: { $languages }.
privacy =
    Что хранит о вас { $shop }: ваши номер, имя и язык в Telegram; ваши заказы вместе с указанным в них номером клиента, почтой или телефоном; ваши ответы и всё, что вы здесь пишете или присылаете; какие сообщения мы вам отправили.
    Зачем: чтобы задать один короткий вопрос после заказа и исправить то, что пошло не так.
    Кто это видит: сотрудники магазина «{ $shop }» и те, кто обслуживает этот бот. Сообщения передаёт Telegram.
    Как долго: пока вы это не удалите. Сообщение, на котором произошёл сбой программы, хранится не дольше месяца.
    Решаете вы: */mydata* покажет всё, */forget* удалит, */stop* отключит вопросы.
mydata-here = Здесь всё, что мы о вас храним. Удалить: /forget.
mydata-nothing = Мы ничего о вас не храним, кроме записи о том, что это сообщение отправлено.
forget-really = Удалить всё, что мы о вас храним: имя, заказы, ваши слова и наши сообщения? Вернуть это будет нельзя. Ваши оценки останутся в общем счёте без имени, а то, что команда уже прочитала в своём чате, останется там.
button-erase = Удалить всё
button-keep = Не удалять
forget-kept = Хорошо, ничего не удалено.
forgotten = { $answers ->
        [0] Готово: о вас больше ничего не хранится.
        [one] Готово: всё, что мы о вас знали, удалено. Осталась { $answers } оценка без имени.
        [few] Готово: всё, что мы о вас знали, удалено. Остались { $answers } оценки без имени.
       *[many] Готово: всё, что мы о вас знали, удалено. Осталось { $answers } оценок без имени.
    }
forgotten-role = Ваша роль в команде осталась: забрать её может владелец командой /revoke.
toast-erased = Удалено.
toast-admin = Изменить это здесь может только администратор.

## The team's group

score-head-nps = *NPS { $score }* · один ответ на человека
score-head-csat = *CSAT { $score }* · учтена каждая покупка
score-head-ces = *CES { $score }* · учтена каждая покупка
score-none = *{ $kind }*
score-by = *{ $kind }*: { $by ->
        [product] по товарам
        [category] по категориям
        [store] по магазинам
        [operator] по операторам
        [channel] по каналам
        [language] по языкам
       *[wave] по волнам
    }
scores-head = *Оценки*
span-days = { $days ->
        [1] Сегодня
        [one] За последний { $days } день
        [few] За последние { $days } дня
       *[many] За последние { $days } дней
    }
span-dates = { $dates }
span-all = За всё время
score-only = Только { $only }
score-waiting = За этот период ответов пока нет. { $waiting ->
        [0] Открытых вопросов нет.
        [one] Ждём ответа на { $waiting } вопрос.
        [few] Ждём ответа на { $waiting } вопроса.
       *[many] Ждём ответа на { $waiting } вопросов.
    }
score-nothing = За этот период ничего нет.
score-steady = { $step } к предыдущему периоду ({ $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }): явных изменений нет
score-up = ▲ { $step } к предыдущему периоду ({ $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    })
score-down = ▼ { $step } к предыдущему периоду ({ $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    })
score-shares-nps =
    { $bar }
    { $top } промоутеры · { $middle } нейтралы · { $bottom } критики
score-shares-csat =
    { $bar }
    { $top } довольны · { $middle } нейтральны · { $bottom } недовольны
score-shares-ces =
    { $bar }
    { $top } было легко · { $middle } ни легко, ни трудно · { $bottom } было трудно
score-sure = { $sure }: { $low } … { $high } · { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    }{ $size ->
        [small] {" "}(малая выборка)
       *[enough] {""}
    }
score-mean = В среднем { $mean } из { $highest }
score-asked = За этот период: { $delivered ->
        [one] доставлен { $delivered } вопрос
        [few] доставлено { $delivered } вопроса
       *[many] доставлено { $delivered } вопросов
    }, ответов: { $answered } ({ $rate })
score-row = { $value }: *{ $score }* · { $low } … { $high } · { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    }
score-more = … и ещё { $left }
verbatim = *{ $score } из { $highest }* · { $about }: «{ $words }»
verbatim-silent = *{ $score } из { $highest }* · { $about }
verbatim-chose = *{ $score } из { $highest }* · { $about } → { quick-answer }
verbatim-reason = *{ $score } из { $highest }* · { $about } → { quick-answer }: «{ $quote }»
query-unclear = Не понимаю «{ $word }». Может быть, «{ $meant }»?
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
        [yes] • Всё
       *[no] Всё
    }
button-by-product = По товарам
button-by-store = По магазинам
button-comments = Отзывы
button-low = Низкие оценки
button-back = Назад
alert-low = 🔴 *{ $kind } { $score } из { $highest }* · { $about }
alert-attached = Отправитель: { $who }
alert-words = { $who }: «{ $words }»
alert-reason = { $who }: { quick-answer }
connected = Группа подключена к магазину «{ $shop }»: теперь каждый может узнать здесь оценки — /nps, /csat, /ces и /scores, — а о низких я сообщаю сразу. Подробнее: /help.
disconnected = Группа отключена: здесь я больше ничего не сообщаю.
connect-where = Напишите это, пожалуйста, в группе, которую хотите подключить.
unknown-group = Я не знаю этой группы. Владелец может подключить её: /connect.
refused = Для этого нужна роль:
role-owner = владелец
role-admin = администратор
role-marketer = маркетолог
role-viewer = наблюдатель
granted = { $who } теперь:
revoked = { $who }: роли больше нет.
grant-how = Напишите /grant и одну роль (owner, admin, marketer или viewer) в ответ на сообщение человека или с его @именем.
grant-whom = Этот человек мне пока незнаком. Ответьте на его сообщение, или пусть он сначала что-нибудь мне напишет.
revoke-how = Напишите /revoke в ответ на сообщение человека или с его @именем.
owner-last = Это единственный владелец: сначала назначьте ещё одного.
owner-by-settings = { $who }: владелец по настройкам, изменить это может только тот, кто обслуживает сервер.
owner-welcome = { $shop }: теперь вы здесь владелец. Добавьте меня в группу команды и напишите там /connect.
help-room =
    Оценка с погрешностью: */nps*, */csat* или */ces*. Все сразу: */scores*.
    Периоды: 7d, 30d, 90d, 2026-Q2, 2026-05, 2026-05-01..2026-05-14, all.
    Фильтры: product:туфли, а также category, store, operator, channel, language, wave. Разбивка: by:store.
    Волны опросов: запланировать — */wave*, ход и пауза — */waves*, проверить вопрос на себе — */test nps*.
    Почему кого-то не спросили: */why #1001*, */why @имя* или */why* в ответ на сообщение о низкой оценке.
    Шкала, кнопки и слова опроса: */survey*.
    Роли: */grant*, */revoke*. Эта группа: */connect*, */disconnect*, */language*.
menu-nps = NPS с погрешностью
menu-csat = CSAT с погрешностью
menu-ces = CES с погрешностью
menu-scores = Все оценки
menu-why = Почему кого-то не спросили
menu-help = Что я умею
menu-connect = Подключить группу
menu-disconnect = Отключить группу
menu-grant = Дать роль
menu-revoke = Забрать роль
menu-start = Включить вопросы
menu-stop = Отключить вопросы
menu-language = Выбрать язык
menu-privacy = Что мы о вас храним и зачем
menu-mydata = Ваши данные файлом
menu-forget = Удалить ваши данные

## Почему кого-то не спросили

why-head = *{ $about }*
why-order = Этот заказ: { why-reason }.
why-nothing = Пока ни в одной волне.
why-answered = { $about } — вопрос задан; { $day } ответ { $score } из { $highest }
why-open = { $about } — вопрос задан; ответа пока нет, открыт до { $until }
why-put-off = { $about } — вопрос задан; «{ button-later }», открыт до { $until }
why-declined = { $about } — вопрос задан; «{ button-never }»
why-closed = { $about } — вопрос задан; ответа нет, закрыт { $until }
why-unsure = { $about } — вопрос отправлен; дошёл ли он, неизвестно
why-leaving = { $about } — отправляется
why-waiting = { $about } — ждёт отправки
why-paused = { $about } — ждёт: волна на паузе
why-failed = { $about } — доставить не удалось
why-cancelled = { $about } — отменено, ничего не отправлено
why-skipped = { $about } — *вопрос не задан*: { why-reason }
why-skipped-after = { $about } — *вопрос не задан*: предыдущий был { $days ->
        [0] в тот же день
        [one] за { $days } день до этого
        [few] за { $days } дня до этого
       *[many] за { $days } дней до этого
    } ({ $ask })
why-coming = { $about } — очередь наступит { $day }
why-now = *{ $kinds }*: спросить можно уже сейчас{ $order ->
        [none] {""}
       *[other] , о заказе { $order }
    }
why-from = *{ $kinds }*: спросить можно с { $day }{ $order ->
        [none] {""}
       *[other] , о заказе { $order }
    }
why-never = *{ $kinds }*: спрашивать нельзя, { why-reason }. { why-until }
why-kept = *{ $kinds }*: спрашивать нельзя: на { $day } запланирована волна NPS. Можно будет после неё.
why-no-order = Заказов этого человека мы не знаем, поэтому его не спросит ни одна волна.
why-reason = { $reason ->
        [erased] данные стёрты
        [no_chat] ссылку из заказа ещё не открывали
        [staff] это сотрудник
        [opted_out] вопросы отключены (/stop)
        [blocked] бот заблокирован
        [deactivated] аккаунта в Telegram больше нет
        [in_recovery] с клиентом сейчас говорят о низкой оценке
        [cancelled_order] заказ отменён или деньги за него возвращены
        [test_order] заказ тестовый
        [not_delivered] заказ ещё не доставлен
        [too_late] подходящий момент давно прошёл
        [already_asked] обо всех заказах уже спрашивали
        [asked_today] с предыдущего вопроса не прошло и суток
        [asked_recently] с предыдущего вопроса прошло мало времени
        [same_kind_recently] этот же вопрос задавали совсем недавно
        [reserved] скоро запланированная волна NPS
        [sampled_out] мимо случайной выборки
       *[daily_cap] дневной лимит вопросов исчерпан
    }
why-until = { $reason ->
        [erased] Можно будет, когда откроют ссылку нового заказа.
        [no_chat] Можно будет, когда её откроют.
        [opted_out] Можно будет, когда вопросы снова включат.
        [blocked] Можно будет, когда бота разблокируют.
        [cancelled_order] Можно будет после следующего заказа.
        [test_order] Можно будет после следующего заказа.
        [already_asked] Можно будет после следующего заказа.
        [reserved] Можно будет после этой волны.
       *[other] Со временем это не изменится.
    }
why-how = Напишите /why с номером заказа (/why #1001), с @именем клиента или в ответ на сообщение о низкой оценке.
why-which = Так называются несколько заказов: { $orders }. Напишите номер точно так же.
why-unknown-order = Заказа { $order } я не знаю.
why-unknown-name = Клиента { $who } я не знаю.
why-unknown-reply = Я не знаю, о ком это сообщение.

## Waves

waves-head = *Волны*
waves-none = Волн пока нет. Запланировать: /wave.
waves-plans = *Планы, которые продолжают спрашивать*
wave-head = *{ $wave }* · { $kind } · { $state ->
        [planned] запланирована
        [filling] подбирает людей
        [running] идёт
        [paused] на паузе
        [done] завершена
        [stopped] остановлена
       *[missed] пропущена
    }
wave-begins = Начало: { $moment }
wave-was-to-begin = Должна была начаться: { $moment }
wave-asked = Спросили { $asked } из { $all }
wave-answered = Спросили { $asked } из { $all } · ответили { $answered } ({ $rate })
wave-bar = { $bar }
wave-left-out = Не вошли: { $number }
wave-unreached = Не удалось доставить: { $number }
wave-not-asked = Уже не спросим: { $number }
wave-awaited = Ещё могут ответить: { $number }
wave-stop-really = *Остановить насовсем?* { $waiting ->
        [0] Все уже получили вопрос.
        [one] Вопрос не получит { $waiting } человек.
        [few] Вопрос не получат { $waiting } человека.
       *[many] Вопрос не получат { $waiting } человек.
    }
wave-stop-planned = *Остановить насовсем?* Ещё никого не спросили, и никто не получит вопроса.
wave-stop-alone = Остановится только эта волна: план *{ $plan }* будет спрашивать дальше.
wave-stop-day = Не спросим и тех, кто вошёл бы в неё позже в тот же день; план *{ $plan }* будет спрашивать дальше со следующего дня.
progress-moved = Как идёт волна, показывает более новое сообщение.
result-head = Волна *{ $wave }* { $state ->
        [stopped] остановлена
       *[done] завершена
    }
result-nobody = Спрашивать было некого.
result-silent = Никто не ответил.
left-out = { $reason ->
        [erased] · данные удалены: { $number }
        [no_chat] · ссылка не открыта: { $number }
        [staff] · сотрудники: { $number }
        [opted_out] · отказались от вопросов: { $number }
        [blocked] · заблокировали бота: { $number }
        [deactivated] · больше не в Telegram: { $number }
        [in_recovery] · разговор с командой ещё идёт: { $number }
        [cancelled_order] · отмена или возврат: { $number }
        [test_order] · только тестовые заказы: { $number }
        [not_delivered] · ещё не доставлено: { $number }
        [too_late] · спрашивать уже поздно: { $number }
        [already_asked] · обо всех заказах уже спросили: { $number }
        [asked_today] · спрашивали меньше суток назад: { $number }
        [asked_recently] · недавно спрашивали: { $number }
        [same_kind_recently] · недавно спрашивали о том же: { $number }
        [reserved] · оставлены для запланированного NPS: { $number }
        [sampled_out] · не попали в выборку: { $number }
       *[daily_cap] · сверх дневного лимита: { $number }
    }
left-out-others = · по другим причинам: { $number }
plan-every = *{ $wave }* · { $kind } · { $every ->
        [week] каждую неделю
        [month] каждый месяц
       *[quarter] каждый квартал
    }
plan-at-once = *{ $wave }* · { $kind } · сразу после доставки
plan-after = *{ $wave }* · { $kind } · после доставки, пауза: { $span }
button-plan = План: { $plan }
plan-next = Следующая волна: { $moment }
plan-stopped = Остановлен: { $moment }
plan-waves = Волн сейчас идёт: { $waves }
plan-waves-go-on = { $waves ->
        [one] { $waves } волна уже идёт и продолжится; её можно остановить отдельно.
        [few] { $waves } волны уже идут и продолжатся; их можно остановить отдельно.
       *[many] { $waves } волн уже идут и продолжатся; их можно остановить отдельно.
    }
plan-stop-waves = *Остановить план насовсем?* Следующая волна не начнётся, и новых больше не будет.
plan-stop-purchases = *Остановить план насовсем?* После доставки больше никого не спросим.
button-pause = Пауза
button-resume = Продолжить
button-stop-wave = Остановить
button-stop-plan = Остановить весь план
button-keep-wave = Оставить
button-older = Раньше ›
button-newer = ‹ Позже
toast-paused = Пауза: пока больше ничего не уходит.
toast-resumed = Волна идёт дальше.
toast-wave-stopped = Остановлено насовсем.
toast-wave-stopped-alone = Эта волна остановлена насовсем, а её план продолжается.
toast-plan-stopped = План остановлен насовсем.
toast-meanwhile = За это время всё изменилось. Вот как обстоит дело сейчас.
toast-marketer = Для этого нужна роль маркетолога.
menu-waves = Волны опросов и как они идут

## План, который не понят: также в командной строке

plan-kind-unknown = Я знаю опросы { $known }, но не «{ $said }».
plan-audience-unclear = Для аудитории я знаю слова { $known }, но не «{ $said }». Может быть, { $meant }?
plan-audience-long = Описание аудитории вмещает не больше { $most } знаков, а здесь их { $length }; сократите его или пришлите CSV-файл с контактами.
plan-list-none = Списка «{ $said }» я не знаю: их пока нет. Сначала пришлите CSV-файл с контактами.
plan-at-unclear = Я понимаю «now» (сейчас) и время вида «{ $example }», но не «{ $said }».
plan-at-no-time = { $said } — это день без времени; напишите так: «{ $example }».
plan-at-passed = { $said } уже в прошлом; укажите время позже или «now» (сейчас).
plan-at-far = До { $said } больше двух лет; проверьте год.
plan-at-skipped = Часы в { $zone } не покажут { $said }: в это время их переводят вперёд. Укажите время на час позже.
plan-span-unclear = Я понимаю сроки вида «90m», «12h», «3d» и «2w» (минуты, часы, дни, недели), но не «{ $said }».
plan-after-unclear = Я понимаю «delivered» и, например, «delivered+2d» (через два дня после доставки), но не «{ $said }».
plan-after-long = Через 60 дней заказ уже никто не помнит; { $said } — это слишком долго.
plan-every-unclear = Повторять можно каждые { $known }, но не «{ $said }».
plan-open-range = Ответить на вопрос можно от 1h до 60d (от часа до 60 дней), но не { $said }.
plan-reminder-early = Напоминание приходит не раньше чем через 1d (сутки) после вопроса; { $said } — слишком рано.
plan-reminder-late = Напоминание через { $reminder } опоздает: вопрос закроется через { $open }.
plan-spread-range = Вопросы можно растянуть на срок от 10m до 7d (от 10 минут до 7 дней), но не на { $said }.
plan-sample-unclear = Выборка — это доля от { $least } до { $most }, например «{ $example }», но не «{ $said }».
plan-daily-unclear = { $of ->
        [questions] Дневной лимит вопросов — число от 1 до { $most }, например «50», но не «{ $said }».
       *[answers] Дневной лимит ответов — число от 1 до { $most }, например «50», но не «{ $said }».
    }
plan-at-and-after = Волна идёт либо в заданное время, либо после каждой покупки; выберите одно.
plan-every-and-after = План спрашивает либо регулярно, либо после каждой покупки; выберите одно.
plan-spread-and-after = Покупки приходят по одной; растянуть можно только волну, у которой задано время.
plan-option-unknown = Я знаю параметры { $known }, но не «{ $said }». Может быть, { $meant }?
plan-quote-open = Здесь не закрыта кавычка: { $said }
list-too-large = { $file } слишком велик: не больше { $megabytes } МБ и { $rows } строк. Пришлите его по частям.
list-no-table = Не получается прочитать { $file } как таблицу; сохраните его как CSV (UTF-8) и пришлите ещё раз.
list-no-column = В { $file } нет знакомого столбца с контактами; назовите его { $column } и пришлите файл ещё раз.
list-empty = В { $file } никого нет; впишите по контакту в каждую строку и пришлите файл ещё раз.
list-nobody-known = В { $file } нет ни одного знакомого контакта (всего их { $contacts }); укажите их так же, как в заказах, и пришлите файл ещё раз.
list-not-fetched = Telegram не отдаёт { $file }; пришлите его ещё раз.

## Волна до того, как её запланируют

card-head = *Волна «{ $wave }»* · { $kind }
card-to = Кому:
card-to-people = { $people ->
        [0] Пока некого спросить:
        [one] Спросим *{ $people } человека*:
        [few] Спросим *{ $people } человека*:
       *[many] Спросим *{ $people } человек*:
    }
card-to-at-most = { $people ->
        [one] Спросим не больше *{ $people } человека*:
        [few] Спросим не больше *{ $people } человек*:
       *[many] Спросим не больше *{ $people } человек*:
    }
card-to-people-of-first = Из первых { $first } человек подходит *{ $people }*; в итоге считаются все:
card-now = Когда: сразу
card-at = Когда: { $moment } ({ $city })
card-every = Когда: { $every ->
        [week] каждую неделю
        [month] каждый месяц
       *[quarter] каждый квартал
    }, впервые { $moment } ({ $city })
card-after = Когда: сразу после каждой доставки
card-after-span = Когда: через { $span } после каждой доставки
card-done = Всех спросим до { $moment }
card-last = Последнего спросим до { $moment }
card-keeps = CSAT и CES тем временем не спрашиваем: за { $span } до NPS людей не беспокоим
card-quiet = С { $begin } до { $end } никого не спрашиваем
card-open = Ответить можно: { $open }, без напоминания
card-open-reminder = Ответить можно: { $open }; напоминание через { $reminder }
card-spread = Вопросы растянуты на { $span }
card-sample = Случайная выборка: { $percent }
card-daily-cap = Вопросов в день: не больше { $most }
card-daily-answers = Вопросы на день прекращаются, когда ответов { $most }
card-daily-rest = Кто не вошёл в дневной лимит, того не спросим
card-at-least = Как минимум около { $people }, если отвечают сразу; чем позже, тем больше
card-expect = Ожидаем ответов: около { $answers }, ±{ $margin } п.
card-expect-between = Ожидаем ответов: примерно от { $least } до { $answers }, от ±{ $margin } до ±{ $widest } п.
card-expect-few = Ответов почти не ожидаем
card-rate = { $known ->
        [measured] (отвечают { $rate }, как за последний год)
       *[assumed] (если ответят { $rate }; ваша доля считается, когда закроются 100 вопросов)
    }
card-precision = Для ±{ $margin } п. нужно ответов: около { $answers }, людей: { $people }
audience-except = { $negated ->
        [yes] · кроме:
       *[no] ·
    }
audience-all = · все, кто покупал
audience-bought = { audience-except } { $days ->
        [one] покупали за последний { $days } день
        [few] покупали за последние { $days } дня
       *[many] покупали за последние { $days } дней
    }
audience-field = { audience-except } { $field ->
        [product] товар
        [category] категория
        [store] магазин
        [operator] оператор
       *[channel] канал
    }: { $values }
audience-amount = { audience-except } сумма { $limit }
audience-language = { audience-except } язык: { $values }
audience-first-time = { audience-except } купили один раз
audience-repeat = { audience-except } купили больше одного раза
audience-never-asked = { audience-except } ещё ни разу не спрашивали
audience-last-score = { audience-except } последняя оценка { $limit }
audience-list = { audience-except } список: { $values }
audience-more = · … и ещё { $left }

## Планировщик

planner-kind = *Новая волна.* Что спросим?
    NPS: порекомендуют ли нас
    CSAT: довольны ли заказом
    CES: легко ли было заказать
planner-audience = *Кого спросим?* Должно выполняться всё, что вы выберете.
planner-reply = Или ответьте на это сообщение словами: { $example }
planner-audience-words = *Ответьте на это сообщение* словами, которые должны подходить; «not» перед словом значит «кроме»:
    { $known }
planner-file = Или пришлите в ответ CSV-файл с контактами: считается столбец { $column }.
planner-list = { $list }: знакомых контактов { $known } из { $contacts }
planner-time = *Когда?* Часовой пояс: { $city }.
planner-time-words = *Ответьте на это сообщение*: когда спросить (часовой пояс: { $city }), например:
    { $examples }
planner-details = *Что-нибудь ещё?* Спрашиваем так:
planner-details-reply = Или ответьте на это сообщение: { $example }
planner-open = *Сколько времени можно отвечать?* Нажмите или ответьте на это сообщение: 36h, 10d
planner-reminder = *Когда напомнить тем, кто молчит?* Нажмите или ответьте на это сообщение: 4d
planner-name = *Как назвать волну?* Ответьте на это сообщение названием; видит его только команда.
planner-change = *Что изменить?*
planner-planned = *Запланировано.* Как идёт дело, покажет /waves.
planner-cancelled = Ничего не запланировано. Начать заново: /wave.
button-everybody = { $chosen ->
        [yes] • Все, кто покупал
       *[no] Все, кто покупал
    }
button-bought-30 = { $chosen ->
        [yes] • За 30 дней
       *[no] За 30 дней
    }
button-bought-90 = { $chosen ->
        [yes] • За 90 дней
       *[no] За 90 дней
    }
button-first-time = { $chosen ->
        [yes] • Купили раз
       *[no] Купили раз
    }
button-repeat = { $chosen ->
        [yes] • Вернулись
       *[no] Вернулись
    }
button-never-asked = { $chosen ->
        [yes] • Не спрашивали
       *[no] Не спрашивали
    }
button-at-once = Сразу
button-tomorrow = Завтра 10:00
button-monday = Пн 10:00
button-every-month = Каждый месяц
button-every-quarter = Каждый квартал
button-after-delivery = Через 2 дня после доставки
button-type = Написать
button-next = Дальше ›
button-open = Срок ответа
button-reminder = Напоминание
button-name = Название
button-no-reminder = Без напоминания
button-no-name = Без названия
button-test = Пришлите мне тест
button-schedule = Запланировать
button-edit-wave = Изменить
button-cancel = Отмена
button-question = Вопрос
button-audience = Аудитория
button-time = Время
button-details = Подробности
button-open-chat = Открыть чат
toast-planned = Запланировано.
toast-planned-before = Волна уже запланирована: смотрите /waves.
toast-file-awaited = Файл ещё читается. Попробуйте через минуту.
test-here = Вот тест: ответьте, как ответил бы покупатель. Тесты никогда не считаются.
test-sent = Тест отправлен вам в личный чат. Тесты никогда не считаются.
test-stopped = Вы отключили вопросы. Сначала напишите мне /start в личном чате.
test-no-chat = Я пока не могу вам написать. Откройте наш личный чат и нажмите «Старт»: тест придёт сразу.
menu-wave = Запланировать волну опроса
menu-test = Прислать мне тест

## Опрос и как его задают

survey-which = *Какой опрос посмотрим?* Изменения действуют для новых волн, запланированные остаются прежними.
survey-head = *{ $kind }* · версия { $version }
survey-scale = Шкала: { $scale } · кнопки: { $labels }
survey-question = *Вопрос* ({ $language })
survey-reminder = *Напоминание* (перед вопросом)
survey-after = { $band ->
        [low] *После низкой оценки* ({ $scores })
        [middle] *После средней оценки* ({ $scores })
       *[high] *После высокой оценки* ({ $scores })
    }
survey-scale-which = *Какая шкала?* В показателе учитываются только ответы по самой новой шкале, а границы низких и высоких оценок задаются с ней заново.
survey-symbols-which = *Что будет на кнопках?* Цифры меньше всего влияют на ответ.
survey-bands-which = *Какие оценки низкие (≤), а какие высокие (≥)?*
    От этого зависит следующий вопрос и то, узнает ли команда об ответе сразу. На сам показатель это не влияет.
survey-language-which = *На каком языке слова?* Точка стоит там, где есть ваши собственные.
survey-words-which = *Какие слова изменить?* Точкой отмечены ваши собственные.
survey-words-reply = *Ответьте на это сообщение* своими словами ({ $language }). «-» вернёт обычные.
    На эти места подставим данные каждого клиента: { $places }
survey-quick = *Быстрые ответы*
survey-quick-which = *Какие быстрые ответы?* Они стоят под вопросом после любой оценки, поэтому называйте тему («Размер»), а не недостаток. Точкой отмечены те, которые видят клиенты.
survey-quick-in = { $language }: { quick-answers }
survey-quick-elsewhere = Если на языке клиента слов нет, показываем их на этом: { $language }; если нет и таких, то на любом, где они есть.
survey-quick-full = Их может быть не больше { $most }: уберите один, чтобы добавить другой.
survey-quick-own = *Ваш быстрый ответ.* На каком языке задать слова?
survey-quick-word = { $language }: { $words }
survey-quick-name = *Быстрый ответ* ({ $language })
survey-quick-reply = *Ответьте на это сообщение* одним-двумя словами ({ $language }), не больше { $most } символов. «-» уберёт их.
wording-place = В тексте могут быть места { $known }, но не { $said }.
wording-brace = В тексте могут быть места { $known }, но не скобка без пары.
wording-long = В тексте может быть не больше { $most } символов, а здесь { $length }.
wording-quick-place = Быстрый ответ одинаков для всех: фигурных скобок в нём быть не может.
wording-quick-long = В быстром ответе может быть не больше { $most } символов, а здесь { $length }.
wording-quick-twice = Быстрый ответ «{ $said }» уже есть.
wording-quick-many = Быстрых ответов может быть не больше { $most }; сначала уберите один.
button-scale = Шкала
button-symbols = Символы
button-bands = Низкие и высокие
button-words = Слова
button-quick-answers = Быстрые ответы
button-quick = { $offered ->
        [yes] •{" "}
       *[no] {""}
    }{ quick-answer }
button-quick-new = Добавить свой
button-quick-away = Убрать
button-quick-nameless = Убрать эти слова
button-usual = Обычные слова
button-part = { $own ->
        [yes] •{" "}
       *[no] {""}
    }{ $part ->
        [question] Вопрос
        [reminder] Напоминание
        [low] После низкой
        [middle] После средней
       *[high] После высокой
    }
toast-survey-changed = Изменено. Новые волны пойдут так.
menu-survey = Как задаётся опрос
