"""What the command line says where it can't do what it was told."""

import asyncio
import errno
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.simulator.simulator import Simulator
from handlers.marketer.audience_words import UnclearAudienceError
from tests.bot.command_line.commands import (
    CLOSED,
    TOKEN,
    ended,
    environment,
    start,
    written,
)

# Help, and wrong use


def test_help_names_the_verbs_and_each_explains_itself(bot):
    done = bot("--help")
    assert (done.status, done.err) == (0, "")
    _, _, listed = done.out.partition("Commands:\n")
    verbs = dict(re.findall(r"^  ([a-z][a-z-]*) +(.+)$", listed, re.MULTILINE))
    assert list(verbs) == [
        "run",
        "demo",
        "import",
        "import-answers",
        "wave",
        "waves",
        "plans",
        "survey",
        "scores",
        "migrate",
        "doctor",
    ]
    assert not [verb for verb, words in verbs.items() if words.endswith("...")], "cut off"
    for verb in verbs:
        done = bot(verb, "--help")
        assert (done.status, done.err) == (0, "")
        assert f"python -m bot {verb}" in done.out


def test_nothing_at_all_is_answered_by_the_help(bot):
    done = bot()
    assert done.status == 2
    assert "Usage: python -m bot" in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["order"], "No such command 'order'; see python -m bot --help."),
        (["waves", "--xml"], "No such option: --xml; see python -m bot waves --help."),
        (
            ["survey", "nps", "--symbols"],
            "Option '--symbols' requires an argument; see python -m bot --help.",
        ),
        (["import"], "Missing argument 'file'; see python -m bot import --help."),
        (
            ["scores"],
            "Missing argument 'kind'. Choose from: csat, nps, ces; see python -m bot scores --help.",
        ),
        (["import-answers"], "Missing argument 'file'; see python -m bot import-answers --help."),
        (
            ["import-answers", "a.csv", "--source", " "],
            "The answers need a name to be filed under; write it after --source.",
        ),
        (
            ["scores", "cast"],
            "Invalid value for 'kind': 'cast' is not one of 'csat', 'nps', 'ces'; see python -m bot scores --help.",
        ),
        (
            ["scores", "nps", "--period", "week"],
            "I don't understand 'week'; write something such as '7d'.",
        ),
        (
            ["scores", "nps", "--by", "shop"],
            "I don't understand 'shop'; write something such as 'store'.",
        ),
        (
            ["wave", "csat", "--audience", "some", "--yes"],
            str(UnclearAudienceError("some", "store:…")),
        ),
        (
            ["wave", "csat", "--audience", f"store:{'x' * 500}", "--yes"],
            "An audience has up to 500 characters, not 506; leave some out, or send a CSV file of contacts.",
        ),
        (
            ["wave", "csat", "--at", "2020-05-05 10:00", "--yes"],
            '2020-05-05 10:00 has passed; give a later moment, or "now".',
        ),
        (
            ["wave", "csat"],
            "There is no terminal to confirm the wave on; add --yes to plan it without asking.",
        ),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(bot, arguments, sentence):
    done = bot(*arguments)
    assert (done.status, done.sentence) == (2, sentence)


def test_a_verb_loads_no_more_than_it_needs():
    """A Telegram library costs seconds and megabytes; a shop's script shouldn't pay for it."""
    written("orders.csv", "order_id\n1001\n")
    written("answers.csv", "contact,kind,score,answered_at\nanna,csat,5,2024-05-03\n")
    imports = [["import", "orders.csv"], ["import-answers", "answers.csv"]]
    verbs = [["--help"], *imports, ["wave", "csat", "--yes"], ["waves"], ["scores", "csat"]]
    script = f"""
import sys
from bot.cli import main
for verb in {verbs!r}:
    sys.argv = ["python -m bot", *verb]
    try:
        main()
    except SystemExit as end:
        assert not end.code, (verb, end.code)
    if verb == ["--help"]:
        for_help = {{"asyncio", "sqlalchemy", "pydantic", "rich", "msgspec"}} & set(sys.modules)
heavy = {{"aiogram", "aiohttp", "telegram", "httpx", "matplotlib", "apscheduler", "fastapi"}}
print(sorted(for_help | (heavy & set(sys.modules))))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr


# What a person has to do something about


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("", "BOT_TOKEN is missing: get one from @BotFather and write it into .env."),
        (
            "AAF-secret_of_this_bot",
            "BOT_TOKEN isn't a bot token; copy it whole from @BotFather: digits, a colon, letters.",
        ),
    ],
)
def test_run_without_a_token_is_one_sentence(bot, monkeypatch, token, sentence):
    monkeypatch.setenv("BOT_TOKEN", token)
    done = bot("run")
    assert (done.status, done.sentence) == (1, sentence)
    assert not Path("var").exists()


def test_wrong_settings_are_all_told_each_on_a_line(bot, monkeypatch):
    monkeypatch.setenv("SHOP_TIME_ZONE", "Riga/Europe")
    monkeypatch.setenv("DATABASE_URL", "mysql://shop:secret@db/shop")
    done = bot("waves")
    assert done.status == 1
    drivers = "sqlite+aiosqlite:// or postgresql+asyncpg://"
    assert done.err.splitlines() == [
        f"DATABASE_URL begins with mysql, which isn't supported; begin it with {drivers}.",
        "SHOP_TIME_ZONE is no time zone: 'Riga/Europe'; write one such as Europe/Riga.",
    ]


async def test_a_telegram_that_cannot_be_used_is_one_sentence(tmp_path):
    async with Simulator(token=TOKEN) as telegram:
        unknown, away = await asyncio.gather(
            start(
                "run",
                BOT_TOKEN="42:AAF-another_secret",
                TELEGRAM_LIBRARY="python-telegram-bot",
                TELEGRAM_API_URL=telegram.url,
                DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'one.db'}",
            ),
            start(
                "run",
                BOT_TOKEN=TOKEN,
                TELEGRAM_LIBRARY="python-telegram-bot",
                DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'two.db'}",
            ),
        )
        done = await ended(unknown)
        told = "Telegram doesn't know BOT_TOKEN; copy it anew from @BotFather into .env."
        assert (done.status, done.sentence) == (1, told)
        done = await ended(away)
        told = f"Telegram can't be reached at {CLOSED}; check the network, or TELEGRAM_API_URL."
        assert (done.status, done.sentence) == (1, told)


def test_a_database_that_cannot_be_used_is_one_sentence(bot, monkeypatch, tmp_path, unused_tcp_port):
    (tmp_path / "file").write_text("no database\n")
    for url, said in {
        f"sqlite+aiosqlite:///{tmp_path}/file": (
            f"The database {tmp_path}/file can't be opened; check that it is a SQLite file and may be written."
        ),
        f"sqlite+aiosqlite:///{tmp_path}/file/shop.db": (
            f"The folder {tmp_path}/file can't be made (File exists); choose another place in DATABASE_URL."
        ),
        f"postgresql+asyncpg://shop:secret@127.0.0.1:{unused_tcp_port}/shop": (
            f"The database at 127.0.0.1 can't be used ([Errno {errno.ECONNREFUSED}] Connect call failed "
            f"('127.0.0.1', {unused_tcp_port})); check DATABASE_URL, and that it runs."
        ),
    }.items():
        monkeypatch.setenv("DATABASE_URL", url)
        done = bot("waves")
        assert (done.status, done.sentence) == (1, said)
    assert (tmp_path / "file").read_text() == "no database\n"


async def test_a_postgresql_without_the_database_is_one_sentence(bot, monkeypatch):
    async def refuse(reader, writer):
        """PostgreSQL's protocol 3.0, as far as a server goes that has no such database."""
        while (size := int.from_bytes(await reader.readexactly(4))) == 8:
            await reader.readexactly(4)  # SSLRequest
            writer.write(b"N")
        await reader.readexactly(size - 4)  # StartupMessage
        fields = b'SFATAL\0VFATAL\0C3D000\0Mdatabase "shop" does not exist\0\0'
        writer.write(b"E" + (len(fields) + 4).to_bytes(4) + fields)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://shop:secret@127.0.0.1:{port}/shop")
        done = await asyncio.to_thread(bot, "waves")
    assert done.status == 1
    assert done.sentence == (
        'The database at 127.0.0.1 can\'t be used (database "shop" does not exist); '
        "check DATABASE_URL, and that it runs."
    )


def test_a_full_disk_is_one_sentence_and_a_mistake_of_ours_is_not_hidden(bot, monkeypatch):
    def fail(error):
        def app(**_options):
            raise error

        monkeypatch.setattr(cli, "app", app)

    fail(OSError(errno.ENOSPC, "No space left on device"))
    done = bot("waves")
    told = "[Errno 28] No space left on device: see that the database runs and the disk has room, then try again."
    assert (done.status, done.sentence) == (1, told)
    fail(KeyError("x"))
    with pytest.raises(KeyError):
        bot("waves")
