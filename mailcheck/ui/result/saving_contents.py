"""What a report will hold and what it will not, before it is saved; and whether the address is hidden in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mailcheck.domain.report import Report
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

_INSIDE = ("number", "address", "servers", "system", "not")


class SavingContents(QWidget):
    """`toggled`: the address is to be hidden, or shown again."""

    toggled = Signal(bool)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._report: Report | None = None
        title = Text(shell, "strong")
        title.tell("saving.inside")
        self.lines = {name: Text(shell, "body") for name in _INSIDE}
        self.hide_address = QCheckBox()
        self.hiding_about = Text(shell, "small")
        self.hiding_about.tell("saving.hide-about")
        self.hiding_about.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (title, *self.lines.values(), self.hide_address, self.hiding_about):
            column.addWidget(widget)
        column.setAlignment(self.hide_address, Qt.AlignmentFlag.AlignLeft)  # its ring goes around its words
        self.hide_address.toggled.connect(self.hiding_about.setVisible)
        self.hide_address.toggled.connect(self._tell_address)
        self.hide_address.toggled.connect(self.toggled)
        shell.speech.changed.connect(self._name)
        self._name()

    @property
    def hides(self) -> bool:
        return self.hide_address.isChecked()

    def show_report(self, report: Report, *, saved: bool) -> None:
        """`saved`: it was read from a file, perhaps of another computer."""
        from mailcheck.export.json_file import tool  # noqa: PLC0415 - nothing that the window needs to open
        from mailcheck.export.plain import plain  # noqa: PLC0415
        from mailcheck.export.summary import report_number  # noqa: PLC0415

        self._report = report
        self.lines["number"].tell("saving.inside-number", number=report_number(report))
        about = report.tool or tool()
        self.lines["servers"].tell("saving.inside-servers")
        system, version = plain(about["system"]), plain(about["version"])
        self.lines["system"].tell("saving.inside-system", system=system, version=version)
        self.lines["not"].tell("saving.inside-not-saved" if saved else "saving.inside-not")
        self._tell_address()

    def _tell_address(self) -> None:
        from mailcheck.export.mask import hidden  # noqa: PLC0415
        from mailcheck.export.plain import plain  # noqa: PLC0415

        if self._report is not None:
            shown = hidden(self._report) if self.hides else self._report
            key = "saving.inside-hidden" if self.hides else "saving.inside-address"
            self.lines["address"].tell(key, address=plain(shown.address))

    def _name(self) -> None:
        say = self._shell.speech.say
        self.hide_address.setText(say("saving.hide"))
        self.hide_address.setAccessibleDescription(say("saving.hide-about"))
