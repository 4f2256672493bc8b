"""Telegram measures text in UTF-16 code units: counting them, and cutting to a number of them."""

import unicodedata

ELLIPSIS = "…"
_JOINER = "\N{ZERO WIDTH JOINER}"


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, as the Bot API counts offsets and lengths."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, units: int) -> str:
    """Return `text`, cut to at most `units` UTF-16 units; where something is cut off, the last unit is "…".

    What a reader takes for one character stays whole: letters keep their marks, emoji their joined parts,
    skin tones and tags, flags both their letters (the common part of Unicode's UAX #29). Blanks before
    the "…" go. Raises ValueError where not even the "…" fits.
    """
    if units < 1:
        raise ValueError(f"Nothing fits into {units} units.")
    if utf16_length(text) <= units:
        return text
    end, left = 0, units - 1
    while (left := left - utf16_length(text[end])) >= 0:
        end += 1
    while end > 0 and not _parts(text, end):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _parts(text: str, at: int) -> bool:
    """Whether the characters before and after `at` are two to the reader's eye."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or (before, after) == ("\r", "\n"):
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        run = at
        while run > 0 and _is_flag_letter(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 0
    return not (unicodedata.category(after).startswith("M") or _is_skin_tone(after) or _is_tag(after))


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_skin_tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_tag(character: str) -> bool:
    """Whether this is one of the invisible letters that spell out a flag such as Scotland's."""
    return "\U000e0020" <= character <= "\U000e007f"
