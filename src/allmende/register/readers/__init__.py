# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a register file in one of three forms; what it cannot trust it refuses whole."""

from pathlib import Path

from allmende.register.readers import gv100, gvisys, own
from allmende.register.readers.shapes import Extract, RegisterError

__all__ = ["Extract", "RegisterError", "read"]

LARGEST_FILE = 60_000_000
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"


def read(path: Path) -> Extract:
    """Content of a file in our form (.csv, .csv.gz), a GV-ISys extract (.xlsx) or GV100AD (.txt).

    Raises RegisterError with a German sentence that says what is wrong, where, and what to do.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise RegisterError(f"Die Datei {path} lässt sich nicht lesen ({error.strerror}).") from error
    if size > LARGEST_FILE:
        raise RegisterError(f"Die Datei ist mit {size // 1_000_000} MB größer als jedes Gemeindeverzeichnis.")
    if not content:
        raise RegisterError("Die Datei ist leer.")
    if content.startswith(_ZIP):
        return gvisys.read(content)
    if content.startswith(_GZIP) or content.lstrip(b"\xef\xbb\xbf").startswith(b"key,level,"):
        return own.read(content)
    return gv100.read(content)
