"""The log file of crashes: made when the first one happens. It holds places in the code, never a value."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger("mailcheck")


class CrashLog(logging.Handler):
    """Writes what the logger "mailcheck" is told; `file` is None until that went well."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder
        self._lines = logging.Formatter("%(asctime)s %(message)s")
        self.crashed = False
        self.file: Path | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """A log that cannot be written is no reason to fail once more."""
        self.crashed = True
        folder = self._folder or _user_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "mailcheck.log").open("a", encoding="utf-8") as stream:
                stream.write(self._lines.format(record) + "\n")
        except OSError:
            return
        self.file = folder / "mailcheck.log"


@contextmanager
def installed(handler: CrashLog) -> Iterator[CrashLog]:
    """Take over the logger, and the threads that nobody watches: a traceback would show values."""
    old = threading.excepthook
    log.addHandler(handler)
    threading.excepthook = lambda hook: record(hook.exc_value) if hook.exc_value else None
    try:
        yield handler
    finally:
        threading.excepthook = old
        log.removeHandler(handler)


def record(error: BaseException) -> None:
    """The type of the error and where it came up, and of the one before, if any; its message may hold anything."""
    lines: list[str] = []
    each: BaseException | None = error
    while each:
        places = traceback.extract_tb(each.__traceback__)
        lines += [type(each).__name__, *(f"  {place.filename}:{place.lineno} {place.name}" for place in places)]
        each = each.__context__
    log.error("%s", "\n".join(lines))


def _user_folder() -> Path:
    from platformdirs import user_log_path  # noqa: PLC0415 - needed only then

    return user_log_path("mailcheck", appauthor=False)
