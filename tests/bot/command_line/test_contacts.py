"""`wave --contacts`: a wave to those in a file, whose list other waves can name."""

from pathlib import Path

import pytest

from tests.bot.command_line.commands import database, written


def test_a_wave_to_the_contacts_of_a_file_names_their_list(bot):
    written("orders.csv", "order_id,contact_ref\n1,anna@mail\n2,ben@mail\n")
    bot("import", "orders.csv")
    written("VIP May.csv", "Имя;E-mail\nАнна;ANNA@mail\nЗоя;zoe@mail\n", encoding="cp1251")
    done = bot(
        "wave", "nps", "--contacts", "VIP May.csv", "--audience", "bought:30d", "--name", "Best", "--yes"
    )
    assert (done.status, done.err) == (0, "")
    first, second = done.out.splitlines()
    assert first == "List vip-may: 1 of its 2 contacts are known."
    assert second.startswith('Wave 1 "Best" is planned for ')
    for words in ("list:VIP-may", "not list:vip-may"):
        assert bot("wave", "nps", "--audience", words, "--yes").status == 0
    assert audiences() == ["bought:30d list:vip-may", "list:vip-may", "not list:vip-may"]


def audiences():
    with database() as opened:
        found = opened.execute("SELECT audience FROM wave ORDER BY id").fetchall()
    opened.close()
    return [audience for (audience,) in found]


@pytest.mark.parametrize(
    ("content", "arguments", "status", "sentence"),
    [
        (
            "name,city\nAnna,Riga\n",
            (),
            2,
            "vip.csv has no column of contacts that I know; name it contact_ref",
        ),
        ("contact_ref\nzoe@mail\n", (), 2, "I know none of the contacts in vip.csv (there are 1);"),
        ('contact_ref\n"zoe', (), 1, "vip.csv can't be read below line 1 (unexpected end of data);"),
        (None, (), 1, "vip.csv can't be read (No such file or directory); check its name."),
        ("contact_ref\na@mail\n", ("--at", "soon"), 2, 'I understand "now" and moments such as'),
    ],
    ids=["no column", "nobody known", "open quote", "no file", "a wrong word"],
)
def test_a_file_of_contacts_that_is_no_use_plans_nothing(bot, content, arguments, status, sentence):
    if content is not None:
        written("vip.csv", content)
    done = bot("wave", "nps", "--contacts", "vip.csv", "--yes", *arguments)
    assert done.status == status
    assert done.sentence.startswith(sentence)
    if Path("var/tapscore.db").exists():
        assert audiences() == []
