"""What is found below the agent's address: Telegram's way in, and the agent's health."""

from typing import Final
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, FastAPI

from bot.reception import Reception
from bot.web.health import Health
from bot.web.telegram import TelegramRoute
from bot.web.webhook import PATH
from storage.database import Database

LARGEST_BODY: Final = 1024 * 1024
"""Bytes; Telegram's updates have some tens of thousands at most."""


def application(
    *, public_url: str, secret: str, reception: Reception, database: Database, bot_id: int
) -> FastAPI:
    """An application that describes itself to nobody. `secret` is what Telegram shows with each update."""
    telegram = TelegramRoute(secret=secret, reception=reception)
    health = Health(database=database, bot_id=bot_id)
    routes = APIRouter()
    routes.add_api_route(PATH, telegram.take, methods=["POST"], response_model=None)
    routes.add_api_route("/health/live", health.live, methods=["GET", "HEAD"], response_model=None)
    routes.add_api_route("/health/ready", health.ready, methods=["GET", "HEAD"], response_model=None)
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=LARGEST_BODY,
        # It would send an error's own words along.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    # A proxy may hand on what is below PUBLIC_URL's own path, or the whole path.
    for prefix in {"", unquote(urlsplit(public_url).path)}:
        app.include_router(routes, prefix=prefix)
    return app
