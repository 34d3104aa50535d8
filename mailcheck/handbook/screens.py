"""The five screens in the handbook: in which states each is shown, and the pictures that were drawn of them.

What is said of a state stands in resources/locale/handbook.toml under its name, what to ask on a screen beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailcheck.handbook.page import Entry, Page
from mailcheck.handbook.words import numbered, say
from mailcheck.i18n import Language, window_message

STATES: Mapping[str, tuple[str, ...]] = {
    "start": ("start-choice", "start-texts", "start-checklist", "start-own-words"),
    "mailbox": ("mailbox-wrong-letter", "mailbox-gmail", "mailbox-no-password"),
    "servers": ("servers-known", "servers-form", "servers-wrong"),
    "checking": ("checking-running",),
    "result": ("result-ready", "result-problem", "result-only-amocrm", "result-practice"),
}
"""The screens in their order, each with the states that are shown of it."""
THEMES = ("light", "dark")
FOLDER = "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """Of one state in one language, light and dark; sizes in pixels of the page."""

    light: str  # file names, as the pages of that language link them
    dark: str
    width: int
    height: int


Pictures = Mapping[tuple[Language, str], Picture]
"""By language and state. Empty where nothing could be drawn."""


@dataclass(frozen=True, slots=True)
class State:
    """What the customer may see: `alt` describes the picture to whoever cannot see it."""

    caption: str
    about: str
    alt: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Screen:
    name: str  # «Экран 2 из 5 · Почтовый ящик»
    lead: str
    states: tuple[State, ...]
    questions: tuple[str, ...]


def file_of(screen: str) -> str:
    return f"screen-{tuple(STATES).index(screen) + 1}.html"


def pages(language: Language, pictures: Pictures) -> tuple[Page, ...]:
    return tuple(_page(screen, language, pictures) for screen in STATES)


def _page(name: str, language: Language, pictures: Pictures) -> Page:
    number = tuple(STATES).index(name) + 1
    short = window_message(f"rail.{name}", language)
    full = window_message("window.step-named", language, number=number, count=len(STATES), name=short)
    screen = Screen(
        full,
        say(f"screen-{name}", language),
        tuple(_state(state, full, language, pictures) for state in STATES[name]),
        numbered(f"ask-{name}", language),
    )
    words = " ".join((screen.lead, *screen.questions, *(f"{state.caption} {state.about}" for state in screen.states)))
    return Page(
        file_of(name), "screen", full, screen, Entry(say("kind-screen", language), full, screen.lead, (), words)
    )


def _state(name: str, screen: str, language: Language, pictures: Pictures) -> State:
    caption = say(f"state-{name}", language)
    alt = say("alt", language, screen=screen, caption=caption)
    return State(caption, say(f"about-{name}", language), alt, pictures.get((language, name)))
