"""The folder: whole or not at all, nobody else's ever touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mailcheck.handbook.folder import MARKER, replacing
from mailcheck.unusable import UsageError


def _put(folder: Path, words: str = "new") -> None:
    (folder / MARKER).write_text("mailcheck\n")
    (folder / "index.html").write_text(words)


def test_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "книга"
    with replacing(folder, force=False) as place:
        assert not folder.exists()
        _put(place)
    assert (folder / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [folder]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o777 & ~mask


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    with replacing(tmp_path, force=False) as place:
        _put(place)
    assert (tmp_path / "index.html").is_file()


def test_a_handbook_is_replaced_only_with_force(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    _put(folder, "old")
    (folder / "gone.html").write_text("a page that the new one does not have")
    with pytest.raises(UsageError, match="handbook-there"), replacing(folder, force=False):
        pass
    with replacing(folder, force=True) as place:
        _put(place)
    assert sorted(each.name for each in folder.iterdir()) == ["index.html", MARKER]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_somebody_else_is_never_touched(tmp_path: Path, force: bool) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(UsageError, match="handbook-foreign"), replacing(tmp_path, force=force):
        pass
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    file = tmp_path / "book"
    file.write_text("mine")
    with pytest.raises(UsageError, match="handbook-is-file"), replacing(file, force=True):
        pass


def test_no_folder_to_put_it_in(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="output-folder"), replacing(tmp_path / "no" / "book", force=False):
        pass


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError("ours")])
def test_what_broke_off_leaves_the_old_one(tmp_path: Path, fault: BaseException) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    _put(folder, "old")
    with pytest.raises((UsageError, KeyboardInterrupt, RuntimeError)), replacing(folder, force=True) as place:
        _put(place)
        raise fault
    assert (folder / "index.html").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    with replacing(link, force=False) as place:
        _put(place)
    assert link.is_symlink()
    assert (real / "index.html").is_file()
