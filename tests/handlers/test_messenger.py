"""What each refusal of the Bot API means."""

import json

import pytest

from handlers.messenger import (
    Gone,
    GoneReason,
    Moved,
    Rejected,
    RetryAfter,
    Unknown,
    Upload,
    refusal,
    refusal_in,
)


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", GoneReason.BLOCKED),
        (403, "Forbidden: user is deactivated", GoneReason.DEACTIVATED),
        (403, "Forbidden: bot can't initiate conversation with a user", GoneReason.NEVER_STARTED),
        (403, "Forbidden: bot was kicked from the group chat", GoneReason.REMOVED),
        (403, "Forbidden: bot was kicked from the supergroup chat", GoneReason.REMOVED),
        (403, "Forbidden: bot was kicked from the channel chat", GoneReason.REMOVED),
        (403, "Forbidden: bot is not a member of the group chat", GoneReason.REMOVED),
        (403, "Forbidden: bot is not a member of the supergroup chat", GoneReason.REMOVED),
        (403, "Forbidden: bot is not a member of the channel chat", GoneReason.REMOVED),
        (403, "Forbidden: the group chat was deleted", GoneReason.NOT_FOUND),
        (400, "Bad Request: group chat was deactivated", GoneReason.NOT_FOUND),
        (400, "Bad Request: chat not found", GoneReason.NOT_FOUND),
        (400, "Bad Request: PEER_ID_INVALID", GoneReason.NOT_FOUND),
    ],
)
def test_a_chat_out_of_reach_says_why(code, description, reason):
    assert refusal(code, description) == Gone(reason, description)


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (400, "Bad Request: message is not modified"),
        (400, "Bad Request: message to edit not found"),
        (400, "Bad Request: message can't be edited"),
        (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        (400, "Bad Request: message is too long"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: message thread not found"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (403, "Forbidden: bot can't send messages to bots"),
        (403, "Forbidden: something that Telegram says tomorrow"),
        (404, "Not Found: method not found"),
        (409, "Conflict: can't use getUpdates method while webhook is active"),
        (413, "Request Entity Too Large"),
    ],
)
def test_any_other_refusal_is_final_and_keeps_its_words(code, description):
    assert refusal(code, description) == Rejected(code, description)


def test_a_pause_is_as_long_as_telegram_says():
    assert refusal(429, "Too Many Requests: retry after 35", {"retry_after": 35}) == RetryAfter(35.0)
    assert refusal(429, "Too Many Requests: retry after 0", {"retry_after": 0}) == RetryAfter(0.0)


def test_a_pause_of_unsaid_length_is_still_a_pause():
    outcome = refusal(429, "Too Many Requests")
    assert isinstance(outcome, RetryAfter)
    assert outcome.seconds > 0


def test_a_moved_group_gives_its_new_id():
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    assert refusal(400, description, {"migrate_to_chat_id": -1002233445566778}) == Moved(-1002233445566778)


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_a_server_error_may_have_come_after_the_work(code):
    assert refusal(code, "Internal Server Error") == Unknown("Internal Server Error")


def _body(code, description, **parameters):
    answer = {"ok": False, "error_code": code, "description": description}
    return json.dumps(answer | ({"parameters": parameters} if parameters else {}))


def test_a_body_is_read_in_full():
    assert refusal_in(429, _body(429, "Too Many Requests", retry_after=4)) == RetryAfter(4.0)
    assert refusal_in(403, _body(403, "Forbidden: user is deactivated").encode()) == Gone(
        GoneReason.DEACTIVATED, "Forbidden: user is deactivated"
    )
    assert refusal_in(400, '{"ok": false}') == Rejected(400, "")


def test_the_body_s_code_counts_more_than_the_status():
    assert refusal_in(400, _body(409, "Conflict")) == Rejected(409, "Conflict")


def test_a_bare_404_is_a_token_that_telegram_cannot_read():
    assert refusal_in(404, _body(404, "Not Found")) == Rejected(401, "Not Found")
    unknown_method = "Not Found: method not found"
    assert refusal_in(404, _body(404, unknown_method)) == Rejected(404, unknown_method)


@pytest.mark.parametrize(
    "body", ["", "<html>502</html>", b"\xff\xfe", "null", "[]", '"no"', "{}", '{"ok": true, "result": 1}']
)
def test_a_body_of_somebody_else_leaves_the_call_unknown(body):
    assert refusal_in(502, body) == Unknown("HTTP 502, and no answer of the Bot API")


def test_an_upload_does_not_print_its_content():
    assert "secret" not in repr(Upload("a.txt", b"secret"))
