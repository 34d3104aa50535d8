"""`mailcheck(...)`: one command line in this process, as (exit code, standard output, standard error)."""

from __future__ import annotations

import pytest

from mailcheck import cli
from tests.commands.program import SECRET, Run


@pytest.fixture
def mailcheck(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, no_screen: None) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("PW", SECRET)

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
