"""Reads what somebody attaches out of a control request."""

import base64
import binascii

from bot.simulator.control.plumbing import Body


class Media(Body, kw_only=True):
    """A picture, a recording or a file; `data` in base64, empty for a sample, as recordings always are."""

    data: str = ""
    caption: str = ""
    name: str = "file.txt"
    mime: str = "text/plain"
    duration: int = 3
    reply_to: int | None = None

    @property
    def content(self) -> bytes:
        """What `data` holds. Raises ValueError."""
        try:
            return base64.b64decode(self.data, validate=True)
        except binascii.Error as error:
            raise ValueError(f"data is no base64: {error}") from None
