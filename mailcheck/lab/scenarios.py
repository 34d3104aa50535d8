"""The practice scenarios by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache

from mailcheck import resources
from mailcheck.lab.scenario import TOPICS, Scenario
from mailcheck.lab.scenario_file import read_scenarios


@cache
def scenarios() -> Mapping[str, Scenario]:
    """By id, in the order of the file."""
    return read_scenarios(resources.path("scenarios.toml"), resources.path("practice-servers.toml"))


def tour() -> tuple[Scenario, ...]:
    """The guided tour through the most frequent failures, in its order."""
    stops = [(scenario.tour, scenario) for scenario in scenarios().values() if scenario.tour is not None]
    return tuple(scenario for _, scenario in sorted(stops, key=lambda stop: stop[0]))


def by_topic() -> Mapping[str, tuple[Scenario, ...]]:
    """What each topic has besides the guided tour, in the order of the file; what people meet most often first."""
    others = [scenario for scenario in scenarios().values() if scenario.tour is None]
    return {topic: tuple(each for each in others if each.teaches == topic) for topic in TOPICS}


def nearest(name: str, count: int = 3) -> tuple[str, ...]:
    """Names that may have been meant: those alike in spelling, then those that share a word."""
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    alike = difflib.get_close_matches(wanted, scenarios(), n=count, cutoff=0.5)
    words = {word for word in wanted.split("-") if len(word) > 2}
    sharing = [id_ for id_ in scenarios() if words & set(id_.split("-"))]
    return tuple(dict.fromkeys([*alike, *sharing]))[:count]
