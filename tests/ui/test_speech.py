"""What the window says: found in both languages, changed at once, no letter of the bottom row given away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

import mailcheck.ui
from mailcheck import i18n, resources
from mailcheck.i18n import Language
from mailcheck.ui.speech import Speech

_CODE = sorted(Path(mailcheck.ui.__file__).parent.rglob("*.py"))
_SECTIONS = sorted({key.split(".")[0] for key in i18n.window_messages()})
_KEY = re.compile(rf'(?<!f)"((?:{"|".join(_SECTIONS)})\.[a-z0-9-]*[a-z0-9])"')


def test_window_first_then_the_programs_own() -> None:
    speech = Speech(Language.RU)
    assert speech.say("rail.mailbox") == "Почтовый ящик"
    assert speech.say("security.none") == "без шифрования"
    with pytest.raises(KeyError):
        speech.say("rail.nothing")


def test_a_change_is_told_once() -> None:
    speech, heard = Speech(Language.RU), []
    speech.changed.connect(lambda: heard.append(speech.say("rail.mailbox")))
    speech.choose(Language.EN)
    speech.choose(Language.EN)
    assert heard == ["Mailbox"]


def test_pseudo_is_half_as_long_again_with_one_mnemonic() -> None:
    plain, longer = Speech(Language.RU), Speech(Language.RU, pseudo=True)
    for key in ("buttons.next", "rail.start", "window.leave-typed"):
        said = longer.say(key)
        assert len(said) >= 1.45 * len(plain.say(key).replace("&", ""))
        assert said.count("&") == plain.say(key).count("&")


@pytest.mark.parametrize("file", _CODE, ids=lambda file: file.name)
def test_every_key_in_the_code_is_there(file: Path) -> None:
    keys = set(_KEY.findall(file.read_text(encoding="utf-8")))
    known = i18n.window_messages().keys() | i18n.messages().keys()
    files_of_ours = {key for key in keys if key.endswith((".toml", ".svg", ".qss"))}
    assert keys - files_of_ours <= known


@pytest.mark.parametrize("language", list(Language))
def test_letters_of_the_bottom_row_are_its_own(language: Language) -> None:
    """Next and Check stand in the same place, never together."""
    row = [QKeySequence.mnemonic(i18n.window_message(f"buttons.{name}", language)).toString() for name in _ROW]
    assert len(set(row)) == len(_ROW)
    assert all(row)


_ROW = ("back", "next", "check", "stop", "close")


def test_a_key_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('[x]\ny = { ru = "да", en = "yes" }\n', encoding="utf-8")
    with pytest.raises(resources.BadResourceError, match=r"b\.toml: x\.y"):
        i18n.load_folder(tmp_path)
