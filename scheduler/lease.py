"""Which process ticks, polls and sends: on SQLite the one that holds a lock beside the file."""

from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRunningError(Exception):
    """Another process works on this database; the message says what to do."""


class FileLease:
    """Held from `acquire` to `release`; the system frees it when the process dies, however it dies."""

    def __init__(self, *, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._lock = FileLock(self._path)

    def acquire(self) -> None:
        """Take the lease. Raises AlreadyRunningError at once if another process has it."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise AlreadyRunningError(
                f"Another agent is running on {self._path.with_suffix('')}; stop it first, "
                "or give this one its own DATABASE_URL."
            ) from None

    def release(self) -> None:
        """Give the lease back."""
        self._lock.release()
