"""What a screen reader sees of a window, as JSON: run by the system's Python, which alone can have the library for it.

Lines come in, a line goes out for each. {"look": pid, "hidden": false} is answered by the elements of that process,
outermost first; {"windows": pid} by its windows alone; {"heard": seconds} by the elements that got the keys since the
last question, at the latest then.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = ("FOCUSABLE", "FOCUSED", "SHOWING", "CHECKED", "ENABLED")
WITH_TEXT = {"text", "password text"}
heard: list[dict[str, Any]] = []


def elements(pid: int, hidden: bool) -> list[dict[str, Any]]:
    """`hidden`: also what the person does not see, with its text."""
    found: list[dict[str, Any]] = []
    for window in windows(pid):
        collect(window, hidden, found)
    return found


def windows(pid: int) -> list[Any]:
    found: list[Any] = []
    for application in children(Atspi.get_desktop(0)):
        if application.get_process_id() == pid:
            application.clear_cache()
            found += children(application)
    return found


def children(element: Any) -> list[Any]:
    all_of_them = (element.get_child_at_index(place) for place in range(element.get_child_count()))
    return [child for child in all_of_them if child is not None]


def collect(element: Any, hidden: bool, found: list[dict[str, Any]]) -> None:
    row = described(element)
    if not hidden and "showing" not in row["states"]:
        return
    if hidden:
        row |= {"description": element.get_description(), "text": text_of(element)}
    found.append(row)
    for child in children(element):
        collect(child, hidden, found)


def described(element: Any) -> dict[str, Any]:
    states = element.get_state_set()
    told = [name.lower() for name in STATES if states.contains(getattr(Atspi.StateType, name))]
    role = element.get_role_name()
    named_by = labels(element) if role == "combo box" else []
    return {"role": role, "name": element.get_name(), "states": told, "labels": named_by}


def text_of(element: Any) -> str:
    if element.get_role_name() not in WITH_TEXT or "Text" not in element.get_interfaces():
        return ""
    return str(Atspi.Text.get_text(element, 0, -1))


def labels(element: Any) -> list[str]:
    return [
        relation.get_target(place).get_name()
        for relation in element.get_relation_set()
        if relation.get_relation_type() is Atspi.RelationType.LABELLED_BY
        for place in range(relation.get_n_targets())
    ]


def hear(event: Any) -> None:
    if event.detail1 and event.source is not None:
        with suppress(GLib.Error):  # gone already
            heard.append(described(event.source))


def listen(seconds: float) -> list[dict[str, Any]]:
    limit = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while context.iteration(False) or (not heard and time.monotonic() < limit):
        if not context.pending():
            time.sleep(0.002)
    told = heard[:]
    heard.clear()
    return told


def answer(asked: dict[str, Any]) -> list[dict[str, Any]]:
    if "heard" in asked:
        return listen(asked["heard"])
    for _attempt in range(3):  # an element may go while it is looked at
        try:
            if "windows" in asked:
                return [described(window) for window in windows(asked["windows"])]
            return elements(asked["look"], asked["hidden"])
        except GLib.Error:
            continue
    return []


listener = Atspi.EventListener.new(hear)
listener.register("object:state-changed:focused")
for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
