"""Each check of the doctor, well and unwell, with the remedy it names."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from sqlalchemy import text

from bot import doctor
from bot.adapters import open_messenger
from bot.doctor import UnwellError, examine
from bot.settings import load
from bot.simulator.simulator import Simulator
from bot.web.webhook import delete_webhook, set_webhook
from storage.migrate import newest_revision, open_database

TOKEN = "42:AAF-secret_of_this_bot"


@pytest.fixture
async def telegram():
    async with Simulator(token=TOKEN, username="tapscore_bot") as simulator:
        yield simulator


@pytest.fixture
async def database(tmp_path):
    """A database at this version, opened to spoil it."""
    opened = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield opened
    await opened.close()


class Patient:
    """An agent's settings, and what the doctor says about them."""

    def __init__(self, folder):
        self.given = {
            "bot_token": TOKEN,
            "telegram_library": "python-telegram-bot",
            "database_url": f"sqlite+aiosqlite:///{folder / 'shop.db'}",
        }

    async def examined(self, **given):
        """What the doctor says of each thing, by its name; whether it is well, as its first word."""
        lines: list[str] = []
        found = load(_env_file=None, **{**self.given, **given})
        try:
            await examine(found, say=lines.append)
        except UnwellError as unwell:
            self.end = str(unwell)
        else:
            self.end = ""
        assert all(line.startswith(("ok      ", "WRONG   ")) for line in lines)
        assert not any("secret" in line or "\n" in line for line in lines)
        assert all(line.endswith(".") == line.startswith("WRONG") for line in lines)
        return {
            name: (line[:8].strip(), said) for line in lines for name, _, said in [line[8:].partition(": ")]
        }


@pytest.fixture
def patient(tmp_path, telegram):
    patient = Patient(tmp_path)
    patient.given["telegram_api_url"] = telegram.url
    return patient


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_all_is_well(patient, database, library):
    found = await patient.examined(telegram_library=library)
    assert found == {
        "Database": ("ok", f"at {newest_revision()}"),
        "Rights": ("ok", "the database may be written"),
        "Clock": ("ok", "right"),
        "Token": ("ok", "@tapscore_bot"),
        "Webhook": ("ok", "none, updates come by long polling; 0 wait"),
    }
    assert patient.end == ""


async def test_looking_changes_nothing(patient, database, telegram):
    await patient.examined()
    async with database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM bot_identity"))).scalar() == 0
    assert {call.method for call in telegram.calls} == {"getMe", "getWebhookInfo"}


# The database


async def test_before_the_first_run_there_is_no_database_and_that_is_well(patient, tmp_path):
    folder = tmp_path / "not" / "yet"
    found = await patient.examined(database_url=f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    assert found["Database"] == ("ok", f"{folder / 'shop.db'} doesn't exist yet; the first run makes it")
    assert found["Rights"] == ("ok", f"{tmp_path} may be written")
    assert not folder.exists()


async def test_a_place_where_no_folder_can_be_made(patient, tmp_path):
    (tmp_path / "file").write_text("")
    found = await patient.examined(database_url=f"sqlite+aiosqlite:///{tmp_path / 'file' / 'shop.db'}")
    said = "isn't a folder that may be written; allow it, or choose another place in DATABASE_URL."
    assert found["Rights"] == ("WRONG", f"{tmp_path / 'file'} {said}")
    assert patient.end == "1 of 5 checks failed; each says above what to do."


async def test_a_file_that_is_no_database(patient, tmp_path):
    (tmp_path / "shop.db").write_text("order_id\n1001\n")
    found = await patient.examined()
    assert found["Database"] == (
        "WRONG",
        f"The database {tmp_path / 'shop.db'} can't be opened; check that it is a SQLite file and may be written.",
    )
    assert "Rights" not in found
    assert (tmp_path / "shop.db").read_text() == "order_id\n1001\n"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE alembic_version", "it is at no schema; python -m bot migrate brings it up to date."),
        (
            "UPDATE alembic_version SET version_num = '9999_later'",
            "it is at 9999_later, which this version doesn't know; run a newer one.",
        ),
    ],
)
async def test_a_schema_of_another_version(patient, database, statement, said):
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))
    assert (await patient.examined())["Database"] == ("WRONG", said)


async def test_a_database_that_may_not_be_written(patient, database):
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "CREATE TRIGGER closed BEFORE INSERT ON bot_identity "
                "BEGIN SELECT RAISE(ABORT, 'permission denied'); END"
            )
        )
    assert (await patient.examined())["Rights"] == (
        "WRONG",
        "the database can't be written; give its user the right to, or make room on its disk.",
    )


async def test_a_postgresql_that_does_not_run(patient, unused_tcp_port):
    found = await patient.examined(
        database_url=f"postgresql+asyncpg://shop:secret@127.0.0.1:{unused_tcp_port}/shop"
    )
    state, said = found["Database"]
    assert state == "WRONG"
    assert said.startswith("The database at 127.0.0.1 can't be used (")
    assert said.endswith("; check DATABASE_URL, and that it runs.")


# Telegram


async def test_no_token(patient):
    found = await patient.examined(bot_token=None)
    assert found["Token"] == (
        "WRONG",
        "BOT_TOKEN is missing: get one from @BotFather and write it into .env.",
    )
    assert "Webhook" not in found
    assert patient.end == "1 of 4 checks failed; each says above what to do."


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_a_token_that_telegram_refuses(patient, library):
    found = await patient.examined(bot_token="42:other_secret", telegram_library=library)
    assert found["Token"] == (
        "WRONG",
        "Telegram doesn't know BOT_TOKEN; copy it anew from @BotFather into .env.",
    )


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_a_telegram_that_cannot_be_reached(patient, unused_tcp_port, library):
    url = f"http://127.0.0.1:{unused_tcp_port}"
    found = await patient.examined(telegram_api_url=url, telegram_library=library)
    assert found["Clock"] == ("ok", "can't be compared while Telegram is away")
    assert found["Token"] == (
        "WRONG",
        f"Telegram can't be reached at {url}; check the network, or TELEGRAM_API_URL.",
    )


async def test_a_telegram_that_does_not_answer(patient, telegram, monkeypatch):
    monkeypatch.setattr(doctor, "PATIENCE", 0.2)
    telegram.faults.next(1, "hang", method="getMe")
    assert (await patient.examined())["Token"] == (
        "WRONG",
        f"{telegram.url} doesn't answer; check the network, or TELEGRAM_API_URL.",
    )


async def test_a_telegram_that_does_not_say_where_updates_go(patient, telegram):
    telegram.faults.next(1, "500", method="getWebhookInfo")
    assert (await patient.examined())["Webhook"] == (
        "WRONG",
        "Telegram won't say where updates go; try again later.",
    )


@pytest.mark.parametrize("library", ["aiogram", "python-telegram-bot"])
async def test_a_webhook_that_is_set_that_is_away_and_that_is_gone(
    patient, telegram, unused_tcp_port, library
):
    url = f"http://127.0.0.1:{unused_tcp_port}"
    given = {"public_url": url, "telegram_library": library}
    async with open_messenger(library, token=TOKEN, api_url=telegram.url) as messenger:
        await set_webhook(messenger, asyncio.Event(), public_url=url, secret="s")
        assert (await patient.examined(**given))["Webhook"] == ("ok", "updates come to 127.0.0.1; 0 wait")
        await telegram.person(started=True).send("is anybody there?")
        async with asyncio.timeout(5):
            while not telegram.webhook._last_error:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        state, said = (await patient.examined(**given))["Webhook"]
        assert state == "WRONG"
        assert said.startswith("updates can't be brought, 1 wait (Connection refused); start `run`")
        await delete_webhook(messenger, asyncio.Event())
    state, said = (await patient.examined(**given))["Webhook"]
    assert state == "WRONG"
    assert said.startswith("none is set, so that no updates come; start `run`")


# What the simulator can't play: a clock that is off, a webhook of somebody else's.


@pytest.fixture
async def elsewhere():
    """Serves a Telegram whose every answer has this date, and whose webhook is set to this address."""
    runners = []

    async def serve(*, date, webhook=""):
        async def answer(request):
            if request.path == "/":  # Telegram's own leads to its documentation
                raise web.HTTPFound("http://127.0.0.1:9", headers={"Date": date})
            me = {"id": 42, "is_bot": True, "first_name": "T", "username": "tapscore_bot"}
            info = {"url": webhook, "has_custom_certificate": False, "pending_update_count": 3}
            result = me if request.path.endswith("/getMe") else info
            return web.json_response({"ok": True, "result": result}, headers={"Date": date})

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return "http://{}:{}".format(*runner.addresses[0][:2])

    yield serve
    for runner in runners:
        await runner.cleanup()


def http_date(difference):
    now = datetime.now(UTC) + difference  # noqa: TID251 - the doctor compares the machine's clock
    return format_datetime(now, usegmt=True)


@pytest.mark.parametrize(
    ("difference", "state"),
    [
        (timedelta(minutes=-2), "WRONG"),
        (timedelta(minutes=2), "WRONG"),
        (timedelta(seconds=-20), "ok"),
        (timedelta(seconds=20), "ok"),
    ],
)
async def test_a_clock_may_differ_by_half_a_minute(patient, elsewhere, difference, state):
    found = await patient.examined(telegram_api_url=await elsewhere(date=http_date(difference)))
    assert found["Clock"][0] == state
    if state == "WRONG":
        said = found["Clock"][1]
        assert said.startswith(("it differs from Telegram's by 12", "it differs from Telegram's by 11"))
        assert said.endswith(" s; let NTP set it.")


async def test_an_answer_whose_date_cannot_be_read(patient, elsewhere):
    found = await patient.examined(telegram_api_url=await elsewhere(date="yesterday"))
    assert found["Clock"] == ("ok", "can't be compared: the answer had no date")


async def test_updates_that_go_elsewhere(patient, elsewhere):
    webhook = "https://shop.example/hooks/42:AAF-secret_of_this_bot"
    url = await elsewhere(date=http_date(timedelta(0)), webhook=webhook)
    state, said = (await patient.examined(telegram_api_url=url))["Webhook"]
    assert state == "WRONG"
    assert said.startswith(
        "updates go to shop.example, not here; stop what uses this token there, then `run`"
    )
