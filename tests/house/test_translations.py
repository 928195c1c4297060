# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every text of the interface has an English one, and what ships is what is translated."""

import re
from io import BytesIO

from babel.messages import Message
from babel.messages.mofile import read_mo, write_mo

from allmende.domain.lifecycle import LABELS
from allmende.transfers.models import STATES
from tools.translations import MO, PO, messages, translated, untranslated, used

UPDATE = "Bitte `make translations` aufrufen, django.po ergänzen, noch einmal aufrufen."
PLACE = re.compile(r"%\(\w+\)\w|%%|</?\w+[^>]*>|\{\w*\}")


def texts(value: object) -> list[str]:
    """A message's text or texts, singular and plural."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def places(message: Message) -> bool:
    """Whether each English text has the placeholders and tags of its German one."""
    pairs = zip(texts(message.id), texts(message.string), strict=True)
    return all(sorted(PLACE.findall(german)) == sorted(PLACE.findall(english)) for german, english in pairs)


def test_every_text_is_collected_and_nothing_else() -> None:
    collected, marked = set(messages(translated())), set(messages(used()))
    assert (sorted(marked - collected, key=str), sorted(collected - marked, key=str)) == ([], []), UPDATE
    assert dict(translated().obsolete) == {}, UPDATE


def test_every_text_is_translated_for_sure() -> None:
    assert untranslated(translated()) == [], UPDATE


def test_translations_keep_placeholders_and_tags() -> None:
    assert [m.id for m in messages(translated()).values() if not places(m)] == []


def test_what_ships_is_compiled_from_what_is_translated() -> None:
    compiled = BytesIO()
    write_mo(compiled, translated())
    compiled.seek(0)
    with MO.open("rb") as file:
        shipped, fresh = ({str(m.id): m.string for m in read_mo(one) if m.id} for one in (file, compiled))
    assert [text for text in shipped | fresh if shipped.get(text) != fresh.get(text)] == [], UPDATE


def test_the_head_names_nobody() -> None:
    assert re.findall(r"\S+@\S+|Last-Translator|Date:", PO.read_text("utf-8").split("\n\n")[0]) == []


def test_a_state_has_one_name_in_counts_and_in_lists() -> None:
    counted = {state.value: (text.de, text.en) for state, text in LABELS.items()}
    english = {str(m.id): m.string for m in messages(translated()).values()}
    assert {state: (str(label), english[str(label)]) for state, label in STATES} == counted
