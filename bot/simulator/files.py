"""Stores what is sent as a picture, a voice or a document, and hands it out again."""

import random
import struct
from dataclasses import dataclass
from typing import Any, Final

from bot.simulator.errors import BotApiError, bad_request
from bot.simulator.request import Files, Upload

MAX_UPLOAD: Final = 50 * 1024 * 1024  # bytes; Bot API: "Sending files"
MAX_PHOTO: Final = 10 * 1024 * 1024
MAX_DOWNLOAD: Final = 20 * 1024 * 1024  # Bot API: getFile
_WIDTHS: Final = (90, 320, 800, 1280)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file; `fields` are what the Bot API says about it beside its ids and size."""

    id: str
    unique_id: str
    path: str
    data: bytes
    kind: str
    fields: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The object that a message carries: PhotoSize, Document, Voice ..."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        } | self.fields


class FileStore:
    """All files of the simulator, by file_id and by the path under which they are downloaded."""

    def __init__(self, *, rng: random.Random) -> None:
        self._rng = rng
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._photos: dict[str, list[dict[str, Any]]] = {}

    def add(self, kind: str, data: bytes, *, suffix: str, fields: dict[str, Any]) -> StoredFile:
        """Keep a file of a kind (photo, document, voice ...)."""
        number = len(self._by_id)
        file = StoredFile(
            id=f"{self._rng.getrandbits(240):060x}",
            unique_id=f"{self._rng.getrandbits(60):015x}",
            path=f"{kind}s/file_{number}{suffix}",
            data=data,
            kind=kind,
            fields=fields,
        )
        self._by_id[file.id] = file
        self._by_path[file.path] = file
        return file

    def add_photo(self, data: bytes, *, size: tuple[int, int] | None = None) -> list[dict[str, Any]]:
        """Keep a picture in several sizes, smallest first, as the `photo` field of a message.

        Its size in pixels is read from a PNG, or given, or taken to be 1280 x 960.
        """
        width, height = size or _png_size(data) or (1280, 960)
        widths = [w for w in _WIDTHS if w < width] + [width]
        sizes = [
            self.add(
                "photo", data, suffix=".jpg", fields={"width": w, "height": max(round(height * w / width), 1)}
            ).as_json()
            for w in widths[-4:]
        ]
        self._photos |= {size["file_id"]: sizes for size in sizes}
        return sizes

    def add_document(self, data: bytes, *, name: str, mime: str) -> dict[str, Any]:
        """Keep a document, as the `document` field of a message."""
        dot = name.rfind(".")
        suffix = name[dot:] if dot >= 0 else ""
        return self.add(
            "document", data, suffix=suffix, fields={"file_name": name, "mime_type": mime}
        ).as_json()

    def sent_photo(self, value: str, files: Files, *, field: str) -> list[dict[str, Any]]:
        """The `photo` of a message from what the bot gave: an upload, or the file_id of a photo."""
        upload = self._upload(value, files, field=field)
        if upload is None:
            return self._photos[self._stored(value, "photo", field=field).id]
        if len(upload.data) > MAX_PHOTO:
            raise bad_request(f"file is too big: {field} holds {len(upload.data)} bytes, {MAX_PHOTO} allowed")
        return self.add_photo(upload.data)

    def sent_document(self, value: str, files: Files, *, field: str) -> dict[str, Any]:
        """The `document` of a message from what the bot gave: an upload, or the file_id of a document."""
        upload = self._upload(value, files, field=field)
        if upload is None:
            return self._stored(value, "document", field=field).as_json()
        return self.add_document(upload.data, name=upload.name, mime=upload.mime)

    def get(self, file_id: str) -> dict[str, Any]:
        """The File object for a download (Bot API: getFile)."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(file.data) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.data),
            "file_path": file.path,
        }

    def find(self, file_id: str) -> StoredFile | None:
        """The file of that id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> bytes:
        """The bytes under a file_path."""
        file = self._by_path.get(path)
        if file is None:
            raise BotApiError(404)
        return file.data

    def _upload(self, value: str, files: Files, *, field: str) -> Upload | None:
        if value.startswith(("http://", "https://")):
            raise bad_request(f"the simulator fetches nothing: upload {field}, or give a file_id")
        if not value.startswith("attach://"):
            return None
        upload = files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"{field} names {value}, and no such file came with the request")
        if not upload.data:
            raise bad_request(f"file must be non-empty: {field}")
        if len(upload.data) > MAX_UPLOAD:
            raise BotApiError(413)
        return upload

    def _stored(self, file_id: str, kind: str, *, field: str) -> StoredFile:
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request(f"wrong remote file identifier specified: {field} is no file_id")
        if file.kind != kind:
            raise bad_request(f"type of file mismatch: {field} is a {file.kind}")
        return file


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) if width and height else None
