"""`--mask`: hides what stands before the @ in every address, wherever it appears, and the user name if it is that."""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "•••"
_LOCAL_PART = re.compile(r"[^\s<>\"'«»“”„(),:;\[\]{}|=@]+@(?=[^\s<>@])")


class Mask:
    """Works on texts and on whatever JSON holds."""

    def __init__(self, address: str = "", username: str | None = None) -> None:
        local = address.rpartition("@")[0]
        self._words = tuple({word for word in (local, username or "") if word and "@" not in word})

    def text(self, text: str) -> str:
        text = _LOCAL_PART.sub(f"{HIDDEN}@", text)
        for word in self._words:
            text = re.sub(rf"(?<![\w.@-]){re.escape(word)}(?![\w-])", HIDDEN, text)
        return text

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value
