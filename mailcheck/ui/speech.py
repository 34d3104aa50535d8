"""The language the window speaks now. Everything that shows words listens to `changed` and says them again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mailcheck import i18n
from mailcheck.i18n import Language, Value


class Speech(QObject):
    """`pseudo` is for tests: every text half as long again, as some language will be."""

    changed = Signal()

    def __init__(self, language: Language, *, pseudo: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._pseudo = pseudo

    @property
    def language(self) -> Language:
        return self._language

    def choose(self, language: Language) -> None:
        if language is not self._language:
            self._language = language
            self.changed.emit()

    def say(self, key: str, **fields: Value) -> str:
        """A sentence of the window's own texts, else of messages.toml. KeyError when there is none: our bug."""
        said = (
            i18n.window_message(key, self._language, **fields)
            if i18n.has_window_message(key)
            else i18n.message(key, self._language, **fields)
        )
        return _longer(said) if self._pseudo else said


def _longer(text: str) -> str:
    """Half as many letters again, of the text's own; a mnemonic stays the only one."""
    plain = text.replace("&", "")
    return f"{text} {plain[: (len(plain) + 1) // 2].strip()}"
