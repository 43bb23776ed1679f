"""Why a file is not read at all, in words for whoever sent it."""

from projects.importing.messages import REFUSALS

MOST_UPLOADED = 20 * 2**20
"""Bytes of a file as it is sent."""
MOST_UNPACKED = 50 * 2**20
"""Bytes of a file's content once it is unpacked."""
MOST_ROWS = 50_000
"""Rows of a sheet that hold something, headings and titles included."""
MOST_COLUMNS = 100
LONGEST_CELL = 32_767
"""Characters; what a cell of Excel can hold."""


class FileRefusedError(ValueError):
    """A file that is not read; `code` is a key of `messages.REFUSALS`.

    `message` says why and what to do instead, in the language of whoever asks for it.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        return str(REFUSALS[self.code]) % self.values

    def __str__(self) -> str:
        return self.message
