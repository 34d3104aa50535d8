"""Guesses at usual names, and what is made of those that are not in order."""

from __future__ import annotations

import threading

import pytest

from mailcheck.discovery.race import Times
from mailcheck.domain.account import Service
from tests.discovery.world import (
    DOMAIN,
    HOURS,
    ISPDB,
    World,
    config,
    found,
    pass_by,
    settled,
    told,
    when,
)
from tests.servers import SOON, hang, wait_for

IN, OUT = Service.INCOMING, Service.OUTGOING


@pytest.mark.parametrize(
    ("incoming", "outgoing"),
    [
        ("imap.shop.test:993/tls", "smtp.shop.test:465/tls"),
        ("imap.shop.test:143/starttls", "smtp.shop.test:587/starttls"),
        ("mail.shop.test:993/tls", "mail.shop.test:587/starttls"),
        ("shop.test:143/starttls", "shop.test:465/tls"),
        ("mx.hoster.test:993/tls", "mx.hoster.test:587/starttls"),
    ],
)
def test_guesses(world: World, incoming: str, outgoing: str) -> None:
    world.domain(DOMAIN, "mx.hoster.test")
    world.mail(incoming, outgoing)
    assert found(world) == (f"{incoming} guess asks", f"{outgoing} guess asks")
    assert not any("anna" in line for server in world.servers.values() for line in server.heard)


def test_the_best_guess(world: World) -> None:
    world.mail("mail.shop.test:993/tls", "imap.shop.test:143/starttls", "imap.shop.test:993/tls", "shop.test:993/tls")
    assert found(world)[0] == "imap.shop.test:993/tls guess asks"


def test_a_wrong_certificate_comes_last_of_all(world: World) -> None:
    """What is wrong there is what we are to tell: but only where nobody has anything better."""
    world.mail("imap.shop.test:993/tls", days=-3)
    world.mail("mail.shop.test:143/starttls", names=("hoster.test",))
    answer = threading.Event()
    world.page(ISPDB, f"/v1.1/{DOMAIN}", when(answer, config("list.hoster.test:993:SSL", "")))
    race = world.race(HOURS)
    assert wait_for(lambda: len(race.candidates(IN)) == 2, SOON)
    assert not race.settled(IN)
    answer.set()
    settled(race, IN)
    assert [told(each) for each in race.candidates(IN)] == [
        "list.hoster.test:993/tls ispdb trusted",
        "imap.shop.test:993/tls guess asks",
        "mail.shop.test:143/starttls guess asks",
    ]


def test_a_wrong_certificate_is_waited_out(world: World) -> None:
    """Somebody who is only slow may still name a better one: no second best before the end."""
    world.mail("imap.shop.test:993/tls", days=-3)
    world.page(ISPDB, f"/v1.1/{DOMAIN}", hang)
    race = world.race(HOURS)
    assert wait_for(lambda: len(race.candidates(IN)) == 1, SOON)
    pass_by(race, HOURS.enough)
    assert not race.settled(IN)
    pass_by(race, HOURS.over)
    assert told(settled(race, IN)[IN]) == "imap.shop.test:993/tls guess asks"


@pytest.mark.parametrize("host", ["localhost", "mx_1.hoster.test"])
def test_an_odd_name_of_the_mx_is_not_connected_to(world: World, host: str) -> None:
    world.domain(DOMAIN, host)
    servers = [
        world.mail(f"{host}:{end}", names=("hoster.test",))
        for end in ("993/tls", "143/starttls", "465/tls", "587/starttls")
    ]
    assert found(world) == ("", "")
    assert not any(server.connections for server in servers)


def test_what_is_no_mail_server_is_no_guess(world: World) -> None:
    world.mail("mail.shop.test:993/tls", talk=lambda connection: connection.line("HTTP/1.0 400 Bad Request"))
    world.mail("imap.shop.test:143/tls")  # it waits for TLS, and we for its greeting
    assert told(settled(world.race(Times(over=1.0)), IN)[IN]) == ""
