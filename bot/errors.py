"""What a person has to do something about."""


class OperatorError(Exception):
    """One sentence that says what is wrong and what to do; shown without a traceback."""
