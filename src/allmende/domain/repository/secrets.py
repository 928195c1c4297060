# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Credentials of common kinds in a text, by the forms their issuers publish. Found ones are never quoted."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from allmende.domain.repository.snapshot import Secret

# Each kind has a prefix of its own, so that ordinary text does not match; documented by its issuer.
KINDS = {
    "private-key": r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY(?: BLOCK)?-----\s*\\?n?\s*[A-Za-z0-9+/=:]{20}",
    "github": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,90})\b",
    "gitlab": r"\b(?:glpat|gldt|glrt|glptt|glft|glsoat)-[A-Za-z0-9_-]{20,60}",
    "aws": r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b",
    "google": r"\bAIza[A-Za-z0-9_-]{35}\b",
    "slack": r"\bxox[abprs]-[0-9]{8,14}-[A-Za-z0-9-]{20,120}",
    "slack-webhook": r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,30}",
    "stripe": r"\b[rs]k_live_[A-Za-z0-9]{20,120}\b",
    "pypi": r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,300}",
    "npm": r"\bnpm_[A-Za-z0-9]{36}\b",
    "telegram": r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b",
    "sendgrid": r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b",
    "azure": r"AccountKey=[A-Za-z0-9+/]{86}==",
}
PATTERN = re.compile("|".join(f"(?P<{kind.replace('-', '_')}>{form})" for kind, form in KINDS.items()))
# A text without any of these cannot match: most files are done after this.
SIGNS = (
    "PRIVATE KEY", "gh", "github_pat_", "gl", "AKIA", "ASIA", "AIza", "xox", "hooks.slack", "k_live_",
    "pypi-", "npm_", ":AA", "SG.", "AccountKey=",
)  # fmt: skip
LEAST_ENTROPY = 3.0
EXAMPLE = re.compile(r"example|dummy|placeholder|xxxx|1234567890|0000000|abcdef", re.I)


def entropy(word: str) -> float:
    """Shannon entropy in bits per character; random keys have 3.5 and more, placeholders less."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values()) if word else 0.0


def secrets(path: str, text: str) -> Iterator[Secret]:
    """Places that hold what looks like a credential; examples from documentation are left out."""
    if not any(sign in text for sign in SIGNS):
        return
    for found in PATTERN.finditer(text):
        if not EXAMPLE.search(found[0]) and entropy(found[0]) >= LEAST_ENTROPY:
            kind = (found.lastgroup or "").replace("_", "-")
            yield Secret(path, text.count("\n", 0, found.start()) + 1, kind)
