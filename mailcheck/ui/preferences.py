"""What is remembered from day to day: language, theme, place, folder, whom not to ask. Never a mailbox."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from mailcheck.domain.settings import Lookup
from mailcheck.i18n import Language


class Preferences:
    """An ini file of the person's own; tests give a `file` of theirs. What makes no sense in it is forgotten."""

    def __init__(self, file: Path | None = None) -> None:
        ini = QSettings.Format.IniFormat
        self._settings = (
            QSettings(str(file), ini) if file else QSettings(ini, QSettings.Scope.UserScope, "mailcheck", "mailcheck")
        )

    @property
    def language(self) -> Language | None:
        """None until the person chose one: then the environment's is right."""
        stored = self._text("language")
        return Language(stored) if stored in tuple(Language) else None

    @language.setter
    def language(self, language: Language) -> None:
        self._settings.setValue("language", str(language))

    @property
    def theme(self) -> str:
        return self._text("theme") or "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("theme", choice)

    @property
    def geometry(self) -> QByteArray:
        stored = self._settings.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    @property
    def left_out(self) -> frozenset[Lookup]:
        """Whom the person does not want asked for servers."""
        stored = self._text("left-out").split()
        return frozenset(Lookup(each) for each in stored if each in tuple(Lookup))

    @left_out.setter
    def left_out(self, lookups: frozenset[Lookup]) -> None:
        self._settings.setValue("left-out", " ".join(sorted(lookups)))

    @property
    def last_folder(self) -> Path:
        """Where a report was saved last, or the home folder."""
        stored = Path(self._text("last-folder"))
        return stored if stored.is_absolute() and stored.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._settings.setValue("last-folder", str(folder))

    def keep(self) -> None:
        """Write now: the program may end before Qt does it by itself."""
        self._settings.sync()

    def _text(self, name: str) -> str:
        stored = self._settings.value(name)
        return stored if isinstance(stored, str) else ""
