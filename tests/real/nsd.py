"""A private nsd: the real DNS server of the tests. It needs no root."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

from tests.real.daemon import LOOPBACK, Daemon, fill_template, find_program, free_ports

CONFIG = Path(__file__).with_name("config")
_QUESTION = bytes.fromhex("5ca1 0000 0001 0000 0000 0000 00 0006 0001")  # ". SOA?", without the wish for recursion


class Nsd:
    """Answers for config/world.zone by UDP and TCP on `port` of 127.0.0.1; everything else is NXDOMAIN."""

    def __init__(self, base: Path) -> None:
        program = find_program("nsd")
        base.mkdir(mode=0o755)
        self.port = free_ports(1)[0]
        # Before 4.8 nsd keeps a database of its own outside of BASE, unless told not to; later it knows no such thing.
        database = 'database: ""' if _version(program) < (4, 8) else ""
        config = fill_template(CONFIG / "nsd.conf.in", BASE=base, PORT=self.port, DATABASE=database)
        (base / "nsd.conf").write_text(config, encoding="utf-8")
        shutil.copy(CONFIG / "world.zone", base)
        self.daemon = Daemon([program, "-d", "-c", str(base / "nsd.conf")], base / "nsd.log", ready=self._ask)

    @property
    def address(self) -> str:
        """As `--nameserver` wants it."""
        return f"{LOOPBACK[0]}:{self.port}"

    def _ask(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(0.2)
            asker.connect((LOOPBACK[0], self.port))
            asker.send(_QUESTION)
            asker.recv(512)


def _version(program: str) -> tuple[int, ...]:
    """From "NSD version 4.6.1" on standard error."""
    said = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)
    number = (said.stderr + said.stdout).split("NSD version", 1)[1].split()[0]
    return tuple(int(part) for part in number.split(".")[:2])
