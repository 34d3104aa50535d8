"""Is there a screen to open a window on? Asked before Qt is: Qt does not say no, it aborts the program. No Qt here."""

from __future__ import annotations

import sys
from collections.abc import Mapping

_ELSEWHERE = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")  # platforms of Qt that need no server
_LIBRARIES = {  # of Qt's plug-in for X11, that no desktop is bound to have
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}


def is_there(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Only Linux and its like can be without one."""
    if platform in {"win32", "darwin"} or environ.get("QT_QPA_PLATFORM", "").startswith(_ELSEWHERE):
        return True
    if _has_wayland(environ):
        return True
    return bool(environ.get("DISPLAY")) and _answers(environ["DISPLAY"])


def missing_libraries(environ: Mapping[str, str], platform: str = sys.platform) -> tuple[str, ...]:
    """Debian's names of what Qt would abort without."""
    if platform in {"win32", "darwin"} or environ.get("QT_QPA_PLATFORM") or _has_wayland(environ):
        return ()
    return tuple(package for package, library in _LIBRARIES.items() if not _loads(library))


def _loads(library: str) -> bool:
    """Qt will load it anyway, so nothing is done twice."""
    import ctypes  # noqa: PLC0415 - for windows alone

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_wayland(environ: Mapping[str, str]) -> bool:
    """The name may be left over, as after `su`: Qt would abort at a screen that is gone."""
    name = environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and _listens(name if name.startswith("/") else f"{environ.get('XDG_RUNTIME_DIR', '')}/{name}")


def _answers(display: str) -> bool:
    """A display of this computer has a socket; one of another computer is left to Qt."""
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if host not in {"", "unix"} or not number.isdigit():
        return True
    name = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen
    return _listens(name) or _listens(f"\0{name}")


def _listens(address: str) -> bool:
    import socket  # noqa: PLC0415 - for windows alone

    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True
