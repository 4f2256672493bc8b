"""Reads the parameters of a call out of an HTTP request, in all the four ways a client may send them."""

import re
from dataclasses import dataclass
from email.message import Message as Headers
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_type_hints
from urllib.parse import parse_qsl

import msgspec

from bot.simulator.errors import bad_request
from bot.simulator.parameters import Params

P = TypeVar("P", bound=Params)

_PLAIN: Final = (str, int, float, bool, NoneType)
_json_fields: dict[type[Params], frozenset[str]] = {}
_PARAMETER: Final = re.compile(
    rb';\s*(filename\*|filename|name)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))', re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


Files = dict[str, Upload]


def read_request(query: str, content_type: str, body: bytes) -> tuple[dict[str, Any], Files]:
    """The parameters, as raw as they came, and the files by the name of their part.

    Bot API, "Making requests": a query string, application/x-www-form-urlencoded, application/json or
    multipart/form-data. Raises a 400 for a body that can't be read.
    """
    params: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not body:
        return params, {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return params, {}
    if kind == "application/json":
        try:
            params.update(msgspec.json.decode(body, type=dict[str, Any]))
        except msgspec.DecodeError as error:
            raise bad_request(f"can't parse the body as a JSON object: {error}") from None
        return {name: value for name, value in params.items() if value is not None}, {}
    if kind == "multipart/form-data":
        return _read_multipart(params, content_type, body)
    raise bad_request(f"unsupported content type {kind!r}")


def typed(raw: dict[str, Any], shape: type[P], files: Files) -> P:
    """The parameters as `shape`; a 400 names the field that is unknown, missing or of the wrong type."""
    values = dict(raw)
    for name in _fields_with_json(shape) & values.keys():
        if isinstance(values[name], str):
            try:
                values[name] = msgspec.json.decode(values[name])
            except msgspec.DecodeError as error:
                raise bad_request(f"can't parse {name} as JSON: {error}") from None
    for name in shape.__struct_fields__:
        if name in files:
            values.setdefault(name, f"attach://{name}")
    try:
        params = msgspec.convert(values, shape, strict=False)
    except msgspec.ValidationError as error:
        raise bad_request(_explained(str(error))) from None
    _check_files_used(values, files)
    return params


def _explained(error: str) -> str:
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", error):
        # Telegram's own words where it has some.
        words = {"text": "message text is empty", "chat_id": "chat_id is empty"}
        return words.get(missing[1], f"parameter {missing[1]} is missing")
    return error.replace("`", "'")


def _fields_with_json(shape: type[Params]) -> frozenset[str]:
    if (known := _json_fields.get(shape)) is None:
        hints = get_type_hints(shape)
        known = frozenset(
            n for n, hint in hints.items() if any(t not in _PLAIN for t in get_args(hint) or (hint,))
        )
        _json_fields[shape] = known
    return known


def _check_files_used(values: dict[str, Any], files: Files) -> None:
    if not files:
        return
    said = msgspec.json.encode(values).decode()
    for name in files:
        if f"attach://{name}" not in said:
            raise bad_request(f"file {name!r} belongs to no parameter: name it as attach://{name}")


def _read_multipart(params: dict[str, Any], content_type: str, body: bytes) -> tuple[dict[str, Any], Files]:
    headers = Headers()
    headers["content-type"] = content_type
    boundary = headers.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise bad_request("multipart/form-data without a boundary")
    files: Files = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if part.startswith(b"--"):
            return params, files
        head, found, content = part.partition(b"\r\n\r\n")
        if not found:
            raise bad_request("can't parse the multipart/form-data body")
        names, mime = _read_part_head(head)
        name = names.get("name")
        if name is None:
            raise bad_request("a part of the multipart/form-data body has no name")
        if "filename" in names:
            files[name] = Upload(name=names["filename"], mime=mime, data=content)
        else:
            params[name] = content.decode("utf-8", "replace")
    raise bad_request("the multipart/form-data body ends before its last boundary")


def _read_part_head(head: bytes) -> tuple[dict[str, str], str]:
    names: dict[str, str] = {}
    mime = "application/octet-stream"
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-disposition":
            for match in _PARAMETER.finditer(value):
                names[match[1].decode().lower().rstrip("*")] = (match[2] or match[3] or b"").decode(
                    "utf-8", "replace"
                )
        elif key.strip().lower() == b"content-type":
            mime = value.strip().decode("latin-1")
    return names, mime
