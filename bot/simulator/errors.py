"""Names the refusals of the Bot API, each with its code and its text."""

from typing import Any, Final

GETUPDATES_CONFLICT: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"

# Bot API, "Making requests": an unsuccessful answer carries an error_code and a description.
_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class BotApiError(Exception):
    """A refusal: `code` is both the HTTP status and the error_code, `parameters` are ResponseParameters."""

    def __init__(
        self, code: int, text: str = "", *, parameters: dict[str, int] | None = None, in_ban: bool = False
    ) -> None:
        title = _TITLES.get(code, "Error")
        self.code = code
        self.description = f"{title}: {text}" if text else title
        self.parameters = parameters
        self.in_ban = in_ban
        super().__init__(self.description)

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str) -> BotApiError:
    """400: the call itself is wrong, or what it names isn't there."""
    return BotApiError(400, text)


def forbidden(text: str) -> BotApiError:
    """403: the bot may not do this in that chat."""
    return BotApiError(403, text)


def conflict(text: str) -> BotApiError:
    """409: somebody else receives the updates."""
    return BotApiError(409, text)


def too_many_requests(retry_after: int, *, in_ban: bool = False) -> BotApiError:
    """429: come back in `retry_after` whole seconds."""
    return BotApiError(
        429, f"retry after {retry_after}", parameters={"retry_after": retry_after}, in_ban=in_ban
    )


def upgraded(chat_id: int) -> BotApiError:
    """400 for a basic group that has become the supergroup `chat_id`."""
    return BotApiError(
        400,
        "group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": chat_id},
    )
