# Every word a person reads, in Polish. No name is inflected: it stands where the nominative does.
# Nothing guesses the reader's gender: no past tense of theirs, no adjective about them, no Pan or Pani.

greeting = { $name ->
    [nobody] Dzień dobry!
   *[other] { $name }, dzień dobry!
}
address = { $name ->
    [nobody] Dzień dobry
   *[other] { $name }
}

## Opening the shop's link

welcome =
    { greeting } Tu { $shop }, obsługa klienta.
    Gdy zamówienie { $order } dotrze na miejsce, zadamy jedno krótkie pytanie. I to wszystko: żadnych reklam. Zrezygnować można w każdej chwili: /stop.
welcome-delivered =
    { greeting } Tu { $shop }, obsługa klienta.
    Zadamy jedno krótkie pytanie o zamówienie { $order }. I to wszystko: żadnych reklam. Zrezygnować można w każdej chwili: /stop.
start-again = { $name ->
    [nobody] Miło znów Cię widzieć!
   *[other] { $name }, miło znów Cię widzieć!
} Zapytamy po następnym zamówieniu. Rezygnacja: /stop.
start-known = { greeting } Tu { $shop }. Wszystko gotowe: po zamówieniu zadamy jedno krótkie pytanie. Rezygnacja: /stop.
start-stranger = Dzień dobry! Tu { $shop }, obsługa klienta. Otwórz, proszę, link, który przyszedł z Twoim zamówieniem, żebyśmy wiedzieli, o które zamówienie zapytać.
link-unknown = Nie znamy tego linku. Otwórz, proszę, ten, który przyszedł z zamówieniem ze sklepu { $shop }, niczego w nim nie zmieniając.
link-taken = Ktoś inny już otworzył ten link. Jeśli to Twoje zamówienie, napisz, proszę, do sklepu { $shop }.

## The question

question-csat-arrived = { address }, Twoje zamówienie (*{ $product }*) dotarło { $date }. Jak oceniasz swoje zadowolenie z zakupu?
question-csat-product = { address }, jak oceniasz swoje zadowolenie z zakupu: *{ $product }*?
question-csat-order = { address }, jak oceniasz swoje zadowolenie z zamówienia *{ $order }*?
question-csat-shop = { address }, jak oceniasz swoje zadowolenie z zakupów w sklepie *{ $shop }*?
question-nps = { address }, jak prawdopodobne jest, że polecisz sklep *{ $shop }* znajomym lub współpracownikom?
question-ces = { address }, na ile zgadzasz się, że w sklepie *{ $shop }* łatwo było złożyć i otrzymać zamówienie?
scale-csat = { $lowest } – bardzo niskie, { $highest } – bardzo wysokie
scale-nps = { $lowest } – na pewno nie, { $highest } – na pewno tak
scale-ces = { $lowest } – zdecydowanie się nie zgadzam, { $highest } – zdecydowanie się zgadzam
your-answer = Twoja ocena: { $score } z { $highest }
your-answer-face = Twoja ocena: { $score } z { $highest } { $face }
own-words = { $words }
reminder = Przypominamy się na wypadek, gdyby pytanie umknęło:
put-off = Dobrze, zapytamy jeszcze raz jutro.
stopped = Gotowe: nie będzie więcej pytań. Aby znów je włączyć, wyślij /start.
stopped-guest = Gotowe: nie będzie więcej pytań. Znów je włączy link z następnego zamówienia.
question-closed = To pytanie jest już zamknięte, ale dziękujemy!
button-later = Nie teraz
button-never = Nie pytaj mnie
button-change = Zmień

## After an answer

prompt-low = { $name ->
    [nobody] Bardzo nam przykro.
   *[other] { $name }, bardzo nam przykro.
} Co poszło nie tak? Napisz własnymi słowami, wyślij zdjęcie lub wiadomość głosową: wszystko trafi do człowieka.
prompt-middle = { $name ->
    [nobody] Dziękujemy!
   *[other] { $name }, dziękujemy!
} Czego zabrakło do ideału?
prompt-high = { $name ->
    [nobody] Dziękujemy!
   *[other] { $name }, dziękujemy!
} Co podobało Ci się najbardziej?
prompt-reason = Twoja odpowiedź: { quick-answer }
prompt-more = Dziękujemy. Chcesz dodać parę słów?
prompt-skipped = W porządku. Dziękujemy za ocenę!
reason-delivery = Dostawa
reason-quality = Jakość
reason-price = Cena
reason-service = Obsługa
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
button-skip = Pomiń
button-review = Napisz opinię
thanks-words = { $name ->
    [nobody] Dziękujemy!
   *[other] { $name }, dziękujemy!
} Twoja wiadomość trafiła do zespołu.
thanks-attached = { $name ->
    [nobody] Dziękujemy!
   *[other] { $name }, dziękujemy!
} Wszystko trafiło do zespołu.
words-before-tap = Dziękujemy, Twoja wiadomość jest zapisana. Została jeszcze ocena: wystarczy jedno dotknięcie.
attached-before-tap = Dziękujemy, wszystko jest zapisane. Została jeszcze ocena: wystarczy jedno dotknięcie.

## Toasts: what a press is answered with

toast-thanks = Dziękujemy!
toast-already = Twoja ocena jest już zapisana. Dziękujemy!
toast-stranger = To pytanie jest do kogoś innego.
toast-unclear = Ten przycisk już nie działa.
toast-later = Do jutra!
toast-no-later = W porządku. Nie będziemy już o to pytać.
toast-stopped = Nie będzie więcej pytań.

## Anything else

help-customer = Tu { $shop }, obsługa klienta. Po zamówieniu zadajemy tutaj jedno krótkie pytanie, a do odpowiedzi wystarczy jedno dotknięcie. /stop wyłącza pytania, /start włącza. /language zmienia język, /privacy wyjaśnia, co o Tobie przechowujemy.

## What is kept of a person

language-which = W jakim języku mamy rozmawiać?
language-chosen = Gotowe: od teraz rozmawiamy tu po polsku.
language-unspoken = Tego języka jeszcze nie znamy. Do wyboru: { $languages }.
privacy =
    Co { $shop } przechowuje o Tobie: identyfikator, imię i język z Telegrama; Twoje zamówienia wraz z podanym w nich numerem klienta, e-mailem lub telefonem; Twoje odpowiedzi i wszystko, co tu piszesz lub przesyłasz; informację, jakie wiadomości wysłaliśmy.
    Po co: żeby po zamówieniu zadać jedno krótkie pytanie i naprawić to, co poszło nie tak.
    Kto to widzi: osoby ze sklepu { $shop } i ci, którzy obsługują tego bota. Wiadomości przekazuje Telegram.
    Jak długo: dopóki tego nie usuniesz. Wiadomość, na której zawiódł program, przechowujemy najwyżej miesiąc.
    Decyzja należy do Ciebie: */mydata* pokazuje wszystko, */forget* usuwa, */stop* wyłącza pytania.
mydata-here = Oto wszystko, co o Tobie przechowujemy. Aby to usunąć, wyślij /forget.
mydata-nothing = Nie przechowujemy o Tobie nic poza zapisem, że ta wiadomość została wysłana.
forget-really = Usunąć wszystko, co o Tobie przechowujemy: imię, zamówienia, Twoje słowa i nasze wiadomości? Tego nie da się cofnąć. Twoje oceny pozostaną w statystyce bez imienia, a to, co zespół już przeczytał na swoim czacie, zostanie tam.
button-erase = Usuń wszystko
button-keep = Nie usuwaj
forget-kept = W porządku, nic nie zostało usunięte.
forgotten = { $answers ->
        [0] Gotowe: nie przechowujemy już nic o Tobie.
        [one] Gotowe: wszystko, co o Tobie wiedzieliśmy, zostało usunięte. Pozostała { $answers } ocena bez imienia.
        [few] Gotowe: wszystko, co o Tobie wiedzieliśmy, zostało usunięte. Pozostały { $answers } oceny bez imienia.
       *[many] Gotowe: wszystko, co o Tobie wiedzieliśmy, zostało usunięte. Pozostało { $answers } ocen bez imienia.
    }
forgotten-role = Twoja rola w zespole pozostała: właściciel może ją odebrać poleceniem /revoke.
toast-erased = Usunięto.
toast-admin = Tutaj może to zmienić tylko administrator.

## The team's group

score-head-nps = *NPS { $score }* · jedna odpowiedź na osobę
score-head-csat = *CSAT { $score }* · liczy się każdy zakup
score-head-ces = *CES { $score }* · liczy się każdy zakup
score-none = *{ $kind }*
score-by = *{ $kind }* według { $by ->
        [product] produktów
        [category] kategorii
        [store] sklepów
        [operator] operatorów
        [channel] kanałów
        [language] języków
       *[wave] fal
    }
scores-head = *Wyniki*
span-days = { $days ->
        [one] Dzisiaj
        [few] Ostatnie { $days } dni
       *[many] Ostatnie { $days } dni
    }
span-dates = { $dates }
span-all = Cały okres
score-only = Tylko { $only }
score-waiting = W tym okresie nie ma jeszcze odpowiedzi. { $waiting ->
        [0] Nie ma otwartych pytań.
        [one] { $waiting } pytanie czeka na odpowiedź.
        [few] { $waiting } pytania czekają na odpowiedź.
       *[many] { $waiting } pytań czeka na odpowiedź.
    }
score-nothing = W tym okresie nic nie ma.
score-steady = { $step } względem poprzedniego okresu ({ $days ->
        [one] { $days } dzień
        [few] { $days } dni
       *[many] { $days } dni
    }): bez wyraźnej zmiany
score-up = ▲ { $step } względem poprzedniego okresu ({ $days ->
        [one] { $days } dzień
        [few] { $days } dni
       *[many] { $days } dni
    })
score-down = ▼ { $step } względem poprzedniego okresu ({ $days ->
        [one] { $days } dzień
        [few] { $days } dni
       *[many] { $days } dni
    })
score-shares-nps =
    { $bar }
    { $top } promotorzy · { $middle } neutralni · { $bottom } krytycy
score-shares-csat =
    { $bar }
    { $top } zadowoleni · { $middle } neutralni · { $bottom } niezadowoleni
score-shares-ces =
    { $bar }
    { $top } było łatwo · { $middle } ani łatwo, ani trudno · { $bottom } było trudno
score-sure = { $sure }: { $low } … { $high } · { $n ->
        [one] { $n } odpowiedź
        [few] { $n } odpowiedzi
       *[many] { $n } odpowiedzi
    }{ $size ->
        [small] {" "}(mała próba)
       *[enough] {""}
    }
score-mean = Średnio { $mean } z { $highest }
score-asked = W tym okresie: { $delivered ->
        [one] dotarło { $delivered } pytanie
        [few] dotarły { $delivered } pytania
       *[many] dotarło { $delivered } pytań
    }, odpowiedzi: { $answered } ({ $rate })
score-row = { $value }: *{ $score }* · { $low } … { $high } · { $n ->
        [one] { $n } odpowiedź
        [few] { $n } odpowiedzi
       *[many] { $n } odpowiedzi
    }
score-more = … i jeszcze { $left }
verbatim = *{ $score } z { $highest }* · { $about }: „{ $words }”
verbatim-silent = *{ $score } z { $highest }* · { $about }
verbatim-chose = *{ $score } z { $highest }* · { $about } → { quick-answer }
verbatim-reason = *{ $score } z { $highest }* · { $about } → { quick-answer }: „{ $quote }”
query-unclear = Nie rozumiem „{ $word }”. Może chodzi o „{ $meant }”?
period-7d = { $chosen ->
        [yes] • 7 dni
       *[no] 7 dni
    }
period-30d = { $chosen ->
        [yes] • 30 dni
       *[no] 30 dni
    }
period-90d = { $chosen ->
        [yes] • 90 dni
       *[no] 90 dni
    }
period-all = { $chosen ->
        [yes] • Całość
       *[no] Całość
    }
button-by-product = Według produktów
button-by-store = Według sklepów
button-comments = Komentarze
button-low = Niskie oceny
button-back = Wstecz
alert-low = 🔴 *{ $kind } { $score } z { $highest }* · { $about }
alert-attached = Nadawca: { $who }
alert-words = { $who }: „{ $words }”
alert-reason = { $who }: { quick-answer }
connected = Ta grupa jest teraz połączona ze sklepem { $shop }: każdy może tu sprawdzić wyniki (/nps, /csat, /ces i /scores), a o niskich ocenach piszę od razu. Więcej: /help.
disconnected = Ta grupa nie jest już połączona: nic więcej tu nie piszę.
connect-where = Napisz to, proszę, w grupie, którą chcesz połączyć.
unknown-group = Nie znam tej grupy. Właściciel może ją połączyć: /connect.
refused = Do tego potrzebna jest rola:
role-owner = właściciel
role-admin = administrator
role-marketer = marketer
role-viewer = obserwator
granted = { $who } ma teraz rolę:
revoked = { $who } nie ma już żadnej roli.
grant-how = Napisz /grant i jedną rolę (owner, admin, marketer lub viewer) w odpowiedzi na wiadomość tej osoby albo z jej @nazwą.
grant-whom = Nie znam jeszcze tej osoby. Odpowiedz na jej wiadomość albo niech najpierw coś do mnie napisze.
revoke-how = Napisz /revoke w odpowiedzi na wiadomość tej osoby albo z jej @nazwą.
owner-last = To jedyny właściciel: najpierw wyznacz jeszcze jednego.
owner-by-settings = { $who } ma rolę właściciela z ustawień, a te może zmienić tylko osoba, która obsługuje serwer.
owner-welcome = { $shop }: masz tu teraz rolę właściciela. Dodaj mnie do grupy zespołu i napisz tam /connect.
help-room =
    Wynik z marginesem błędu: */nps*, */csat* lub */ces*. Wszystkie naraz: */scores*.
    Okresy: 7d, 30d, 90d, 2026-Q2, 2026-05, 2026-05-01..2026-05-14, all.
    Filtry: product:buty, a także category, store, operator, channel, language, wave. Podział: by:store.
    Fale ankiet: planowanie */wave*, postęp i wstrzymanie */waves*, pytanie na próbę */test nps*.
    Dlaczego kogoś nie zapytano: */why #1001*, */why @nazwa* albo */why* w odpowiedzi na wiadomość o niskiej ocenie.
    Skala, przyciski i słowa ankiety: */survey*.
    Role: */grant*, */revoke*. Ta grupa: */connect*, */disconnect*, */language*.
menu-nps = NPS z marginesem błędu
menu-csat = CSAT z marginesem błędu
menu-ces = CES z marginesem błędu
menu-scores = Wszystkie wyniki
menu-why = Dlaczego kogoś nie zapytano
menu-help = Co potrafię
menu-connect = Połącz tę grupę
menu-disconnect = Odłącz tę grupę
menu-grant = Nadaj rolę
menu-revoke = Odbierz rolę
menu-start = Włącz pytania
menu-stop = Wyłącz pytania
menu-language = Wybór języka
menu-privacy = Co o Tobie przechowujemy i po co
menu-mydata = Twoje dane w pliku
menu-forget = Usunięcie Twoich danych

## Dlaczego kogoś nie zapytano

why-head = *{ $about }*
why-order = To zamówienie: { why-reason }.
why-nothing = Dotąd w żadnej fali.
why-answered = { $about } — zapytano; { $day } odpowiedź { $score } z { $highest }
why-open = { $about } — zapytano; jeszcze bez odpowiedzi, otwarte do { $until }
why-put-off = { $about } — zapytano; „{ button-later }”, otwarte do { $until }
why-declined = { $about } — zapytano; „{ button-never }”
why-closed = { $about } — zapytano; bez odpowiedzi, zamknięte { $until }
why-unsure = { $about } — wysłano; nie wiadomo, czy dotarło
why-leaving = { $about } — w trakcie wysyłania
why-waiting = { $about } — czeka na wysłanie
why-paused = { $about } — czeka: fala ma pauzę
why-failed = { $about } — nie udało się dostarczyć
why-cancelled = { $about } — odwołano, nic nie wysłano
why-skipped = { $about } — *nie zapytano*: { why-reason }
why-skipped-after = { $about } — *nie zapytano*: poprzednie pytanie było { $days ->
        [0] tego samego dnia
        [one] { $days } dzień wcześniej
        [few] { $days } dni wcześniej
       *[many] { $days } dni wcześniej
    } ({ $ask })
why-coming = { $about } — pytanie przypada na { $day }
why-now = *{ $kinds }*: można zapytać już teraz{ $order ->
        [none] {""}
       *[other] , o zamówienie { $order }
    }
why-from = *{ $kinds }*: można zapytać od { $day }{ $order ->
        [none] {""}
       *[other] , o zamówienie { $order }
    }
why-never = *{ $kinds }*: nie można zapytać: { why-reason }. { why-until }
why-kept = *{ $kinds }*: nie można zapytać: na { $day } zaplanowano falę NPS. Dopiero po tej fali.
why-no-order = Nie znamy żadnego zamówienia tej osoby, więc nie zapyta jej żadna fala.
why-reason = { $reason ->
        [erased] dane usunięto
        [no_chat] nikt jeszcze nie otworzył linku z zamówienia
        [staff] to osoba z zespołu
        [opted_out] pytania są wyłączone (/stop)
        [blocked] bot jest zablokowany
        [deactivated] konto w Telegramie już nie istnieje
        [in_recovery] ktoś rozmawia z tą osobą o niskiej ocenie
        [cancelled_order] zamówienie anulowano lub zwrócono za nie pieniądze
        [test_order] zamówienie jest testowe
        [not_delivered] zamówienie jeszcze nie dotarło
        [too_late] dobra pora na pytanie dawno minęła
        [already_asked] o wszystkie zamówienia już pytano
        [asked_today] od poprzedniego pytania nie minęła doba
        [asked_recently] od poprzedniego pytania minęło mało czasu
        [same_kind_recently] to samo pytanie padło całkiem niedawno
        [reserved] niedługo zaplanowana fala NPS
        [sampled_out] poza wylosowaną próbą
       *[daily_cap] dzienny limit pytań jest wyczerpany
    }
why-until = { $reason ->
        [erased] Dopiero gdy otworzy link nowego zamówienia.
        [no_chat] Dopiero gdy ktoś go otworzy.
        [opted_out] Dopiero gdy pytania zostaną znów włączone.
        [blocked] Dopiero gdy bot zostanie odblokowany.
        [cancelled_order] Dopiero po następnym zamówieniu.
        [test_order] Dopiero po następnym zamówieniu.
        [already_asked] Dopiero po następnym zamówieniu.
        [reserved] Dopiero po tej fali.
       *[other] Z czasem to się nie zmieni.
    }
why-how = Napisz /why z numerem zamówienia (/why #1001), z @nazwą klienta albo w odpowiedzi na wiadomość o niskiej ocenie.
why-which = Tak nazywa się kilka zamówień: { $orders }. Napisz numer dokładnie tak samo.
why-unknown-order = Nie znam zamówienia { $order }.
why-unknown-name = Nie znam klienta { $who }.
why-unknown-reply = Nie wiem, kogo dotyczy ta wiadomość.

## Waves

waves-head = *Fale*
waves-none = Nie ma jeszcze żadnej fali. Zaplanuj ją: /wave.
waves-plans = *Plany, które pytają dalej*
wave-head = *{ $wave }* · { $kind } · { $state ->
        [planned] zaplanowana
        [filling] wybiera osoby
        [running] trwa
        [paused] pauza
        [done] zakończona
        [stopped] zatrzymana
       *[missed] pominięta
    }
wave-begins = Początek: { $moment }
wave-was-to-begin = Miała się zacząć: { $moment }
wave-asked = Zapytano { $asked } z { $all }
wave-answered = Zapytano { $asked } z { $all } · odpowiedziało { $answered } ({ $rate })
wave-bar = { $bar }
wave-left-out = Pominięto: { $number }
wave-unreached = Nie dotarło: { $number }
wave-not-asked = Już nie zapytamy: { $number }
wave-awaited = Mogą jeszcze odpowiedzieć: { $number }
wave-stop-really = *Zatrzymać na dobre?* { $waiting ->
        [0] Wszyscy dostali już pytanie.
        [one] Pytania nie dostanie { $waiting } osoba.
        [few] Pytania nie dostaną { $waiting } osoby.
       *[many] Pytania nie dostanie { $waiting } osób.
    }
wave-stop-planned = *Zatrzymać na dobre?* Nikogo jeszcze nie zapytano i nikt nie dostanie pytania.
wave-stop-alone = Zatrzyma się tylko ta fala: plan *{ $plan }* będzie pytać dalej.
wave-stop-day = Nie zapytamy też tych, którzy weszliby do niej później tego dnia; plan *{ $plan }* będzie pytać dalej od następnego dnia.
progress-moved = Postęp tej fali pokazuje nowsza wiadomość.
result-head = Fala *{ $wave }* { $state ->
        [stopped] została zatrzymana
       *[done] jest zakończona
    }
result-nobody = Nie było kogo zapytać.
result-silent = Nikt nie odpowiedział.
left-out = { $reason ->
        [erased] · dane usunięte: { $number }
        [no_chat] · link nieotwarty: { $number }
        [staff] · pracownicy: { $number }
        [opted_out] · nie chcą pytań: { $number }
        [blocked] · zablokowali bota: { $number }
        [deactivated] · nie ma ich już w Telegramie: { $number }
        [in_recovery] · w rozmowie z zespołem: { $number }
        [cancelled_order] · anulowane lub zwrócone: { $number }
        [test_order] · tylko zamówienia testowe: { $number }
        [not_delivered] · jeszcze niedostarczone: { $number }
        [too_late] · za późno, by pytać: { $number }
        [already_asked] · pytaliśmy już o każde zamówienie: { $number }
        [asked_today] · pytani w ciągu ostatniej doby: { $number }
        [asked_recently] · pytani niedawno: { $number }
        [same_kind_recently] · pytani niedawno o to samo: { $number }
        [reserved] · czekają na zaplanowany NPS: { $number }
        [sampled_out] · poza wylosowaną próbą: { $number }
       *[daily_cap] · ponad dzienny limit: { $number }
    }
left-out-others = · z innych powodów: { $number }
plan-every = *{ $wave }* · { $kind } · { $every ->
        [week] co tydzień
        [month] co miesiąc
       *[quarter] co kwartał
    }
plan-at-once = *{ $wave }* · { $kind } · zaraz po dostawie
plan-after = *{ $wave }* · { $kind } · po dostawie, przerwa: { $span }
button-plan = Plan: { $plan }
plan-next = Następna fala: { $moment }
plan-stopped = Zatrzymany: { $moment }
plan-waves = Fale w toku: { $waves }
plan-waves-go-on = { $waves ->
        [one] { $waves } fala już trwa i będzie trwać dalej; można ją zatrzymać osobno.
        [few] { $waves } fale już trwają i będą trwać dalej; można je zatrzymać osobno.
       *[many] { $waves } fal już trwa i będzie trwać dalej; można je zatrzymać osobno.
    }
plan-stop-waves = *Zatrzymać plan na dobre?* Następna fala się nie zacznie i nie będzie już żadnej nowej.
plan-stop-purchases = *Zatrzymać plan na dobre?* Po dostawie nie zapytamy już nikogo więcej.
button-pause = Pauza
button-resume = Wznów
button-stop-wave = Zatrzymaj
button-stop-plan = Zatrzymaj cały plan
button-keep-wave = Zostaw
button-older = Starsze ›
button-newer = ‹ Nowsze
toast-paused = Pauza: na razie nic więcej nie wychodzi.
toast-resumed = Fala trwa dalej.
toast-wave-stopped = Zatrzymane na dobre.
toast-wave-stopped-alone = Ta fala jest zatrzymana na dobre, a jej plan trwa dalej.
toast-plan-stopped = Plan jest zatrzymany na dobre.
toast-meanwhile = W międzyczasie to się zmieniło. Tak jest teraz.
toast-marketer = Do tego potrzebna jest rola marketera.
menu-waves = Fale ankiet i ich postęp

## Plan, którego nie rozumiemy: także w wierszu poleceń

plan-kind-unknown = Znam ankiety { $known }, a nie „{ $said }”.
plan-audience-unclear = Odbiorców określają słowa { $known }, a nie „{ $said }”. Może chodziło o { $meant }?
plan-audience-long = Opis odbiorców może mieć najwyżej { $most } znaków, a ma ich { $length }; skróć go albo wyślij plik CSV z kontaktami.
plan-list-none = Nie znam listy „{ $said }”, bo nie ma jeszcze żadnej; wyślij najpierw plik CSV z kontaktami.
plan-at-unclear = Rozumiem „now” (teraz) i terminy takie jak „{ $example }”, a nie „{ $said }”.
plan-at-no-time = { $said } to dzień bez godziny; napisz tak: „{ $example }”.
plan-at-passed = { $said } już minęło; podaj późniejszy termin albo „now” (teraz).
plan-at-far = Do { $said } są ponad dwa lata; sprawdź rok.
plan-at-skipped = Żaden zegar w strefie { $zone } nie pokaże { $said }: przestawia się je wtedy do przodu. Podaj czas o godzinę późniejszy.
plan-span-unclear = Rozumiem czas taki jak „90m”, „12h”, „3d” i „2w” (minuty, godziny, dni, tygodnie), a nie „{ $said }”.
plan-after-unclear = Rozumiem „delivered” i na przykład „delivered+2d” (dwa dni po dostawie), a nie „{ $said }”.
plan-after-long = Po ponad 60 dniach nikt nie pamięta zamówienia; { $said } to za długo.
plan-every-unclear = Powtarzać można co { $known }, a nie „{ $said }”.
plan-open-range = Na pytanie można odpowiadać od 1h do 60d (od godziny do 60 dni), a nie { $said }.
plan-reminder-early = Przypomnienie przychodzi najwcześniej 1d (dobę) po pytaniu; { $said } to za wcześnie.
plan-reminder-late = Przypomnienie po { $reminder } się spóźni: pytanie zamyka się po { $open }.
plan-spread-range = Pytania można rozłożyć na czas od 10m do 7d (od 10 minut do 7 dni), a nie na { $said }.
plan-sample-unclear = Próba to część od { $least } do { $most }, na przykład „{ $example }”, a nie „{ $said }”.
plan-daily-unclear = { $of ->
        [questions] Dzienny limit pytań to liczba od 1 do { $most }, na przykład „50”, a nie „{ $said }”.
       *[answers] Dzienny limit odpowiedzi to liczba od 1 do { $most }, na przykład „50”, a nie „{ $said }”.
    }
plan-at-and-after = Fala rusza albo o ustalonej porze, albo po każdym zakupie; wybierz jedno.
plan-every-and-after = Plan pyta albo co pewien czas, albo po każdym zakupie; wybierz jedno.
plan-spread-and-after = Zakupy przychodzą pojedynczo; rozłożyć w czasie można tylko falę o ustalonej porze.
plan-option-unknown = Znam opcje { $known }, a nie „{ $said }”. Może chodziło o { $meant }?
plan-quote-open = Cudzysłów nie jest zamknięty: { $said }
list-too-large = { $file } jest za duży: najwyżej { $megabytes } MB i { $rows } wierszy; wyślij go w częściach.
list-no-table = Nie mogę odczytać { $file } jako tabeli; zapisz go jako CSV (UTF-8) i wyślij jeszcze raz.
list-no-column = W { $file } nie ma znanej mi kolumny z kontaktami; nazwij ją { $column } i wyślij plik jeszcze raz.
list-empty = W { $file } nikogo nie ma; wpisz po jednym kontakcie w każdym wierszu i wyślij plik jeszcze raz.
list-nobody-known = Nie znam żadnego z kontaktów w { $file } (jest ich { $contacts }); podaj je tak jak w zamówieniach i wyślij plik jeszcze raz.
list-not-fetched = Telegram nie wydaje mi { $file }; wyślij go jeszcze raz.

## Fala, zanim zostanie zaplanowana

card-head = *Fala „{ $wave }”* · { $kind }
card-to = Do kogo:
card-to-people = { $people ->
        [0] Na razie nie ma kogo zapytać:
        [one] Zapytamy *{ $people } osobę*:
        [few] Zapytamy *{ $people } osoby*:
       *[many] Zapytamy *{ $people } osób*:
    }
card-to-at-most = { $people ->
        [one] Zapytamy najwyżej *{ $people } osobę*:
        [few] Zapytamy najwyżej *{ $people } osoby*:
       *[many] Zapytamy najwyżej *{ $people } osób*:
    }
card-to-people-of-first = Z pierwszych { $first } osób pasuje *{ $people }*; na końcu liczymy wszystkich:
card-now = Kiedy: od razu
card-at = Kiedy: { $moment } ({ $city })
card-every = Kiedy: { $every ->
        [week] co tydzień
        [month] co miesiąc
       *[quarter] co kwartał
    }, pierwszy raz { $moment } ({ $city })
card-after = Kiedy: zaraz po każdej dostawie
card-after-span = Kiedy: { $span } po każdej dostawie
card-done = Wszystkich zapytamy do { $moment }
card-last = Ostatnią osobę zapytamy do { $moment }
card-keeps = Pytań CSAT i CES w tym czasie nie będzie: przez { $span } przed NPS nie pytamy o nic innego
card-quiet = Od { $begin } do { $end } nikogo nie pytamy
card-open = Czas na odpowiedź: { $open }, bez przypomnienia
card-open-reminder = Czas na odpowiedź: { $open }; przypomnienie po: { $reminder }
card-spread = Pytania rozłożone na { $span }
card-sample = Losowa próba: { $percent }
card-daily-cap = Pytań dziennie: najwyżej { $most }
card-daily-answers = Koniec pytań na dany dzień, gdy odpowiedzi jest { $most }
card-daily-rest = Kto nie zmieści się w dziennym limicie, nie zostanie zapytany
card-at-least = Co najmniej około { $people }, jeśli odpowiedzi przyjdą od razu; im później, tym więcej
card-expect = Spodziewane odpowiedzi: około { $answers }, ±{ $margin } pkt
card-expect-between = Spodziewane odpowiedzi: około { $least }–{ $answers }, od ±{ $margin } do ±{ $widest } pkt
card-expect-few = Odpowiedzi prawie się nie spodziewamy
card-rate = { $known ->
        [measured] (odpowiada { $rate }, jak w ostatnim roku)
       *[assumed] (jeśli odpowie { $rate }; własny odsetek liczymy od 100 zamkniętych pytań)
    }
card-precision = Dla ±{ $margin } pkt potrzeba odpowiedzi: około { $answers }, osób: { $people }
audience-except = { $negated ->
        [yes] · oprócz:
       *[no] ·
    }
audience-all = · wszyscy, którzy kupili
audience-bought = { audience-except } { $days ->
        [one] kupili w ciągu ostatniego { $days } dnia
        [few] kupili w ciągu ostatnich { $days } dni
       *[many] kupili w ciągu ostatnich { $days } dni
    }
audience-field = { audience-except } { $field ->
        [product] produkt
        [category] kategoria
        [store] sklep
        [operator] operator
       *[channel] kanał
    }: { $values }
audience-amount = { audience-except } kwota { $limit }
audience-language = { audience-except } język: { $values }
audience-first-time = { audience-except } kupili raz
audience-repeat = { audience-except } kupili więcej niż raz
audience-never-asked = { audience-except } jeszcze nigdy niepytani
audience-last-score = { audience-except } ostatnia ocena { $limit }
audience-list = { audience-except } lista: { $values }
audience-more = · … i jeszcze { $left }

## Planowanie krok po kroku

planner-kind = *Nowa fala.* O co zapytamy?
    NPS: czy nas polecą
    CSAT: czy są zadowoleni z zamówienia
    CES: czy łatwo było zamówić
planner-audience = *Kogo zapytamy?* Wszystko, co wybierzesz, musi się zgadzać.
planner-reply = Albo odpowiedz na tę wiadomość słowami: { $example }
planner-audience-words = *Odpowiedz na tę wiadomość* słowami, które mają się zgadzać; „not” przed słowem znaczy „oprócz”:
    { $known }
planner-file = Albo wyślij w odpowiedzi plik CSV z kontaktami: liczy się kolumna { $column }.
planner-list = { $list }: znane kontakty: { $known } z { $contacts }
planner-time = *Kiedy?* Strefa czasowa: { $city }.
planner-time-words = *Odpowiedz na tę wiadomość*, kiedy zapytać (strefa czasowa: { $city }), na przykład:
    { $examples }
planner-details = *Coś jeszcze?* Pytamy tak:
planner-details-reply = Albo odpowiedz na tę wiadomość: { $example }
planner-open = *Jak długo można odpowiadać?* Naciśnij albo odpowiedz na tę wiadomość: 36h, 10d
planner-reminder = *Kiedy przypomnieć tym, którzy milczą?* Naciśnij albo odpowiedz na tę wiadomość: 4d
planner-name = *Jak nazwać falę?* Odpowiedz na tę wiadomość nazwą; widzi ją tylko zespół.
planner-change = *Co zmienić?*
planner-planned = *Zaplanowane.* Postęp pokazuje /waves.
planner-cancelled = Nic nie zostało zaplanowane. Od nowa: /wave.
button-everybody = { $chosen ->
        [yes] • Wszyscy, którzy kupili
       *[no] Wszyscy, którzy kupili
    }
button-bought-30 = { $chosen ->
        [yes] • Ostatnie 30 dni
       *[no] Ostatnie 30 dni
    }
button-bought-90 = { $chosen ->
        [yes] • Ostatnie 90 dni
       *[no] Ostatnie 90 dni
    }
button-first-time = { $chosen ->
        [yes] • Kupili raz
       *[no] Kupili raz
    }
button-repeat = { $chosen ->
        [yes] • Wrócili
       *[no] Wrócili
    }
button-never-asked = { $chosen ->
        [yes] • Nigdy niepytani
       *[no] Nigdy niepytani
    }
button-at-once = Od razu
button-tomorrow = Jutro 10:00
button-monday = Pon. 10:00
button-every-month = Co miesiąc
button-every-quarter = Co kwartał
button-after-delivery = 2 dni po dostawie
button-type = Wpisz
button-next = Dalej ›
button-open = Czas odpowiedzi
button-reminder = Przypomnienie
button-name = Nazwa
button-no-reminder = Bez przypomnienia
button-no-name = Bez nazwy
button-test = Wyślij mi test
button-schedule = Zaplanuj
button-edit-wave = Zmień
button-cancel = Anuluj
button-question = Pytanie
button-audience = Odbiorcy
button-time = Czas
button-details = Szczegóły
button-open-chat = Otwórz czat
toast-planned = Zaplanowane.
toast-planned-before = Ta fala jest już zaplanowana: zobacz /waves.
toast-file-awaited = Plik jest jeszcze czytany. Spróbuj za chwilę.
test-here = Oto test: odpowiedz jak klient. Testy nigdy się nie liczą.
test-sent = Test jest w drodze na Twój prywatny czat. Testy nigdy się nie liczą.
test-stopped = Masz wyłączone pytania. Najpierw napisz do mnie /start na prywatnym czacie.
test-no-chat = Jeszcze nie mogę do Ciebie napisać. Otwórz nasz prywatny czat i naciśnij Start: test przyjdzie od razu.
menu-wave = Zaplanuj falę ankiety
menu-test = Wyślij mi test

## Ankieta i to, jak pytamy

survey-which = *Którą ankietę obejrzymy?* Zmiany dotyczą nowych fal, zaplanowane zostają bez zmian.
survey-head = *{ $kind }* · wersja { $version }
survey-scale = Skala: { $scale } · przyciski: { $labels }
survey-question = *Pytanie* ({ $language })
survey-reminder = *Przypomnienie* (przed pytaniem)
survey-after = { $band ->
        [low] *Po niskiej ocenie* ({ $scores })
        [middle] *Po średniej ocenie* ({ $scores })
       *[high] *Po wysokiej ocenie* ({ $scores })
    }
survey-scale-which = *Jaka skala?* Wynik liczy tylko odpowiedzi w najnowszej skali, a granice ocen niskich i wysokich ustala się z nią od nowa.
survey-symbols-which = *Co ma być na przyciskach?* Cyfry najmniej wpływają na odpowiedź.
survey-bands-which = *Które oceny są niskie (≤), a które wysokie (≥)?*
    Od tego zależy następne pytanie i to, czy zespół dowie się od razu. Na sam wynik to nie wpływa.
survey-language-which = *W jakim języku słowa?* Kropka jest tam, gdzie macie własne.
survey-words-which = *Które słowa zmienić?* Kropką oznaczone są własne.
survey-words-reply = *Odpowiedz na tę wiadomość* własnymi słowami ({ $language }). „-” przywraca zwykłe.
    W te miejsca wstawimy dane każdego klienta: { $places }
survey-quick = *Szybkie odpowiedzi*
survey-quick-which = *Które szybkie odpowiedzi?* Są pod pytaniem po każdej ocenie, więc lepiej nazwać temat („Rozmiar”) niż wadę. Kropką oznaczone są te, które widzą klienci.
survey-quick-in = { $language }: { quick-answers }
survey-quick-elsewhere = Jeśli nie ma słów w języku klienta, pokazujemy je w tym: { $language }; a gdy i tych brak, w dowolnym, w którym są.
survey-quick-full = Może ich być najwyżej { $most }: usuń jedną, aby dodać inną.
survey-quick-own = *Własna szybka odpowiedź.* W jakim języku podać słowa?
survey-quick-word = { $language }: { $words }
survey-quick-name = *Szybka odpowiedź* ({ $language })
survey-quick-reply = *Odpowiedz na tę wiadomość* jednym lub dwoma słowami ({ $language }), najwyżej { $most } znaków. „-” je usuwa.
wording-place = W tekście mogą być miejsca { $known }, a nie { $said }.
wording-brace = W tekście mogą być miejsca { $known }, a nie nawias bez pary.
wording-long = Tekst może mieć najwyżej { $most } znaków, a ten ma { $length }.
wording-quick-place = Szybka odpowiedź jest dla wszystkich taka sama: nie może mieć nawiasów klamrowych.
wording-quick-long = Szybka odpowiedź może mieć najwyżej { $most } znaków, a ta ma { $length }.
wording-quick-twice = Szybka odpowiedź „{ $said }” już jest.
wording-quick-many = Szybkich odpowiedzi może być najwyżej { $most }; najpierw usuń jedną.
button-scale = Skala
button-symbols = Symbole
button-bands = Niskie i wysokie
button-words = Słowa
button-quick-answers = Szybkie odpowiedzi
button-quick = { $offered ->
        [yes] •{" "}
       *[no] {""}
    }{ quick-answer }
button-quick-new = Dodaj własną
button-quick-away = Usuń
button-quick-nameless = Usuń te słowa
button-usual = Zwykłe słowa
button-part = { $own ->
        [yes] •{" "}
       *[no] {""}
    }{ $part ->
        [question] Pytanie
        [reminder] Przypomnienie
        [low] Po niskiej
        [middle] Po średniej
       *[high] Po wysokiej
    }
toast-survey-changed = Zmienione. Tak pytają nowe fale.
menu-survey = Jak wygląda ankieta
