"""What is wrong with what a person gave us. Apart from usage.py, which loads argparse: the window needs none."""

from __future__ import annotations


class UsageError(Exception):
    """`key` names a sentence in the section [usage] of messages.toml."""

    def __init__(self, key: str, **fields: str | None) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields
