"""Settings from the environment and .env: what is understood, what is refused, and what is never printed."""

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot import settings
from bot.settings import Settings, SettingsError, load
from handlers.shop import Shop

EXAMPLE = Path(settings.__file__).parents[1] / ".env.example"

OWNERS = "the owners' Telegram ids with commas between, such as 123456789,987654321"

SECRET = "AAF-secret_of_this_bot"


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """No setting of this machine's, and no .env but the test's."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def refusal(**given):
    with pytest.raises(SettingsError) as refused:
        load(**given)
    return str(refused.value)


def test_nothing_has_to_be_set_but_the_token_and_that_only_where_it_is_needed():
    found = load()
    assert found.shop == Shop(name="Our shop", time_zone=ZoneInfo("UTC"), language="en")
    assert found.database_url == "sqlite+aiosqlite:///var/tapscore.db"
    assert (found.owner_ids, found.send_rate, found.paid_broadcast) == ((), 25, False)
    expected = "BOT_TOKEN is missing: get one from @BotFather and write it into .env."
    for need in ("token", "bot_id"):
        with pytest.raises(SettingsError) as refused:
            getattr(found, need)
        assert str(refused.value) == expected


def test_the_token_says_which_bot_it_is():
    found = load(bot_token=f"42:{SECRET}")
    assert (found.token, found.bot_id) == (f"42:{SECRET}", 42)


# .env


def test_an_env_file_may_quote_comment_and_leave_empty(monkeypatch):
    Path(".env").write_text(
        "# a comment\n"
        f' BOT_TOKEN = "42:{SECRET}"  # from @BotFather\n'
        "SHOP_NAME='Tea & Co #1'\n"
        "SHOP_TIME_ZONE=Europe/Riga # where we are\n"
        "export SHOP_LANGUAGE=RU\n"
        "OWNER_IDS=1, 2 3,\n"
        "SEND_RATE=\n"
        'DATABASE_URL="  "\n'
        "PAID_BROADCAST=yes\n"
        "SOMEBODY_ELSES=1\n"
    )
    found = load()
    assert found.token == f"42:{SECRET}"
    assert found.shop == Shop(name="Tea & Co #1", time_zone=ZoneInfo("Europe/Riga"), language="ru")
    assert (found.owner_ids, found.send_rate, found.paid_broadcast) == ((1, 2, 3), 25, True)
    assert found.database_url == "sqlite+aiosqlite:///var/tapscore.db"
    monkeypatch.setenv("SHOP_NAME", "From outside")
    assert load().shop.name == "From outside"
    assert load(shop_name="Given").shop.name == "Given"


def test_an_empty_or_blank_variable_means_the_default(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "  " if name == "shop_name" else "")
    assert load() == load(_env_file=None)
    assert load().shop.name == "Our shop"


def test_blanks_around_a_value_do_not_count(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", f" 42:{SECRET}\n")
    monkeypatch.setenv("SHOP_NAME", "  Greenleaf ")
    monkeypatch.setenv("TELEGRAM_LIBRARY", " python-telegram-bot ")
    found = load()
    assert (found.token, found.shop.name, found.telegram_library) == (
        f"42:{SECRET}",
        "Greenleaf",
        "python-telegram-bot",
    )


def test_the_mark_that_notepad_writes_does_not_hide_the_first_setting():
    Path(".env").write_text("SHOP_NAME=Чай\n", encoding="utf-8-sig")
    assert load().shop.name == "Чай"


def test_an_env_file_in_another_encoding_is_refused_in_one_sentence():
    Path(".env").write_text("SHOP_NAME=Чай\n", encoding="cp1251")
    assert refusal() == ".env isn't in UTF-8; save it in that encoding."


def test_the_example_names_every_setting_and_shows_its_default():
    """Who copies it and fills in nothing has what who has no file has."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0].lower() for line in lines if line and not line.startswith("#")]
    assert sorted(named) == sorted(Settings.model_fields)
    assert load(_env_file=EXAMPLE) == load(_env_file=None)


# What is refused


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "BOT_TOKEN",
            SECRET,
            "BOT_TOKEN isn't a bot token; copy it whole from @BotFather: digits, a colon, letters.",
        ),
        (
            "BOT_TOKEN",
            f"42:{SECRET} {SECRET}",
            "BOT_TOKEN isn't a bot token; copy it whole from @BotFather: digits, a colon, letters.",
        ),
        (
            "TELEGRAM_LIBRARY",
            "telethon",
            "TELEGRAM_LIBRARY can't be used; write aiogram or python-telegram-bot.",
        ),
        (
            "TELEGRAM_API_URL",
            "api.telegram.org",
            "TELEGRAM_API_URL is no address; write one such as https://api.telegram.org.",
        ),
        (
            "OWNER_IDS",
            "anna,ben",
            f"OWNER_IDS can't be used; write {OWNERS}.",
        ),
        (
            "OWNER_IDS",
            "-100123",
            f"OWNER_IDS can't be used; write {OWNERS}.",
        ),
        ("SHOP_LANGUAGE", "xx", "SHOP_LANGUAGE is not spoken: 'xx'; choose one of en, ru, uk, pl, zh."),
        (
            "SEND_RATE",
            "fast",
            "SEND_RATE can't be used; write messages a second, over 0 and up to 1000, such as 25.",
        ),
        (
            "SEND_RATE",
            "nan",
            "SEND_RATE can't be used; write messages a second, over 0 and up to 1000, such as 25.",
        ),
        (
            "SEND_RATE",
            "0",
            "SEND_RATE can't be used; write messages a second, over 0 and up to 1000, such as 25.",
        ),
        ("PAID_BROADCAST", "perhaps", "PAID_BROADCAST can't be used; write yes or no."),
        *(
            (
                "RESEND_UNKNOWN_AFTER",
                written,
                (
                    "RESEND_UNKNOWN_AFTER isn't a time from 1h to 6d; "
                    "write one such as 2h, or leave it empty: then nobody is asked twice."
                ),
            )
            for written in ("soon", "0h", "59m", "7d", "145h", "999d", "-2h", "2")
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence_that_says_what_to_write(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)
    assert refusal() == sentence


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tokyo", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("europe/riga", "Europe/Riga"),
        ("America/New_Yrok", "America/New_York"),
        ("Europe", "Europe/Riga"),
        ("../../etc/passwd", "Europe/Riga"),
        ("+03:00", "Europe/Riga"),
    ],
)
def test_a_wrong_time_zone_is_answered_by_what_was_meant(written, meant):
    told = f"SHOP_TIME_ZONE is no time zone: {written!r}; write one such as {meant}."
    assert refusal(shop_time_zone=written) == told


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("nonsense", "DATABASE_URL can't be read; write sqlite+aiosqlite:///var/tapscore.db or postgresql"),
        ("postgresql+asyncpg://u:hunter2@h:port/db", "DATABASE_URL can't be read; write "),
        (
            "postgres://u:hunter2@h/db",
            "DATABASE_URL begins with postgres, which isn't supported; begin it with",
        ),
        ("sqlite:///var/x.db", "DATABASE_URL begins with sqlite, which isn't supported; begin it with"),
        ("postgresql+asyncpg://u:a@hunter2/b@h/db", "DATABASE_URL has a password that can't be read; write"),
        ("postgresql+asyncpg://u:a@hunter2@h/db", "DATABASE_URL has a password that can't be read; write"),
        ("sqlite+aiosqlite://", "DATABASE_URL names no file, so that nothing would be kept; write sqlite"),
    ],
)
def test_a_wrong_database_url_is_told_with_the_others(url, begins):
    told = refusal(database_url=url, shop_language="xx").splitlines()
    assert len(told) == 2
    assert told[0].startswith(begins)
    assert told[0].endswith(".")
    assert not told[0].endswith("..")
    assert "hunter2" not in told[0]


@pytest.mark.parametrize(
    ("written", "hours"), [("1h", 1), ("2 H", 2), ("90h", 90), ("1d", 24), ("6d", 144), ("144h", 144)]
)
def test_what_may_never_have_arrived_is_sent_again_only_after_a_time_that_is_named(written, hours):
    assert load().resend_unknown_after is None
    assert load(resend_unknown_after=written).resend_unknown_after == timedelta(hours=hours)


def test_every_problem_is_told_at_once_and_each_once(monkeypatch):
    wrong = {
        "BOT_TOKEN": "nonsense",
        "TELEGRAM_LIBRARY": "telethon",
        "TELEGRAM_API_URL": "nonsense",
        "DATABASE_URL": "nonsense",
        "OWNER_IDS": "a,b,c",
        "SHOP_TIME_ZONE": "nonsense",
        "SHOP_LANGUAGE": "nonsense",
        "SEND_RATE": "nonsense",
        "PAID_BROADCAST": "nonsense",
        "PUBLIC_URL": "nonsense",
        "WEBHOOK_SECRET": "non sense",
        "HTTP_PORT": "nonsense",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    told = refusal().splitlines()
    assert [line.split()[0] for line in told] == list(wrong)


def test_a_rate_that_telegram_takes_money_for_needs_a_yes():
    told = (
        "SEND_RATE is over the 30 messages a second that Telegram allows free of charge; "
        "lower it, or set PAID_BROADCAST=yes."
    )
    assert refusal(send_rate=31) == told
    assert refusal(send_rate=31, telegram_api_url="https://API.telegram.org/") == told
    assert load(send_rate=30).send_rate == 30
    assert load(send_rate=31, paid_broadcast=True).send_rate == 31
    assert load(send_rate=31, telegram_api_url="http://127.0.0.1:8081/").send_rate == 31


# Where updates are brought to


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://bot.shop.example", "https://bot.shop.example"),
        ("https://bot.shop.example/", "https://bot.shop.example"),
        ("https://bot.shop.example:8443/tapscore/", "https://bot.shop.example:8443/tapscore"),
        ("https://192.0.2.1:88", "https://192.0.2.1:88"),
    ],
)
def test_a_public_address_has_a_name_perhaps_a_port_and_perhaps_a_path(written, taken):
    assert load(public_url=written).public_url == taken


@pytest.mark.parametrize(
    "written",
    [
        "bot.shop.example",
        "ftp://bot.shop.example",
        "https://",
        "https:///telegram",
        "https://bot.shop.example/?x=1",
        "https://bot.shop.example/#top",
        "https://user:hunter2@bot.shop.example",
        "https://bot shop.example",
        "https://bot.shop.example:port",
        "https://bot.shop.example:70000",
        "https://bot.shop.example:0",
        "https://[::1",
    ],
)
def test_what_is_no_public_address_is_told_in_one_sentence_and_not_repeated(written):
    assert refusal(public_url=written) == (
        "PUBLIC_URL is no address to which Telegram could come; write one such as https://bot.example.com."
    )


@pytest.mark.parametrize("url", ["http://bot.shop.example", "http://127.0.0.1.example", "http://192.168.1.5"])
def test_updates_come_encrypted(url):
    assert refusal(public_url=url) == (
        "PUBLIC_URL begins with http://, by which what people write could be read on its way; "
        "write https://, and let a proxy in front of the agent hold the certificate."
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8123", "http://localhost:8123/tapscore", "http://[::1]:8123"]
)
def test_on_this_machine_they_need_not(url):
    assert load(public_url=url, telegram_api_url="http://127.0.0.1:8081").public_url == url


def test_a_port_to_which_telegram_does_not_come_is_told_with_the_rate():
    told = "PUBLIC_URL names port 8080; Telegram brings updates to 443, 80, 88 and 8443 only."
    assert refusal(public_url="https://bot.shop.example:8080") == told
    assert refusal(public_url="https://bot.shop.example:8080", send_rate=31).splitlines()[1:] == [told]
    own = load(public_url="https://bot.shop.example:8080", telegram_api_url="http://127.0.0.1:8081")
    assert own.public_url == "https://bot.shop.example:8080"


def test_a_webhook_secret_is_as_given_or_derived_from_the_token_and_always_the_same():
    assert load(bot_token=f"42:{SECRET}", webhook_secret="my-own_1").secret_token == "my-own_1"
    derived = load(bot_token=f"42:{SECRET}").secret_token
    assert derived == load(bot_token=f"42:{SECRET}").secret_token
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", derived)
    assert derived != load(bot_token=f"42:{SECRET}2").secret_token
    assert SECRET not in derived
    # A release that derived another one would refuse what Telegram brings to its neighbours' webhook.
    assert derived == "29a65a60ee7ccf114d5a52e1958a5fe81367813fcdad85e2b5537a1174c32054"
    with pytest.raises(SettingsError, match="BOT_TOKEN is missing"):
        load().secret_token  # noqa: B018 - reading it is what fails


def test_an_address_loses_the_slash_to_which_methods_would_be_added():
    assert load(telegram_api_url="http://127.0.0.1:8081/api/").telegram_api_url == "http://127.0.0.1:8081/api"


# Secrets


def test_no_secret_is_in_what_is_printed_of_settings():
    found = load(
        bot_token=f"42:{SECRET}",
        database_url="postgresql+asyncpg://u:hunter2@h/db",
        webhook_secret="hunter2",
    )
    for printed in (repr(found), str(found), f"{found}"):
        assert SECRET not in printed
        assert "hunter2" not in printed


def test_no_secret_is_in_an_error_nor_in_what_caused_it():
    with pytest.raises(SettingsError) as refused:
        load(bot_token=f"{SECRET}:42", database_url="mysql://u:hunter2@h/db", shop_language="xx")
    error: BaseException | None = refused.value
    while error is not None:
        assert SECRET not in repr(error)
        assert "hunter2" not in repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_no_secret_is_in_a_validation_error():
    with pytest.raises(ValidationError) as refused:
        Settings(
            bot_token=f"{SECRET}:42", database_url="mysql://u:hunter2@h/db", webhook_secret="hunter2 hunter2"
        )
    assert refused.value.error_count() == 3
    assert SECRET not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        setattr(load(), "send_rate", 1)  # noqa: B010 - a type checker refuses it too
