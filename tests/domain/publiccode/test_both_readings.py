# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the text of the standard and the reference differ, both are followed."""

import pytest

from allmende.domain.publiccode import Reading
from tests.domain.publiccode.examples import changed, inspect

SECOND = "  en:\n    shortDescription: Reports damage\nlegal:\n"
# What is changed, valid by the text, valid by the reference.
CASES = [
    (("platforms:\n  - web", "platforms: web"), True, False),
    (("legal:\n", SECOND), True, False),
    (("legal:\n", "fundedBy:\n  - name: Bund\nlegal:\n"), True, False),
    (("legal:\n", "fundedBy:\n  - uri: https://example.org\nlegal:\n"), False, True),
    (("EUPL-1.2", "CC-BY-NC-4.0"), False, True),
    (("EUPL-1.2", "EUPL-1.2-or-later"), False, True),
    (("EUPL-1.2", "MIT or Apache-2.0"), False, False),
    (("EUPL-1.2", "NONE"), False, False),
    (("docs/bild.png", "docs/bild.webp"), False, True),
    (("    screenshots:", "    videos: [https://media.example/v]\n    screenshots:"), True, False),
    (("    screenshots:", "    videos: [https://youtu.be/x]\n    screenshots:"), True, True),
    (("url: \"https://code.example/musterstadt/melder\"", "url: \"file:///a\""), True, True),
    (("- DE", "- De"), False, False),
    (("- DE", "- EU"), False, False),
    (("    - de\n", "    - de-Latn-DE-1996\n"), True, True),
    (("    - de\n", "    - x-eigen\n"), True, True),
    (("    - de\n", "    - deu\n"), False, False),
    (("    - de\n", "    - de_DE\n"), False, False),
    (("\"0\"", "\"0.6\""), True, False),
    (("\"0\"", "\"1\""), False, False),
    (("\"0\"", "0"), False, False),
    (("name: Mängelmelder", "name: 115"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("change", "text", "reference"), CASES, ids=[case[0][1][-30:] for case in CASES])
def test_both_verdicts(change: tuple[str, str], text: bool, reference: bool) -> None:
    content = changed(change)
    assert (inspect(content).valid, inspect(content, Reading.REFERENCE).valid) == (text, reference)


def test_follow_ups_of_the_reference_are_hints_and_appear_in_its_reading_only() -> None:
    content = changed(("localisationReady: true", "localisationReady: yes"))
    assert "reference.follow-up" not in {f.rule for f in inspect(content).findings}
    follow = [f for f in inspect(content, Reading.REFERENCE).findings if f.rule == "reference.follow-up"]
    assert {f.key for f in follow} == {"localisation.localisationReady", "localisation.availableLanguages"}
    assert {f.level for f in follow} == {"hint"}


def test_the_reference_reads_no_further_than_a_wrong_version() -> None:
    content = changed(('"0"', '"9"'), ("- DE", "- XX"))
    assert {f.key for f in inspect(content, Reading.REFERENCE).findings if f.level == "error"} == {
        "publiccodeYmlVersion"
    }
    assert {f.rule for f in inspect(content).findings if f.level == "error"} == {
        "version.unknown",
        "value.country",
    }


def test_every_language_in_full_is_the_reference_s_rule() -> None:
    content = changed(("legal:\n", SECOND))
    missing = {f.key for f in inspect(content, Reading.REFERENCE).findings if f.rule == "description.each"}
    assert missing == {"description.en.longDescription", "description.en.features"}
