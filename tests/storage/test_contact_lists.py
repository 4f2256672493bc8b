"""Lists of contacts: named once complete, who is in them, and what is left of those that nothing uses."""

from datetime import timedelta
from typing import Any

from storage import contact_lists, erasure, personal_data, sent_files
from storage.contact_lists import ListSize
from storage.tables import SentFile, contact_list_table, contact_ref_table, list_entry_table
from storage.writer import Writer
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


async def do(writer, work):
    async with writer.unit() as session:
        found = await work(session)
        await session.commit()
    return found


async def a_list(writer, *refs, name="vip", now=NOW):
    async with writer.unit() as session:
        number = await contact_lists.begin(session, now=now)
        await contact_lists.add(session, number, refs)
        given = await contact_lists.name(session, number, name) if name else None
        await session.commit()
    return number, given


async def refs_left(rows):
    return [row.ref for row in await rows.all(list_entry_table)]


async def test_a_list_can_be_named_once_it_is_complete_and_by_a_name_of_its_own(writer):
    await a_list(writer, "a@mail", name=None)
    assert await do(writer, contact_lists.names) == []
    given = [(await a_list(writer, "a@mail"))[1] for _ in range(3)]
    assert given == ["vip", "vip-2", "vip-3"]
    assert await do(writer, contact_lists.names) == given


async def test_a_page_that_is_added_again_changes_nothing(writer, rows):
    number, _ = await a_list(writer, "a@mail", "b@mail")
    await do(writer, lambda session: contact_lists.add(session, number, ["b@mail", "c@mail"]))
    assert await refs_left(rows) == ["a@mail", "b@mail", "c@mail"]


async def test_a_contact_is_in_a_list_by_any_of_the_shop_s_names_for_them(writer, rows):
    anna, ben = await rows.contact(), await rows.contact()
    for ref, contact in (("anna@mail", anna), ("+371", anna), ("ben@mail", ben)):
        await rows.add(contact_ref_table, ref=ref, contact_id=contact, linked_at=NOW)
    await a_list(writer, "+371", "ben@mail", "eve@mail")
    await a_list(writer, "anna@mail", name="new")
    await a_list(writer, "anna@mail", "ben@mail", name=None)

    async def found(session):
        linked = await contact_lists.of_contacts(session, [anna, ben], ["vip", "new", "nosuch"])
        others = await contact_lists.of_refs(session, ["eve@mail", "max@mail"], ["vip"])
        return dict(linked), dict(others)

    assert await do(writer, found) == ({anna: {"vip", "new"}, ben: {"vip"}}, {"eve@mail": {"vip"}})


async def test_known_is_whoever_opened_a_link_or_has_an_order(writer, rows):
    await rows.add(contact_ref_table, ref="a@mail", contact_id=await rows.contact(), linked_at=NOW)
    await rows.purchase(contact_ref="a@mail")
    await rows.purchase(contact_ref="b@mail")
    everybody = ["a@mail", "b@mail", "c@mail"]
    assert await do(writer, lambda session: contact_lists.known(session, everybody)) == {"a@mail", "b@mail"}
    await a_list(writer, *everybody)
    await a_list(writer, "c@mail", name="new")
    assert await do(writer, lambda session: contact_lists.sizes(session, ["vip", "new"])) == [
        ListSize("new", 1, 0),
        ListSize("vip", 3, 2),
    ]


async def test_what_nothing_has_used_for_so_long_loses_its_name_and_then_its_contacts(writer, rows):
    await a_list(writer, "a@mail", "b@mail", "c@mail", name="old")
    await a_list(writer, "a@mail", name="used")
    await a_list(writer, "a@mail", name="new", now=NOW + 5 * DAY)

    async def let_go(session):
        assert await contact_lists.all_held(session)
        now = NOW + 90 * DAY
        return await contact_lists.let_go(session, in_use={"used"}, now=now, unused_since=NOW + DAY)

    assert await do(writer, let_go) == ["old"]
    assert await do(writer, contact_lists.names) == ["new", "used"]
    pages = [
        await do(writer, lambda session: contact_lists.drop_page(session, before=NOW + DAY, most=2))
        for _ in range(3)
    ]
    assert pages == [2, 1, 0]
    assert await refs_left(rows) == ["a@mail", "a@mail"]
    assert [row.name for row in await rows.all(contact_list_table)] == ["used", "new"]
    used = (await rows.all(contact_list_table))[0]
    assert used.used_at == NOW + 90 * DAY


async def test_what_a_crash_left_half_stored_goes_after_a_while_and_not_while_it_is_stored(writer, rows):
    await a_list(writer, "a@mail", name=None)
    for before, left in ((NOW, 1), (NOW + timedelta(seconds=1), 0)):
        await do(writer, lambda session, b=before: contact_lists.drop_page(session, before=b, most=10))
        assert len(await rows.all(contact_list_table)) == left


async def test_no_lists_are_nothing_to_hold(writer):
    assert not await do(writer, contact_lists.all_held)


async def test_a_file_is_read_once_and_settled_once(writer, database, another):
    def sent(**values):
        known: dict[str, Any] = {
            "draft_id": 3,
            "person_id": 7,
            "chat_id": -100,
            "language": "en",
            "file_id": "F",
        }
        return SentFile(**known, update_id=1, file_name="vip.csv", sent_at=NOW, **values)

    await do(writer, lambda session: sent_files.add(session, sent()))
    (kept,) = await do(writer, sent_files.waiting)
    assert await do(writer, lambda session: sent_files.is_awaited(session, 3))
    first, second = [(await a_list(writer, "a@mail"))[0] for _ in range(2)]
    assert await do(writer, lambda session: sent_files.has_become(session, kept.id, first))
    assert not await do(Writer(database=another), lambda s: sent_files.has_become(s, kept.id, second))
    assert await do(writer, lambda session: sent_files.settle(session, kept.id))
    assert not await do(writer, lambda session: sent_files.settle(session, kept.id))
    assert not await do(writer, lambda session: sent_files.is_awaited(session, 3))


async def test_whoever_is_erased_is_in_no_list_by_any_name(writer, rows):
    anna = await rows.contact(telegram_id=5_000_000_001)
    await rows.add(contact_ref_table, ref="a@mail", contact_id=anna, linked_at=NOW)
    await rows.purchase(contact_ref="+371", contact_id=anna)
    await a_list(writer, "a@mail", "b@mail")
    await a_list(writer, "+371", name="new")
    data = await do(writer, lambda session: personal_data.kept(session, 5_000_000_001))
    assert data["lists"] == [{"list": "vip", "ref": "a@mail"}, {"list": "new", "ref": "+371"}]
    await do(writer, lambda session: erasure.erase(session, 5_000_000_001, now=NOW))
    assert await refs_left(rows) == ["b@mail"]
