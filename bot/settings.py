"""One frozen value from the environment and .env; every problem is reported at once, and no secret is printed."""

import re
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import OperatorError
from handlers.shop import Shop
from handlers.texts.languages import SPOKEN

TELEGRAM: Final = "https://api.telegram.org"

_TOKEN = re.compile(r"[0-9]{1,15}:[A-Za-z0-9_-]+", re.ASCII)


class SettingsError(OperatorError):
    """Settings that can't be used: a sentence for each, on a line of its own."""


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("isn't a bot token; copy it whole from @BotFather: digits, a colon, letters")
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"is no time zone: {value!r}; write one such as Europe/Riga")
    return value


def _language(value: str) -> str:
    if value not in SPOKEN:
        raise ValueError(f"is not spoken: {value!r}; choose one of {', '.join(SPOKEN)}")
    return value


def _api_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
        raise ValueError(f"is no address: {value!r}; write one such as {TELEGRAM}")
    return value.rstrip("/")


def _numbers(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """What `.env.example` explains."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_library: Literal["aiogram", "python-telegram-bot"] = "aiogram"
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///var/tapscore.db"
    owner_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)] = ()
    shop_name: str = "Our shop"
    shop_time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    shop_language: Annotated[str, AfterValidator(_language)] = "en"
    send_rate: float = Field(default=25.0, gt=0, le=1000)
    paid_broadcast: bool = False

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
        problems = [
            _sentence(str(p["loc"][0]).upper(), str(p["type"]), str(p["msg"])) for p in error.errors()
        ]
        raise SettingsError("\n".join(problems)) from None
    telegrams_own = settings.telegram_api_url == TELEGRAM
    if settings.send_rate > 30 and telegrams_own and not settings.paid_broadcast:
        raise SettingsError(
            "SEND_RATE is over the 30 messages a second that Telegram allows free of charge; "
            "lower it, or set PAID_BROADCAST=yes."
        )
    return settings


def _sentence(name: str, kind: str, message: str) -> str:
    # Our own validators say what to do; pydantic's say what was expected. Neither repeats a secret.
    said = message.removeprefix("Value error, ") if kind == "value_error" else f"can't be used: {message}"
    return f"{name} {said}."
