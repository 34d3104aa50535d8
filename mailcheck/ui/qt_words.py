"""Qt's own dialogs speak the language of the window: Qt brings the Russian, English is built in."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from mailcheck.i18n import Language
from mailcheck.ui.speech import Speech

_LOCALES = {
    Language.RU: QLocale(QLocale.Language.Russian, QLocale.Country.Russia),
    Language.EN: QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
}


class QtWords(QObject):
    """Follows the language for as long as it lives."""

    def __init__(self, speech: Speech, application: QApplication) -> None:
        super().__init__(application)
        self._speech = speech
        self._application = application
        self._russian = QTranslator(self)
        self._loaded = False
        self._is_in = False
        speech.changed.connect(self._follow)
        self._follow()

    def remove(self) -> None:
        if self._is_in:
            self._application.removeTranslator(self._russian)
            self._is_in = False

    def _follow(self) -> None:
        language = self._speech.language
        QLocale.setDefault(_LOCALES[language])
        if language is not Language.RU:
            self.remove()
        elif not self._is_in:
            if not self._loaded:
                folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
                self._loaded = self._russian.load("qtbase_ru", folder)
            self._is_in = self._application.installTranslator(self._russian)
