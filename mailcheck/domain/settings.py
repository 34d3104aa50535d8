"""How to test, as the person or practice mode wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """`routes` is for practice alone: with it nothing but these ports of this computer is ever connected to."""

    nameserver: tuple[str, int] | None = None
    authorities: str = ""  # PEM: trusted besides those of this computer
    insecure: bool = False  # consent, for this run, to an unverified certificate or no encryption
    login: bool = True  # False stops before the password
    deadline: float = 60.0  # seconds for the whole run
    routes: Mapping[tuple[str, int], int] | None = None  # (host, port) that is played -> port on loopback

    @property
    def practice(self) -> bool:
        return self.routes is not None
