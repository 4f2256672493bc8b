"""The four ways in which a client may send its parameters, and the files beside them."""

import json
from typing import Any

import aiohttp
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Person, Simulator
from bot.simulator.request import read_request

KEYBOARD = {"inline_keyboard": [[{"text": "4", "callback_data": "4"}]]}


async def test_all_ways_lead_to_the_same_message(bot: Any, http: Any, anna: Person) -> None:
    params = {"chat_id": str(anna.id), "text": "Ünïcödé & 👍 + spaces", "reply_markup": json.dumps(KEYBOARD)}
    url = f"{bot.url}/sendMessage"
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in params.items():
        part = multipart.append(value)
        part.set_content_disposition("form-data", name=name)
    for sending in (
        http.get(url, params=params),
        http.post(url, params=params),
        http.post(url, data=params),
        http.post(url, json=params | {"chat_id": anna.id, "reply_markup": KEYBOARD}),
        http.post(url, json=params),
        http.post(url, data=multipart),
    ):
        async with sending as response:
            assert response.status == 200, await response.text()
    assert len(anna.chat.from_bot) == 6
    assert {message.text for message in anna.chat.from_bot} == {"Ünïcödé & 👍 + spaces"}
    assert {message.buttons[0].data for message in anna.chat.from_bot} == {"4"}


async def test_a_body_that_can_not_be_read_is_refused(bot: Any, http: Any) -> None:
    for headers, body in (
        ({"Content-Type": "application/json"}, b"{"),
        ({"Content-Type": "application/json"}, b"[]"),
        ({"Content-Type": "text/plain"}, b"text=hello"),
        ({"Content-Type": "multipart/form-data"}, b"x"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n\r\n"),
        (
            {"Content-Type": "multipart/form-data; boundary=b"},
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1',
        ),
    ):
        async with http.post(f"{bot.url}/getMe", data=body, headers=headers) as response:
            assert response.status == 400, body


async def test_an_uploaded_document_comes_down_again(
    sim: Simulator, bot: Any, http: Any, anna: Person
) -> None:
    data = bytes(range(256)) * 10 + b"\r\n--tricky\r\n"
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("caption", "Your data")
    form.add_field("document", data, filename="мои данные.json", content_type="application/json")
    async with http.post(f"{bot.url}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_size"], document["mime_type"]) == (len(data), "application/json")
    assert (await anna.receives("Your data")).media == "document"
    path = (await bot("getFile", file_id=document["file_id"])).result["file_path"]
    async with http.get(f"{sim.url}/file/bot42:TEST/{path}") as response:
        assert await response.read() == data
    again = await bot("sendDocument", chat_id=anna.id, document=document["file_id"])
    assert again.result["document"]["file_id"] == document["file_id"]


async def test_an_attached_photo_has_sizes(bot: Any, http: Any, anna: Person) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("photo", "attach://chart")
    form.add_field("chart", b"picture", filename="chart.png", content_type="image/png")
    async with http.post(f"{bot.url}/sendPhoto", data=form) as response:
        sizes = (await response.json())["result"]["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1280]
    assert (
        "type of file mismatch"
        in (await bot("sendDocument", chat_id=anna.id, document=sizes[0]["file_id"])).description
    )


async def test_files_that_are_missing_or_left_over_are_refused(bot: Any, http: Any, anna: Person) -> None:
    answer = await bot("sendDocument", chat_id=anna.id, document="attach://nowhere")
    assert "attach://nowhere" in answer.description
    assert "no file_id" in (await bot("sendDocument", chat_id=anna.id, document="abc")).description
    web = await bot("sendDocument", chat_id=anna.id, document="https://example.com/a")
    assert "fetches nothing" in web.description
    form = aiohttp.FormData()
    form.add_field("chat_id", str(anna.id))
    form.add_field("text", "x")
    form.add_field("stray", b"1", filename="stray.txt")
    async with http.post(f"{bot.url}/sendMessage", data=form) as response:
        assert "'stray' belongs to no parameter" in (await response.json())["description"]


async def test_a_file_of_a_person_can_be_fetched_only_with_the_token(
    sim: Simulator, bot: Any, http: Any, anna: Person
) -> None:
    voice = await anna.send_voice(b"OggS and more")
    path = (await bot("getFile", file_id=voice.json["voice"]["file_id"])).result["file_path"]
    async with http.get(f"{sim.url}/file/bot42:TEST/{path}") as response:
        assert await response.read() == b"OggS and more"
    async with http.get(f"{sim.url}/file/bot42:WRONG/{path}") as response:
        assert response.status == 401
    async with http.get(f"{sim.url}/file/bot42:TEST/voices/none.oga") as response:
        assert response.status == 404
    assert (await bot("getFile", file_id="nonsense")).status == 400


@given(st.dictionaries(st.text("abc_", min_size=1), st.binary(), max_size=4))
def test_multipart_files_survive_any_bytes(files: dict[str, bytes]) -> None:
    boundary = b"7d1f9a-never-in-the-data"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="f"\r\n\r\n%s\r\n'
        % (boundary, n.encode(), data)
        for n, data in files.items()
    ]
    body = b"".join(parts) + b"--" + boundary + b"--\r\n"
    _, found = read_request("", f"multipart/form-data; boundary={boundary.decode()}", body)
    assert {name: upload.data for name, upload in found.items()} == files
