"""Reads one language's .ftl file.

Bold is written `*like this*`, and an asterisk to be read as one `{ "*" }`, which is Fluent's own way to
write a special character. The asterisks of the file become marks of their own before anything is filled
in, so that no value can ever be taken for markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from handlers.texts.errors import BrokenCatalogError
from handlers.texts.proofreading import problems
from handlers.texts.template import BOLD
from handlers.texts.tree import included, nodes, selections, variables


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One text in one language. No two are equal, which makes it a cheap key."""

    id: str
    bundle: FluentBundle
    variables: frozenset[str]
    """Every variable it mentions, by itself or through a text that it includes."""
    counted: frozenset[str]
    """Variables whose plural category or number selects a variant: ints only."""
    chosen: Mapping[str, frozenset[str]]
    """Variables that select a variant by name, with the names: strings only."""


def read_texts(path: Path) -> dict[str, Text]:
    """Return the texts of `<language>.ftl` by id. Raises BrokenCatalogError with every problem at once."""
    language = path.stem
    wrong = []
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        wrong.append(f"{path.name}: CLDR knows no language {language!r}")
    try:
        source = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenCatalogError(f"{path.name} isn't UTF-8: {error}") from error
    resource = FluentParser().parse(source)
    wrong += [f"{path.name}:{_line(source, at)}: {what}" for at, what in sorted(problems(resource))]
    if wrong:
        raise BrokenCatalogError("\n".join(wrong))
    for node in nodes(resource):
        if isinstance(node, ftl.TextElement):
            node.value = node.value.replace("*", BOLD)
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    messages = {entry.id.name: entry for entry in resource.body if isinstance(entry, ftl.Message)}
    return {text_id: _text(text_id, messages, bundle) for text_id in messages}


def _text(text_id: str, messages: Mapping[str, ftl.Message], bundle: FluentBundle) -> Text:
    # Only texts hand their variables on: a term knows those alone that are written into its call.
    parts = [messages[part] for part in included(text_id, messages)]
    counted: set[str] = set()
    chosen: dict[str, frozenset[str]] = {}
    for selectors, names, counts in (selection for part in parts for selection in selections(part)):
        if counts:
            counted |= selectors
        else:
            chosen |= {variable: chosen.get(variable, frozenset()) | names for variable in selectors}
    return Text(text_id, bundle, variables(parts), frozenset(counted), chosen)


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1
