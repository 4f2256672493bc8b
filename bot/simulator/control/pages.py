"""Serves the chat page, and the files that were sent in the chats."""

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

FOLDER: Final = Path(__file__).parents[1] / "page"
_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PICTURES: Final = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Nothing is loaded from elsewhere, nothing in a text of somebody's can run, and no other site can frame it.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def add_routes(app: web.Application, sim: "Simulator") -> None:
    """Serve the page at / and its parts under /page, and what was sent under /simulator/files."""

    async def serve_page(request: web.Request) -> web.Response:
        return _part("index.html")

    async def serve_part(request: web.Request) -> web.Response:
        return _part(request.match_info["name"])

    async def serve_file(request: web.Request) -> web.Response:
        return _sent(sim, request.match_info["id"])

    app.router.add_get("/", serve_page)
    app.router.add_get("/page/{name:[a-z_]+\\.[a-z]+}", serve_part)
    app.router.add_get("/simulator/files/{id:[0-9a-f]+}", serve_file)


def _part(name: str) -> web.Response:
    path = FOLDER / name
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        raise web.HTTPNotFound(text="There is no such part of the page.")
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8", headers=_HEADERS)


def _sent(sim: "Simulator", file_id: str) -> web.Response:
    """A picture to be shown; anything else to be saved, since it may be a page that runs."""
    file = sim.world.files.find(file_id)
    if file is None:
        raise web.HTTPNotFound(text="There is no such file.")
    kind = next((kind for head, kind in _PICTURES.items() if file.data.startswith(head)), None)
    if file.kind == "photo" and kind is not None:
        return web.Response(body=file.data, content_type=kind, headers=_HEADERS)
    name = quote(str(file.fields.get("file_name") or file.path.rpartition("/")[2]))
    saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return web.Response(
        body=file.data, content_type="application/octet-stream", headers={**_HEADERS, **saved}
    )
