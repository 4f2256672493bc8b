"""Words for people: a Line of ours becomes text and entities in the reader's language.

What goes in: ints are shown as the language writes numbers (1,001 or 1 001) and may select plural forms;
strings are shown as they are, whatever is in them, so ids and formatted dates are strings. A string
selects a variant only by being its name (`{ $kind -> [csat] … *[other] … }`); it never counts, and an int
never names.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import cast

from fluent.runtime.resolver import Pattern

from handlers.replies import Line, Value
from handlers.texts.errors import BrokenCatalogError, UnfilledTextError, UnknownTextError
from handlers.texts.reading import Text, read_texts
from handlers.texts.template import Entity, Rendered, Template, gap
from handlers.texts.units import utf16_length

TEMPLATES = 4096
"""How many templates are kept: every text of five languages, and the numbers that stood in them of late."""

_Shape = tuple[tuple[str, Value | None], ...]
"""What Fluent needs to know of the values: the ints, the strings that name a variant, None for the others."""


class Catalog:
    """Every text in every language. Read once; safe to share."""

    def __init__(self, texts: Mapping[str, Mapping[str, Text]], *, default: str = "en") -> None:
        """Take texts by language and id. Raises BrokenCatalogError where the default language is missing.

        The default language speaks where another has no such text, and to those whose language we don't have.
        """
        if default not in texts:
            raise BrokenCatalogError(f"There is no {default}.ftl, and every other language falls back on it.")
        self.languages = tuple(sorted(texts))
        """The languages there are, as their files are named."""
        self._default = default
        self._texts = {language: {**texts[default], **own} for language, own in texts.items()}
        self._own = texts
        self._template = lru_cache(maxsize=TEMPLATES)(_template)

    @classmethod
    def load(cls, directory: Path | None = None, *, default: str = "en") -> "Catalog":
        """Read each `<language>.ftl` of a directory (ours, unless told another).

        Raises BrokenCatalogError, which names every problem in every file with its line.
        """
        texts, problems = {}, []
        for path in sorted((directory or Path(__file__).parent).glob("*.ftl")):
            try:
                texts[path.stem] = read_texts(path)
            except BrokenCatalogError as problem:
                problems.append(str(problem))
        if problems:
            raise BrokenCatalogError("\n".join(problems))
        return cls(texts, default=default)

    def texts(self, language: str) -> Mapping[str, Text]:
        """Return the texts that one of our languages has of its own, by id."""
        return self._own[language]

    def render(self, line: Line, language: str) -> Rendered:
        """Return a line's words and their entities, in the line's own language if it has one.

        Raises UnknownTextError where no language has the text, UnfilledTextError where the values don't fit.
        """
        spoken = line.language or language
        text = self._texts.get(spoken, self._texts[self._default]).get(line.id)
        if text is None:
            raise UnknownTextError(f"There is no text {line.id!r} in {spoken} nor in {self._default}.")
        named = text.chosen
        shape = tuple(
            [
                (name, value if isinstance(value, int) or value in named.get(name, ()) else None)
                for name, value in line.values.items()
            ]
        )
        return self._template(text, shape).fill(line.values)

    def render_all(self, lines: Iterable[Line], language: str) -> Rendered:
        """Return several lines below each other."""
        words: list[str] = []
        entities: list[Entity] = []
        offset = 0
        for line in lines:
            rendered = self.render(line, language)
            entities += [Entity(e.type, e.offset + offset, e.length) for e in rendered.entities]
            words.append(rendered.text)
            offset += utf16_length(rendered.text) + 1
        return Rendered("\n".join(words), tuple(entities))

    def plain(self, line: Line, language: str) -> str:
        """Return a line's words alone, for where Telegram takes no entities: toasts and button labels."""
        return self.render(line, language).text


def _template(text: Text, shape: _Shape) -> Template:
    """Let Fluent settle all that isn't a string, and keep gaps for the strings."""
    names = [name for name, value in shape if value is None]
    marks = {name: gap(number) for number, name in enumerate(names)}
    for name, value in shape:
        if name in (text.chosen if isinstance(value, int) else text.counted):
            wanted = "a name" if isinstance(value, int) else "an int"
            raise UnfilledTextError(f"{text.id}: ${name} selects a variant, and needs {wanted} for that.")
    pattern = cast("Pattern", text.bundle.get_message(text.id).value)  # a text without words isn't read
    marked, errors = text.bundle.format_pattern(pattern, {n: marks.get(n, value) for n, value in shape})
    if errors:
        raise UnfilledTextError(f"{text.id}: {'; '.join(map(str, errors))}.")
    return Template(str(marked), names)
