"""What gets into a log, and what never does."""

import logging
import warnings
from collections.abc import Iterator

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import logs

TOKEN = "123456789:AAF-secret_of_this_bot-0123456789abc"
ANOTHER = "987654321:BBG-secret_of_another_bot-0123456789"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging is global: whatever a test configures is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {
        name: logger.level
        for name, logger in logging.Logger.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    root.handlers.clear()  # else they would be closed
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(logging.Logger.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def printed(capsys, **given):
    """What a configured log prints of whatever is done within."""
    logs.configure(**{"secrets": (TOKEN,), **given})
    return lambda: capsys.readouterr().err


def test_a_line_says_when_how_bad_where_and_what(capsys):
    shown = printed(capsys)
    logging.getLogger("bot.app").info("@%s takes updates", "shop_bot")
    assert shown().rstrip().endswith("INFO bot.app: @shop_bot takes updates")


@pytest.mark.parametrize(
    "said",
    [
        lambda log: log.warning("the token is %s", TOKEN),
        lambda log: log.warning(f"the token is {TOKEN}"),  # noqa: G004 - as a library might
        lambda log: log.warning("%s", {"url": f"https://api.telegram.org/bot{TOKEN}/getMe"}),
        lambda log: log.warning("POST https://api.telegram.org/bot%s/sendMessage", ANOTHER),
        lambda log: log.warning("https://example.org/?u=bot123456789%3AAAF-secret_of_this_bot-0123456789abc"),
        lambda log: log.warning("%r", ValueError(TOKEN)),
    ],
)
def test_no_token_is_printed_wherever_it_stands(capsys, said):
    shown = printed(capsys)
    said(logging.getLogger("somebody"))
    line = shown()
    assert "secret_of" not in line
    assert "<token>" in line


def test_no_token_is_printed_in_an_exception_s_text_or_its_cause(capsys):
    shown = printed(capsys)
    words = f"Cannot connect to https://api.telegram.org/bot{TOKEN}/getMe"
    try:
        try:
            raise ConnectionError(words)
        except ConnectionError as error:
            raise RuntimeError(words) from error
    except RuntimeError:
        logging.getLogger("somebody").exception("It failed")
    line = shown()
    assert line.count("<token>") == 2
    assert "secret_of" not in line


def test_every_secret_is_blotted_out_also_one_that_looks_like_nothing(capsys):
    shown = printed(capsys, secrets=("pass word", "", "pass word and more", "42:DEMO"))
    logging.getLogger("somebody").warning("pass word and more, pass%20word, 42:DEMO")
    line = shown()
    assert line.rstrip().endswith("<secret>, <secret>, <secret>")


def test_what_is_no_secret_stays_readable(capsys):
    shown = printed(capsys)
    logging.getLogger("somebody").warning("at 10:15:30, ratio 3:2, order 1001:abc")
    assert "at 10:15:30, ratio 3:2, order 1001:abc" in shown()


def test_below_the_level_nothing_is_printed(capsys):
    shown = printed(capsys, level=logging.WARNING)
    logging.getLogger("bot").info("small talk")
    logging.getLogger("bot").warning("in earnest")
    assert "small talk" not in (line := shown())
    assert "in earnest" in line


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
@pytest.mark.parametrize(
    "name", ["httpx", "httpcore.http11", "telegram.ext.BaseRequest", "aiogram.event", "aiohttp.client"]
)
def test_the_libraries_that_print_addresses_and_bodies_are_silent(capsys, name, level):
    shown = printed(capsys, level=level)
    for severity in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logging.getLogger(name).log(severity, "what Anna wrote")
    assert shown() == ""


@pytest.mark.parametrize("name", ["alembic.runtime.migration", "apscheduler.scheduler", "aiosqlite"])
def test_the_libraries_that_report_each_step_are_heard_when_something_is_wrong(capsys, name):
    shown = printed(capsys, level=logging.DEBUG)
    logging.getLogger(name).info("executing 'INSERT' with what Anna wrote")
    assert shown() == ""
    logging.getLogger(name).warning("something is wrong")
    assert "something is wrong" in shown()


async def test_a_real_request_of_httpx_prints_no_address(capsys):
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    async with TestServer(application) as server:
        shown = printed(capsys, level=logging.DEBUG)
        async with httpx.AsyncClient() as client:
            await client.get(str(server.make_url(f"/bot{TOKEN}/getMe")))
    assert "secret_of" not in (line := shown())
    assert "getMe" not in line


def test_a_real_answer_that_python_telegram_bot_can_t_read_isn_t_printed(capsys):
    """It prints such a body whole, with the words of whoever wrote them, and as an error at that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from telegram.error import TelegramError  # noqa: PLC0415 - slow, and nothing else here needs it
        from telegram.request import BaseRequest  # noqa: PLC0415
    shown = printed(capsys, level=logging.DEBUG)
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(b'{"text": "what Anna wrote"')
    assert "Anna" not in shown()
