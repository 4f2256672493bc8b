"""Writes a conversation down as people see it, and holds each line of ours against the catalog's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.simulator.group import Group
from bot.simulator.messages import Message
from bot.simulator.person import Person
from handlers.replies import Line, Value
from handlers.texts.catalog import Catalog
from handlers.texts.template import Entity, Rendered

BOT = "Tapscore"


@dataclass
class Script:
    """One conversation in one language. `values` fill the texts, where a step brings none of its own."""

    catalog: Catalog
    language: str
    values: Mapping[str, Value]
    lines: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """Everything of ours that was seen: texts, labels of buttons, toasts."""

    def scene(self, title: str) -> None:
        """What happens next, in English."""
        self.lines += ["", f"## {title}", ""] if self.lines else [f"## {title}", ""]

    async def writes(self, person: Person, words: str, group: Group | None = None) -> None:
        """Somebody writes to the bot, or in a group."""
        self._note(person.first_name, words, group)
        await (person.send(words) if group is None else group.send(person, words))

    async def opens(self, person: Person, payload: str = "") -> None:
        """Somebody opens a link, and presses Start."""
        self._note(person.first_name, f"/start {payload}".rstrip())
        await person.open_link(payload)

    async def taps(
        self, person: Person, message: Message, label: str, toast: str | None, group: Group | None = None
    ) -> None:
        """Somebody presses a button, and gets this toast: the id of a text, or None for none."""
        press = await (person.tap(message, label) if group is None else group.tap(person, message, label))
        answer = await press.answered()
        self._note(person.first_name, f"[{label}]{'' if answer is None else f' → {answer}'}", group)
        assert answer == (self.words(toast).text if toast else None)
        if answer:
            self.shown.append(answer)

    async def reads(
        self,
        where: Person | Group,
        *texts: str,
        values: Mapping[str, Value] | None = None,
        edited: bool = False,
    ) -> Message:
        """A message of ours arrives, or changes, and says exactly these texts, one below the other."""
        expected = self.words(*texts, values=values)
        message = await where.receives(expected.text, only="edited" if edited else "new", timeout=10)
        assert message.text == expected.text
        bold = [(found["offset"], found["length"]) for found in message.entities if found["type"] == "bold"]
        assert bold == [(entity.offset, entity.length) for entity in expected.entities]
        group = where if isinstance(where, Group) else None
        self._note(f"{BOT} (edits)" if edited else BOT, _marked(expected), group)
        self.lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in message.keyboard]
        self.shown += [expected.text, *(button.text for button in message.buttons)]
        return message

    def words(self, *texts: str, values: Mapping[str, Value] | None = None) -> Rendered:
        """What these texts say."""
        known = {**self.values, **(values or {})}
        ours = self.catalog.texts(self.language)
        lines = [Line(text, {name: known[name] for name in ours[text].variables}) for text in texts]
        return self.catalog.render_all(lines, self.language)

    def label(self, text: str) -> str:
        """What a button says."""
        return self.words(text).text

    def __str__(self) -> str:
        """The whole, as it is kept in a file."""
        return "\n".join(self.lines) + "\n"

    def _note(self, who: str, words: str, group: Group | None = None) -> None:
        place = f"[{group.title}] " if group else ""
        self.lines.append(f"{place}{who}: " + words.replace("\n", "\n    "))


def _marked(rendered: Rendered) -> str:
    """The words with their bold parts between asterisks. Entities count in UTF-16 units, which are two bytes."""
    text = rendered.text.encode("utf-16-le")
    for entity in sorted(rendered.entities, key=_start, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        star = "*".encode("utf-16-le")
        text = text[:start] + star + text[start:end] + star + text[end:]
    return text.decode("utf-16-le")


def _start(entity: Entity) -> int:
    return entity.offset


def foreign(words: str, alphabet: str, *, known: str) -> list[str]:
    """The words that another alphabet is needed for; what `known` (a pattern) finds may stand in any."""
    found = re.findall(r"[^\W\d_]+", re.sub(known, " ", words))
    return [word for word in found if not re.fullmatch(f"[{alphabet}]+", word, re.IGNORECASE)]
