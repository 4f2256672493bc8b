"""What can be wrong with our words."""


class TextError(Exception):
    """Something is wrong with our words."""


class BrokenCatalogError(TextError):
    """The texts of a language can't be read: every problem, one a line."""


class UnknownTextError(TextError):
    """No language has this text."""


class UnfilledTextError(TextError):
    """The text can't be made of these values."""
