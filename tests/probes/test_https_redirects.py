"""Where a page sends us on to: followed to https alone, three times, to whoever can show who he is."""

from __future__ import annotations

import pytest

from mailcheck.probes.https import Fetched
from tests.probes.web import Web, moved
from tests.servers import Connection


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_to_the_same_host(the_web: Web, status: int) -> None:
    server = the_web.serve({"/": moved("/b?c=d", status), "/b?c=d": "good"})
    url = f"https://localhost:{server.port}"
    assert the_web.get(f"{url}/") == Fetched(f"{url}/b?c=d", b"good", (f"{url}/b?c=d",))
    assert not [line for line in server.heard if line.startswith(("Cookie", "Referer", "Authorization"))]


def test_redirects_to_other_hosts(the_web: Web) -> None:
    """Each with a connection and a certificate of its own."""
    third = the_web.serve({"/c": "good"}, names=("third.test",))
    second = the_web.serve({"/b": moved(f"//third.test:{third.port}/c")}, names=("second.test",))
    first = the_web.serve({"/a": moved(f"https://second.test:{second.port}/b")})
    found = the_web.get(f"https://localhost:{first.port}/a")
    assert found.redirects == (f"https://second.test:{second.port}/b", f"https://third.test:{third.port}/c")
    assert (found.url, found.body) == (found.redirects[-1], b"good")
    assert [host for host, _ in the_web.asked] == ["localhost", "second.test", "third.test"]


def test_redirect_to_a_host_that_is_not_who_it_says(the_web: Web) -> None:
    other = the_web.serve({"/": "evil"})
    first = the_web.answering(moved(f"https://second.test:{other.port}/"))
    assert the_web.failure(first).code == "certificate-wrong-host"
    assert other.heard == []


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://localhost/", "not-https"),
        ("ftp://localhost/", "not-https"),
        ("file:///etc/passwd", "not-https"),
        ("javascript:alert(1)", "not-https"),
        ("HTTP:/b", "not-https"),
        ("https://[::1/", "address-malformed"),
        ("https://localhost:99999/", "address-malformed"),
        ("https://localhost:x/", "address-malformed"),
        ("https://anna:secret@localhost/", "address-malformed"),
        ("/a b", "address-malformed"),
        ("/\xe9", "address-malformed"),
        ("/" + "x" * 3000, "address-malformed"),
    ],
)
def test_redirects_that_are_not_followed(the_web: Web, to: str, reason: str) -> None:
    error = the_web.failure(the_web.answering(moved(to)))
    assert (error.code, error.evidence["reason"]) == ("page-unavailable", reason)
    assert len(the_web.asked) == 1


def test_redirect_in_circles(the_web: Web) -> None:
    error = the_web.failure(the_web.answering(moved("/")))
    assert error.evidence["reason"] == "too-many-redirects"
    assert len(the_web.asked) == 4


def test_as_many_redirects_as_are_followed(the_web: Web) -> None:
    server = the_web.serve({"/": moved("/1"), "/1": moved("/2"), "/2": moved("/3"), "/3": "good"})
    assert len(the_web.get(f"https://localhost:{server.port}/").redirects) == 3


def test_one_deadline_for_all(the_web: Web) -> None:
    def late(connection: Connection) -> None:
        connection.server.over.wait(0.2)
        connection.send(moved("/"))

    assert the_web.failure(the_web.answering(late), 0.3).code == "reply-timeout"
    assert len(the_web.asked) == 2


def test_redirect_to_nowhere(the_web: Web) -> None:
    assert the_web.failure(the_web.answering(b"HTTP/1.1 302 Found\r\n\r\n")).evidence["status"] == 302
