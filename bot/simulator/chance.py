"""Gives each part of the simulator a chance of its own, so that one part's draws don't shift another's."""

import random


def seeded(seed: int, part: str) -> random.Random:
    """The same numbers again for the same seed and part."""
    return random.Random(f"{seed}:{part}")  # noqa: S311 - chance that can be repeated, not secrets
