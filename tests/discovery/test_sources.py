"""Each source alone: what it says, and how much that counts."""

from __future__ import annotations

import pytest

from mailcheck.discovery.race import Times
from mailcheck.domain.account import Service
from mailcheck.domain.settings import Lookup
from mailcheck.providers import providers
from tests.discovery.world import ADDRESS, DOMAIN, ISPDB, OWN, WELL_KNOWN, World, config, later, seconds, settled, the, told
from tests.deaf_port import deaf_port
from tests.probes.web import moved
from tests.servers import SOON, hang, wait_for

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


def test_servers_that_our_list_is_not_sure_of_ask(world: World) -> None:
    """Whatever else is known of the provider: nothing that is not confirmed decides by itself."""
    assert {"incoming", "outgoing"} <= the(providers().by_name("godaddy")).unconfirmed
    assert the(providers().by_name("qq-exmail")).unconfirmed & {"incoming", "outgoing"} == {"outgoing"}
    world.domain(DOMAIN, "smtp.secureserver.net")
    assert found(world) == ("imap.secureserver.net:993/tls mx asks", "smtpout.secureserver.net:465/tls mx asks")
    world.domain(DOMAIN, "mxbiz1.qq.com")
    assert found(world) == ("imap.exmail.qq.com:993/tls mx trusted", "smtp.exmail.qq.com:465/tls mx asks")


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


def test_srv_to_a_neighbour_asks(world: World) -> None:
    """Whether both belong to one firm, or to strangers who have a name each at the same hoster, no list tells surely."""
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
        race = world.race()
        assert seconds(race) < Times().enough
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


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "mx_1.shop.test", "bad_\\032name.", "x" * 70 + ".test", "a..b"])
def test_names_that_cannot_be_a_servers(world: World, host: str) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, config(f"{host}:993:SSL", "smtp.shop.test:465:SSL"))
    assert found(world)[0] == ""


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


def test_a_wrong_certificate_comes_last_of_all(world: World) -> None:
    """What is wrong there is what we are to tell: but only where nobody has anything better."""
    world.mail("imap.shop.test:993/tls", days=-3)
    world.mail("mail.shop.test:143/starttls", names=("hoster.test",))
    world.page(ISPDB, f"/v1.1/{DOMAIN}", later(0.3, config("list.hoster.test:993:SSL", "")))
    race = world.race()
    assert wait_for(lambda: len(race.candidates(IN)) == 2, SOON)
    assert not race.settled(IN)
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
    race = world.race(Times(enough=0.2, over=1.0))
    assert 0.8 < seconds(race) < 2
    assert told(settled(race, IN)[IN]) == "imap.shop.test:993/tls guess asks"


@pytest.mark.parametrize("host", ["localhost", "mx_1.hoster.test"])
def test_an_odd_name_of_the_mx_is_not_connected_to(world: World, host: str) -> None:
    world.domain(DOMAIN, host)
    servers = [world.mail(f"{host}:{end}") for end in ("993/tls", "143/starttls", "465/tls", "587/starttls")]
    assert found(world) == ("", "")
    assert not any(server.connections for server in servers)


def test_what_is_no_mail_server_is_no_guess(world: World) -> None:
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
