"""One frozen value from the environment and .env; every problem is reported at once, and no secret is printed."""

import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import OperatorError
from handlers.shop import USUAL_RATE, Shop
from handlers.survey.quiet_hours import USUAL, QuietHours
from handlers.texts.languages import SPOKEN
from storage.database import Database, DatabaseUnusableError

TELEGRAM: Final = "https://api.telegram.org"

FREE_RATE: Final = 30
"""Messages a second that Telegram allows without payment (Bot API: allow_paid_broadcast)."""

SOONEST_RESEND: Final = timedelta(hours=1)
LATEST_RESEND: Final = timedelta(days=6)
"""When what may never have arrived may be sent once more: later, a question is about to close anyway."""

WEBHOOK_PORTS: Final = (443, 80, 88, 8443)
"""The only ports to which Telegram brings updates (Bot API: setWebhook)."""

_TOKEN = re.compile(r"[0-9]{1,15}:[A-Za-z0-9_-]+", re.ASCII)

# What to write where pydantic alone would only say what it expected.
_REMEDIES: Final = {
    "TELEGRAM_LIBRARY": "aiogram or python-telegram-bot",
    "OWNER_IDS": "the owners' Telegram ids with commas between, such as 123456789,987654321",
    "SEND_RATE": "messages a second, over 0 and up to 1000, such as 25",
    "PAID_BROADCAST": "yes or no",
    "DELIVERY_DAYS": "how many days a delivery usually takes, from 0 to 90",
    "HTTP_PORT": "a port from 1 to 65535, such as 8080",
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


def _quiet_hours(value: object) -> object:
    if not isinstance(value, str):
        return value
    hours = re.fullmatch(r"([01]?[0-9]|2[0-3])\s*[-–]\s*([01]?[0-9]|2[0-3])", value, re.ASCII)
    if not hours:
        raise ValueError("are full hours of the day with a dash between; write them as in 21-9")
    return QuietHours(begin=int(hours[1]), end=int(hours[2]))


def _resend_after(value: object) -> object:
    if not isinstance(value, str):
        return value
    time = re.fullmatch(r"([0-9]{1,3})\s*([hd])", value.casefold(), re.ASCII)
    after = timedelta(**{"hours" if time[2] == "h" else "days": int(time[1])}) if time else timedelta(0)
    if not SOONEST_RESEND <= after <= LATEST_RESEND:
        raise ValueError(
            "isn't a time from 1h to 6d; write one such as 2h, or leave it empty: then nobody is asked twice"
        )
    return after


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+\.[^/\s]+(/\S*)?", value):
        raise ValueError("is no web address; copy it from the browser, with its https://")
    return value


def _public_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", value) or not _port_is_readable(value):
        raise ValueError(
            "is no address to which Telegram could come; write one such as https://bot.example.com"
        )
    url = urlsplit(value)
    if url.scheme == "http" and url.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(
            "begins with http://, by which what people write could be read on its way; "
            "write https://, and let a proxy in front of the agent hold the certificate"
        )
    return value.rstrip("/")


def _port_is_readable(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value(), re.ASCII):
        raise ValueError(
            "holds more than Telegram allows; write up to 256 of A-Z, a-z, 0-9, _ and -, "
            "or leave it empty: then one is derived from the token"
        )
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
    quiet_hours: Annotated[QuietHours, NoDecode, BeforeValidator(_quiet_hours)] = USUAL
    delivery_days: int = Field(default=7, ge=0, le=90)
    review_url: Annotated[str, AfterValidator(_web_address)] | None = None
    send_rate: float = Field(default=USUAL_RATE, gt=0, le=1000)
    paid_broadcast: bool = False
    resend_unknown_after: Annotated[timedelta | None, NoDecode, BeforeValidator(_resend_after)] = None
    public_url: Annotated[str, AfterValidator(_public_url)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=1, le=65535)

    @model_validator(mode="before")
    @classmethod
    def _trimmed(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """Blanks around a value don't count, and a value of blanks alone is an empty one: the default."""
        trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in trimmed.items() if value != ""}

    @property
    def shop(self) -> Shop:
        """The shop that the agent speaks for."""
        return Shop(
            name=self.shop_name,
            time_zone=ZoneInfo(self.shop_time_zone),
            language=self.shop_language,
            quiet_hours=self.quiet_hours,
            review_url=self.review_url,
            send_rate=self.send_rate,
        )

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

    @property
    def secret_token(self) -> str:
        """What Telegram shows with each update that it brings (Bot API: setWebhook, secret_token).

        The same in every process and after every restart. Raises SettingsError where there is no token.
        """
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.digest(self.token.encode(), b"webhook", "sha256").hex()


def load(**given: Any) -> Settings:
    """The settings of the environment and .env; `given` ones win. Raises SettingsError with every problem."""
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems = [_sentence(str(p["loc"][0]).upper(), p["type"], p["msg"]) for p in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(problems))) from None
    except UnicodeDecodeError:
        raise SettingsError(".env isn't in UTF-8; save it in that encoding.") from None
    if problems := list(_refused_by_telegram(settings)):
        raise SettingsError("\n".join(problems))
    return settings


def _refused_by_telegram(settings: Settings) -> Iterator[str]:
    """What a Bot API server of one's own allows (Bot API: Using a Local Bot API Server), and Telegram's doesn't."""
    if urlsplit(settings.telegram_api_url).hostname != urlsplit(TELEGRAM).hostname:
        return
    if settings.send_rate > FREE_RATE and not settings.paid_broadcast:
        yield (
            f"SEND_RATE is over the {FREE_RATE} messages a second that Telegram allows free of charge; "
            "lower it, or set PAID_BROADCAST=yes."
        )
    port = urlsplit(settings.public_url or "").port
    if port is not None and port not in WEBHOOK_PORTS:
        yield f"PUBLIC_URL names port {port}; Telegram brings updates to 443, 80, 88 and 8443 only."


def _sentence(name: str, kind: str, message: str) -> str:
    # Our own validators say what to do. Neither they nor pydantic's messages repeat a secret.
    if kind == "value_error":
        return f"{name} {message.removeprefix('Value error, ')}."
    return f"{name} can't be used; write {_REMEDIES.get(name, message)}."
