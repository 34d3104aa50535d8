"""The list against servers that play the real ones: what still holds is told from what does not, without a login."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest
from dnslib import A

from mailcheck import verify_providers
from mailcheck.checks.run import LIMITS
from mailcheck.commands.verify import verify
from mailcheck.console import Console
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.providers import providers
from mailcheck.verify_providers import State, Verification, Verified, servers
from tests.certificates import Certificates
from tests.name_server import NameServer
from tests.servers import Server, Talk, hang, imap, over_tls, running, smtp

IN, OUT = Service.INCOMING, Service.OUTGOING
AN_HOUR = 3600.0  # nobody waits for it: what ends before has another reason
YANDEX_IMAP = imap("* OK Yandex IMAP4rev1 at imap.yandex.net ready to talk")
YANDEX_SMTP = smtp(
    "220 mail-nwsmtp.yandex.net ESMTP (Want to use Yandex.Mail for your domain? Visit http://pdd.yandex.ru)"
)
OLD_SMTP = smtp("220 mail-nwsmtp.yandex.net ESMTP")


def entry(name: str) -> Provider:
    found = providers().by_name(name)
    assert found
    return found


YANDEX, BEGET = entry("yandex"), entry("beget")
Played = Callable[..., AbstractContextManager[Settings]]


@pytest.fixture
def names() -> Iterator[NameServer]:
    server = NameServer({})
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def small_store(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))


@pytest.fixture
def played(certificates: Certificates, names: NameServer) -> Played:
    """`with played(provider, talks, context=...) as settings`: `talks` by server as text, else one in good order."""

    @contextmanager
    def play(
        provider: Provider, talks: dict[str, Talk] | None = None, context: ssl.SSLContext | None = None, **more: float
    ) -> Iterator[Settings]:
        started: list[Server] = []
        routes: dict[tuple[str, int], int] = {}
        hosts = {each.endpoint.host for each in servers([provider])}
        for each in servers([provider]):
            at = each.endpoint
            good = {IN: YANDEX_IMAP, OUT: YANDEX_SMTP} if provider is YANDEX else {IN: imap(), OUT: smtp()}
            talk = (talks or {}).get(str(at), good[each.service])
            server = Server(
                talk, context or certificates.for_names(*sorted(hosts)), implicit=at.security is Security.TLS
            )
            started.append(server)
            routes[at.host, at.port] = server.port
        names.zone = {host: [A("127.0.0.1")] for host in hosts}
        with running(*started):
            yield Settings(
                nameserver=names.address,
                authorities=certificates.authorities,
                routes=routes,
                deadline=more.get("deadline", 20),
            )
        heard = [line for server in started for line in server.heard]
        assert not any("LOGIN" in line.upper() or "AUTH" in line.upper() for line in heard)

    return play


def look(settings: Settings, *entries: Provider) -> dict[str, Verified]:
    return {str(found.endpoint): found for found in Verification(settings, providers()).results(entries)}


def test_all_as_written(played: Played) -> None:
    with played(YANDEX) as settings:
        found = look(settings, YANDEX)
    assert {str(each.endpoint) for each in servers([YANDEX])} == set(found)
    assert [(each.state, each.problem) for each in found.values()] == [(State.GOOD, None)] * len(found)
    assert all(each.greeting for each in found.values())


@pytest.mark.parametrize(
    ("server", "talk", "code"),
    [
        ("imap.beget.com:993/tls", over_tls(hang), "reply-timeout"),
        ("imap.beget.com:993/tls", smtp(), "wrong-service"),
        ("imap.beget.com:143/starttls", imap(), "starttls-not-offered"),
        ("smtp.beget.com:465/tls", smtp("554 no service"), "greeting-refused"),
        ("imap.beget.com:143/starttls", over_tls(imap()), "port-expects-tls"),
    ],
)
def test_what_has_rotted(played: Played, limit: Callable[..., None], server: str, talk: Talk, code: str) -> None:
    limit(Stage.GREET, 0.4)
    good = {"imap.beget.com:143/starttls": imap("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready")}
    with played(BEGET, {**good, server: talk}) as settings:
        found = look(settings, BEGET)
    problem = found.pop(server)
    assert (problem.state, problem.problem and problem.problem.code) == (State.ROTTEN, code)
    assert {each.state for each in found.values()} == {State.GOOD}


def test_certificates(played: Played, certificates: Certificates) -> None:
    with played(entry("timeweb"), context=certificates.good()) as settings:
        wrong_name = look(settings, entry("timeweb"))
    with played(entry("timeweb")) as settings:
        nobodys = look(replace(settings, authorities=""), entry("timeweb"))
    assert {each.problem.code for each in wrong_name.values() if each.problem} == {"certificate-wrong-host"}
    assert {each.problem.code for each in nobodys.values() if each.problem} == {"certificate-unknown-authority"}


def test_nobody_listens_and_no_such_name(played: Played, names: NameServer) -> None:
    with played(BEGET) as settings:
        other = look(settings, entry("timeweb"))
        names.zone = {"imap.timeweb.ru": [A("127.0.0.1")]}
        half = look(settings, entry("timeweb"))
    assert {each.problem.code for each in other.values() if each.problem} == {"host-not-found"}
    codes = {name: each.problem.code for name, each in half.items() if each.problem}
    assert codes == {"imap.timeweb.ru:993/tls": "connection-refused", "smtp.timeweb.ru:465/tls": "host-not-found"}


def test_a_greeting_that_changed(played: Played) -> None:
    with played(YANDEX, {"smtp.yandex.ru:465/tls": OLD_SMTP}) as settings:
        found = look(settings, YANDEX)
    changed = found["smtp.yandex.ru:465/tls"]
    assert (changed.state, changed.problem, changed.greeting) == (
        State.ROTTEN,
        None,
        "220 mail-nwsmtp.yandex.net ESMTP",
    )
    assert sum(each.state is State.ROTTEN for each in found.values()) == 1


def test_a_greeting_of_somebody_else(played: Played) -> None:
    with played(entry("timeweb"), {"imap.timeweb.ru:993/tls": YANDEX_IMAP}) as settings:
        found = look(settings, entry("timeweb"))
    assert [name for name, each in found.items() if each.state is State.ROTTEN] == ["imap.timeweb.ru:993/tls"]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server's silence is ever the end."""
    monkeypatch.setattr(verify_providers, "_PATIENCE", AN_HOUR)
    monkeypatch.setitem(LIMITS, Stage.GREET, AN_HOUR)


@pytest.mark.usefixtures("patient")
def test_time_is_short(played: Played) -> None:
    silent = {str(each.endpoint): hang for each in servers([YANDEX])}
    with played(YANDEX, silent, deadline=1.5) as settings:
        found = look(settings, YANDEX)
    assert all(each.state is not State.GOOD for each in found.values())


@pytest.mark.usefixtures("patient")
def test_whoever_leaves_early_stops_the_rest(played: Played) -> None:
    silent = {str(each.endpoint): hang for each in servers([YANDEX])[1:]}
    with played(YANDEX, silent, deadline=AN_HOUR) as settings:
        results = Verification(settings, providers()).results([YANDEX])
        assert next(results).state is State.GOOD
        results.close()


def test_a_server_that_two_name_is_spoken_to_once() -> None:
    both = servers([entry("zoho"), entry("zoho-pro")])
    shared = next(each for each in both if each.endpoint == Endpoint("imap.zoho.com", 993, Security.TLS, "provider"))
    assert [owner.id for owner in shared.providers] == ["zoho", "zoho-pro"]
    assert len({(each.service, each.endpoint) for each in both}) == len(both)
    assert {each.service for each in servers([entry("proton")])} == set()


@pytest.mark.parametrize("language", Language)
def test_told(played: Played, capsys: pytest.CaptureFixture[str], language: Language) -> None:
    with played(YANDEX, {"smtp.yandex.ru:465/tls": OLD_SMTP}) as settings:
        assert verify([YANDEX], settings, Console(), language) == 1
    out = capsys.readouterr().out
    assert "smtp.yandex.ru" in out and "220 mail-nwsmtp.yandex.net ESMTP" in out
    assert "imap.yandex.ru" not in out
    assert (": 4. " in out) and out.rstrip().endswith(": 1.")


def test_all_in_order_as_json(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    with played(entry("timeweb")) as settings:
        assert verify([entry("timeweb")], settings, None, Language.RU) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["good"], report["rotten"], report["left"]) == (2, 0, 0)
    assert {(row["host"], row["state"], row["code"]) for row in report["servers"]} == {
        ("imap.timeweb.ru", "good", None),
        ("smtp.timeweb.ru", "good", None),
    }


def test_no_way_out(capsys: pytest.CaptureFixture[str], names: NameServer) -> None:
    names.silent |= {"imap.timeweb.ru", "smtp.timeweb.ru"}
    settings = Settings(nameserver=names.address, deadline=10)
    assert verify([entry("timeweb")], settings, Console(), Language.EN) == 1
    out = capsys.readouterr().out
    assert "Not looked at: 2." in out
    assert "Not one server answered" in out
