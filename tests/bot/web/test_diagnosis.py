"""What the doctor says of the webhook, of each state that Telegram may tell of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import OperatorError
from bot.web.diagnosis import STILL_FAILS, diagnose
from bot.wire import ALLOWED_UPDATES

NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
OURS = "https://bot.shop.example/tapscore"


def info(**fields: Any) -> dict[str, Any]:
    """Telegram's WebhookInfo, of a webhook of ours that is well."""
    return {
        "url": f"{OURS}/telegram",
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
        "ip_address": "192.0.2.1",
        "allowed_updates": list(ALLOWED_UPDATES),
    } | fields


def failed(message: str, *, ago: timedelta = timedelta(seconds=30), waiting: int = 3) -> dict[str, Any]:
    return info(
        last_error_message=message,
        last_error_date=int((NOW - ago).timestamp()),
        pending_update_count=waiting,
    )


def unwell(told: dict[str, Any], public_url: str | None = OURS) -> str:
    with pytest.raises(OperatorError) as found:
        diagnose(told, public_url=public_url, now=NOW)
    return str(found.value)


def test_a_webhook_that_is_well():
    assert diagnose(info(), public_url=OURS, now=NOW) == "updates come to bot.shop.example; 0 wait"
    no_kinds = info(pending_update_count=2)
    del no_kinds["allowed_updates"]  # Telegram leaves them out where they are its own default
    assert diagnose(no_kinds, public_url=OURS, now=NOW) == "updates come to bot.shop.example; 2 wait"


def test_long_polling_that_is_well():
    told = info(url="", pending_update_count=2)
    assert diagnose(told, public_url=None, now=NOW) == "none, updates come by long polling; 2 wait"


def test_a_webhook_that_is_not_set():
    assert unwell(info(url="")) == (
        "none is set, so that no updates come; start `run`, or start it again: it sets one."
    )


@pytest.mark.parametrize(
    ("url", "public_url", "said"),
    [
        (
            "https://other.example/42:AAF",
            OURS,
            (
                "updates go to other.example, not to bot.shop.example; stop what uses this token there, "
                "then restart `run`: it sets its own."
            ),
        ),
        (
            "https://user:AAF@other.example:8443/",
            OURS,
            (
                "updates go to other.example:8443, not to bot.shop.example; stop what uses this token there, "
                "then restart `run`: it sets its own."
            ),
        ),
        (
            "https://bot.shop.example/AAF",
            OURS,
            "updates go to another path of bot.shop.example; restart `run`, it sets its own.",
        ),
        (
            "https://other.example/42:AAF",
            None,
            (
                "updates go to other.example, not here; stop what uses this token there, "
                "then `run` takes them by long polling."
            ),
        ),
    ],
)
def test_updates_that_go_elsewhere_and_no_more_of_that_address_than_its_host(url, public_url, said):
    assert unwell(info(url=url), public_url) == said


def test_kinds_of_updates_that_are_not_brought():
    assert unwell(info(allowed_updates=["message"])) == (
        "Telegram brings no callback_query and no my_chat_member; restart `run`, it asks for them."
    )


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "its WEBHOOK_SECRET isn't the one that was set: "),
        ("Wrong response from the webhook: 404 Not Found", "let the proxy hand on everything below PUBLIC_"),
        ("Wrong response from the webhook: 413 Content Too Large", "let the proxy take a megabyte."),
        ("Wrong response from the webhook: 302 Found", "write the final address into PUBLIC_URL: Telegram f"),
        ("Wrong response from the webhook: 500 Internal Server Error", "the log of `run` says where it fai"),
        ("Wrong response from the webhook: 503 Service Unavailable", "see above whether the database answe"),
        ("Wrong response from the webhook: 502 Bad Gateway", "start `run`, and see that the proxy hands on "),
        ("Connection refused", "start `run`, and see that the proxy hands on to HTTP_HOST and HTTP_PORT."),
        ("Connection timed out", "see that no firewall stands between the internet and PUBLIC_URL."),
        ("Read timeout expired", "see that no firewall stands between the internet and PUBLIC_URL."),
        (
            "Failed to resolve host: No address associated with hostname",
            "see that the DNS knows the name in ",
        ),
        (
            "SSL error {error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed}",
            "give the proxy a certificate that browsers trust, with its whole chain.",
        ),
        ("Something new", "start `run`, and see that the proxy hands on to HTTP_HOST and HTTP_PORT."),
    ],
)
def test_each_failure_has_its_remedy(message, remedy):
    assert unwell(failed(message)).startswith(f"updates can't be brought, 3 wait ({message}); {remedy}")


@pytest.mark.parametrize(
    ("ago", "waiting", "said"),
    [
        (timedelta(seconds=30), 0, "0 wait; the last failure was 0 min ago (Connection refused)"),
        (
            STILL_FAILS + timedelta(seconds=1),
            3,
            "3 wait; the last failure was 5 min ago (Connection refused)",
        ),
        (timedelta(hours=5), 1, "1 wait; the last failure was 5 h ago (Connection refused)"),
        (timedelta(days=5), 1, "1 wait; the last failure was 5 days ago (Connection refused)"),
    ],
)
def test_a_failure_that_is_over_is_told_and_is_well(ago, waiting, said):
    told = failed("Connection refused.", ago=ago, waiting=waiting)
    assert diagnose(told, public_url=OURS, now=NOW) == f"updates come to bot.shop.example; {said}"


def test_a_failure_counts_while_telegram_may_still_be_trying():
    assert "3 wait" in unwell(failed("Connection refused", ago=STILL_FAILS))
