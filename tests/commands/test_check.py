"""`mailcheck check` from the command line: what is printed, the report, files, exit codes."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mailcheck import crash_log, resources
from mailcheck.checks import network
from tests.certificates import Certificates
from tests.commands.program import ADDRESS, SECRET, Run, servers
from tests.name_server import NameServer
from tests.servers import Talk, hang, imap, smtp

SCHEMA = json.loads(resources.path("report.schema.json").read_text(encoding="utf-8"))
REFUSED = "NO [AUTHENTICATIONFAILED] no such luck"


class Case:
    """Runs `check` against scripted servers."""

    def __init__(self, mailcheck: Run, certificates: Certificates, name_server: NameServer) -> None:
        self._mailcheck = mailcheck
        self._certificates = certificates
        self._name_server = name_server

    def __call__(
        self, *words: str, incoming: Talk | None = None, outgoing: Talk | None = None, address: str = ADDRESS
    ) -> tuple[int, str, str]:
        with servers(self._certificates, self._name_server, incoming, outgoing) as common:
            command, _, *rest = common[:-2] if "--no-login" in words else common
            return self._mailcheck(command, address, *rest, *words)

    def report(self, *words: str, **servers_: Any) -> dict[str, Any]:
        _, out, err = self(*words, "--json", **servers_)
        assert err == ""
        report: dict[str, Any] = json.loads(out)
        jsonschema.Draft202012Validator(SCHEMA).validate(report)
        return report


@pytest.fixture
def check(mailcheck: Run, certificates: Certificates, name_server: NameServer) -> Case:
    return Case(mailcheck, certificates, name_server)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_reports_follow_the_schema(check: Case, language: str) -> None:
    green = check.report("--lang", language)
    assert (green["verdict"], green["language"], green["diagnoses"]) == ("ready", language, [])
    failed = check.report("--lang", language, incoming=imap(LOGIN=REFUSED), outgoing=smtp(AUTH="535 5.7.8 no"))
    assert failed["verdict"] == "not-ready"
    assert failed["diagnoses"][0]["amocrm"]
    without = check.report("--lang", language, "--no-login")
    assert without["verdict"] == "incomplete"
    lookalike = check.report("--lang", language, address="аnna@example.test")
    assert lookalike["diagnoses"][0]["code"] == "address-lookalike-letter"


def test_a_ready_mailbox(check: Case) -> None:
    code, out, err = check()
    assert (code, err) == (0, "")
    assert out.startswith(f"Testing {ADDRESS}\n")
    assert re.search(r"^✓ done      Incoming   Signing in +\d+ ms$", out, re.MULTILINE)
    assert "The mailbox is ready" in out
    assert "\x1b" not in out
    assert "\r" not in out
    assert max(map(len, out.splitlines())) < 80


def test_a_mailbox_with_problems(check: Case) -> None:
    code, out, _ = check("--lang", "ru", incoming=imap(LOGIN=REFUSED), outgoing=smtp(AUTH="535 5.7.8 no"))
    assert code == 1
    assert re.search(r"^✗ ошибка    Входящая   Входим в почту +\d+ мс$", out, re.MULTILINE)
    assert "– пропущено" not in out  # the line of the failure is enough
    assert "no such luck" in out
    assert max(map(len, out.splitlines())) < 80


def test_what_a_server_says_cannot_command_the_terminal(check: Case) -> None:
    evil = "NO [AUTHENTICATIONFAILED] \x1b[2J\x1b]0;owned\x07 \u202egone \x9b31m"
    for words in ((), ("--json",)):
        _, out, _ = check(*words, incoming=imap(LOGIN=evil))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
        assert "owned" in out


def test_an_echoed_password_is_nowhere(check: Case, tmp_path: Path) -> None:
    saved = [tmp_path / "a.json", tmp_path / "a.txt"]
    words = [f"--output={file}" for file in saved]
    echo = f"NO [AUTHENTICATIONFAILED] bad password {SECRET} for you"
    _, out, _ = check(*words, incoming=imap(LOGIN=echo), outgoing=smtp(AUTH=f"535 5.7.8 not {SECRET}"))
    for text in (out, *(file.read_text(encoding="utf-8") for file in saved)):
        assert SECRET not in text
        assert "••••" in text


def test_masked(check: Case, tmp_path: Path) -> None:
    saved = [tmp_path / "a.json", tmp_path / "a.txt"]
    words = [
        "--mask",
        *(f"--output={file}" for file in saved),
        "--recipient=anna.k@nomx.test",
        "--from=Anna.K@both.test",
    ]
    talks: dict[str, Any] = {
        "incoming": imap(LOGIN=f"NO [AUTHENTICATIONFAILED] user anna.k or {ADDRESS} unknown"),
        "outgoing": smtp(AUTH="535 5.7.8 (ANNA.K) is not known"),
    }
    _, out, _ = check(*words, **talks)
    _, as_json, _ = check("--mask", "--json", **talks)
    for text in (out, as_json, *(file.read_text(encoding="utf-8") for file in saved)):
        assert "anna" not in text.lower()
        assert "•••@example.test" in text
    jsonschema.validate(json.loads(as_json), SCHEMA)


def test_output_is_whole_and_replaces_what_was_there(check: Case, tmp_path: Path) -> None:
    file, link = tmp_path / "report.JSON", tmp_path / "link.txt"
    file.write_text("old")
    link.symlink_to(tmp_path / "target.txt")
    words = (f"--output={file}", f"--output={link}", "--output", str(tmp_path / "again.txt"))
    code, out, _ = check(*words, "--force")
    assert code == 0
    assert out.count("Report saved: ") == 3
    jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), SCHEMA)
    assert link.is_symlink()
    assert "mailcheck report" in link.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.txt", "link.txt", "report.JSON", "target.txt"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600  # it tells of servers and replies


def test_a_report_that_cannot_be_saved(check: Case, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()

    def vanish(connection: object) -> None:
        folder.rmdir()
        raise ConnectionError

    code, out, err = check(f"--output={folder / 'a.json'}", incoming=imap(LOGOUT=vanish))
    assert code == 2
    assert "The mailbox" in out
    assert err.count("\n") == 1
    assert "The report was not saved to" in err
    assert "the folder is gone. It was saved here: " in err
    kept = Path(err.rpartition(": ")[2].strip())
    assert json.loads(kept.read_text(encoding="utf-8"))["verdict"] == "ready"
    kept.unlink()


def test_without_a_login(check: Case) -> None:
    code, out, _ = check("--no-login")
    assert code == 0
    assert "you asked to stop here" in out
    assert "No fault was found up to the sign-in" in out


def test_without_servers(mailcheck: Run, name_server: NameServer) -> None:
    host, port = name_server.address
    words = ["check", "anna@mailless.test", "--no-login", "--nameserver", f"{host}:{port}"]
    code, out, _ = mailcheck(*words)
    assert code == 1
    assert "The servers of mailless.test could not be found." in out
    code, out, err = mailcheck(*words, "--json")
    assert json.loads(out)["account"]["incoming"] is None
    assert (code, err.count("\n")) == (1, 1)


def test_what_amocrm_showed(check: Case) -> None:
    report = check.report("--amocrm-error", "папка “отправленые” отсутствует")
    assert report["amocrm_error_seen"] == "sent-folder-missing"
    assert [each["code"] for each in report["diagnoses"]] == ["refused-only-by-amocrm"]


def test_consent_is_said_loudly(check: Case) -> None:
    _, out, _ = check("--insecure")
    assert out.splitlines()[1].startswith("WARNING: as you asked (--insecure)")
    _, out, err = check("--insecure", "--json")
    assert json.loads(out)["schema"] == 1
    assert err.startswith("WARNING: as you asked (--insecure)")


def test_unfinished_within_the_deadline_is_not_ready(check: Case) -> None:
    code, out, _ = check("--deadline", "3", incoming=imap(LIST=hang))
    assert code == 1
    assert "Incoming   Reading the list of folders" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "No address was given"),
        (["a@b@c.ru"], "There is more than one @"),
        (["a@b@c.ru", "--json"], "There is more than one @"),
        (["anna"], "There is no @"),
        (["a" * 10_000 + "@mail.ru"], "The name is too long"),
        (["anna@@mail.ru"], "Perhaps anna@mail.ru?"),
        (["an\0na@mail.ru"], "ADDRESS: there is a control character"),
        (["anna@mail.ru", "--from", "b@c@d.ru"], "There is more than one @"),
        (["anna@mail.ru", "--from", " "], "--from: the value is empty"),
        (["anna@mail.ru", "--username", ""], "--username: the value is empty"),
        (["anna@mail.ru", "--username", "a\nb"], "--username: there is a control character"),
        (["anna@mail.ru", "--username", "\udcff"], "--username: the text is not UTF-8"),
        (["anna@mail.ru", "--username", "a" * 5000], "--username: too long"),
        (["anna@mail.ru", "--recipient", "a\0@b.ru"], "--recipient: there is a control character"),
        (["anna@mail.ru", "--incoming", "imap.mail.ru:0"], "--incoming: a port"),
        (["anna@mail.ru", "--incoming", "h/none"], "needs --insecure"),
        (["anna@mail.ru", "--deadline", "nan"], "from 1 to 600"),
        (["anna@mail.ru", "--nameserver", "dns"], "an IP address is needed"),
        (["anna@mail.ru", "--ca-file", __file__], "no PEM certificates"),
        (["anna@mail.ru", "--ca-file", "/no/such"], "no PEM certificates"),
        (["anna@mail.ru", "--output", "/no/such/a.json"], "cannot be written to"),
        (["anna@mail.ru", "--output", "a.docx"], "must end in one of .html, .pdf, .json, .txt"),
        (["anna@mail.ru", "--amocrm-error", "qwerty zzz"], "spam-suspected"),
        (["anna@mail.ru", "--secret-env", "NO_SUCH"], "no such environment variable"),
    ],
)
def test_bad_input_is_one_line(mailcheck: Run, words: list[str], said: str) -> None:
    code, out, err = mailcheck("check", *words)
    assert (code, out) == (2, "")
    assert err.startswith("mailcheck: ")
    assert said in err
    assert err.count("\n") == 1


def test_a_masked_address_is_not_suggested(mailcheck: Run) -> None:
    code, _, err = mailcheck("check", "anna@@mail.ru", "--mask")
    assert code == 2
    assert "anna" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["--password", "hunter2"],
        ["--password=hunter2"],
        ["-phunter2"],
        ["-p", "hunter2"],
        ["--hunter2"],
        ["-hunter2"],
        ["hunter2"],
        ["--secret-stdin=hunter2"],
        ["--secret-env", "hunter2"],
        ["--secret", "hunter2"],
        ["--deadline", "hunter2"],
        ["--incoming", "host:hunter2"],
        ["--from", "hunter2"],
        ["--nameserver", "hunter2"],
        ["--lang", "hunter2"],
    ],
)
def test_a_value_is_never_repeated(mailcheck: Run, words: list[str]) -> None:
    code, out, err = mailcheck("check", "anna@mail.ru", *words)
    assert (code, out) == (2, "")
    assert "hunter2" not in err
    assert err.count("\n") == 1


@pytest.mark.logs
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_crash_in_a_check(
    check: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The rest goes on; one line names the log, and the log names the place."""

    def crash(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(network, "network", crash)
    monkeypatch.setattr(crash_log, "_user_folder", lambda: tmp_path)
    code, out, err = check(*words)
    assert code == 3
    file = tmp_path / "mailcheck.log"
    assert err == f"mailcheck: The program has failed; this is not your fault. The details are in {file}\n"
    log = file.read_text(encoding="utf-8")
    assert "ZeroDivisionError at " in log
    assert SECRET not in log + out
    if words:
        report = json.loads(out)
        jsonschema.validate(report, SCHEMA)
        assert (report["verdict"], report["checks"][1]["outcome"]) == ("incomplete", "crashed")
    else:
        assert "✗ our bug   Domain" in out


def test_help(mailcheck: Run) -> None:
    for language in ("ru", "en"):
        code, out, err = mailcheck("check", "--help", "--lang", language)
        assert (code, err) == (0, "")
        for option in ("--incoming", "--secret-stdin", "--amocrm-error", "--mask", "--lang"):
            assert option in out
        assert max(map(len, out.splitlines())) < 80


def test_a_recipient_does_not_condemn_the_mailbox(check: Case) -> None:
    code, out, _ = check("--recipient=klient@nowhere.test")
    assert code == 1
    assert "No fault was found with the mailbox" in out
    assert "This is about the recipient’s address: klient@nowhere.test." in " ".join(out.split())
    assert "The mailbox is not ready" not in out


def test_when_only_amocrm_refuses(check: Case) -> None:
    for text in ("spam-suspected", "connection-problem"):  # the first is the code of a problem too
        code, out, _ = check("--amocrm-error", text)
        assert code == 0
        assert "The mailbox works from here, but amoCRM showed an error." in out
        assert "In amoCRM this usually" not in out


def test_a_remark_does_not_foretell_a_refusal(check: Case) -> None:
    _, out, _ = check(incoming=imap(folders=('(\\HasNoChildren) "/" INBOX', '(\\HasNoChildren) "/" Sent')))
    assert "If amoCRM notices this, it shows:" in out
    assert "In amoCRM this usually" not in out


def test_a_wrong_address_is_not_told_to_be_typed_into_amocrm(check: Case) -> None:
    report = check.report(address="аnna.k@example.test")
    assert report["connection_card"]["username"] == ADDRESS
    _, out, _ = check(address="аnna.k@example.test")
    assert "What to type into amoCRM" not in out


def test_a_reply_is_told_once(check: Case) -> None:
    _, out, _ = check(incoming=imap(LOGIN=REFUSED), outgoing=smtp(AUTH="535 5.7.8 no"))
    assert "The server said:" not in out
    assert "Both logins were refused" in " ".join(out.split())
    assert "Number in the handbook: M-401, login-rejected" in out
