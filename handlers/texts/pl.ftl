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
prompt-reason = Twoja odpowiedź: { $reason ->
    [delivery] { reason-delivery }
    [quality] { reason-quality }
    [price] { reason-price }
   *[service] { reason-service }
}
prompt-more = Dziękujemy. Chcesz dodać parę słów?
prompt-skipped = W porządku. Dziękujemy za ocenę!
reason-delivery = Dostawa
reason-quality = Jakość
reason-price = Cena
reason-service = Obsługa
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
    Role: */grant*, */revoke*. Ta grupa: */connect*, */disconnect*, */language*.
menu-nps = NPS z marginesem błędu
menu-csat = CSAT z marginesem błędu
menu-ces = CES z marginesem błędu
menu-scores = Wszystkie wyniki
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
