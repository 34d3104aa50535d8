"""The program as a real window: what a screen reader can tell of it, the keyboard alone, how it begins and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mailcheck.i18n import Language, window_message
from mailcheck.lab.scenarios import scenarios
from tests.real.window import ROOT, SOON, Desktop, Element, Window

SCENARIO = "gmail-ordinary-password"
DIAGNOSIS = {Language.RU: "Для Gmail нужен пароль приложения", Language.EN: "Gmail needs an app password"}
NAMES = ("start", "mailbox", "servers", "checking", "result")
BY_ARROWS = {"list item", "radio button"}  # one stop of the Tab key for all of them
READ_ONLY = {"label", "filler"}  # texts that can be selected; rooms that can be scrolled
CONTROLS = {
    "start": [
        ("radio button", "start.check"),
        ("radio button", "start.error"),
        ("text", "start.filter"),
        ("list", "start.list"),
        ("push button", "start.report"),
        ("push button", "start.practice"),
    ],
    "mailbox": [
        ("text", "address.label"),
        ("password text", "password.label-app"),
        ("check box", "password.show-name"),
        ("push button", "provider.how"),
        ("push button", "mailbox.more"),
    ],
    "servers": [("push button", "servers.change")],
    "checking": [("push button", "talk.title")],
    "result": [
        ("push button", "result.recheck"),
        ("push button", "result.reconnect"),
        ("push button", "details.title"),
        ("check box", "saving.hide"),
        ("push button", "saving.summary"),
        ("push button", "saving.save-text"),
        ("push button", "saving.save-json"),
    ],
}
ROW = {"start": ["next"], "mailbox": ["back", "next"], "servers": ["back", "check"], "result": ["back", "close"]}


def said(key: str, language: Language, **fields: object) -> str:
    return window_message(key, language, **fields).replace("&", "")  # type: ignore[arg-type]


def title(name: str, language: Language) -> str:
    screen = said(f"rail.{name}", language)
    return said("window.title", language, number=NAMES.index(name) + 1, count=len(NAMES), name=screen)


@dataclass
class Journey:
    """A whole way through the window, made by keys alone, and what a screen reader could tell of it."""

    language: Language
    seen: dict[str, list[Element]] = field(default_factory=dict)
    stops: dict[str, list[Element]] = field(default_factory=dict)
    everything: list[Element] = field(default_factory=list)  # also what is hidden
    turned: list[Element] = field(default_factory=list)  # after the language was switched
    code: int = -1
    output: str = ""

    def make(self, desktop: Desktop) -> None:
        with Window(desktop, ["--lang", self.language, "demo", SCENARIO]) as window:
            self._travel(window)
            self.code, self.output = window.process.wait(SOON), window.said()

    def _travel(self, window: Window) -> None:
        say = self.language
        self._arrive(window, "mailbox")
        window.press_alt(window_message("buttons.back", say))
        self._arrive(window, "start")
        window.press("Return")  # on what is chosen already
        window.wait_for_screen(title("mailbox", say))
        window.tab_back_to(said("buttons.next", say))
        window.press("space")
        self._arrive(window, "servers", "servers.change")
        window.tab_back_to(said("buttons.check", say))
        window.press("Return")
        self._arrive(window, "result", "saving.save-json")
        window.press_alt(window_message("buttons.back", say))
        self._arrive(window, "checking")
        window.tab_back_to(said("checking.show-result", say))
        window.press("Return")
        window.wait_for_screen(title("result", say))
        if say is Language.RU:
            self.everything += window.elements(hidden=True)
        other = Language.EN if say is Language.RU else Language.RU
        name = {Language.RU: "Русский", Language.EN: "English"}[other]
        window.tab_back_to(said("window.language", say, name=name))
        window.press("space")
        self.turned = window.wait(lambda found: any(each.name == said("saving.save-json", other) for each in found))
        window.press_alt(window_message("buttons.close", other))

    def _arrive(self, window: Window, name: str, last: str = "") -> None:
        """`last`: what comes onto the screen last of all."""
        seen = window.wait_for_screen(title(name, self.language))
        if last:
            seen = window.wait(lambda found: any(each.name == said(last, self.language) for each in found))
        if self.language is Language.RU:  # the way is the same in the other one
            self.stops[name] = window.round()
            seen = window.elements()
        self.seen[name] = seen


@pytest.fixture(scope="module", params=Language)
def journey(request: pytest.FixtureRequest, desktop: Desktop) -> Journey:
    made = Journey(request.param)
    made.make(desktop)
    return made


def test_every_screen_is_reached_by_keys_and_the_window_ends_in_peace(journey: Journey) -> None:
    assert set(journey.seen) == set(NAMES)
    assert (journey.code, journey.output) == (0, "")


def test_whatever_takes_keys_has_a_role_and_a_name(journey: Journey) -> None:
    for name, elements in journey.seen.items():
        named = [each for each in elements if "focusable" in each.states] + journey.stops.get(name, [])
        assert not [each for each in named if not each.told.strip() or each.role in ("", "unknown", "invalid")], name


def test_names_of_the_controls(journey: Journey) -> None:
    for name, controls in CONTROLS.items():
        seen = [(each.role, each.told) for each in journey.seen[name]]
        wanted = [(role, said(key, journey.language)) for role, key in controls]
        wanted += [("push button", said(f"buttons.{key}", journey.language)) for key in ROW.get(name, [])]
        assert [each for each in wanted if each not in seen] == [], name


@pytest.mark.parametrize("journey", [Language.RU], indirect=True)
@pytest.mark.parametrize("name", NAMES)
def test_tab_comes_to_everything_as_it_is_read(journey: Journey, name: str) -> None:
    """A screen reader reads in the order of the tree, the Tab key goes in its own: they are the same."""
    able = [each for each in journey.seen[name] if {"focusable", "enabled"} <= each.states]
    page = said("window.content", journey.language)
    rail = said("window.theme", journey.language, name=said("window.theme-system", journey.language))
    expected = [each.told for each in able if each.role not in READ_ONLY | BY_ARROWS]
    stops = [each for each in journey.stops[name] if each.role not in BY_ARROWS]
    reached = [each.told for each in stops if each.role not in READ_ONLY]
    assert sorted(expected) == sorted(reached)
    start = [each.told for each in stops].index(page)
    in_turn = [each.told for each in (*stops[start:], *stops[:start]) if each.role not in READ_ONLY]
    assert in_turn[-1] == rail, "the switches of the rail come last"
    count = len(in_turn) - 2 - len(ROW.get(name, ["back", "next"]))
    assert in_turn[:count] == [told for told in expected if told in in_turn[:count]]


@pytest.mark.parametrize("journey", [Language.RU], indirect=True)
def test_what_folds_out_says_how_it_stands(journey: Journey) -> None:
    folding = {said(key, Language.RU) for key in ("result.reconnect", "details.title")}
    nobody = said("result.for-admin", Language.RU)  # a mailbox of one's own at Gmail has no administrator
    told = {each.name: (each.role, each.description) for each in journey.everything if each.name in {*folding, nobody}}
    assert told == dict.fromkeys(folding, ("push button", "Свёрнуто"))


@pytest.mark.parametrize("journey", [Language.RU], indirect=True)
def test_the_password_is_in_no_text_of_the_tree(journey: Journey) -> None:
    secret = scenarios()[SCENARIO].secret
    texts = [text for each in journey.everything for text in (each.name, each.text, each.description)]
    assert "lavka.primer@gmail.com" in texts, "what is typed can be read"
    assert not [text for text in texts if secret in text]
    assert any(each.role == "password text" and set(each.text) == {"●"} for each in journey.everything)


def test_the_result_is_told_in_both_languages(journey: Journey) -> None:
    other = Language.EN if journey.language is Language.RU else Language.RU
    for elements, language in ((journey.seen["result"], journey.language), (journey.turned, other)):
        assert ("label", DIAGNOSIS[language]) in [(each.role, each.told) for each in elements]


# --- how it begins and ends -----------------------------------------------------------------------------------------


def test_without_arguments_the_window_opens(desktop: Desktop) -> None:
    with Window(desktop, ["--lang", "ru"]) as window:
        window.wait_for_screen(title("start", Language.RU))
        assert window.close() == 0
        assert window.said() == ""


def test_a_saved_report(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    command = [sys.executable, "-m", "mailcheck", "--lang", "en", "demo", SCENARIO, "--json", "--output", str(file)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 1
    told = json.loads(file.read_text(encoding="utf-8"))["diagnoses"][0]["title"]
    with Window(desktop, ["--lang", "en", "open", str(file)]) as window:
        window.wait_for_screen(title("result", Language.EN))
        window.wait(lambda found: any(each.name == told for each in found))
        assert window.close() == 0
        assert window.said() == ""


def test_ctrl_c(desktop: Desktop) -> None:
    with Window(desktop, ["--lang", "en"]) as window:
        window.wait_for_screen(title("start", Language.EN))
        window.process.send_signal(signal.SIGINT)
        assert window.process.wait(2) == 130
        assert window.said() == ""


@pytest.fixture
def without(tmp_path: Path) -> Iterator[Callable[[str], dict[str, str]]]:
    """`without("libxcb-cursor.so.0")`: a library that cannot be loaded stands before the real one."""

    def take_away(library: str) -> dict[str, str]:
        (tmp_path / library).write_bytes(b"")
        return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("LD_LIBRARY_PATH")]))}

    yield take_away


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_a_library_that_the_system_lacks(
    desktop: Desktop, without: Callable[[str], dict[str, str]], library: str, package: str
) -> None:
    with Window(desktop, ["--lang", "en"], without(library)) as window:
        assert window.process.wait(SOON) == 2
        assert window.said().count("\n") == 1
        assert f": {package}. " in window.said()


@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":997"}])
def test_no_display(display: dict[str, str], tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **display}
    command = [sys.executable, "-m", "mailcheck", "--lang", "en"]
    run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert "mailcheck check" in run.stderr
