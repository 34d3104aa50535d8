"""Two palettes and which of them is shown. Contrasts are computed by the tests: numbers may move, the rule stays."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

TINT = 0.08
BODY = 10.5  # points
_DRESSED = "mailcheck-dressed"
BORN_IN_FUSION = "mailcheck-fusion"
"""Property of an application whose arguments chose the style: setStyle gives it back, and to wrap it takes 15 ms."""
CHOICES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB". `border` only divides; `outline` is the edge of what can be used, and can be seen."""

    name: str
    window: str
    surface: str
    border: str
    outline: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    red: str
    amber: str
    green: str

    def tint(self, colour_name: str) -> str:
        """A breath of the colour over the surface: the ground that outcomes stand on."""
        return blend(self.colour(colour_name), self.surface, TINT)

    def colour(self, name: str) -> str:
        value = getattr(self, name)
        assert isinstance(value, str)
        return value


LIGHT = Palette(
    name="light",
    window="#F6F7F9",
    surface="#FFFFFF",
    border="#DDE1E7",
    outline="#7E8896",
    text="#1C2430",
    quiet="#566171",
    accent="#2459C7",
    on_accent="#FFFFFF",
    red="#B3261E",
    amber="#8A5300",
    green="#1A6B3C",
)
DARK = Palette(
    name="dark",
    window="#14181F",
    surface="#1C222B",
    border="#2E3642",
    outline="#6F7B8B",
    text="#E8ECF2",
    quiet="#A4AFBD",
    accent="#7FA8FF",
    on_accent="#0E1420",
    red="#FF8A80",
    amber="#FFC46B",
    green="#7AD6A0",
)


def blend(colour: str, ground: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(top * share + bottom * (1 - share)):02X}" for top, bottom in pairs)


class Theme(QObject):
    """`choice` is what the person wants; `palette` what that comes to now."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice if choice in CHOICES else "system"
        self.palette = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> str:
        return self._choice

    @property
    def animated(self) -> bool:
        """False when the system asks for stillness: then nothing moves at all."""
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - its many enumerations take 15 ms

        style = QApplication.style()
        return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    def choose(self, choice: str) -> None:
        if choice not in CHOICES:
            raise ValueError(choice)
        self._choice = choice
        self._follow()

    def apply(self, application: QApplication) -> None:
        """Dress the whole program, now and whenever the theme changes."""
        from mailcheck.ui.style import stylesheet  # noqa: PLC0415 - style needs the palettes of this module

        def dress() -> None:
            application.setPalette(qt_palette(self.palette))
            application.setStyleSheet(stylesheet(self.palette))

        if not application.property(_DRESSED):  # a second setStyle under a style sheet crashes Qt 6.11
            application.setProperty(_DRESSED, True)
            if not application.property(BORN_IN_FUSION):
                application.setStyle("Fusion")
            font = application.font()
            font.setPointSizeF(BODY)
            application.setFont(font)
        dress()
        self.changed.connect(dress)

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self.palette:
            self.palette = wanted
            self.changed.emit()

    def _wanted(self) -> Palette:
        if self._choice == "system":
            return DARK if _is_system_dark() else LIGHT
        return DARK if self._choice == "dark" else LIGHT


def _is_system_dark() -> bool:
    """Until the program is dressed, its palette is the system's: to read that needs no class of Qt's values."""
    application = QGuiApplication.instance()
    if application is None or application.property(_DRESSED):
        return QGuiApplication.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark
    return QGuiApplication.palette().window().color().lightnessF() < 0.5


def qt_palette(palette: Palette) -> QPalette:
    """For what no style sheet reaches: menus' arrows, selections, links, disabled text."""
    roles = QPalette.ColorRole
    made = QPalette(QColor(palette.window), QColor(palette.window))
    for role, colour in {
        roles.Window: palette.window,
        roles.Base: palette.surface,
        roles.AlternateBase: palette.window,
        roles.Button: palette.surface,
        roles.ToolTipBase: palette.surface,
        roles.WindowText: palette.text,
        roles.Text: palette.text,
        roles.ButtonText: palette.text,
        roles.ToolTipText: palette.text,
        roles.PlaceholderText: palette.quiet,
        roles.Highlight: palette.accent,
        roles.HighlightedText: palette.on_accent,
        roles.Link: palette.accent,
        roles.LinkVisited: palette.accent,
    }.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.quiet))
    return made


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
