"""A bot that does what a test says, and a picture for it to send."""

import json
import struct
import zlib
from typing import Any

import aiohttp

KEYBOARD = {"inline_keyboard": [[{"text": label, "callback_data": label} for label in "12345"]]}


class Bot:
    """Speaks plain HTTP to the simulator."""

    def __init__(self, *, url: str, token: str, http: aiohttp.ClientSession) -> None:
        self.address = f"{url}/bot{token}"
        self.http = http

    async def __call__(self, method: str, **params: Any) -> Any:
        async with self.http.post(f"{self.address}/{method}", json=params) as response:
            said = await response.json()
            assert said["ok"], said
            return said["result"]

    async def heard(self) -> list[tuple[str, Any]]:
        """What people have said and edited: the kind of the update, and the message."""
        kinds = ("message", "edited_message")
        updates = await self("getUpdates")
        return [(kind, update[kind]) for update in updates for kind in kinds if kind in update]

    async def pressed(self) -> Any:
        """The callback query of a press that is on its way."""
        while True:
            for update in await self("getUpdates", timeout=1):
                if "callback_query" in update:
                    return update["callback_query"]

    async def send_photo(self, chat_id: int, data: bytes, **params: Any) -> Any:
        form = aiohttp.FormData()
        for name, value in {"chat_id": chat_id, "photo": "attach://picture", **params}.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        form.add_field("picture", data, filename="picture.png", content_type="image/png")
        async with self.http.post(f"{self.address}/sendPhoto", data=form) as response:
            said = await response.json()
            assert said["ok"], said
            return said["result"]


def png(width: int, height: int) -> bytes:
    """A picture of so many blue pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\x00" + b"\x2f\x6e\xa8" * width) * height
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
