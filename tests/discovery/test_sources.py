"""Each source alone: what it says, and how much that counts. SRV and guesses have files of their own."""

from __future__ import annotations

import pytest

from mailcheck.domain.account import Service
from mailcheck.domain.settings import Lookup
from mailcheck.providers import providers
from tests.discovery.world import (
    DOMAIN,
    ISPDB,
    OWN,
    WELL_KNOWN,
    World,
    config,
    found,
    settled,
    the,
    told,
)
from tests.probes.web import moved

IN, OUT = Service.INCOMING, Service.OUTGOING


# --- our list --------------------------------------------------------------------------------------------------------


def test_our_list_by_mx(world: World) -> None:
    world.domain(DOMAIN, "mx.yandex.net")
    world.srv("_imaps", ("imap.shop.test", 993))
    assert found(world) == ("imap.yandex.ru:993/tls mx trusted", "smtp.yandex.ru:465/tls mx trusted")


def test_a_provider_without_servers_ends_the_search(world: World) -> None:
    world.domain(DOMAIN, "mail.protonmail.ch")
    world.mail("imap.shop.test:993/tls", "smtp.shop.test:465/tls")
    assert found(world) == ("", "")


def test_servers_that_our_list_is_not_sure_of_ask(world: World) -> None:
    """Whatever else is known of the provider: nothing that is not confirmed decides by itself."""
    assert {"incoming", "outgoing"} <= the(providers().by_name("godaddy")).unconfirmed
    assert the(providers().by_name("qq-exmail")).unconfirmed & {"incoming", "outgoing"} == {"outgoing"}
    world.domain(DOMAIN, "smtp.secureserver.net")
    assert found(world) == ("imap.secureserver.net:993/tls mx asks", "smtpout.secureserver.net:465/tls mx asks")
    world.domain(DOMAIN, "mxbiz1.qq.com")
    assert found(world) == ("imap.exmail.qq.com:993/tls mx trusted", "smtp.exmail.qq.com:465/tls mx asks")


# --- the domain's own file -------------------------------------------------------------------------------------------


def test_the_domain_in_a_host_is_the_one_that_dns_knows(world: World) -> None:
    """«пример.рф» is xn--e1afmkfd.xn--p1ai there; a user name keeps the address as it is written."""
    domain = "xn--e1afmkfd.xn--p1ai"
    world.domain(domain)
    body = config("mail.%EMAILDOMAIN%:993:SSL", "mail.%EMAILDOMAIN%:465:SSL", name="%EMAILLOCALPART%/%EMAILDOMAIN%")
    world.page(domain, WELL_KNOWN, body)
    both = settled(world.race(address="анна@пример.рф"))
    assert told(both[IN]) == f"mail.{domain}:993/tls autoconfig trusted"
    assert told(both[OUT]) == f"mail.{domain}:465/tls autoconfig trusted"
    assert the(both[IN]).username == "анна/пример.рф"


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
    assert [each.takes_password for each in race.candidates(IN)] == [True, True, False]


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


@pytest.mark.parametrize("host", ["shop.co.uk", "mx.co.uk", "co.uk", "shop-test.ru", "localhost"])
def test_ispdb_is_not_asked_about_what_belongs_to_all(world: World, host: str) -> None:
    """A public suffix is nobody's domain: an entry of that name would be about other people's mail."""
    world.domain(DOMAIN, host)
    server = world.web(ISPDB, {})
    found(world)
    asked = {line.split(" ")[1] for line in server.heard if line.startswith("GET ")}
    assert asked <= {f"/v1.1/{DOMAIN}", f"/v1.1/{host}"}


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
