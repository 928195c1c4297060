# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Credentials of common kinds in a text, by the forms their issuers publish. Found ones are never quoted."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from allmende.domain.repository.snapshot import Secret

# Kind, signs without which it cannot be there, form. The forms are those that the issuers document.
KINDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "private-key",
        ("PRIVATE KEY",),
        r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY(?: BLOCK)?-----\s*\\?n?\s*[A-Za-z0-9+/=:]{20}",
    ),
    ("github", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
    ("github", ("github_pat_",), r"\bgithub_pat_[A-Za-z0-9_]{50,90}\b"),
    (
        "gitlab",
        ("glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glsoat-"),
        r"\b(?:glpat|gldt|glrt|glptt|glft|glsoat)-[A-Za-z0-9_-]{20,60}",
    ),
    ("aws", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    ("google", ("AIza",), r"\bAIza[A-Za-z0-9_-]{35}\b"),
    (
        "slack",
        ("xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"),
        r"\bxox[abprs]-[0-9]{8,14}-[A-Za-z0-9-]{20,120}",
    ),
    (
        "slack",
        ("hooks.slack.com",),
        r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,30}",
    ),
    ("stripe", ("sk_live_", "rk_live_"), r"\b[rs]k_live_[A-Za-z0-9]{20,120}\b"),
    ("pypi", ("pypi-AgEI",), r"\bpypi-AgEI[A-Za-z0-9_-]{50,300}"),
    ("npm", ("npm_",), r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("telegram", (":AA",), r"(?<=[0-9]{8}):AA[A-Za-z0-9_-]{33}\b"),
    ("sendgrid", ("SG.",), r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"),
    ("azure", ("AccountKey=",), r"AccountKey=[A-Za-z0-9+/]{86}=="),
)
FORMS = tuple((kind, signs, re.compile(form)) for kind, signs, form in KINDS)
LEAST_ENTROPY = 3.0
EXAMPLE = re.compile(r"example|dummy|placeholder|xxxx|1234567890|0000000|abcdef", re.I)


def entropy(word: str) -> float:
    """Shannon entropy in bits per character; random keys have 3.5 and more, placeholders less."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values()) if word else 0.0


def secrets(path: str, text: str) -> Iterator[Secret]:
    """Places that hold what looks like a credential; examples from documentation are left out."""
    for kind, signs, form in FORMS:
        if not any(sign in text for sign in signs):
            continue
        for found in form.finditer(text):
            if not EXAMPLE.search(found[0]) and entropy(found[0]) >= LEAST_ENTROPY:
                yield Secret(path, text.count("\n", 0, found.start()) + 1, kind)
