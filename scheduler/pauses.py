"""The pauses that Telegram asks for (429), stored so that they hold over a restart and for every process."""

from datetime import timedelta

from scheduler.clock import Clock
from storage import bots
from storage.bots import EVERY_CHAT
from storage.writer import Writer


class Pauses:
    """Writes a bot's pauses."""

    def __init__(self, *, bot_id: int, writer: Writer, clock: Clock) -> None:
        self._bot_id = bot_id
        self._writer = writer
        self._clock = clock

    async def pause(self, seconds: float, *, chat_id: int = EVERY_CHAT) -> None:
        """Store a pause of a chat, or of the whole bot."""
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._writer.unit() as session:
            await bots.pause(session, bot_id=self._bot_id, chat_id=chat_id, until=until)
            await session.commit()
