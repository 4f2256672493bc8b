"""Finds what Fluent would let pass in silence.

Fluent skips what it can't parse, keeps the first of two texts of a name, takes a line that begins with a dot
for an attribute, and follows a text that includes itself until Python's stack ends. Each would lose words
that somebody wrote, so each is an error here.
"""

from collections.abc import Iterator, Mapping

from fluent.syntax import ast as ftl

from handlers.texts.template import holds_marks
from handlers.texts.tree import Entry, included, name, nodes, references, selections


def problems(resource: ftl.Resource) -> Iterator[tuple[int, str]]:
    """Yield where in the source something is wrong (as an offset), and what. In no order."""
    entries: dict[str, Entry] = {}
    for entry in resource.body:
        if isinstance(entry, ftl.Junk):
            yield from ((_start(note), note.message or "can't be parsed") for note in entry.annotations)
        elif isinstance(entry, ftl.Message | ftl.Term):
            if (full_name := name(entry)) in entries:
                yield _start(entry.id), f"{full_name} stands here twice"
            entries[full_name] = entry
            if isinstance(entry, ftl.Message):
                yield from _lost_words(entry)
                yield from _unclear_selectors(entry)
    yield from _broken_references(entries)
    for node in nodes(resource):
        if isinstance(node, ftl.Pattern) and sum(words.value.count("*") for words in _words(node)) % 2:
            yield _start(node), 'an asterisk without its other: *bold* has two, a literal one is { "*" }'
        if isinstance(node, ftl.TextElement | ftl.StringLiteral) and holds_marks(_value(node)):
            yield _start(node), "a character of Private Use Area A: we mark bold words and values with those"


def _lost_words(message: ftl.Message) -> Iterator[tuple[int, str]]:
    if message.value is None:
        yield _start(message.id), f"{message.id.name} has no words"
    for attribute in message.attributes:
        yield _start(attribute), f"{message.id.name}: a line that begins with a dot is no text"


def _unclear_selectors(message: ftl.Message) -> Iterator[tuple[int, str]]:
    ways: dict[str, set[bool]] = {}
    for selectors, _, counts in selections(message):
        for variable in selectors:
            ways.setdefault(variable, set()).add(counts)
    for variable, way in ways.items():
        if len(way) > 1:
            yield _start(message.id), f"${variable} selects by number here and by name there"


def _broken_references(entries: Mapping[str, Entry]) -> Iterator[tuple[int, str]]:
    for outer, entry in entries.items():
        for node, reference in references(entry):
            if reference not in entries:
                yield _start(node), f"{outer} includes {reference}, and there is none"
            elif outer in included(reference, entries):
                yield _start(node), f"{outer} includes itself"


def _words(pattern: ftl.Pattern) -> Iterator[ftl.TextElement]:
    return (element for element in pattern.elements if isinstance(element, ftl.TextElement))


def _value(node: ftl.TextElement | ftl.StringLiteral) -> str:
    return node.value if isinstance(node, ftl.TextElement) else str(node.parse()["value"])


def _start(node: ftl.SyntaxNode) -> int:
    return node.span.start if node.span else 0
