"""A real Chromium, driven without a window, that tells all it asks for and all it complains of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from tests.real.daemon import find_program

Scheme = Literal["light", "dark"]
_QUIET = (  # it asks its maker for this and that of its own accord; and it runs as root in containers
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


class Chromium:
    """Raises Unavailable where there is none. `stop` it in the end."""

    def __init__(self) -> None:
        program = find_program("chromium", "chromium-browser", "google-chrome")
        self._playwright: Playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(executable_path=program, args=_QUIET)

    def stop(self) -> None:
        self._browser.close()
        self._playwright.stop()

    @contextmanager
    def page(self, file: Path, width: int, scheme: Scheme) -> Iterator[tuple[Page, list[str], list[str]]]:
        """The page of a file, the addresses that it asked for, and what it complained of."""
        size: ViewportSize = {"width": width, "height": 900}
        context = self._browser.new_context(viewport=size, color_scheme=scheme, offline=True)
        page, asked, said = context.new_page(), list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        yield page, asked, said
        context.close()
