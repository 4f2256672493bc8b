"""What Telegram, and whoever pretends to be it, is answered."""

import asyncio
import io
import json
import shutil
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.reception import Reception
from bot.web import telegram
from storage.tables import handled_update_table, set_aside_update_table
from storage.writer import Writer
from tests.bot.web.site import BOT_ID, SECRET, Site
from tests.scheduler.stage import away

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)


async def test_an_update_is_answered_once_it_is_stored_and_not_before(site: Site) -> None:
    """Invariant 5: a webhook answers 200 only after the commit."""
    gate = site.desk.gates[7] = asyncio.Event()
    delivering = asyncio.create_task(site.deliver(7))
    await site.desk.until(lambda: site.desk.begun == [7])
    done, _ = await asyncio.wait({delivering}, timeout=0.2)
    assert not done
    gate.set()
    assert await delivering == 200
    assert site.desk.taken == [7]


async def test_updates_are_taken_side_by_side(site: Site) -> None:
    gates = site.desk.gates
    gates |= {number: asyncio.Event() for number in range(50)}
    delivering = [asyncio.create_task(site.deliver(number)) for number in range(50)]
    await site.desk.until(lambda: len(site.desk.begun) == 50)
    for gate in gates.values():
        gate.set()
    assert await asyncio.gather(*delivering) == [200] * 50


# The secret


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "s3cret_of-telegram",
        SECRET[:-1],
        f"{SECRET}x",
        f"{SECRET}, {SECRET}",
        "s3crét",
        "\u00ff" * 300,
    ],
)
async def test_whoever_does_not_know_the_secret_is_not_heard(site: Site, shown: str | None) -> None:
    assert await site.deliver(7, secret=shown) == 403
    assert site.desk.begun == []
    assert await site.deliver(8) == 200


async def test_a_refusal_gives_no_hint_and_is_logged_once(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    for secret in ("", "wrong", "wrong again"):
        headers = {telegram.SECRET_HEADER: secret}
        status, body, _ = await site.request("POST", "/telegram", data=b'{"update_id": 7}', headers=headers)
        assert (status, body) == (403, b"")
    assert caplog.messages == [
        "An update with a wrong secret was refused; if Telegram sent it, restart the agent"
    ]


# What is no update


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"update_id=7",
        b"null",
        b"7",
        b"[]",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.5}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 7, "message": "\xff"}',
        b'{"update_id": 7',
        b'{"update_id": 7, "a": ' + b"[" * 200_000,
    ],
)
async def test_what_telegram_never_sends_is_refused_and_its_words_are_not_logged(
    site: Site, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert await site.deliver(body) == 400
    assert site.desk.begun == []
    assert caplog.messages == [
        f"What came with the right secret is no update; {len(body)} bytes were refused"
    ]


async def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(site: Site) -> None:
    assert await site.deliver(io.BytesIO(b" " * 1024 * 1024 + b"{}")) == 413

    async def pieces():
        for _ in range(17):
            yield b" " * 64 * 1024

    headers = {telegram.SECRET_HEADER: SECRET}
    status, _, _ = await site.request("POST", "/telegram", data=pieces(), headers=headers)
    assert status == 413
    assert await site.deliver(b'{"update_id": 7}'.ljust(1024 * 1024)) == 200
    assert site.desk.taken == [7]


async def test_a_body_that_does_not_come_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "BODY_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(site.head(16) + b'{"update_id":')
    async with asyncio.timeout(5):
        answer = await reader.read()  # to the end: the connection is closed
    assert answer.startswith(b"HTTP/1.1 408 ")
    writer.close()
    assert site.desk.begun == []


async def test_whoever_hangs_up_in_the_middle_of_a_body_leaves_nothing_behind(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("ERROR", "uvicorn.error")
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(site.head(16) + b'{"update_id":')
    await writer.drain()
    writer.close()
    assert await site.deliver(8) == 200
    await site.close()
    assert site.desk.begun == [8]
    assert caplog.messages == []


async def test_whoever_hangs_up_while_it_is_handled_undoes_nothing(site: Site) -> None:
    gate = site.desk.gates[7] = asyncio.Event()
    _, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(site.head(16) + b'{"update_id": 7}')
    await site.desk.until(lambda: site.desk.begun == [7])
    writer.close()
    await writer.wait_closed()
    assert await site.deliver(8) == 200  # by now the server knows that the other is gone
    gate.set()
    await site.desk.until(lambda: 7 in site.desk.taken)
    assert site.desk.cancelled == []


# What goes wrong inside


async def test_while_the_database_is_away_telegram_is_told_to_come_again(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.desk.faults[7] = [away(), away()]
    headers = {telegram.SECRET_HEADER: SECRET}
    status, body, given = await site.request("POST", "/telegram", data=b'{"update_id": 7}', headers=headers)
    assert (status, body, given["Retry-After"]) == (503, b"", "5")
    assert [await site.deliver(7), await site.deliver(7)] == [503, 200]
    assert site.desk.taken == [7]
    assert caplog.messages == [
        "The database is away (OperationalError): Telegram offers its updates again meanwhile",
        "The database is back",
    ]


async def test_a_fault_of_ours_is_logged_without_its_words_and_offered_again(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.desk.faults[7] = [ValueError("Anna said: it fell apart")]
    assert await site.deliver(7) == 500
    assert await site.deliver(7) == 200
    assert "An update can't be taken: ValueError" in caplog.text
    assert "fell apart" not in caplog.text


# With the real reception


class Conversation:
    """Says nothing, and stores that it was spoken to; one number is poison."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def handle(self, update):
        if update.update_id == 13:
            raise ValueError("poison")
        async with self._writer.unit() as session:
            row = {"bot_id": BOT_ID, "update_id": update.update_id, "handled_at": NOW}
            await session.execute(handled_update_table.insert().values(row))
            await session.commit()
        return []


async def stored(site: Site, table: Any) -> list[int]:
    async with site.database.reading() as session:
        return [row.update_id for row in await session.execute(table.select())]


async def open_with_reception(closed: Site) -> Site:
    writer = Writer(database=closed.database)
    nobody: Any = type("Courier", (), {"leave": lambda *_, **__: None})()
    conversation: Any = Conversation(writer)
    reception = Reception(
        bot_id=BOT_ID, conversation=conversation, courier=nobody, writer=writer, now=lambda: NOW
    )
    await closed.open(reception=reception)
    return closed


async def test_what_is_answered_survives_whatever_happens_next(closed: Site, tmp_path) -> None:
    site = await open_with_reception(closed)
    assert await site.deliver(7) == 200
    # What a crash at this moment leaves: the files as they are, with nothing closed.
    for suffix in ("", "-wal"):
        shutil.copy(f"{site.database.path}{suffix}", tmp_path / f"after.db{suffix}")
    site.database = type(site.database)(url=f"sqlite+aiosqlite:///{tmp_path / 'after.db'}")
    assert await stored(site, handled_update_table) == [7]
    await site.database.close()


async def test_poison_is_set_aside_so_that_it_holds_nobody_up(closed: Site) -> None:
    site = await open_with_reception(closed)
    assert await site.deliver(13) == 200
    assert await stored(site, set_aside_update_table) == [13]


async def test_an_update_of_a_kind_that_nobody_knows_is_taken(closed: Site) -> None:
    site = await open_with_reception(closed)
    update = {"update_id": 7, "message": {"message_id": "?"}, "new_kind": {"x": 1}}
    assert await site.deliver(json.dumps(update).encode()) == 200
    assert await stored(site, handled_update_table) == [7]
