# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""SPDX licence expressions: are they well formed, and is what they offer open source?"""

import re
from dataclasses import dataclass
from enum import IntEnum

from allmende.domain.publiccode.lists import Lists

TOKEN = re.compile(r"\s*(?:(\(|\))|(AND|OR|WITH)(?![\w.+-])|([A-Za-z0-9][\w.-]*(?::[A-Za-z0-9][\w.-]*)?\+?))")
REFERENCE = re.compile(r"(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+")
LONGEST = 500
UNREADABLE = "?"
# What people write, and what they mean. Only names that leave no doubt about the version.
LOOSE = {
    "apache 2.0": "Apache-2.0", "apache-2": "Apache-2.0", "apache2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
    "mit license": "MIT", "the mit license": "MIT", "mit-lizenz": "MIT",
    "eupl 1.2": "EUPL-1.2", "eupl v1.2": "EUPL-1.2", "eupl-v1.2": "EUPL-1.2", "eupl1.2": "EUPL-1.2",
    "eupl-1.2-or-later": "EUPL-1.2", "eupl-1.2+": "EUPL-1.2", "eupl-1.2-only": "EUPL-1.2",
    "gplv2": "GPL-2.0-only", "gplv3": "GPL-3.0-only", "gpl-3": "GPL-3.0-only", "gpl v3": "GPL-3.0-only",
    "agplv3": "AGPL-3.0-only", "agpl-3": "AGPL-3.0-only", "agpl v3": "AGPL-3.0-only",
    "lgplv3": "LGPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later", "agplv3+": "AGPL-3.0-or-later", "mpl 2.0": "MPL-2.0", "mpl2": "MPL-2.0",
    "mozilla public license 2.0": "MPL-2.0", "bsd 3-clause": "BSD-3-Clause", "bsd-3": "BSD-3-Clause",
    "bsd 2-clause": "BSD-2-Clause", "isc license": "ISC", "cc0": "CC0-1.0", "cc0 1.0": "CC0-1.0",
}  # fmt: skip


class Openness(IntEnum):
    """How open what an expression offers is, from worst to best."""

    CLOSED = 0
    UNKNOWN = 1
    DATA = 2
    OPEN = 3


@dataclass(slots=True)
class Expression:
    """A well-formed expression. `canonical`: as the SPDX list writes it; `strict`: False where only the
    reference knows it ("EUPL-1.2-or-later").
    """

    canonical: str
    openness: Openness
    strict: bool
    identifiers: tuple[str, ...]


class _BadExpressionError(ValueError):
    pass


def parse(text: str, lists: Lists) -> Expression | None:
    """The expression, None where it is none. Operators are upper case, identifiers in any case."""
    if not text.strip() or len(text) > LONGEST:
        return None
    reader = _Reader(text, lists)
    try:
        openness = reader.either()
    except _BadExpressionError:
        return None
    if reader.tokens:
        return None
    canonical = " ".join(reader.written).replace("( ", "(").replace(" )", ")")
    return Expression(canonical, openness, reader.strict, tuple(reader.named))


def suggestion(text: str, lists: Lists) -> str:
    """What was probably meant; "" where that is not clear."""
    loose = LOOSE.get(" ".join(text.casefold().split()))
    if loose:
        return loose
    upper = re.sub(r"(?<=\s)(and|or|with)(?=\s)", lambda m: m[0].upper(), text, flags=re.I)
    found = parse(upper, lists)
    return found.canonical if found and found.strict else ""


class _Reader:
    """Recursive descent: OR binds weakest, WITH strongest; the length limit bounds the depth."""

    def __init__(self, text: str, lists: Lists) -> None:
        self.lists = lists
        self.strict = True
        self.written: list[str] = []
        self.named: list[str] = []
        self.tokens: list[str] = []
        at, text = 0, text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                self.tokens = [UNREADABLE]
                return
            self.tokens.append(found[1] or found[2] or found[3])
            at = found.end()
        self.tokens.reverse()

    def either(self) -> Openness:
        """a OR b: one may choose."""
        best = self._both()
        while self._accept("OR"):
            best = max(best, self._both())
        return best

    def _both(self) -> Openness:
        """a AND b: both hold."""
        worst = self._one()
        while self._accept("AND"):
            worst = min(worst, self._one())
        return worst

    def _one(self) -> Openness:
        if self._accept("("):
            inside = self.either()
            if not self._accept(")"):
                raise _BadExpressionError
            return inside
        found = self._licence(self._next())
        if self._accept("WITH"):
            self.written.append(self._exception(self._next()))
        return found

    def _accept(self, token: str) -> bool:
        if self.tokens and self.tokens[-1] == token:
            self.written.append(self.tokens.pop())
            return True
        return False

    def _next(self) -> str:
        if not self.tokens:
            raise _BadExpressionError
        return self.tokens.pop()

    def _exception(self, word: str) -> str:
        known = self.lists.spelling.get(word.casefold())
        if known not in self.lists.exceptions:
            raise _BadExpressionError
        return known or word

    def _licence(self, word: str) -> Openness:
        if REFERENCE.fullmatch(word):
            self.written.append(word)
            self.named.append(word)
            return Openness.UNKNOWN
        known = self.lists.spelling.get(word.casefold())
        bare = re.sub(r"\+$|-or-later$|-only$", "", word.casefold())
        if known is None:
            known = self.lists.spelling.get(bare)
            self.strict &= word.endswith("+")
        if known is None or known not in self.lists.licences:
            raise _BadExpressionError
        self.written.append(known + "+" * (word.endswith("+") and not known.endswith("+")))
        self.named.append(known)
        names = {known.casefold(), bare, f"{bare}-only", f"{bare}-or-later"}
        if names & self.lists.free:
            return Openness.OPEN
        return Openness.DATA if names & self.lists.free_data else Openness.CLOSED
