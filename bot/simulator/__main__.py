"""Runs the simulator as a process: `python -m bot.simulator --port 8081`, until SIGTERM or SIGINT."""

import argparse
import asyncio
import json
import signal
import sys
from datetime import UTC, datetime

from bot.simulator.loopback import is_loopback
from bot.simulator.simulator import Simulator


def read_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line; a wrong one ends the process with status 2."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.simulator",
        description="A local Telegram for one bot. Prints its address as one JSON line.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=_port, default=0, help="0 takes a free one")
    parser.add_argument("--token", default="42:TEST", help="the bot's token, NUMBER:SECRET")
    parser.add_argument("--username", default="tapscore_bot", help="the bot's name, without @")
    parser.add_argument("--seed", type=int, default=0, help="of everything that is left to chance")
    parser.add_argument(
        "--start-at", type=_moment, help="what time it is at the start, ISO 8601 (default: now)"
    )
    parser.add_argument("--rate", type=_rate, default=30, help="messages a second that are let pass, or none")
    return parser.parse_args(arguments)


async def serve(arguments: argparse.Namespace) -> None:
    """Listen until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    simulator = Simulator(
        host=arguments.host,
        port=arguments.port,
        token=arguments.token,
        username=arguments.username,
        seed=arguments.seed,
        start_at=arguments.start_at,
        rate=arguments.rate,
    )
    async with simulator:
        if not is_loopback(arguments.host):
            sys.stderr.write(
                f"Warning: listening on {arguments.host}. Whoever can reach this port can act as any person "
                "and as the bot: there is no password.\n"
            )
        sys.stdout.write(json.dumps({"url": simulator.url, "token": simulator.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("0-65535")
    return port


def _rate(text: str) -> int | None:
    if text == "none":
        return None
    rate = int(text)
    if rate < 1:
        raise argparse.ArgumentTypeError("at least 1, or none")
    return rate


def main() -> None:
    """The entry point."""
    arguments = read_arguments()
    try:
        asyncio.run(serve(arguments))
    except (ValueError, OSError) as error:
        sys.exit(f"The simulator can't start: {error}")


if __name__ == "__main__":
    main()
