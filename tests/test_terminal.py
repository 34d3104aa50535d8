"""On a pseudo-terminal: columns, colour, the live line, the question for the password."""

from __future__ import annotations

import re

import pytest

from mailcheck import terminal
from mailcheck.i18n import Language, messages
from tests.certificates import Certificates
from tests.commands.program import SECRET, on_terminal, servers
from tests.name_server import NameServer
from tests.servers import Connection, imap

ESCAPES = re.compile(r"\x1b\[\d*[mK]|\r(?!\n)")


@pytest.mark.parametrize(
    ("section", "width"), [("state", terminal.STATE), ("side", terminal.SIDE), ("stage", terminal.STAGE)]
)
def test_everything_fits_its_column(section: str, width: int) -> None:
    for key, texts in messages().items():
        if key.startswith(f"{section}."):
            assert all(len(form) <= width for forms in texts.values() for form in forms), key


def test_every_check_and_stage_has_its_words() -> None:
    from mailcheck.domain.finding import Outcome, Stage  # noqa: PLC0415

    checks = [key.removeprefix("check.") for key in messages() if key.startswith("check.")]
    assert {f"side.{check}" for check in checks} == {key for key in messages() if key.startswith("side.")}
    assert {f"stage.{stage}" for stage in Stage} <= messages().keys()
    assert {f"state.{outcome}" for outcome in Outcome} <= messages().keys()
    for check in ("address", "network"):
        for language in Language:
            reason = messages()["skip.because"][language][0].replace(
                "{what}", messages()[f"check.{check}"][language][0]
            )
            assert len(reason) <= terminal.STAGE


def test_colour_and_the_live_line(certificates: Certificates, name_server: NameServer) -> None:
    def slow(connection: Connection) -> None:
        connection.server.over.wait(1.5)
        connection.line(f'* LIST (\\Sent) "/" Sent\n{connection.tag} OK done')

    with servers(certificates, name_server, imap(LIST=slow)) as words:
        code, shown = on_terminal(*words)
    assert code == 0
    assert "\x1b[32m✓ готово   \x1b[0m Входящая   Читаем список папок" in shown
    assert "Ждём: Входящая: Читаем список папок (1 с)" in shown
    assert shown.count("\r\x1b[K") >= 2  # drawn anew, then wiped
    assert "Ждём" not in shown.rpartition("\x1b[K")[2]
    assert max(len(ESCAPES.sub("", line)) for line in re.split("[\r\n]+", shown)) < 100


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(
    certificates: Certificates, name_server: NameServer, env: dict[str, str]
) -> None:
    with servers(certificates, name_server) as words:
        code, shown = on_terminal(*words, env=env)
    assert code == 0
    assert not re.search(r"\x1b\[\d*m", shown)
    assert "✓ готово    Входящая" in shown
    if "TERM" in env:
        assert "\x1b" not in shown


def test_a_password_is_asked_for_and_not_shown(certificates: Certificates, name_server: NameServer) -> None:
    with servers(certificates, name_server) as words:
        code, shown = on_terminal(*words[:-2], answer=f"{SECRET}\n".encode())
    assert code == 0
    assert shown.startswith("Пароль (не показывается): ")
    assert SECRET not in shown
    assert "Входящая   Входим в почту" in shown


def test_an_answer_that_is_none() -> None:
    for answer in (b"\n", b"\x04"):
        code, shown = on_terminal("check", "anna@mail.ru", answer=answer)
        assert code == 2
        assert shown.endswith("mailcheck: Пароль пуст\r\n")


def test_a_console_without_these_marks(certificates: Certificates, name_server: NameServer) -> None:
    with servers(certificates, name_server) as words:
        code, shown = on_terminal(*words, "--lang", "en", env={"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"})
    assert code == 0
    assert "+ done      Incoming   Signing in" in shown
