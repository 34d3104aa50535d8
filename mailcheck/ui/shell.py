"""What every widget of the wizard needs: the language, the looks, what is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.i18n import Language
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.speech import Speech
from mailcheck.ui.theme import Theme


@dataclass(frozen=True)
class Shell:
    """Passed on by hand: nothing of this is global, so that tests can have several."""

    speech: Speech
    theme: Theme
    preferences: Preferences

    @classmethod
    def of(cls, preferences: Preferences, language: Language) -> Shell:
        """As the person left it; the language of the environment until one was chosen."""
        return cls(Speech(preferences.language or language), Theme(preferences.theme), preferences)
