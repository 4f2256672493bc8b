"""Keeps what people write from turning our words around: right-to-left names in left-to-right sentences.

The rules are those of Unicode's UAX #9, the bidirectional algorithm.
"""

import re

FSI, PDI = "\u2068", "\u2069"  # first strong isolate, pop directional isolate

# Everything that is, or may one day be assigned as, a right-to-left letter or an Arabic digit, and the
# invisible marks, embeddings, overrides and isolates.
_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = re.compile("[\u2066-\u2069]")
_PARAGRAPHS = re.compile("([\n\r\x1c-\x1e\x85\u2029]+)")


def isolated(value: str) -> str:
    """Return `value` so that it can't reorder the words around it; nearly always that is `value` itself.

    Only lines that can turn the reading direction are wrapped, in FSI and PDI, each line by itself (a
    line break ends every isolate). Within, isolates left open are closed, and a PDI that closes nothing
    is left out, since it would close ours. Embeddings and overrides need no care: the PDI ends them.
    """
    if value.isascii() or not _TURNS.search(value):
        return value
    # The pattern has a group, so every other piece is what stands between two lines.
    pieces = _PARAGRAPHS.split(value)
    pieces[::2] = [FSI + _balanced(line) + PDI if _TURNS.search(line) else line for line in pieces[::2]]
    return "".join(pieces)


def _balanced(line: str) -> str:
    depth = 0

    def keep(mark: re.Match[str]) -> str:
        nonlocal depth
        if mark[0] != PDI:
            depth += 1
        elif depth == 0:
            return ""
        else:
            depth -= 1
        return mark[0]

    line = _ISOLATES.sub(keep, line)
    return line + PDI * depth
