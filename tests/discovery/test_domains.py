"""The whole program at two dozen own domains: the right server from the right source, the password nowhere else."""

from __future__ import annotations

import base64

import pytest

from mailcheck.discovery import discover
from mailcheck.domain.account import Account, Endpoint, Secret, Security, Service
from mailcheck.domain.finding import Outcome, Stage
from tests.discovery.domains import DECOYS, OWN_DOMAINS, Own
from tests.discovery.world import ADDRESS, HOURS, World
from tests.mailbox import Mailbox, findings, problems, stages

SECRET = "sesame-7Q"


@pytest.fixture(params=OWN_DOMAINS, ids=lambda own: own.name)
def own(request: pytest.FixtureRequest, world: World) -> Own:
    """A domain that is set up, with a server at each place that may be chosen."""
    made: Own = request.param
    world.mail(*DECOYS)
    made.build(world)
    for told in filter(None, (made.incoming, made.outgoing)):
        if told.split(" ")[0].split("/")[0] not in world.servers:
            world.mail(told.split(" ")[0])
    return made


def heard(world: World, address: str = ADDRESS) -> set[str]:
    """The servers that were told the password."""
    told = {SECRET, base64.b64encode(f"\0{address}\0{SECRET}".encode()).decode()}
    return {at for at, server in world.servers.items() if any(word in line for line in server.heard for word in told)}


def test_the_right_server_and_the_password_nowhere_else(
    own: Own, world: World, check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without waiting for somebody better who does not come: that would take an hour here."""
    monkeypatch.setattr(discover, "Times", lambda: HOURS)
    settings = world.settings()
    report = check_mailbox.run(
        Account(own.address, secret=Secret(SECRET)), nameserver=settings.nameserver, routes=settings.routes
    )
    chosen = dict(zip(Service, (own.incoming, own.outgoing), strict=True))
    for service, endpoint in ((Service.INCOMING, report.incoming), (Service.OUTGOING, report.outgoing)):
        words = chosen[service].split(" ")
        assert str(endpoint or "") == words[0]
        if endpoint:
            assert endpoint.source == words[1]
            login = stages(report, service.value)[Stage.AUTHENTICATE]
            assert (login == Outcome.PASSED) is (words[2] == "trusted")
    trusted = {told.split("/")[0] for told in chosen.values() if told.endswith(" trusted")}
    assert heard(world, own.address) == trusted


def test_a_trusted_name_with_a_strangers_certificate_gets_no_password(world: World, check_mailbox: Mailbox) -> None:
    world.srv("_imaps", ("in.shop.test", 993))
    world.srv("_submissions", ("out.shop.test", 465))
    world.mail("in.shop.test:993/tls", "out.shop.test:465/tls", names=("stranger.test",))
    report = check_mailbox.run(
        Account(ADDRESS, secret=Secret(SECRET)), nameserver=world.names.address, routes=world.routes
    )
    assert stages(report, "incoming")[Stage.ENCRYPT] == Outcome.FAILED
    assert heard(world) == set()


def test_what_is_wrong_with_a_guess_is_told(world: World, check_mailbox: Mailbox) -> None:
    """An expired certificate is why amoCRM fails: "no server found" would lead away from it."""
    world.mail("imap.shop.test:993/tls", days=-3)
    world.mail("smtp.shop.test:465/tls", names=("hoster.test",))
    report = check_mailbox.run(
        Account(ADDRESS, secret=Secret(SECRET)), nameserver=world.names.address, routes=world.routes
    )
    assert problems(report, "incoming") == ["certificate-expired"]
    assert problems(report, "outgoing") == ["certificate-wrong-host"]
    assert heard(world) == set()


def test_whoever_names_the_servers_consents(world: World, check_mailbox: Mailbox) -> None:
    world.mail(*DECOYS)
    given = Endpoint("imap.shop.test", 993, Security.TLS), Endpoint("smtp.shop.test", 465, Security.TLS)
    account = Account(ADDRESS, *given, secret=Secret(SECRET))
    check_mailbox.run(account, nameserver=world.names.address, routes=world.routes)
    assert heard(world) == {"imap.shop.test:993", "smtp.shop.test:465"}
    assert not any(server.connections for at, server in world.servers.items() if at.startswith(("mail.", "shop.")))


def test_a_known_provider_is_known_at_once(world: World, check_mailbox: Mailbox) -> None:
    """Nobody is asked about it but DNS, and that not about its servers' names."""
    report = check_mailbox.run(Account("anna@yandex.ru"), nameserver=world.names.address, routes=world.routes)
    servers = next(found for found in findings(report, "network") if found.stage is Stage.SERVERS)
    assert servers.outcome is Outcome.PASSED
    assert servers.ms < 100
    assert report.incoming and (report.incoming.host, report.incoming.source) == ("imap.yandex.ru", "provider")
    assert not [name for name in world.names.asked if name.startswith(("_", "autoconfig"))]


def test_one_side_that_was_given(world: World, check_mailbox: Mailbox) -> None:
    """Only the other is looked for, and only it may need a yes."""
    world.mail(*DECOYS)
    given = Endpoint("mail.shop.test", 993, Security.TLS)
    account = Account(ADDRESS, given, secret=Secret(SECRET))
    report = check_mailbox.run(account, nameserver=world.names.address, routes=world.routes)
    assert report.outgoing and report.outgoing.source == "guess"
    assert heard(world) == {"mail.shop.test:993"}
    assert world.servers["imap.shop.test:993"].connections == 0


def test_whose_server_was_named_is_recognised(world: World, check_mailbox: Mailbox) -> None:
    """Its provider's notes and replies hold, and the servers stay those that were named."""
    world.srv("_imaps", ("imap.yandex.ru", 1993))
    report = check_mailbox.run(Account(ADDRESS), nameserver=world.names.address, routes=world.routes, deadline=5)
    assert report.provider == "yandex"
    assert report.incoming and (report.incoming.port, report.incoming.source) == (1993, "srv")
