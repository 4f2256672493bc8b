"""What Telegram thinks of the webhook, and what to do about it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from bot.errors import OperatorError
from bot.web.webhook import PATH
from bot.wire import ALLOWED_UPDATES

STILL_FAILS: Final = timedelta(minutes=5)
"""Telegram tries again within two minutes: an older failure is over, whatever waits."""

# What getWebhookInfo's last_error_message holds, in lower case, and what helps; the first that is found.
_REMEDIES: Final = (
    (
        "403",
        "its WEBHOOK_SECRET isn't the one that was set: restart every `run`, each with the same settings",
    ),
    ("404", "let the proxy hand on everything below PUBLIC_URL to HTTP_HOST and HTTP_PORT"),
    ("413", "let the proxy take a megabyte"),
    ("response from the webhook: 3", "write the final address into PUBLIC_URL: Telegram follows no redirect"),
    ("500", "the log of `run` says where it failed"),
    ("503", "see above whether the database answers; the log of `run` says since when it doesn't"),
    ("certificate", "give the proxy a certificate that browsers trust, with its whole chain"),
    ("ssl", "give the proxy a certificate that browsers trust, with its whole chain"),
    ("resolve", "see that the DNS knows the name in PUBLIC_URL"),
    ("timed out", "see that no firewall stands between the internet and PUBLIC_URL"),
    ("timeout", "see that no firewall stands between the internet and PUBLIC_URL"),
)
_USUALLY: Final = "start `run`, and see that the proxy hands on to HTTP_HOST and HTTP_PORT"


def diagnose(info: Mapping[str, Any], *, public_url: str | None, now: datetime) -> str:
    """What is well, of Telegram's WebhookInfo (Bot API). Raises OperatorError for what isn't, with its remedy.

    Of a stranger's address only the host is told: the rest may hold a token.
    """
    url, waiting = info.get("url", ""), info.get("pending_update_count", 0)
    if public_url is None:
        if url:
            raise OperatorError(
                f"updates go to {urlsplit(url).hostname}, not here; stop what uses this token there, "
                "then `run` takes them by long polling."
            )
        return f"none, updates come by long polling; {waiting} wait"
    _check_address(url, public_url)
    kinds = info.get("allowed_updates", ALLOWED_UPDATES)
    if missing := [kind for kind in ALLOWED_UPDATES if kind not in kinds]:
        raise OperatorError(
            f"Telegram brings no {' and no '.join(missing)}; restart `run`, it asks for them."
        )
    well = f"updates come to {urlsplit(public_url).hostname}; {waiting} wait"
    if not (failure := info.get("last_error_message", "").strip(" .")):
        return well
    passed = now - datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
    if waiting and passed <= STILL_FAILS:
        raise OperatorError(f"updates can't be brought, {waiting} wait ({failure}); {_remedy(failure)}.")
    return f"{well}; the last failure was {_ago(passed)} ago ({failure})"


def _check_address(url: str, public_url: str) -> None:
    if not url:
        raise OperatorError(
            "none is set, so that no updates come; start `run`, or start it again: it sets one."
        )
    if url == f"{public_url}{PATH}":
        return
    theirs, ours = urlsplit(url).netloc.rpartition("@")[2], urlsplit(public_url).netloc
    if theirs == ours:
        raise OperatorError(f"updates go to another path of {ours}; restart `run`, it sets its own.")
    raise OperatorError(
        f"updates go to {theirs}, not to {ours}; stop what uses this token there, then restart `run`: "
        "it sets its own."
    )


def _remedy(failure: str) -> str:
    lowered = failure.lower()
    return next((remedy for sign, remedy in _REMEDIES if sign in lowered), _USUALLY)


def _ago(passed: timedelta) -> str:
    minutes = passed // timedelta(minutes=1)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
