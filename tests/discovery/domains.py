"""Two dozen made-up own domains: one for each source and mixture, each with decoys of lower trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.discovery.world import ADDRESS, DOMAIN, ISPDB, OWN, WELL_KNOWN, World, config
from tests.probes.web import moved
from tests.servers import hang

DECOYS = ("imap.shop.test:993/tls", "smtp.shop.test:465/tls", "mail.shop.test:993/tls", "shop.test:587/starttls")
"""Servers at usual names, there in every one of these domains."""
CYRILLIC = "xn--e1afmkfd.xn--p1ai"
"""пример.рф, as DNS knows it."""
TENANT = f"firm.{DOMAIN}"
"""A name below one that many strangers share."""


@dataclass(frozen=True)
class Own:
    """`incoming` and `outgoing` are what has to be chosen, as told() says it; "" for none."""

    name: str
    build: Callable[[World], object]
    incoming: str
    outgoing: str
    address: str = ADDRESS


def _srv(world: World, incoming: str = "in.shop.test", outgoing: str = "out.shop.test") -> None:
    world.srv("_imaps", (incoming, 993))
    world.srv("_submissions", (outgoing, 465))


def _file(world: World, host: str = f"autoconfig.{DOMAIN}", path: str = OWN, at: str = "auto.hoster.test") -> None:
    world.page(host, path, config(f"{at}:993:SSL", f"{at}:465:SSL"))


def _ispdb(world: World, entry: str = DOMAIN, at: str = "list.hoster.test") -> None:
    world.page(ISPDB, f"/v1.1/{entry}", config(f"{at}:993:SSL", f"{at}:465:SSL"))


def _all(world: World) -> None:
    _srv(world)
    _file(world)
    _ispdb(world)


def _mx_and_all(world: World) -> None:
    world.domain(DOMAIN, "mx.yandex.net")
    _all(world)


def _second_mx(world: World) -> None:
    world.domain(DOMAIN, "filter.example.test", "mx.yandex.net")
    _file(world)


def _lookalike_mx(world: World) -> None:
    world.domain(DOMAIN, "mx.evilyandex.net")
    _ispdb(world, "evilyandex.net")


def _no_programs(world: World) -> None:
    world.domain(DOMAIN, "mail.protonmail.ch")
    _all(world)


def _srv_and_file(world: World) -> None:
    _srv(world)
    _file(world)


def _srv_abroad(world: World) -> None:
    _srv(world, "imap.abroad.test", "smtp.abroad.test")
    _ispdb(world)


def _srv_half(world: World) -> None:
    world.srv("_imap", ("in.shop.test", 143))
    _file(world)


def _srv_denies(world: World) -> None:
    for name in ("_imaps", "_imap"):
        world.srv(name, (".", 0))
    _file(world)


def _srv_denies_one(world: World) -> None:
    world.srv("_imap", (".", 0))
    world.srv("_submission", (".", 0))
    world.page(f"autoconfig.{DOMAIN}", OWN, config("a.shop.test:143:STARTTLS", "a.shop.test:587:STARTTLS"))
    _ispdb(world)


def _file_and_list(world: World) -> None:
    _file(world)
    _ispdb(world)


def _two_files(world: World) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, config("one.shop.test:993:SSL", ""))
    world.page(DOMAIN, WELL_KNOWN, config("two.shop.test:993:SSL", "two.shop.test:465:SSL"))


def _led_away(world: World) -> None:
    away = moved(f"https://conf.hoster.test{WELL_KNOWN}")
    world.web(f"autoconfig.{DOMAIN}", {OWN: away, OWN.partition("?")[0]: away})
    _file(world, "conf.hoster.test", WELL_KNOWN)
    _ispdb(world)


def _forged_file(world: World) -> None:
    world.web(f"autoconfig.{DOMAIN}", {OWN: config("evil.test:993:SSL", "evil.test:465:SSL")}, names=("evil.test",))
    _ispdb(world)


def _list_by_mx(world: World) -> None:
    world.domain(DOMAIN, "mx7.hoster.test")
    _ispdb(world, "hoster.test")


def _list_by_both(world: World) -> None:
    world.domain(DOMAIN, "mx7.hoster.test")
    world.web(
        ISPDB,
        {
            f"/v1.1/{DOMAIN}": config("direct.hoster.test:993:SSL", "direct.hoster.test:465:SSL"),
            "/v1.1/hoster.test": config("list.hoster.test:993:SSL", "list.hoster.test:465:SSL"),
        },
    )


def _nothing(_world: World) -> None:
    """The decoys are all there is."""


def _wrong_guesses(world: World) -> None:
    world.mail("imap.shop.test:993/tls", "smtp.shop.test:465/tls", names=("elsewhere.test",))


def _mx_guess(world: World) -> None:
    world.domain(DOMAIN, "mx.hoster.test")
    for host in ("imap", "mail", "smtp"):
        for port in (993, 465):
            world.unroute(f"{host}.{DOMAIN}", port)
    world.mail("mx.hoster.test:993/tls", "mx.hoster.test:465/tls")


def _open_file(world: World) -> None:
    world.page(DOMAIN, WELL_KNOWN, config("in.shop.test:143:plain", "out.shop.test:587:STARTTLS"))


def _cyrillic(world: World) -> None:
    world.domain(CYRILLIC)
    world.page(CYRILLIC, WELL_KNOWN, config("mail.%EMAILDOMAIN%:993:SSL", "mail.%EMAILDOMAIN%:465:SSL"))


def _neighbour(world: World) -> None:
    world.domain(TENANT)
    world.srv("_imaps", (f"evil.{DOMAIN}", 993), domain=TENANT)
    world.srv("_submissions", (f"smtp.{TENANT}", 465), domain=TENANT)


def _first_target_is_gone(world: World) -> None:
    world.srv("_imaps", ("gone.shop.test", 993), ("in.shop.test", 993))
    world.srv("_submission", ("gone.shop.test", 465), ("out.shop.test", 465))
    world.mail("in.shop.test:993/tls", "out.shop.test:465/tls")


def _odd_certificates(world: World) -> None:
    for at in DECOYS:
        host, _, rest = at.partition(":")
        world.unroute(host, int(rest.partition("/")[0]))
    world.mail("imap.shop.test:993/tls", days=-3)
    world.mail("mail.shop.test:587/starttls", names=("hoster.test",))


def _unsure_of(world: World) -> None:
    world.domain(DOMAIN, "smtp.secureserver.net")
    _all(world)


def _slow_list(world: World) -> None:
    _file(world)
    world.page(ISPDB, f"/v1.1/{DOMAIN}", hang)


OWN_DOMAINS = (
    Own("our list by MX", _mx_and_all, "imap.yandex.ru:993/tls mx trusted", "smtp.yandex.ru:465/tls mx trusted"),
    Own("a filter before it", _second_mx, "imap.yandex.ru:993/tls mx trusted", "smtp.yandex.ru:465/tls mx trusted"),
    Own(
        "an MX that only looks like it",
        _lookalike_mx,
        "list.hoster.test:993/tls ispdb-mx asks",
        "list.hoster.test:465/tls ispdb-mx asks",
    ),
    Own("a provider that lets no programs in", _no_programs, "", ""),
    Own("everything", _all, "in.shop.test:993/tls srv trusted", "out.shop.test:465/tls srv trusted"),
    Own("SRV and file", _srv_and_file, "in.shop.test:993/tls srv trusted", "out.shop.test:465/tls srv trusted"),
    Own("SRV abroad", _srv_abroad, "imap.abroad.test:993/tls srv asks", "smtp.abroad.test:465/tls srv asks"),
    Own(
        "SRV for one side",
        _srv_half,
        "in.shop.test:143/starttls srv trusted",
        "auto.hoster.test:465/tls autoconfig trusted",
    ),
    Own("SRV denies one side", _srv_denies, "", "auto.hoster.test:465/tls autoconfig trusted"),
    Own(
        "SRV denies STARTTLS",
        _srv_denies_one,
        "list.hoster.test:993/tls ispdb trusted",
        "list.hoster.test:465/tls ispdb trusted",
    ),
    Own(
        "own file", _file, "auto.hoster.test:993/tls autoconfig trusted", "auto.hoster.test:465/tls autoconfig trusted"
    ),
    Own(
        "own file and list",
        _file_and_list,
        "auto.hoster.test:993/tls autoconfig trusted",
        "auto.hoster.test:465/tls autoconfig trusted",
    ),
    Own(
        "two own files",
        _two_files,
        "one.shop.test:993/tls autoconfig trusted",
        "two.shop.test:465/tls autoconfig trusted",
    ),
    Own("led away", _led_away, "auto.hoster.test:993/tls autoconfig asks", "auto.hoster.test:465/tls autoconfig asks"),
    Own(
        "forged file", _forged_file, "list.hoster.test:993/tls ispdb trusted", "list.hoster.test:465/tls ispdb trusted"
    ),
    Own("list", _ispdb, "list.hoster.test:993/tls ispdb trusted", "list.hoster.test:465/tls ispdb trusted"),
    Own(
        "list by MX",
        _list_by_mx,
        "list.hoster.test:993/tls ispdb-mx asks",
        "list.hoster.test:465/tls ispdb-mx asks",
    ),
    Own(
        "list by both",
        _list_by_both,
        "direct.hoster.test:993/tls ispdb trusted",
        "direct.hoster.test:465/tls ispdb trusted",
    ),
    Own("nothing", _nothing, "imap.shop.test:993/tls guess asks", "smtp.shop.test:465/tls guess asks"),
    Own("guesses of others", _wrong_guesses, "mail.shop.test:993/tls guess asks", "shop.test:587/starttls guess asks"),
    Own("the MX host", _mx_guess, "mx.hoster.test:993/tls guess asks", "mx.hoster.test:465/tls guess asks"),
    Own(
        "an open file",
        _open_file,
        "in.shop.test:143/none autoconfig asks",
        "out.shop.test:587/starttls autoconfig trusted",
    ),
    Own("a name in Cyrillic, which amoCRM does not take", _cyrillic, "", "", "anna.k@пример.рф"),
    Own(
        "a neighbour at the hoster",
        _neighbour,
        f"evil.{DOMAIN}:993/tls srv asks",
        f"smtp.{TENANT}:465/tls srv trusted",
        f"anna.k@{TENANT}",
    ),
    Own(
        "the next target of SRV",
        _first_target_is_gone,
        "in.shop.test:993/tls srv trusted",
        "out.shop.test:465/tls srv trusted",
    ),
    Own(
        "guesses with odd certificates",
        _odd_certificates,
        "imap.shop.test:993/tls guess asks",
        "mail.shop.test:587/starttls guess asks",
    ),
    Own(
        "our list is not sure",
        _unsure_of,
        "imap.secureserver.net:993/tls mx asks",
        "smtpout.secureserver.net:465/tls mx asks",
    ),
    Own(
        "a slow list",
        _slow_list,
        "auto.hoster.test:993/tls autoconfig trusted",
        "auto.hoster.test:465/tls autoconfig trusted",
    ),
)
