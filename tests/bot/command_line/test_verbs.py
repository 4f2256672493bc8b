"""The verbs of the command line as people and scripts use them; real processes where a process is the point."""

import asyncio
import io
import json
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.simulator.simulator import Simulator
from storage.migrate import newest_revision
from tests.bot.command_line.commands import (
    CLOSED,
    STATES,
    TOKEN,
    database,
    ended,
    lines,
    start,
    written,
)

# Import


def test_an_import_says_what_it_took_and_what_it_did_not(bot):
    written(
        "orders.csv",
        "order_id;first_name;amount;colour\n1001;Анна;49,90;red\n1002;Бен;1,234;\n1001;Анна;50;\n",
        encoding="cp1251",
    )
    dry = bot("import", "orders.csv", "--dry-run")
    assert dry.status == 0
    assert dry.out == "orders.csv (Windows-1251): 1 new order, 0 known ones would be brought up to date.\n"
    assert dry.err.splitlines() == [
        "Importing: 3 of 3",
        "Columns not used: colour.",
        "1 row named an order again; the last row of an order counts.",
        "line 3: amount can be read in two ways: '1,234'; write 1234.00 or 1.23",
        "1 row would not be taken: mend them, or leave them out.",
    ]
    assert not Path("orders.csv.rejected.csv").exists()
    done = bot("import", "orders.csv")
    assert done.status == 0
    assert done.out == "orders.csv (Windows-1251): 1 new order, 0 known ones brought up to date.\n"
    assert done.err.splitlines() == [
        "Importing: 3 of 3",
        "Columns not used: colour.",
        "1 row named an order again; the last row of an order counts.",
        "1 row not taken: mend them in orders.csv.rejected.csv and import that.",
    ]
    again = bot("import", "orders.csv")
    assert again.out == "orders.csv (Windows-1251): 0 new orders, 1 known one brought up to date.\n"
    with database() as opened:
        found = opened.execute("SELECT order_id, first_name, amount_cents FROM purchase").fetchall()
    opened.close()
    assert found == [("1001", "Анна", 5000)]


def test_the_shops_zone_is_that_of_the_settings(bot, monkeypatch):
    monkeypatch.setenv("SHOP_TIME_ZONE", "Asia/Tokyo")
    written("orders.csv", "order_id,delivered_at\n1001,2025-05-03 08:30\n")
    assert bot("import", "orders.csv").status == 0
    with database() as opened:
        [(moment,)] = opened.execute("SELECT delivered_at FROM purchase").fetchall()
    opened.close()
    assert datetime.fromisoformat(moment).replace(tzinfo=UTC) == datetime(2025, 5, 2, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("none.csv", "none.csv can't be read (No such file or directory); check its name."),
        (".", ". can't be read (Is a directory); check its name."),
        ("empty.csv", "empty.csv is empty; export it anew."),
    ],
)
def test_a_file_that_cannot_be_imported_is_one_sentence(bot, name, sentence):
    Path("empty.csv").touch()
    done = bot("import", name)
    assert (done.status, done.sentence) == (1, sentence)


async def test_the_links_bear_the_bots_name_which_is_asked_for_once(bot, monkeypatch):
    written("orders.csv", "order_id\n1001\n1002\n")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_LIBRARY", "python-telegram-bot")
    done = await asyncio.to_thread(bot, "import", "orders.csv", "--links", "links.csv")
    told = f"Telegram can't be reached at {CLOSED}; check the network, or TELEGRAM_API_URL."
    assert (done.status, done.sentence) == (1, told)
    assert lines("links.csv") == []
    async with Simulator(token=TOKEN, username="greenleaf_bot") as telegram:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        assert (await asyncio.to_thread(bot, "import", "orders.csv", "--links", "links.csv")).status == 0
    links = lines("links.csv")
    assert links[0] == "order_id,link"
    assert [link.partition("?")[0] for link in links[1:]] == [
        "1001,https://t.me/greenleaf_bot",
        "1002,https://t.me/greenleaf_bot",
    ]
    # Telegram is away by now, and isn't needed.
    assert (await asyncio.to_thread(bot, "import", "orders.csv", "--links", "again.csv")).status == 0
    assert lines("again.csv") == links


def test_a_dry_run_needs_neither_token_nor_telegram(bot):
    written("orders.csv", "order_id\n1001\n")
    done = bot("import", "orders.csv", "--dry-run", "--links", "links.csv")
    assert done.status == 0
    assert not Path("links.csv").exists()


# Import of answers


def test_an_import_of_answers_says_what_it_took_and_what_it_did_not(bot):
    written(
        "old tool.csv",
        "contact,kind,score,answered_at,store,colour\n"
        "anna,csat,5,2024-05-03,Riga,red\n"
        "anna,csat,4,2024-05-03,Riga,\n"
        "ben,csat,6.5,2024-05-03,Riga,\n"
        "cleo,csat,2,2024-05-03,Tartu,\n",
    )
    done = bot("import-answers", "old tool.csv")
    assert (done.status, done.out) == (
        0,
        "old tool.csv (UTF-8): 2 new answers, 0 known ones left as before; filed under old tool.\n",
    )
    assert done.err.splitlines() == [
        "Importing: 4 of 4",
        "Columns not used: colour.",
        "1 row told the same person, kind and moment again; the first row of them counts.",
        "1 row not taken: mend them in old tool.csv.rejected.csv and import that.",
    ]
    again = bot("import-answers", "old tool.csv", "--source", "Elsewhere")
    assert "0 new answers, 2 known ones left as before; filed under Elsewhere." in again.out
    split = json.loads(bot("scores", "csat", "--by", "store", "--period", "2024-05", "--json").out)
    assert [(row["value"], row["n"], row["score"]) for row in split["rows"]] == [
        ("Riga", 1, 100),
        ("Tartu", 1, 0),
    ]
    split = json.loads(bot("scores", "csat", "--by", "wave", "--period", "2024-05", "--json").out)
    assert [(row["value"], row["n"]) for row in split["rows"]] == [("old tool", 2)]
    # It counts, and it was no wave of ours.
    assert json.loads(bot("waves", "--json").out) == []
    assert bot("waves").out.startswith("No waves yet")


def test_answers_without_a_zone_were_given_in_the_shops(bot, monkeypatch):
    monkeypatch.setenv("SHOP_TIME_ZONE", "Asia/Tokyo")
    written("a.csv", "contact,kind,score,answered_at\nanna,nps,9,2025-05-03 08:30\n")
    assert bot("import-answers", "a.csv").status == 0
    with database() as opened:
        [(moment,)] = opened.execute("SELECT answered_at FROM response").fetchall()
    opened.close()
    assert datetime.fromisoformat(moment).replace(tzinfo=UTC) == datetime(2025, 5, 2, 23, 30, tzinfo=UTC)


# Waves


def test_a_wave_is_planned_and_listed(bot, monkeypatch):
    monkeypatch.setenv("SHOP_TIME_ZONE", "Europe/Riga")
    assert bot("waves").out == "No waves yet; plan one: python -m bot wave csat --audience all --at now\n"
    assert json.loads(bot("waves", "--json").out) == []
    year = datetime.now(UTC).year + 1  # noqa: TID251 - the command reads the machine's clock
    done = bot("wave", "NPS", "--audience", "all", "--at", f"{year}-05-05 10:00", "--name", "Весна", "--yes")
    assert (done.status, done.err) == (0, "")
    assert done.out == f'Wave 1 "Весна" is planned for {year}-05-05 10:00 (Europe/Riga).\n'
    [wave] = json.loads(bot("waves", "--json").out)
    assert list(wave) == ["id", "name", "kind", "state", "audience", *STATES]
    assert wave == {
        "id": 1,
        "name": "Весна",
        "kind": "nps",
        "state": "planned",
        "audience": 0,
    } | dict.fromkeys(STATES, 0)
    header, row = bot("waves").out.splitlines()
    assert header.split() == list(wave)
    assert row.split()[:4] == ["1", "Весна", "nps", "planned"]


def test_each_person_of_a_wave_is_in_one_state_and_their_sum_is_the_audience(bot):
    """Invariant 3: a wave's states sum to its audience, always."""
    bot("wave", "csat", "--yes")
    with database() as opened:
        for number, state in enumerate([*STATES, "skipped", "skipped"]):
            opened.execute(
                "INSERT INTO contact (id, telegram_id, first_name, is_staff, created_at) VALUES (?, ?, 'A', 0, '')",
                (number, number),
            )
            opened.execute(
                "INSERT INTO invitation (ask_key, wave_id, survey_id, kind, contact_id, state, skip_reason, is_test, "
                "language, created_at) VALUES (?, 1, 1, 'csat', ?, ?, ?, 0, 'en', '')",
                (str(number), number, state, "no_chat" if state == "skipped" else None),
            )
    opened.close()
    [wave] = json.loads(bot("waves", "--json").out)
    assert wave["audience"] == sum(wave[state] for state in STATES) == 11
    assert wave["skipped"] == 3


def test_a_plan_that_asks_after_each_purchase_is_made_listed_and_stopped(bot):
    assert bot("plans").out == "No plans yet; make one: python -m bot wave csat --after delivered+2d\n"
    done = bot("wave", "csat", "--after", "delivered+36h", "--name", "Shoes", "--reminder", "none", "--yes")
    assert (done.status, done.err) == (0, "")
    assert done.out == 'Plan 1 "Shoes" asks 36h after each delivery; python -m bot plans --stop 1 ends it.\n'
    assert json.loads(bot("waves", "--json").out) == []
    [plan] = json.loads(bot("plans", "--json").out)
    assert plan.pop("since")
    assert plan == {
        "id": 1,
        "name": "Shoes",
        "kind": "csat",
        "state": "running",
        "audience": "all",
        "after": "delivered+36h",
        "every": None,
        "next": None,
        "open": "7d",
        "reminder": "none",
    }
    assert bot("plans", "--stop", "1").out.splitlines()[1].split()[3] == "stopped"
    assert bot("plans", "--stop", "2").err == "There is no plan 2; python -m bot plans lists them.\n"


def test_a_plan_that_repeats_is_made_listed_with_its_next_moment_and_stopped(bot, monkeypatch):
    monkeypatch.setenv("SHOP_TIME_ZONE", "Europe/Riga")
    day = f"{datetime.now(UTC).year + 1}-12-01"  # noqa: TID251 - the command reads the machine's clock
    done = bot("wave", "nps", "--at", f"{day} 10:00", "--every", "quarter", "--spread", "3h", "--yes")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        f'Plan 1 "NPS every quarter" asks every quarter from {day} 10:00 (Europe/Riga); '
        "python -m bot plans --stop 1 ends it.\n"
    )
    [plan] = json.loads(bot("plans", "--json").out)
    assert (plan["after"], plan["every"], plan["next"]) == (None, "quarter", f"{day} 10:00")
    [wave] = json.loads(bot("waves", "--json").out)
    assert (wave["name"], wave["state"]) == (f"NPS every quarter {day}", "planned")
    [plan] = json.loads(bot("plans", "--stop", "1", "--json").out)
    assert (plan["state"], plan["next"]) == ("stopped", None)
    [wave] = json.loads(bot("waves", "--json").out)
    assert wave["state"] == "stopped"


def test_a_wave_is_paused_resumed_and_stopped(bot):
    bot("wave", "csat", "--name", "Spring", "--yes")
    for option, state in (("--pause", "paused"), ("--resume", "planned"), ("--stop", "stopped")):
        [wave] = json.loads(bot("waves", option, "1", "--json").out)
        assert wave["state"] == state
    refused = bot("waves", "--resume", "1")
    assert (refused.status, refused.err) == (
        2,
        "There is no wave 1 that is paused; python -m bot waves lists them.\n",
    )


class Keyboard(io.StringIO):
    """Somebody at a terminal who types this."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "status", "planned"), [("y\n", 0, 1), ("n\n", 1, 0), ("\n", 1, 0), ("what\nyes\n", 0, 1)]
)
def test_a_wave_is_planned_when_the_person_says_yes(bot, monkeypatch, typed, status, planned):
    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    done = bot("wave", "csat", "--name", "Spring")
    assert done.status == status
    assert 'Wave "Spring" to all for ' in done.out
    assert done.err == ("" if planned else "Nothing was planned.\n")
    assert len(json.loads(bot("waves", "--json").out)) == planned


@pytest.mark.parametrize(("limit", "said"), [((), False), (("--daily-cap", "5"), True)])
def test_of_what_asks_after_each_purchase_a_person_reads_whom_its_limit_leaves_out(
    bot, monkeypatch, limit, said
):
    monkeypatch.setattr(sys, "stdin", Keyboard("n\n"))
    done = bot("wave", "csat", "--after", "delivered", *limit)
    assert ("Whom a day has no room for isn't asked.\n" in done.out) is said
    assert "Asked: " not in done.out


def test_a_person_who_goes_away_plans_nothing(bot, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Keyboard(""))
    done = bot("wave", "csat")
    assert (done.status, done.err.strip()) == (1, "Stopped.")
    assert json.loads(bot("waves", "--json").out) == []


# Scores


def test_scores_are_json_for_scripts_and_lines_for_people(bot):
    figures = json.loads(bot("scores", "nps", "--json", "--period", "2026-Q2").out)
    assert figures["period"] == {"from": "2026-04-01", "to": "2026-06-30"}
    assert (figures["n"], figures["score"], figures["mean"]) == (0, None, None)
    assert bot("scores", "nps", "--period", "2026-05").out.splitlines() == [
        "NPS: no answers yet from 2026-05-01 to 2026-05-31",
        "Asked in these days: 0 reached, 0 answered",
    ]
    split = json.loads(bot("scores", "csat", "--by", "store", "--json").out)
    assert list(split) == ["kind", "unit", "period", "by", "rows"]
    assert (split["by"], split["rows"]) == ("store", [])
    assert bot("scores", "csat", "--by", "store").out.startswith("CSAT: no answers yet from ")


# Migrate, doctor


def test_migrate_makes_the_schema_and_twice_is_harmless(bot):
    for _ in range(2):
        done = bot("migrate")
        assert (done.status, done.out, done.err) == (0, f"The database is at {newest_revision()}.\n", "")
    assert Path("var/tapscore.db").exists()


def test_the_doctor_fails_with_a_sentence_for_each_thing(bot):
    done = bot("doctor")
    assert done.status == 1
    assert "WRONG   Token: BOT_TOKEN is missing: get one from @BotFather and write it into .env." in done.out
    assert done.err == "1 of 4 checks failed; each says above what to do.\n"


# Run


@pytest.mark.parametrize(
    ("library", "number", "owners", "told"),
    [
        ("aiogram", signal.SIGTERM, "1", ""),
        # Whoever runs it without an owner gets a link that makes one.
        (
            "python-telegram-bot",
            signal.SIGINT,
            "",
            r"Nobody owns this bot yet\. .*/tapscore_bot\?start=own-\S+\n",
        ),
    ],
)
async def test_run_refuses_a_second_one_and_stops_cleanly_when_told(library, number, owners, told):
    """Invariant 7: on SQLite one process works on a database, and others beside it only look and plan."""
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_LIBRARY": library, "OWNER_IDS": owners}
    async with Simulator(token=TOKEN, username="tapscore_bot") as telegram:
        settings["TELEGRAM_API_URL"] = telegram.url
        first = await start("run", **settings)
        assert first.stderr is not None
        said = b""
        while b"takes updates" not in said:
            line = await asyncio.wait_for(first.stderr.readline(), 30)
            assert line, said
            said += line
        second, beside = await asyncio.gather(
            ended(await start("run", **settings)), ended(await start("wave", "csat", "--yes", **settings))
        )
        assert second.status == 1
        assert second.sentence == (
            "Another agent is running on var/tapscore.db; stop it first, or give this one its own DATABASE_URL."
        )
        assert (beside.status, beside.err) == (0, "")
        first.send_signal(number)
        done = await ended(first)
        log = said.decode() + done.err
        assert done.status == 0
        assert re.fullmatch(told, done.out), done.out
        assert f"Stopping after {number.name}; again to stop at once" in log
        assert not re.search(r"Traceback|WARNING|ERROR|CRITICAL|secret", log), log
