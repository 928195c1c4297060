# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sign-in speaks the language of the house."""

import re
from io import BytesIO
from pathlib import Path

import allauth
import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from tests.house.plan import PACKAGE

OURS = PACKAGE / "accounts" / "locale" / "de" / "LC_MESSAGES"
THEIRS = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|gib|bist)\b", re.I)
# Texts of the parts of allauth that Allmende has no page for.
UNUSED = ("idp/", "templates/idp/", "headless/", "account/email/base_message", "phone")


def texts() -> list[str]:
    with THEIRS.open("rb") as file:
        return [
            str(message.id)
            for message in read_po(file, locale="de")
            if isinstance(message.id, str) and message.id
            if not all(any(part in place for part in UNUSED) for place, _ in message.locations)
        ]


def test_it_addresses_people_formally() -> None:
    with override("de"):
        assert [text for text in texts() if FAMILIAR.search(gettext(text))] == []


def test_what_ships_is_compiled_from_what_is_written() -> None:
    with (OURS / "django.po").open("rb") as written:
        compiled = BytesIO()
        write_mo(compiled, read_po(written, locale="de"))
    compiled.seek(0)
    with (OURS / "django.mo").open("rb") as shipped:
        ours, fresh = ({m.id: m.string for m in read_mo(one) if m.id} for one in (shipped, compiled))
    assert ours == fresh


@pytest.mark.parametrize(("language", "word"), [("de", "Anmelden"), ("en", "Sign In")])
def test_it_speaks_both_languages(language: str, word: str) -> None:
    with override(language):
        assert gettext("Sign In") == word
