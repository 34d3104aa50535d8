"""All sources at once: the better one wins however slow it is, up to the time that anybody waits."""

from __future__ import annotations

import threading

import pytest

from mailcheck.discovery.race import Race
from mailcheck.domain.account import Service
from mailcheck.probes import resolve
from tests.discovery.world import (
    ADDRESS,
    DOMAIN,
    HOURS,
    ISPDB,
    OWN,
    WELL_KNOWN,
    World,
    config,
    pass_by,
    settled,
    told,
    when,
)
from tests.probes.web import after, moved
from tests.servers import SOON, Talk, drip, flood, garbage, hang, repeat, wait_for

IN, OUT = Service.INCOMING, Service.OUTGOING


def first(race: Race) -> str:
    return told(next(iter(race.candidates(IN)), None))


def test_everybody_is_asked_at_once(world: World) -> None:
    """Nobody answers for a while; all of them have been asked by then."""
    own = world.page(f"autoconfig.{DOMAIN}", OWN, hang)
    known = world.page(DOMAIN, WELL_KNOWN, hang)
    ispdb = world.page(ISPDB, f"/v1.1/{DOMAIN}", hang)
    imap = world.mail("imap.shop.test:993/tls", talk=hang)
    smtp = world.mail("smtp.shop.test:587/starttls", talk=hang)
    race = world.race(HOURS)
    assert wait_for(lambda: all(server.connections for server in (own, known, ispdb, imap, smtp)), SOON)
    assert {"_imaps", "_imap", "_submissions", "_submission"} <= {name.partition(".")[0] for name in world.names.asked}
    race.stop()


def test_a_better_one_wins_though_it_is_slow(world: World) -> None:
    world.page(ISPDB, f"/v1.1/{DOMAIN}", config("ispdb.shop.test:993:SSL"))
    answer = threading.Event()
    world.page(f"autoconfig.{DOMAIN}", OWN, when(answer, config("auto.shop.test:993:SSL")))
    world.mail("imap.shop.test:993/tls")
    race = world.race(HOURS)
    assert wait_for(lambda: first(race) == "ispdb.shop.test:993/tls ispdb trusted", SOON)
    assert not race.settled(IN)
    answer.set()
    assert told(settled(race, IN)[IN]) == "auto.shop.test:993/tls autoconfig trusted"


def test_the_best_at_hand_after_a_while_and_the_rest_still_comes_in(world: World) -> None:
    world.page(ISPDB, f"/v1.1/{DOMAIN}", config("ispdb.shop.test:993:SSL"))
    answer = threading.Event()
    world.page(f"autoconfig.{DOMAIN}", OWN, when(answer, config("auto.shop.test:993:SSL")))
    race = world.race(HOURS)
    assert wait_for(lambda: first(race) == "ispdb.shop.test:993/tls ispdb trusted", SOON)
    assert not race.settled(IN)
    pass_by(race, HOURS.enough)
    assert race.settled(IN)
    assert not race.over
    answer.set()
    assert wait_for(lambda: first(race) == "auto.shop.test:993/tls autoconfig trusted", SOON)
    assert [told(each).partition(".")[0] for each in race.candidates(IN)] == ["auto", "ispdb"]
    race.stop()


def test_one_side_may_be_known_before_the_other(world: World) -> None:
    world.srv("_imaps", ("imap.shop.test", 993))
    world.mail("smtp.shop.test:465/tls", talk=hang)
    race = world.race(HOURS)
    assert wait_for(lambda: race.settled(IN), SOON)
    assert not race.settled(OUT)
    race.stop()


def test_everything_is_over_in_the_end(world: World) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, hang)
    race = world.race(HOURS)
    pass_by(race, HOURS.over - 60)
    assert (race.settled(IN), race.over) == (False, False)
    pass_by(race, 60)
    assert (race.settled(IN), race.over) == (True, True)
    assert race.candidates(IN) == ()
    race.stop()


def test_a_silent_name_server_holds_nobody_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "LIFETIME", 1.0)
    world.names.silent = {"_imaps._tcp.shop.test", "_imap._tcp.shop.test", DOMAIN}
    world.page(ISPDB, f"/v1.1/{DOMAIN}", config("ispdb.shop.test:993:SSL"))
    race = world.race(HOURS)
    assert wait_for(lambda: first(race) == "ispdb.shop.test:993/tls ispdb trusted", SOON)
    pass_by(race, HOURS.enough)
    assert race.settled(IN)
    race.stop()


def test_stopped_nothing_more_is_taken(world: World) -> None:
    """The address was changed: connections are cut, and late answers are not heard."""
    answer = threading.Event()
    world.page(f"autoconfig.{DOMAIN}", OWN, when(answer, config()))
    imap = world.mail("imap.shop.test:993/tls", talk=hang)
    race = world.race(HOURS)
    assert wait_for(lambda: imap.connections > 0, SOON)
    race.stop()
    assert race.over
    assert race.settled(IN)
    answer.set()
    asking = [thread for thread in threading.enumerate() if thread.name.startswith("discovery: ")]
    for thread in asking:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in asking)
    assert race.candidates(IN) == ()


HOSTILE: dict[str, str | bytes | Talk] = {
    "dripping": drip,
    "flood": flood,
    "garbage": garbage,
    "endless page": after(b"HTTP/1.1 200 OK\r\n\r\n", repeat(b"<clientConfig>")),
    "a web page": "<html><body>Welcome!</body></html>",
    "a bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><clientConfig>&b;</clientConfig>',
    "going round": moved(f"https://autoconfig.{DOMAIN}{OWN}"),
    "to this computer": moved("https://127.0.0.1:22/"),
    "no longer encrypted": moved(f"http://autoconfig.{DOMAIN}/mail.xml"),
    "names of nobody": config("192.0.2.1:993:SSL", "[::1]:465:SSL"),
    "ports of nobody": config("imap.shop.test:0:SSL", "smtp.shop.test:99999:SSL"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_website_hides_nothing_else(world: World, name: str) -> None:
    world.page(f"autoconfig.{DOMAIN}", OWN, HOSTILE[name])
    world.page(ISPDB, f"/v1.1/{DOMAIN}", config("ispdb.shop.test:993:SSL", "ispdb.shop.test:465:SSL"))
    race = world.race(HOURS)
    assert wait_for(lambda: first(race) == "ispdb.shop.test:993/tls ispdb trusted", SOON)
    pass_by(race, HOURS.enough)
    assert race.settled(IN)
    assert first(race) == "ispdb.shop.test:993/tls ispdb trusted"
    race.stop()


@pytest.mark.logs
@pytest.mark.usefixtures("fault")
def test_a_fault_of_ours_leaves_nobody_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailcheck.discovery.files.parse", lambda data: 1 / 0)
    world.page(f"autoconfig.{DOMAIN}", OWN, config())
    world.srv("_submissions", ("smtp.shop.test", 465))
    race = world.race()
    assert told(settled(race)[OUT]) == "smtp.shop.test:465/tls srv trusted"


def test_a_domain_that_is_none(world: World) -> None:
    assert settled(world.race(address="anna@nowhere.test")) == {IN: None, OUT: None}
    assert settled(world.race(address=ADDRESS)) == {IN: None, OUT: None}
