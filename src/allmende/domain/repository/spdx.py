# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Statements about licences: headers in files, SPDX expressions, the EUPL's own text."""

import re

from allmende.domain.repository.snapshot import Header, Statement

# Written apart, so that this file is not taken to state a licence.
LICENCE_TAG = re.compile("SPDX-License-" + r"Identifier:[ \t]*([\w.+()\- ]+)")
COPYRIGHT_TAG = re.compile("SPDX-(?:File|Snippet)Copyright" + r"Text:|Copyright[ :]|\(c\)[ ]|©", re.I)
IGNORED = re.compile(r"REUSE-Ignore" + r"Start.*?(?:REUSE-Ignore" + r"End|\Z)", re.S)
WORD = re.compile(r"[A-Za-z0-9][\w.+-]*")
JOINTS = frozenset({"AND", "OR", "WITH"})
EUPL_HEAD = 2500
EUPL_FULL = 6000
EUPL_VERSION = re.compile(
    r"EUPL[^\n]{0,40}?\b1[.,]([012])\b|\b[vV](?:ersion|\.)?[ .]*1[.,]([012])\b|2007, ?(2016)"
)
EUPL_LIST = re.compile(r"\bCeCILL\b|\bOSL\b", re.I)


def header(path: str, text: str) -> Header:
    """What a file states about itself; parts between REUSE's ignore marks do not count."""
    if "SPDX" not in text and "opyright" not in text and "©" not in text and "(c)" not in text.lower():
        return Header((), has_copyright=False)
    told = IGNORED.sub(lambda m: "\n" * m[0].count("\n"), text)
    found = tuple(
        Statement(m[1].strip(), path, told.count("\n", 0, m.start()) + 1) for m in LICENCE_TAG.finditer(told)
    )
    return Header(found, bool(COPYRIGHT_TAG.search(told)))


def identifiers(expression: str) -> tuple[str, ...]:
    """Licences an SPDX expression names; what follows WITH is an exception and left out."""
    named = re.sub(r"\bWITH\s+[\w.+-]+", " ", expression, flags=re.I)
    return tuple(dict.fromkeys(w for w in WORD.findall(named) if w.upper() not in JOINTS))


def family(identifier: str) -> str:
    """The text behind an identifier: GPL-3.0-or-later, GPL-3.0-only and GPL-3.0+ share one."""
    return re.sub(r"(?:-only|-or-later|\+)$", "", identifier, flags=re.I).casefold()


def eupl(text: str) -> str | None:
    """SPDX identifier of a full text of the European Union Public Licence in any of its languages.

    All language versions write the name EUPL and the years in their head and list the compatible licences by
    their own names in the appendix; a mere mention or an abridged text has neither that length nor that list.
    """
    head = text[:EUPL_HEAD]
    if "EUPL" not in head or len(text) < EUPL_FULL or not EUPL_LIST.search(text, EUPL_HEAD):
        return None
    found = EUPL_VERSION.search(head)
    if found is None:
        return None
    return f"EUPL-1.{found[1] or found[2] or '2'}"
