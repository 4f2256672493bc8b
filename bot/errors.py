"""What a person has to do something about."""


class OperatorError(Exception):
    """One sentence that says what is wrong and what to do; shown without a traceback."""

    exit_status = 1


class WrongUseError(OperatorError):
    """The command was given something that it can't mean."""

    exit_status = 2
