"""The practice authority as a file, for other mail programs; gone when the program is, even when that is killed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHELL = Path("/bin/sh")
_SWEEP = 'cat >/dev/null; rm -rf -- "$0"'
"""Waits until nobody holds the other end of its standard input any more: that is when the program is over."""


@contextmanager
def ca_file(pem: str) -> Iterator[Path]:
    """Its path. OSError when no temporary file can be written."""
    folder = Path(tempfile.mkdtemp(prefix="mailcheck-practice-"))
    try:
        sweeper = _sweeper(folder)
        file = folder / "ca.pem"
        file.write_text(pem, encoding="ascii")
        yield file
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if sweeper:
        sweeper.communicate()


def _sweeper(folder: Path) -> subprocess.Popen[bytes] | None:
    """In a session of its own: Ctrl-C and the end of the terminal do not reach it. None where there is no sh."""
    if not _SHELL.exists():
        return None
    return subprocess.Popen(  # noqa: S603 - the folder is ours and stands in an argument
        [str(_SHELL), "-c", _SWEEP, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
