"""A desktop of its own for a real window: X server, window manager, session bus, screen reader, keyboard."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.real.daemon import Daemon, Unavailable, find_program

ROOT = Path(__file__).parents[2]
READER = Path(__file__).with_name("screen_reader.py")
A11Y = Path("/usr/libexec/at-spi-bus-launcher")
TYPELIBS = "*-linux-*/girepository-1.0/Atspi-2.0.typelib"
SYSTEM_PYTHON = "/usr/bin/python3"
SCREEN = "1280x900x24"
SOON = 15.0  # seconds; all of it takes tenths, a loaded machine is given room
MOST_STOPS = 60  # of the Tab key on one screen
OF_QT = ("qt.accessibility.atspi:", "QSpiApplication::")  # a slow screen reader is told as a warning
FROM_OUTSIDE = ("PATH", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Element:
    """One thing that a screen reader can tell of."""

    role: str
    name: str
    states: frozenset[str]
    text: str = ""
    description: str = ""
    labels: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Its name. That of a closed list on Linux is what is chosen; the label beside it names the list."""
        return self.labels[0] if self.labels else self.name


class Desktop:
    """Everything in one folder, nothing of the person's own; `environ` is for the programs that run on it."""

    def __init__(self, folder: Path) -> None:
        if not A11Y.exists() or not list(Path("/usr/lib").glob(TYPELIBS)):
            raise Unavailable("at-spi2-core or gir1.2-atspi-2.0 is not installed")
        programs = {name: find_program(name) for name in ("Xvfb", "evilwm", "dbus-daemon", "xdotool", "env")}
        if subprocess.call([SYSTEM_PYTHON, "-c", "import gi"], stderr=subprocess.DEVNULL):
            raise Unavailable("python3-gi is not installed")
        self.folder = folder
        self.keyboard = programs["xdotool"]
        self._env = programs["env"]
        self._daemons: list[Daemon] = []
        self.environ = {name: os.environ[name] for name in FROM_OUTSIDE if name in os.environ}
        for name in ("HOME", "XDG_RUNTIME_DIR"):
            home = folder / name.lower()
            home.mkdir(parents=True, mode=0o700)
            self.environ[name] = str(home)
        self.environ |= {"LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
        try:
            self._start(programs)
        except BaseException:
            self.stop()
            raise

    def _start(self, programs: Mapping[str, str]) -> None:
        number = self._run("xvfb", [programs["Xvfb"], "-displayfd", "1", "-screen", "0", SCREEN], r"^(\d+)$")
        self.environ["DISPLAY"] = f":{number}"
        bus = [programs["dbus-daemon"], "--session", "--nofork", "--nosyslog", "--print-address=1"]
        self.environ["DBUS_SESSION_BUS_ADDRESS"] = self._run("dbus", bus, r"^(unix:.+)$")
        self._run("evilwm", [programs["evilwm"], "-fn", "fixed"], "")
        self._run("at-spi", [str(A11Y), "--launch-immediately"], "")
        self.reader = subprocess.Popen(
            [SYSTEM_PYTHON, str(READER)],
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def _run(self, name: str, command: Sequence[str], says: str) -> str:
        """Start it and wait for what it says of itself."""
        said: list[str] = []

        def ready() -> None:
            output = (self.folder / f"{name}.stderr").read_text(encoding="utf-8")
            said[:] = re.findall(says, output, re.MULTILINE)
            if not said:
                raise OSError(f"{name} says nothing")

        pairs = [f"{key}={value}" for key, value in self.environ.items()]
        self._daemons.append(Daemon([self._env, "-i", *pairs, *command], self.folder / f"{name}.log", ready))
        return said[0]

    def look(self, pid: int, *, hidden: bool = False) -> list[Element]:
        return self._ask(look=pid, hidden=hidden)

    def windows(self, pid: int) -> list[Element]:
        return self._ask(windows=pid)

    def heard(self, seconds: float = 0) -> list[Element]:
        """What got the keys since the last question; waits for the first of it."""
        return self._ask(heard=seconds)

    def _ask(self, **asked: Any) -> list[Element]:
        assert self.reader.stdin and self.reader.stdout
        self.reader.stdin.write(json.dumps(asked) + "\n")
        self.reader.stdin.flush()
        rows: list[dict[str, Any]] = json.loads(self.reader.stdout.readline())
        return [Element(**{**row, "states": frozenset(row["states"]), "labels": tuple(row["labels"])}) for row in rows]

    def press(self, *keys: str) -> None:
        subprocess.run([self.keyboard, "key", *keys], env=self.environ, check=True, timeout=SOON)

    def stop(self) -> None:
        if hasattr(self, "reader"):
            self.reader.communicate(timeout=SOON)
        for daemon in reversed(self._daemons):
            daemon.ask_to_stop()
        for daemon in reversed(self._daemons):
            daemon.stop()
        self._daemons.clear()


@dataclass
class Window:
    """`with Window(desktop, ["demo"]) as window:` - the program as a person starts it, and never left behind."""

    desktop: Desktop
    words: Sequence[str] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    def __enter__(self) -> Window:
        home = self.desktop.folder / f"program-{time.monotonic_ns()}"
        home.mkdir(mode=0o700)
        own = {"HOME": str(home), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self._errors = home / "stderr"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mailcheck", *self.words],
                env={**self.desktop.environ, **own, **self.more},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """On its standard output and standard error. What Qt says about being watched is not the program's doing."""
        lines = self._errors.read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(OF_QT))

    def log(self) -> str:
        """Of a fault in the program."""
        return "".join(file.read_text(encoding="utf-8") for file in self._errors.parent.rglob("*.log"))

    def elements(self, *, hidden: bool = False) -> list[Element]:
        return self.desktop.look(self.process.pid, hidden=hidden)

    def focused(self) -> list[Element]:
        return [element for element in self.elements() if "focused" in element.states]

    def wait(self, wanted: Callable[[list[Element]], object]) -> list[Element]:
        """Until what is seen is as wanted."""
        return self._wait(self.elements, wanted)

    def wait_for_screen(self, name: str) -> list[Element]:
        """`name` is that of the window; by then something on the screen has got the keys."""
        self._wait(
            lambda: self.desktop.windows(self.process.pid),  # quick to ask for
            lambda found: any(each.name == name for each in found),
        )
        found = self.wait(lambda found: any({"focused", "focusable"} <= each.states for each in found))
        self.desktop.heard()
        return found

    def _wait(self, look: Callable[[], list[Element]], wanted: Callable[[list[Element]], object]) -> list[Element]:
        limit = time.monotonic() + SOON
        while not wanted(found := look()):
            if time.monotonic() > limit or self.process.poll() is not None:
                told = "\n".join(f"{each.role}: {each.told}" for each in found if each.told)
                raise AssertionError(f"not seen; exit code {self.process.poll()}; {self.said()}{self.log()}\n{told}")
            time.sleep(0.02)
        return found

    def press(self, *keys: str) -> None:
        self.desktop.press(*keys)

    def press_alt(self, text: str) -> None:
        """The letter after the & of this text, on a keyboard that has it."""
        self.press(f"alt+U{ord(text.partition('&')[2][0].lower()):04X}")

    def tab(self, *, back: bool = False) -> Element:
        """To the next place; the keys may not get lost on the way."""
        self.press("shift+Tab" if back else "Tab")
        heard = [each for each in self.desktop.heard(SOON) if "focusable" in each.states]
        assert heard, f"nothing has the keys any more: {[each.told for each in self.focused()]}"
        return heard[-1]

    def round(self) -> list[Element]:
        """Every stop of the Tab key, until the first one comes again."""
        stops = [self.tab()]
        while (stop := self.tab()) != stops[0]:
            stops.append(stop)
            assert len(stops) < MOST_STOPS, "the Tab key does not come round"
        return stops

    def tab_back_to(self, name: str) -> None:
        """The way round from the end is shorter."""
        for _ in range(MOST_STOPS):
            if self.tab(back=True).told == name:
                return
        raise AssertionError(f"the Tab key does not come to {name}")

    def close(self) -> int:
        """By the window manager, as by the cross in the frame. Gives back the exit code."""
        limit = time.monotonic() + SOON
        while True:  # the window manager may be busy and lose a key
            self.press("ctrl+alt+Escape")
            try:
                return self.process.wait(SOON / 5)
            except subprocess.TimeoutExpired:
                if time.monotonic() > limit:
                    raise
