"""`python -m mailcheck` and the `mailcheck` command."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

STOPPED = 130


def main() -> int:
    code = _run(sys.argv[1:])
    if code == STOPPED or "mailcheck.ui.app" in sys.modules:
        # At once: threads that wait for the network would hold up the end, and one that still loads a library while
        # Python takes itself apart crashes it. Everything printed has been flushed.
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError):  # nobody reads it any more
                stream.flush()
        os._exit(code)
    return code


def _run(words: list[str]) -> int:
    try:
        if words == ["--version"] and sys.stdout is not None:  # answered before anything else is loaded
            from mailcheck import __version__  # noqa: PLC0415

            sys.stdout.write(f"mailcheck {__version__}\n")
            return 0
        from mailcheck.cli import run  # noqa: PLC0415

        return run(words)
    except KeyboardInterrupt:  # before there was anything to show
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
