"""The methods about the bot itself and its session with the server."""

from typing import Any, Final

from bot.simulator.parameters import Nothing
from bot.simulator.request import Files
from bot.simulator.world import World

LOGGED_OUT_FOR: Final = 600.0  # seconds; Bot API: logOut


def get_me(world: World, params: Nothing, files: Files) -> dict[str, Any]:
    """Bot API: getMe."""
    return world.bot.as_me()


def close(world: World, params: Nothing, files: Files) -> bool:
    """Bot API: close. There is no other server to move to, so nothing is closed."""
    return True


def log_out(world: World, params: Nothing, files: Files) -> bool:
    """Bot API: logOut. For 10 minutes every call is refused."""
    world.logged_out_until = world.clock.now() + LOGGED_OUT_FOR
    return True
