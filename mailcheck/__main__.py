"""`python -m mailcheck` and the `mailcheck` command."""

from __future__ import annotations

import sys


def main() -> int:
    try:
        if sys.argv[1:] == ["--version"] and sys.stdout is not None:  # answered before anything else is loaded
            from mailcheck import __version__  # noqa: PLC0415

            sys.stdout.write(f"mailcheck {__version__}\n")
            return 0
        from mailcheck.cli import run  # noqa: PLC0415

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to show
        return 130


if __name__ == "__main__":
    sys.exit(main())
