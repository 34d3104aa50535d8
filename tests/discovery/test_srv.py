"""SRV records: which server they name, whether it is believed, and what a dot denies."""

from __future__ import annotations

import pytest

from mailcheck.domain.account import Service
from tests.deaf_port import deaf_port
from tests.discovery.world import (
    DOMAIN,
    HOURS,
    OWN,
    World,
    config,
    found,
    settled,
    the,
    told,
)
from tests.servers import SOON, wait_for

IN, OUT = Service.INCOMING, Service.OUTGOING


def test_srv_inside_the_domain(world: World) -> None:
    world.srv("_imaps", ("in.shop.test", 1993), ("spare.shop.test", 993))
    world.srv("_imap", ("in.shop.test", 143))
    world.srv("_submission", ("out.shop.test", 587))
    both = world.race()
    chosen = settled(both)
    assert told(chosen[IN]) == "in.shop.test:1993/tls srv trusted"
    assert told(chosen[OUT]) == "out.shop.test:587/starttls srv trusted"
    assert the(chosen[IN]).told_by == "_imaps._tcp.shop.test"
    assert [str(each.endpoint) for each in both.candidates(IN)] == [
        "in.shop.test:1993/tls",
        "spare.shop.test:993/tls",
        "in.shop.test:143/starttls",
    ]


def test_srv_outside_the_domain_asks(world: World) -> None:
    world.srv("_imaps", ("imap.evilshop.test", 993))
    world.srv("_submissions", ("smtp.yandex.ru", 465))
    assert found(world) == ("imap.evilshop.test:993/tls srv asks", "smtp.yandex.ru:465/tls srv trusted")


def test_srv_to_a_neighbour_asks(world: World) -> None:
    """Whether both belong to one firm, or to strangers with a name each at the same hoster, no list tells surely."""
    world.domain("spb.shop.test")
    world.srv("_imaps", ("imap.shop.test", 993), domain="spb.shop.test")
    world.srv("_submissions", ("evil.shop.test", 465), domain="spb.shop.test")
    assert found(world, "anna@spb.shop.test") == ("imap.shop.test:993/tls srv asks", "evil.shop.test:465/tls srv asks")


def test_srv_to_a_listed_server_that_is_not_confirmed_asks(world: World) -> None:
    world.srv("_imaps", ("imap.secureserver.net", 993))
    world.srv("_submissions", ("smtp.exmail.qq.com", 465))
    assert found(world) == ("imap.secureserver.net:993/tls srv asks", "smtp.exmail.qq.com:465/tls srv asks")


def test_what_listens_on_a_port_of_tls_speaks_tls(world: World) -> None:
    """RFC 8314 section 7: 993 and 465 are for TLS from the first byte, whatever label led there."""
    world.srv("_imap", ("in.shop.test", 993))
    world.srv("_submission", ("out.shop.test", 465))
    assert found(world) == ("in.shop.test:993/tls srv trusted", "out.shop.test:465/tls srv trusted")


def test_the_next_target_when_the_first_cannot_be_reached(world: World) -> None:
    world.srv("_imaps", ("gone.shop.test", 993), ("in.shop.test", 993), ("spare.shop.test", 993))
    world.mail("in.shop.test:993/tls", "spare.shop.test:993/tls")
    race = world.race()
    settled(race)
    assert [each.endpoint.host for each in race.candidates(IN)] == ["in.shop.test", "gone.shop.test", "spare.shop.test"]


def test_a_silent_target_holds_nobody_up(world: World) -> None:
    world.srv("_imaps", ("slow.shop.test", 993), ("in.shop.test", 993))
    world.mail("in.shop.test:993/tls")
    with deaf_port() as port:
        world.routes["slow.shop.test", 993] = port
        world.host("slow.shop.test")
        race = world.race(HOURS)
        assert told(settled(race)[IN]) == "in.shop.test:993/tls srv trusted"


def test_no_target_is_reached_the_first_stays(world: World) -> None:
    """The check then tells what is wrong with it."""
    world.srv("_imaps", ("gone.shop.test", 993), ("lost.shop.test", 993))
    assert found(world)[0] == "gone.shop.test:993/tls srv trusted"


def test_a_trusted_target_gives_way_to_no_stranger(world: World) -> None:
    world.srv("_imaps", ("gone.shop.test", 993), ("in.evil.test", 993))
    world.mail("in.evil.test:993/tls")
    assert found(world)[0] == "gone.shop.test:993/tls srv trusted"


def test_one_target_is_not_knocked_at(world: World) -> None:
    world.srv("_imaps", ("in.shop.test", 993))
    server = world.mail("in.shop.test:993/tls")
    assert found(world)[0] == "in.shop.test:993/tls srv trusted"
    assert server.connections == 0


def test_a_customers_server_in_a_listed_domain_is_not_the_providers(world: World) -> None:
    world.srv("_imaps", ("customer.yandex.ru", 993))
    assert found(world)[0] == "customer.yandex.ru:993/tls srv asks"


def test_a_dot_says_no(world: World) -> None:
    """RFC 2782: decidedly not offered. What was not denied may still come from elsewhere."""
    world.srv("_imaps", (".", 0))
    world.srv("_submissions", (".", 0))
    world.srv("_submission", (".", 0))
    world.mail("imap.shop.test:993/tls", "imap.shop.test:143/starttls", "smtp.shop.test:465/tls")
    assert found(world) == ("imap.shop.test:143/starttls guess asks", "")


def test_dots_say_no_to_plain_text_too(world: World) -> None:
    """Of all four names nothing is offered: what is not encrypted is no way round it."""
    for name in ("_imaps", "_imap", "_submissions", "_submission"):
        world.srv(name, (".", 0))
    world.page(f"autoconfig.{DOMAIN}", OWN, config("in.shop.test:143:plain", "out.shop.test:587:plain"))
    race = world.race()
    assert wait_for(lambda: race.over, SOON * 2)
    assert (race.candidates(IN), race.candidates(OUT)) == ((), ())


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "mx_1.shop.test", "bad_\\032name.", "x" * 70 + ".test", "a..b"]
)
def test_names_that_cannot_be_a_servers(world: World, host: str) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, config(f"{host}:993:SSL", "smtp.shop.test:465:SSL"))
    assert found(world)[0] == ""
