"""Each source alone: what it says, and how much that counts."""

from __future__ import annotations

import pytest

from mailcheck.discovery.race import Times
from mailcheck.domain.account import Service
from mailcheck.domain.settings import Lookup
from tests.discovery.world import ADDRESS, DOMAIN, ISPDB, OWN, WELL_KNOWN, World, config, settled, the, told
from tests.probes.web import moved

IN, OUT = Service.INCOMING, Service.OUTGOING


def found(world: World, address: str = ADDRESS, lookups: frozenset[Lookup] = frozenset(Lookup)) -> tuple[str, str]:
    both = settled(world.race(address=address, lookups=lookups))
    return told(both[IN]), told(both[OUT])


# --- our list --------------------------------------------------------------------------------------------------------


def test_our_list_by_mx(world: World) -> None:
    world.domain(DOMAIN, "mx.yandex.net")
    world.srv("_imaps", ("imap.shop.test", 993))
    assert found(world) == ("imap.yandex.ru:993/tls mx trusted", "smtp.yandex.ru:465/tls mx trusted")


def test_a_provider_without_servers_ends_the_search(world: World) -> None:
    world.domain(DOMAIN, "mail.protonmail.ch")
    world.mail("imap.shop.test:993/tls", "smtp.shop.test:465/tls")
    assert found(world) == ("", "")


# --- SRV -------------------------------------------------------------------------------------------------------------


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


def test_srv_of_a_department_and_its_firm(world: World) -> None:
    world.domain("spb.shop.test")
    world.srv("_imaps", ("imap.shop.test", 993), domain="spb.shop.test")
    assert found(world, "anna@spb.shop.test")[0] == "imap.shop.test:993/tls srv trusted"


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


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "bad_\\032name.", "x" * 70 + ".test", "a..b"])
def test_names_that_cannot_be_a_servers(world: World, host: str) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, config(f"{host}:993:SSL", "smtp.shop.test:465:SSL"))
    assert found(world)[0] == ""


# --- the domain's own file -------------------------------------------------------------------------------------------


def test_own_file(world: World) -> None:
    pages = '<enable visiturl="https://shop.test/on"><instruction lang="ru">Включите IMAP</instruction></enable>'
    body = config("imap.hoster.test:993:SSL", "smtp.hoster.test:587:STARTTLS", pages, name="%EMAILLOCALPART%")
    server = world.page(f"autoconfig.{DOMAIN}", OWN, body)
    both = settled(world.race())
    assert told(both[IN]) == "imap.hoster.test:993/tls autoconfig trusted"
    assert told(both[OUT]) == "smtp.hoster.test:587/starttls autoconfig trusted"
    assert the(both[IN]).username == "anna.k"
    assert the(both[IN]).told_by == "autoconfig.shop.test"
    assert the(both[IN]).enable[0].texts == {"ru": "Включите IMAP"}
    assert server.heard[0] == f"GET {OWN} HTTP/1.1"


def test_well_known_is_not_told_the_address(world: World) -> None:
    server = world.page(DOMAIN, WELL_KNOWN, config("imap.hoster.test:993:SSL"))
    assert found(world)[0] == "imap.hoster.test:993/tls autoconfig trusted"
    assert not any("anna" in line for line in server.heard)


def test_another_domain_is_told_no_address(world: World) -> None:
    """A redirect that leaves the domain is followed without the address, and what it says is not the domain's word."""
    here = world.web(
        f"autoconfig.{DOMAIN}",
        {
            OWN: moved("https://config.hoster.test/?for=anna.k@shop.test"),
            "/mail/config-v1.1.xml": moved("https://config.hoster.test/"),
        },
    )
    there = world.page("config.hoster.test", "/", config("imap.hoster.test:993:SSL", "smtp.shop.test:465:SSL"))
    assert found(world) == ("imap.hoster.test:993/tls autoconfig asks", "smtp.shop.test:465/tls autoconfig trusted")
    assert any("anna" in line for line in here.heard)
    assert there.heard and not any("anna" in line for line in there.heard)


def test_a_redirect_inside_the_domain(world: World) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, moved("https://www.shop.test/mail.xml"))
    world.page("www.shop.test", "/mail.xml", config("imap.hoster.test:993:SSL"))
    both = settled(world.race())
    assert told(both[IN]) == "imap.hoster.test:993/tls autoconfig trusted"
    assert the(both[IN]).told_by == "www.shop.test"


def test_a_file_with_a_strangers_certificate_is_none(world: World) -> None:
    world.web(f"autoconfig.{DOMAIN}", {OWN: config("imap.evil.test:993:SSL")}, names=("autoconfig.evil.test",))
    assert found(world) == ("", "")


def test_password_and_encryption_before_anything_else(world: World) -> None:
    more = (
        '<incomingServer type="imap"><hostname>open.shop.test</hostname><port>143</port><socketType>plain</socketType>'
        "<username>x</username><authentication>password-cleartext</authentication></incomingServer>"
        '<incomingServer type="pop3"><hostname>pop.shop.test</hostname><port>995</port><socketType>SSL</socketType>'
        "<username>x</username></incomingServer>"
        '<incomingServer type="imap"><hostname>oauth.shop.test</hostname><port>993</port><socketType>SSL</socketType>'
        "<username>x</username><authentication>OAuth2</authentication></incomingServer>"
        '<incomingServer type="imap"><hostname>imap.shop.test</hostname><port>993</port><socketType>SSL</socketType>'
        "<username>x</username><authentication>password-cleartext</authentication></incomingServer>"
    )
    world.page(DOMAIN, WELL_KNOWN, config("", "", more))
    race = world.race()
    settled(race)
    assert [told(each) for each in race.candidates(IN)] == [
        "imap.shop.test:993/tls autoconfig trusted",
        "open.shop.test:143/none autoconfig asks",
        "oauth.shop.test:993/tls autoconfig trusted",
    ]


# --- Thunderbird's list ----------------------------------------------------------------------------------------------


def test_ispdb_by_domain(world: World) -> None:
    server = world.page(ISPDB, f"/v1.1/{DOMAIN}", config("imap.hoster.test:993:SSL"))
    assert found(world)[0] == "imap.hoster.test:993/tls ispdb trusted"
    assert server.heard[0] == f"GET /v1.1/{DOMAIN} HTTP/1.1"
    assert not any("anna" in line for line in server.heard)


@pytest.mark.parametrize("entry", ["mail.hoster.test", "hoster.test"])
def test_ispdb_by_mx(world: World, entry: str) -> None:
    world.domain(DOMAIN, "mx1.mail.hoster.test", "mx2.elsewhere.test")
    world.page(ISPDB, f"/v1.1/{entry}", config("imap.hoster.test:993:SSL"))
    both = settled(world.race())
    assert told(both[IN]) == "imap.hoster.test:993/tls ispdb-mx asks"
    assert the(both[IN]).told_by == entry


def test_the_longer_name_of_an_mx_tells_more(world: World) -> None:
    world.domain(DOMAIN, "mx1.mail.hoster.test")
    world.web(
        ISPDB,
        {
            "/v1.1/hoster.test": config("imap.hoster.test:993:SSL"),
            "/v1.1/mail.hoster.test": config("imap.mail.hoster.test:993:SSL"),
        },
    )
    assert found(world)[0] == "imap.mail.hoster.test:993/tls ispdb-mx asks"


# --- guesses ---------------------------------------------------------------------------------------------------------


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


def test_what_is_no_mail_server_of_that_name_is_no_guess(world: World) -> None:
    world.mail("imap.shop.test:993/tls", names=("other.test",))
    world.mail("mail.shop.test:993/tls", talk=lambda connection: connection.line("HTTP/1.0 400 Bad Request"))
    world.mail("imap.shop.test:143/tls")  # it waits for TLS, and we for its greeting
    assert told(settled(world.race(Times(over=1.0)), IN)[IN]) == ""


# --- what is switched off --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lookup", Lookup)
def test_each_look_up_can_be_left_out(world: World, lookup: Lookup) -> None:
    world.srv("_imaps", ("srv.shop.test", 993))
    own = world.page(f"autoconfig.{DOMAIN}", OWN, config("auto.shop.test:993:SSL"))
    ispdb = world.page(ISPDB, f"/v1.1/{DOMAIN}", config("ispdb.shop.test:993:SSL"))
    guessed = world.mail("imap.shop.test:993/tls")
    hosts = {Lookup.SRV: "srv", Lookup.AUTOCONFIG: "auto", Lookup.ISPDB: "ispdb", Lookup.GUESS: "imap"}
    assert found(world, lookups=frozenset({lookup}))[0].partition(".")[0] == hosts[lookup]
    for other, server in ((Lookup.AUTOCONFIG, own), (Lookup.ISPDB, ispdb), (Lookup.GUESS, guessed)):
        assert (server.connections > 0) is (other is lookup)
    assert any("_imaps" in name for name in world.names.asked) is (lookup is Lookup.SRV)
