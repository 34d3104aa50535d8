"""The practice SMTP server as mail programs find it: in good order, and with each fault that a script can have."""

from __future__ import annotations

import base64
import smtplib
import ssl
import time
from typing import Any

import pytest

from mailcheck.domain.account import Credentials, Secret, Security
from mailcheck.lab.scenario import GREETING, Layout
from mailcheck.probes.smtp import Smtp
from mailcheck.probes.wire import Wire
from tests.lab.smtp_clients import ADDRESS, AUTHORITY, HOST, LOGIN, PASSWORD, PLAIN_PASSWORD, place, trusting

LETTER = b"Subject: test\r\n\r\n..\r\nhello\r\n"
MAIL, RCPT = f"MAIL FROM:<{ADDRESS}>", f"RCPT TO:<{ADDRESS}>"
START = ("EHLO client", f"AUTH PLAIN {LOGIN}")


def _codes(said: str) -> list[str]:
    """The numbers of the answers after the greeting; of several lines, once."""
    return [line[:3] for line in said.splitlines()[1:] if line[3:4] == " "]


# --- in good order ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", Security)
def test_a_letter_to_oneself_and_to_others(security: Security) -> None:
    with place(security) as at:
        if security is Security.TLS:
            raw = trusting().wrap_socket(at.raw(), server_hostname=HOST)
            client = smtplib.SMTP(local_hostname="client")
            client.sock, client.file = raw, None
            assert client.getreply() == (220, b"smtp.example ESMTP")
        else:
            client = at.client()
        vars(client)["_host"] = HOST  # what smtplib takes the certificate for
        with client:
            if security is Security.STARTTLS:
                client.starttls(context=trusting())
            client.ehlo()
            assert client.esmtp_features["size"] == "20000"
            assert not client.has_extn("starttls")
            client.login("ANNA", PLAIN_PASSWORD)
            client.sendmail(ADDRESS.upper(), [ADDRESS.lower(), "boris@another.example"], LETTER)
            client.sendmail("anna", ["boris@another.example"], LETTER)
        assert at.inbox() == [LETTER]
        assert at.sent() == [LETTER, LETTER]


@pytest.mark.parametrize("security", Security)
def test_the_program_itself(security: Security) -> None:
    with place(security, layout=Layout({})) as at:
        wire = Wire(at.raw(), time.monotonic() + 5)
        try:
            if security is Security.TLS:
                wire.start_tls(trusting(), HOST)
            smtp = Smtp(wire)
            if security is Security.STARTTLS:
                assert smtp.mechanisms == ()
                smtp.starttls(trusting(), HOST)
            assert smtp.mechanisms == ("PLAIN", "LOGIN")
            smtp.login(Credentials("anna", Secret(PASSWORD)), "LOGIN")
            smtp.ask_mail(ADDRESS, "борис@другой.example")
            smtp.ask_rcpt()
            smtp.quit()
        finally:
            wire.close()


@pytest.mark.parametrize(
    "exchange",
    [
        [f"AUTH PLAIN {LOGIN}"],
        [f"auth plain {LOGIN}"],
        ["AUTH PLAIN", LOGIN],
        ["AUTH LOGIN", "YW5uYQ==", base64.b64encode(PASSWORD.encode()).decode()],
        ["AUTH LOGIN YW5uYQ==", base64.b64encode(PASSWORD.encode()).decode()],
    ],
)
def test_logins(exchange: list[str]) -> None:
    with place() as at:
        codes = _codes(at.say("EHLO client", *exchange, "AUTH PLAIN", "QUIT"))
    assert codes == ["250", *["334"] * (len(exchange) - 1), "235", "503", "221"]


@pytest.mark.parametrize("response", ["YW5uYQ==", "AGFubmEAd3Jvbmc=", "AP/+AP/+"])
def test_a_wrong_password(response: str) -> None:
    with place() as at:
        said = at.say("EHLO client", f"AUTH PLAIN {response}", "AUTH LOGIN", "*", "AUTH CRAM-MD5", "AUTH", MAIL, "QUIT")
    assert _codes(said)[2:] == ["334", "501", "504", "501", "530", "221"]
    assert ("535-5.7.8 no\r\n535 5.7.8 wrong\r\n" in said) == (response != "YW5uYQ==")


def test_what_is_told_before_encryption() -> None:
    with place(Security.STARTTLS) as at:
        said = at.say("EHLO client", f"AUTH PLAIN {LOGIN}", MAIL, "QUIT")
    assert said.splitlines()[:3] == ["220 smtp.example ESMTP", "250-smtp.example", "250-PIPELINING"]
    assert "STARTTLS" in said
    assert "AUTH" not in said.partition("ENHANCED")[0]
    assert _codes(said) == ["250", "538", "530", "221"]


@pytest.mark.parametrize("offers", [("SIZE 10",), ()])
def test_no_starttls_where_none_is_offered(offers: tuple[str, ...]) -> None:
    with place(Security.STARTTLS, offers=offers) as at:
        said = at.say("EHLO client", "STARTTLS", "QUIT")
    assert _codes(said) == ["250", "502", "221"]
    assert said.splitlines()[1:-2] == ["250-smtp.example", "250 SIZE 10"] if offers else ["250 smtp.example"]


def test_starttls_twice() -> None:
    with place(Security.STARTTLS) as at, at.client() as client:
        vars(client)["_host"] = HOST
        client.starttls(context=trusting())
        assert client.docmd("STARTTLS")[0] == 503
        assert client.docmd("NOOP")[0] == 250


def test_what_is_refused() -> None:
    with place() as at:
        early = at.say(MAIL, "EHLO client", MAIL, RCPT, "DATA", "QUIT")
        said = at.say(
            *START,
            *("RCPT TO:<a@b.example>", "MAIL FROM:<other@romashka.example>", "MAIL FROM:<>", MAIL + " SIZE=20001"),
            *(MAIL + " RET=HDRS ENVID=a AUTH=<> SIZE=100", RCPT + " NOTIFY=NEVER", "MAIL", "XYZ", "VRFY anna", "QUIT"),
        )
    assert _codes(early) == ["503", "250", "530", "530", "530", "221"]
    assert _codes(said)[2:] == ["503", "553", "553", "552", "250", "250", "501", "502", "252", "221"]
    assert "553 5.7.1 Sender address rejected: not owned by user Anna@romashka.example" in said
    assert "552 5.3.4 " in said


def test_letters_of_any_letters_only_where_offered() -> None:
    with place(offers=("AUTH PLAIN",)) as at:
        said = at.say(*START, MAIL, "RCPT TO:<борис@другой.example>", "QUIT")
    assert _codes(said)[2:] == ["250", "501", "221"]


def test_no_room() -> None:
    with place(layout=Layout({"Sent": ("\\Sent",)}, used_kib=1, limit_kib=1, keeps_sent=True)) as at:
        said = at.say(*START, MAIL, RCPT, "DATA", "hello", ".", "QUIT")
        assert not at.inbox()
    assert "452 4.2.2" in said


def test_too_large_a_letter() -> None:
    with place() as at:
        said = at.say(*START, MAIL, RCPT, "DATA", *["a" * 900] * 30, ".", "NOOP", "QUIT")
        assert not at.inbox()
    assert _codes(said)[-4:] == ["354", "552", "250", "221"]
    assert "552 5.3.4 Message size exceeds fixed limit" in said


# --- faults of the script --------------------------------------------------------------------------------------------

WHOLE = (*START, "NOOP", MAIL, RCPT, "DATA", "hello", ".", "RSET", "QUIT")
STEPS = ("EHLO", "AUTH", "NOOP", "MAIL", "RCPT", "DATA", "END-OF-DATA", "RSET", "QUIT")


def test_nothing_departs() -> None:
    with place() as at:
        assert _codes(at.say(*WHOLE)) == ["250", "235", "250", "250", "250", "354", "250", "250", "221"]


@pytest.mark.parametrize("command", STEPS)
def test_answers(command: str) -> None:
    with place(answers={command: "599-нет\n599 ни за что"}) as at:
        lines = WHOLE[: WHOLE.index("hello")] if command == "DATA" else WHOLE
        with at.raw() as client:
            client.sendall("".join(line + "\r\n" for line in lines).encode())
            heard = client.makefile("rb")
            answers = 0
            while not (line := heard.readline().decode()).startswith("599-"):
                answers += line[3] == " "
            assert line + heard.readline().decode() == "599-нет\r\n599 ни за что\r\n"
        assert answers == STEPS.index(command) + 1
        assert command == "NOOP" or bool(at.inbox()) == (command in ("RSET", "QUIT"))


def test_an_answer_to_starttls() -> None:
    with place(Security.STARTTLS, answers={"STARTTLS": "454 4.7.0 TLS not available now"}) as at:
        assert "454 4.7.0 TLS not available now\r\n" in at.say("EHLO client", "STARTTLS", "QUIT")


def test_an_answer_that_ends_it() -> None:
    with place(answers={"MAIL": "421 4.7.0 try later"}) as at:
        assert at.say(*START, MAIL, RCPT).endswith("421 4.7.0 try later\r\n")


def test_an_answer_to_a_login_whatever_the_password() -> None:
    with place(answers={"AUTH": "534 5.7.9 application password"}) as at:
        said = at.say("EHLO client", "AUTH LOGIN", "YW5uYQ==", "YW5uYQ==", "NOOP", "QUIT")
    assert _codes(said) == ["250", "334", "334", "534", "250", "221"]


@pytest.mark.parametrize("command", [*STEPS, "STARTTLS", GREETING])
@pytest.mark.parametrize("fault", ["drops", "silent"])
def test_drops_and_silence(command: str, fault: str) -> None:
    security = Security.STARTTLS if command == "STARTTLS" else Security.NONE
    script: dict[str, Any] = {fault: frozenset((command,))}
    lines = ("EHLO client", "STARTTLS") if command == "STARTTLS" else WHOLE
    expected = ("EHLO", "STARTTLS").index(command) if command == "STARTTLS" else (*STEPS, GREETING).index(command)
    with place(security, **script) as at, at.raw() as client:
        client.sendall("".join(line + "\r\n" for line in lines).encode())
        if fault == "silent":
            client.shutdown(1)  # the server goes when the client does
        said = client.makefile("rb").read().decode()
    if command == GREETING:
        assert not said
    elif fault == "drops":
        assert len(_codes(said)) == expected


def test_silence_is_silence() -> None:
    with place(silent=frozenset(("NOOP",))) as at, at.client() as client:
        assert client.sock
        client.ehlo()
        client.sock.settimeout(0.03)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()


@pytest.mark.parametrize("greeting", ["421 4.7.0 too many connections", "554-no\n554 go away"])
def test_a_greeting_that_ends_it(greeting: str) -> None:
    with place(greeting=greeting) as at:
        assert at.say() == greeting.replace("\n", "\r\n") + "\r\n"


@pytest.mark.parametrize("greeting", ["220 mail ESMTP *****", "220-one\n220 two", "* OK IMAP4 ready", "220"])
def test_the_greeting_as_it_is(greeting: str) -> None:
    with place(greeting=greeting) as at:
        assert at.say("QUIT") == greeting.replace("\n", "\r\n") + "\r\n221 2.0.0 Bye\r\n"


@pytest.mark.parametrize(("fault", "code"), [("expired", 10), ("self-signed", 18), ("wrong-name", 62)])
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_client_that_does_not_trust(fault: str, code: int, security: Security) -> None:
    with place(security, context=AUTHORITY.context(HOST, fault)) as at, at.raw() as client:
        if security is Security.STARTTLS:
            client.sendall(b"STARTTLS\r\n")
            assert [client.makefile("rb", 0).readline()[:3] for _ in range(2)] == [b"220", b"220"]
        with pytest.raises(ssl.SSLCertVerificationError) as caught:
            trusting().wrap_socket(client, server_hostname=HOST)
        assert caught.value.verify_code == code
