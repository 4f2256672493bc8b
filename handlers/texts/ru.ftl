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
    { greeting } Это { $shop }, служба заботы о покупателях.
    Когда вы получите заказ { $order }, мы зададим один короткий вопрос. И всё: никакой рекламы. Отказаться можно в любой момент: /stop.
welcome-delivered =
    { greeting } Это { $shop }, служба заботы о покупателях.
    Мы зададим один короткий вопрос о заказе { $order }. И всё: никакой рекламы. Отказаться можно в любой момент: /stop.
start-again = { $name ->
    [nobody] С возвращением!
   *[other] { $name }, с возвращением!
} Снова спросим после следующего заказа. Отказаться: /stop.
start-known = { greeting } Это { $shop }. Всё готово: после заказа мы зададим один короткий вопрос. Отказаться: /stop.
start-stranger = Здравствуйте! Это { $shop }, служба заботы о покупателях. Откройте, пожалуйста, ссылку, которая пришла с вашим заказом, чтобы мы знали, о каком заказе спросить.
link-unknown = Эта ссылка нам незнакома. Откройте, пожалуйста, ту, что пришла с заказом из магазина «{ $shop }», ничего в ней не меняя.
link-taken = Эту ссылку уже открыл кто-то другой. Если заказ ваш, напишите, пожалуйста, в магазин «{ $shop }».

## The question

question-csat-arrived = { address }, ваш заказ (*{ $product }*) доставлен { $date }. Насколько вы довольны?
question-csat-product = { address }, ваша покупка — *{ $product }*. Насколько вы ею довольны?
question-csat-order = { address }, насколько вы довольны заказом *{ $order }*?
question-csat-shop = { address }, насколько вы довольны магазином «*{ $shop }*»?
question-nps = { address }, насколько вероятно, что вы порекомендуете магазин «*{ $shop }*» друзьям или коллегам?
question-ces = { address }, насколько вы согласны с тем, что сделать и получить заказ в магазине «*{ $shop }*» было легко?
scale-csat = { $lowest } — совсем недовольны, { $highest } — очень довольны
scale-nps = { $lowest } — точно нет, { $highest } — точно да
scale-ces = { $lowest } — совершенно не согласны, { $highest } — полностью согласны
your-answer = Ваша оценка: { $score } из { $highest }
put-off = Хорошо, спросим ещё раз завтра.
stopped = Готово: вопросов больше не будет. Включить их снова: /start.
question-closed = Этот вопрос уже закрыт. Всё равно спасибо!
button-later = Не сейчас
button-never = Не спрашивать
button-change = Изменить

## After a low score

prompt-low = { $name ->
    [nobody] Нам очень жаль.
   *[other] { $name }, нам очень жаль.
} Что пошло не так? Напишите своими словами: ваше сообщение прочитает человек.
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
thanks-words = { $name ->
    [nobody] Спасибо!
   *[other] Спасибо, { $name }!
} Мы передали ваши слова команде.
words-before-tap = Спасибо, мы сохранили ваши слова. Осталось выбрать оценку — одним нажатием.

## Toasts: what a press is answered with

toast-thanks = Спасибо!
toast-already = Ваша оценка уже записана. Спасибо!
toast-stranger = Этот вопрос задан не вам.
toast-unclear = Эта кнопка больше не работает.
toast-later = До завтра!
toast-no-later = Хорошо. Больше об этом не спросим.
toast-stopped = Вопросов больше не будет.

## Anything else

help-customer = Это { $shop }, служба заботы о покупателях. После заказа мы задаём здесь один короткий вопрос, ответить на него можно одним нажатием. /stop отключает вопросы, /start включает.
