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
prompt-reason = Ваш ответ: { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
   *[service] { reason-service }
}
prompt-more = Спасибо. Хотите добавить пару слов?
prompt-skipped = Хорошо. Спасибо за вашу оценку!
reason-delivery = Доставка
reason-quality = Качество
reason-price = Цена
reason-service = Обслуживание
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
    Роли: */grant*, */revoke*. Эта группа: */connect*, */disconnect*, */language*.
menu-nps = NPS с погрешностью
menu-csat = CSAT с погрешностью
menu-ces = CES с погрешностью
menu-scores = Все оценки
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
