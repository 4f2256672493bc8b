"""Ways to walk Fluent's syntax tree."""

from collections.abc import Iterator, Mapping

from fluent.syntax import ast as ftl

Entry = ftl.Message | ftl.Term

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The categories of CLDR's plural rules."""


def nodes(tree: object) -> Iterator[ftl.BaseNode]:
    """Yield a node of Fluent's syntax tree and all below it, or those of a list of nodes."""
    if isinstance(tree, ftl.BaseNode):
        yield tree
        for child in vars(tree).values():
            yield from nodes(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from nodes(child)


def name(node: Entry | ftl.MessageReference | ftl.TermReference) -> str:
    """Return an id as it is written: terms have a dash in front."""
    return ("-" if isinstance(node, ftl.Term | ftl.TermReference) else "") + node.id.name


def references(entry: Entry) -> Iterator[tuple[ftl.SyntaxNode, str]]:
    """Yield each place where an entry includes another, and which."""
    for node in nodes(entry):
        if isinstance(node, ftl.MessageReference | ftl.TermReference):
            yield node, name(node)


def included(entry: str, entries: Mapping[str, Entry]) -> set[str]:
    """Return an entry's name and those of all that it includes, near or far."""
    found, ahead = set(), {entry}
    while ahead:
        here = ahead.pop()
        found.add(here)
        ahead |= {inner for _, inner in references(entries[here]) if inner in entries} - found
    return found


def variables(tree: object) -> frozenset[str]:
    """Return the variables that stand in a node, or in a list of them."""
    return frozenset(node.id.name for node in nodes(tree) if isinstance(node, ftl.VariableReference))


def selections(tree: ftl.BaseNode) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
    """Yield each selection's variables, its variants' names and whether it counts (plurals, numbers)."""
    for select in nodes(tree):
        if isinstance(select, ftl.SelectExpression):
            keys = [variant.key for variant in select.variants]
            names = frozenset(key.name for key in keys if isinstance(key, ftl.Identifier))
            yield variables(select.selector), names, names <= PLURALS
