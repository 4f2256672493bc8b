"""One frozen value from the environment and .env; every problem is reported at once, and no secret is printed."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import OperatorError
from handlers.shop import Shop
from handlers.texts.languages import SPOKEN
from storage.database import Database, DatabaseUnusableError

TELEGRAM: Final = "https://api.telegram.org"

FREE_RATE: Final = 30
"""Messages a second that Telegram allows without payment (Bot API: allow_paid_broadcast)."""

_TOKEN = re.compile(r"[0-9]{1,15}:[A-Za-z0-9_-]+", re.ASCII)

# What to write where pydantic alone would only say what it expected.
_REMEDIES: Final = {
    "TELEGRAM_LIBRARY": "aiogram or python-telegram-bot",
    "OWNER_IDS": "the owners' Telegram ids with commas between, such as 123456789,987654321",
    "SEND_RATE": "messages a second, over 0 and up to 1000, such as 25",
    "PAID_BROADCAST": "yes or no",
}


class SettingsError(OperatorError):
    """Settings that can't be used: a sentence for each, on a line of its own."""


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("isn't a bot token; copy it whole from @BotFather: digits, a colon, letters")
    return value


def _time_zone(value: str) -> str:
    zones = available_timezones()
    if value not in zones:
        city = value.replace(" ", "_").casefold()
        meant = sorted(zone for zone in zones if f"/{zone.casefold()}".endswith(f"/{city}"))
        near = meant or get_close_matches(value, zones, n=1, cutoff=0.8)
        raise ValueError(
            f"is no time zone: {value!r}; write one such as {near[0] if near else 'Europe/Riga'}"
        )
    return value


def _language(value: str) -> str:
    if value.casefold() not in SPOKEN:
        raise ValueError(f"is not spoken: {value!r}; choose one of {', '.join(SPOKEN)}")
    return value.casefold()


def _api_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
        raise ValueError(f"is no address; write one such as {TELEGRAM}")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    try:
        url = Database(url=value).url  # connects to nothing
    except DatabaseUnusableError as error:
        raise ValueError(str(error).removeprefix("DATABASE_URL ").removesuffix(".")) from None
    if url.host is not None and "@" in f"{url.host}/{url.database}":
        # Part of the password would pass for the host's name, and be printed as such.
        raise ValueError("has a password that can't be read; write %40 for its @, %2F for / and %3A for :")
    return value


def _numbers(value: object) -> object:
    return [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else value


PersonId = Annotated[int, Field(gt=0)]
"""A person's Telegram id; those of groups are below zero (Bot API: Chat.id)."""


class Settings(BaseSettings):
    """What `.env.example` explains."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_library: Literal["aiogram", "python-telegram-bot"] = "aiogram"
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = TELEGRAM
    # It may hold a password.
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite+aiosqlite:///var/tapscore.db", repr=False
    )
    owner_ids: Annotated[tuple[PersonId, ...], NoDecode, BeforeValidator(_numbers)] = ()
    shop_name: str = "Our shop"
    shop_time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    shop_language: Annotated[str, AfterValidator(_language)] = "en"
    send_rate: float = Field(default=25.0, gt=0, le=1000)
    paid_broadcast: bool = False

    @model_validator(mode="before")
    @classmethod
    def _trimmed(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """Blanks around a value don't count, and a value of blanks alone is an empty one: the default."""
        trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in trimmed.items() if value != ""}

    @property
    def shop(self) -> Shop:
        """The shop that the agent speaks for."""
        return Shop(name=self.shop_name, time_zone=ZoneInfo(self.shop_time_zone), language=self.shop_language)

    @property
    def token(self) -> str:
        """The bot's token. Raises SettingsError where there is none."""
        if self.bot_token is None:
            raise SettingsError("BOT_TOKEN is missing: get one from @BotFather and write it into .env.")
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        """The bot's own id: the number before the colon (Bot API: Authorizing your bot)."""
        return int(self.token.split(":")[0])


def load(**given: Any) -> Settings:
    """The settings of the environment and .env; `given` ones win. Raises SettingsError with every problem."""
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems = [_sentence(str(p["loc"][0]).upper(), p["type"], p["msg"]) for p in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(problems))) from None
    except UnicodeDecodeError:
        raise SettingsError(".env isn't in UTF-8; save it in that encoding.") from None
    telegrams_own = urlsplit(settings.telegram_api_url).hostname == urlsplit(TELEGRAM).hostname
    if settings.send_rate > FREE_RATE and telegrams_own and not settings.paid_broadcast:
        raise SettingsError(
            f"SEND_RATE is over the {FREE_RATE} messages a second that Telegram allows free of charge; "
            "lower it, or set PAID_BROADCAST=yes."
        )
    return settings


def _sentence(name: str, kind: str, message: str) -> str:
    # Our own validators say what to do. Neither they nor pydantic's messages repeat a secret.
    if kind == "value_error":
        return f"{name} {message.removeprefix('Value error, ')}."
    return f"{name} can't be used; write {_REMEDIES.get(name, message)}."
