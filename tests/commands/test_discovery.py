"""`mailcheck check` of an own domain: where the servers came from, what is asked before a password goes there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from dnslib import MX, SRV, A

from tests.certificates import Certificates
from tests.commands.program import SECRET, Run, on_terminal
from tests.name_server import NameServer, Records
from tests.servers import Server, imap, running, smtp

ADDRESS = "anna.k@shop.test"
QUESTION = "Отправить туда пароль?"


@dataclass
class Shop:
    """An own domain whose SRV records name two servers; `zone` may be changed."""

    certificates: Certificates
    names: NameServer
    servers: tuple[Server, Server]
    zone: Records = field(default_factory=dict)

    def at(self, host: str) -> None:
        incoming, outgoing = (server.port for server in self.servers)
        self.zone |= {
            "shop.test": [MX("mx.hoster.test", 10)],
            host: [A("127.0.0.1")],
            "_imaps._tcp.shop.test": [SRV(0, 0, incoming, host)],
            "_submissions._tcp.shop.test": [SRV(0, 0, outgoing, host)],
        }
        for server in self.servers:
            server.context = self.certificates.for_names(host)

    @property
    def words(self) -> list[str]:
        nameserver = ":".join(map(str, self.names.address))
        return ["check", ADDRESS, "--nameserver", nameserver, "--ca-file", str(self.certificates.ca_file)]

    @property
    def told(self) -> bool:
        return any("LOGIN" in line or "AUTH PLAIN" in line for server in self.servers for line in server.heard)


@pytest.fixture
def shop(certificates: Certificates) -> Iterator[Shop]:
    servers = (
        Server(imap(), certificates.good(), implicit=True),
        Server(smtp(), certificates.good(), implicit=True),
    )
    zone: Records = {}
    names = NameServer(zone)
    with running(*servers):
        yield Shop(certificates, names, servers, zone)
    names.stop()


def test_servers_of_the_domain_itself_are_used_and_told(shop: Shop, mailcheck: Run) -> None:
    shop.at("mail.shop.test")
    code, out, _ = mailcheck(*shop.words, "--secret-env", "PW")
    assert code == 0
    port = shop.servers[0].port
    flat = " ".join(out.split())
    assert f"Incoming mail: mail.shop.test, port {port}. So it says in DNS" in flat
    assert "(_imaps._tcp.shop.test)" in flat
    assert shop.told


def test_nobody_to_ask_no_password(shop: Shop, mailcheck: Run) -> None:
    shop.at("mail.elsewhere.test")
    code, out, _ = mailcheck(*shop.words, "--secret-env", "PW")
    assert code == 1
    assert "server not confirmed: no password was sent" in out
    assert "you have not confirmed yet that the mailbox is on the servers that were found" in " ".join(out.split())
    first, second = (server.port for server in shop.servers)
    options = f"--incoming=mail.elsewhere.test:{first}/tls --outgoing=mail.elsewhere.test:{second}/tls"
    assert options in " ".join(out.split())
    assert not shop.told
    code, out, err = mailcheck(*shop.words, "--secret-env", "PW", "--json")
    assert (code, json.loads(out)["verdict"]) == (1, "incomplete")
    assert options in err
    code, _, _ = mailcheck(*shop.words, "--secret-env", "PW", *options.split())
    assert code == 0
    assert shop.told


@pytest.mark.parametrize(("answer", "agreed"), [("да\n", True), ("y\n", True), ("нет\n", False), ("\n", False)])
def test_asked_on_a_terminal(shop: Shop, answer: str, agreed: bool) -> None:
    shop.at("mail.elsewhere.test")
    code, out = on_terminal(*shop.words, "--secret-env", "PW", answer=answer.encode(), question=QUESTION)
    assert out.count(QUESTION) == 1
    assert shop.told is agreed
    assert code == (0 if agreed else 1)
    assert SECRET not in out


def test_what_was_typed_before_the_question_is_no_answer(shop: Shop) -> None:
    shop.at("mail.elsewhere.test")
    words = (*shop.words, "--secret-env", "PW")
    code, out = on_terminal(*words, ahead="да\n".encode(), answer="нет\n".encode(), question=QUESTION)
    assert QUESTION in out
    assert not shop.told
    assert code == 1


def test_ctrl_c_at_the_question_stops_the_run(shop: Shop) -> None:
    shop.at("mail.elsewhere.test")
    code, out = on_terminal(*shop.words, "--secret-env", "PW", answer=b"\x03", question=QUESTION)
    assert code == 130
    assert "Остановлено" in out
    assert not shop.told


def test_offline_nobody_is_asked_but_dns(shop: Shop, mailcheck: Run) -> None:
    shop.at("mail.shop.test")
    assert mailcheck(*shop.words, "--secret-env", "PW", "--offline-discovery")[0] == 0
    asked = {name.partition(" ")[0] for name in shop.names.asked}
    assert asked <= {"shop.test", "mail.shop.test", *(name for name in asked if name.startswith("_"))}
    shop.names.asked.clear()
    mailcheck(*shop.words, "--no-login", "--no-lookup", "srv", "--no-lookup", "autoconfig")
    asked = {name.partition(" ")[0] for name in shop.names.asked}
    assert "autoconfig.shop.test" not in asked
    assert not any(name.startswith("_") for name in asked)
    assert "imap.shop.test" in asked


def test_a_look_up_that_is_none(mailcheck: Run) -> None:
    code, _, err = mailcheck("check", ADDRESS, "--no-lookup", "dns")
    assert code == 2
    assert "srv, autoconfig, ispdb, guess" in err
