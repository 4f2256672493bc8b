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
    Gdy zamówienie { $order } dotrze na miejsce, zadamy jedno krótkie pytanie. To wszystko: żadnych reklam. Rezygnacja w każdej chwili: /stop.
welcome-delivered =
    { greeting } Tu { $shop }, obsługa klienta.
    Zadamy jedno krótkie pytanie o zamówienie { $order }. To wszystko: żadnych reklam. Rezygnacja w każdej chwili: /stop.
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
question-csat-shop = { address }, jak oceniasz swoje zadowolenie ze sklepu *{ $shop }*?
question-nps = { address }, jak prawdopodobne jest, że polecisz sklep *{ $shop }* znajomym lub współpracownikom?
question-ces = { address }, na ile zgadzasz się, że w sklepie *{ $shop }* łatwo było złożyć i otrzymać zamówienie?
scale-csat = { $lowest } – brak zadowolenia, { $highest } – pełne zadowolenie
scale-nps = { $lowest } – na pewno nie, { $highest } – na pewno tak
scale-ces = { $lowest } – zdecydowanie się nie zgadzam, { $highest } – zdecydowanie się zgadzam
your-answer = Twoja ocena: { $score } z { $highest }
put-off = Dobrze, zapytamy jeszcze raz jutro.
stopped = Gotowe: nie będzie więcej pytań. Aby znów je włączyć: /start.
question-closed = To pytanie jest już zamknięte. Mimo to dziękujemy!
button-later = Nie teraz
button-never = Nie pytaj mnie
button-change = Zmień

## After a low score

prompt-low = { $name ->
    [nobody] Bardzo nam przykro.
   *[other] { $name }, bardzo nam przykro.
} Co poszło nie tak? Napisz własnymi słowami: wiadomość przeczyta człowiek.
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
thanks-words = { $name ->
    [nobody] Dziękujemy!
   *[other] { $name }, dziękujemy!
} Twoja wiadomość trafiła do zespołu.
words-before-tap = Dziękujemy, Twoja wiadomość jest zapisana. Została jeszcze ocena: wystarczy dotknąć liczby.

## Toasts: what a press is answered with

toast-thanks = Dziękujemy!
toast-already = Twoja ocena jest już zapisana. Dziękujemy!
toast-stranger = To pytanie jest do kogoś innego.
toast-unclear = Ten przycisk już nie działa.
toast-later = Do jutra!
toast-no-later = W porządku. Nie będziemy już o to pytać.
toast-stopped = Nie będzie więcej pytań.

## Anything else

help-customer = Tu { $shop }, obsługa klienta. Po zamówieniu zadajemy tutaj jedno krótkie pytanie, a do odpowiedzi wystarczy jedno dotknięcie. /stop wyłącza pytania, /start włącza.

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
span-dates = { $from } – { $to }
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
    { $top } % promotorzy · { $middle } % neutralni · { $bottom } % krytycy
score-shares-csat =
    { $bar }
    { $top } % zadowoleni · { $middle } % neutralni · { $bottom } % niezadowoleni
score-shares-ces =
    { $bar }
    { $top } % było łatwo · { $middle } % ani łatwo, ani trudno · { $bottom } % było trudno
score-sure = 95 %: { $low } … { $high } · { $n ->
        [one] { $n } odpowiedź
        [few] { $n } odpowiedzi
       *[many] { $n } odpowiedzi
    }{ $size ->
        [small] {" "}(mała próba)
       *[enough] {""}
    }
score-mean = Średnio { $mean } z { $highest }
score-asked = W tych dniach: { $delivered ->
        [one] dotarło { $delivered } pytanie
        [few] dotarły { $delivered } pytania
       *[many] dotarło { $delivered } pytań
    }, odpowiedzi: { $answered } ({ $rate } %)
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
alert-words = { $who }: „{ $words }”
connected = Ta grupa jest teraz połączona ze sklepem { $shop }: każdy może tu sprawdzić /nps, /csat, /ces i /scores, a o niskich ocenach piszę od razu. Więcej: /help.
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
    Role: */grant*, */revoke*. Ta grupa: */connect*, */disconnect*.
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
