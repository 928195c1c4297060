# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each rule finds what it is for, at its place, and says the correction where there is one."""

import pytest

from allmende.domain.publiccode import Around, Level, Reading, corrected
from allmende.domain.publiccode.rules import RULES
from allmende.publiccode.lists import lists
from tests.domain.publiccode.examples import LONG, TODAY, VALID, changed, inspect, serious

ADDED = "localisation:\n"
TWICE = "legal:\n  license: EUPL-1.2\n"
SECOND = "legal:\n"
# Rule, what is changed, key and line of the finding, whether the correction makes the file valid.
CASES = [
    ("version.missing", ('publiccodeYmlVersion: "0"\n', ""), "publiccodeYmlVersion", 0, True),
    ("version.unknown", ('"0"', '"2.4.0"'), "publiccodeYmlVersion", 1, True),
    ("version.unpublished", ('"0"', '"0.6"'), "publiccodeYmlVersion", 1, True),
    ("version.old", ('"0"', '"0.2"'), "publiccodeYmlVersion", 1, True),
    ("version.newer-key", ('"0"\n', '"0.4"\nsupports:\n  - id: alias:gdpr\n'), "supports", 2, True),
    ("key.unknown", ("platforms:", "plattforms:"), "plattforms", 4, True),
    ("key.unknown", (ADDED, f"features: []\n{ADDED}"), "features", 31, False),
    ("key.missing", ("name: Mängelmelder\n", ""), "name", 0, False),
    (
        "key.missing",
        ("    - name: Stadt", "    - email: a@b.example\n      affiliation: Stadt"),
        "maintenance.contacts[0].name",
        30,
        False,
    ),
    ("key.deprecated", ("legal:\n", "legal:\n  repoOwner: Stadt\n"), "legal.repoOwner", 26, True),
    ("key.country-section", (ADDED, f"IT:\n  countryExtensionVersion: '1.0'\n{ADDED}"), "IT", 31, True),
    ("key.country-twice", (ADDED, f"IT:\n  riuso:\nit:\n  riuso:\n{ADDED}"), "it", 33, False),
    (
        "type",
        ("localisationReady: true", "localisationReady: yes"),
        "localisation.localisationReady",
        32,
        True,
    ),
    ("type", ("      - Meldung mit Foto", "      Meldung mit Foto"), "description.de.features", 22, True),
    ("type", ("legal:\n  license: EUPL-1.2", "legal: EUPL-1.2"), "legal", 25, False),
    ("type.number", ('"1.10"', "1.10"), "softwareVersion", 7, True),
    ("list.empty", ("platforms:\n  - web", "platforms: []"), "platforms", 4, False),
    ("value.choice", ("Status: stable", "Status: production"), "developmentStatus", 10, True),
    ("value.choice", ("- local-authorities", "- local_authorities"), "intendedAudience.scope[0]", 16, True),
    ("value.choice", ("- feedback-and-reviews-management", "- bürger"), "categories[0]", 9, False),
    ("value.country", ("- DE", "- UK"), "intendedAudience.countries[0]", 14, True),
    ("value.country-case", ("- DE", "- de"), "intendedAudience.countries[0]", 14, True),
    ("value.language", ("  de:\n", "  de_DE:\n"), "description.de_DE", 18, True),
    (
        "value.language-odd",
        ("    - de\n", "    - de\n    - en-UK\n"),
        "localisation.availableLanguages[1]",
        35,
        True,
    ),
    ("value.url", ("https://code.example/musterstadt/melder", "git@code.example:a/b.git"), "url", 3, True),
    ("value.web", (ADDED, f"landingURL: www.example.org\n{ADDED}"), "landingURL", 31, True),
    (
        "value.mail",
        ("Musterstadt\n", "Musterstadt\n      email: a(at)b.example\n"),
        "maintenance.contacts[0].email",
        31,
        True,
    ),
    ("value.date", ("2026-03-31", "31.03.2026"), "releaseDate", 6, True),
    ("value.date", ("2026-03-31", "2026-02-30"), "releaseDate", 6, False),
    ("value.media-type", (ADDED, f"inputTypes: [text]\n{ADDED}"), "inputTypes[0]", 31, True),
    ("value.identifier", (ADDED, f"organisation:\n  uri: Stadt\n{ADDED}"), "organisation.uri", 32, False),
    ("value.law", (ADDED, f"supports:\n  - id: alias:GDPR\n{ADDED}"), "supports[0].id", 32, True),
    ("length.short", (LONG.strip(), "Zu kurz."), "description.de.longDescription", 20, False),
    ("length.long", ("Meldet Schäden", "Meldet " * 30), "description.de.shortDescription", 19, False),
    ("path.form", ("- docs/bild.png", "- /docs/bild.png"), "description.de.screenshots[0]", 24, True),
    ("path.outside", ("- docs/bild.png", "- ../bild.png"), "description.de.screenshots[0]", 24, True),
    ("picture.kind", ("- docs/bild.png", "- docs/bild.webp"), "description.de.screenshots[0]", 24, False),
    (
        "video.provider",
        ("    screenshots:\n", "    videos: [https://media.example/v]\n    screenshots:\n"),
        "description.de.videos[0]",
        23,
        True,
    ),
    ("licence.expression", ("EUPL-1.2", "MIT or Apache-2.0"), "legal.license", 26, True),
    ("licence.expression", ("EUPL-1.2", "(MIT OR Apache-2.0"), "legal.license", 26, False),
    ("licence.identifier", ("EUPL-1.2", "EUPL-1.2-or-later"), "legal.license", 26, True),
    ("licence.spelling", ("EUPL-1.2", "eupl-1.2"), "legal.license", 26, True),
    ("licence.open", ("EUPL-1.2", "CC-BY-NC-4.0"), "legal.license", 26, False),
    ("licence.open", ("EUPL-1.2", "BUSL-1.1"), "legal.license", 26, False),
    ("licence.open", ("EUPL-1.2", "MIT AND SSPL-1.0"), "legal.license", 26, False),
    ("licence.data", ("EUPL-1.2", "DL-DE-BY-2.0"), "legal.license", 26, True),
    (
        "description.once",
        ("    features:\n      - Meldung mit Foto  # das Wichtigste\n", ""),
        "description.de.features",
        18,
        False,
    ),
    ("maintenance.contractors", ("type: internal", "type: contract"), "maintenance.contractors", 27, False),
    (
        "maintenance.contacts",
        ("  contacts:\n    - name: Stadt Musterstadt\n", ""),
        "maintenance.contacts",
        27,
        False,
    ),
    (
        "maintenance.surplus",
        ("  contacts:", "  contractors: []\n  contacts:"),
        "maintenance.contractors",
        29,
        False,
    ),
    ("languages.described", ("    - de\n", "    - nl\n"), "localisation.availableLanguages", 33, True),
    (
        "languages.text",
        (LONG.strip(), "This is the tool for all that want to report the damage to the town " * 4),
        "description.de.longDescription",
        20,
        True,
    ),
    (
        "italy.code",
        (ADDED, f"organisation:\n  uri: urn:x-italian-pa:no_such_code\n{ADDED}"),
        "organisation.uri",
        32,
        True,
    ),
    ("around.release", ("2026-03-31", "2027-03-31"), "releaseDate", 6, True),
    (
        "around.contract",
        ("type: internal", "type: contract\n  contractors: [{name: Firma, until: 2020-01-01}]"),
        "maintenance.contractors[0].until",
        29,
        True,
    ),
    ("yaml.syntax", ("name: Mängelmelder", "name: Melder: Schäden"), "", 2, False),
    ("yaml.syntax", ("  - web", "\t- web"), "", 5, False),
    ("yaml.duplicate", (ADDED, f"name: Anderer\n{ADDED}"), "", 31, False),
    ("yaml.documents", (ADDED, f"---\n{ADDED}"), "", 31, False),
    ("yaml.alias", ("name: Mängelmelder", "name: *fett"), "", 2, False),
    ("yaml.key", (ADDED, f"? [a]\n: b\n{ADDED}"), "", 31, False),
    ("yaml.character", ("name: Mängelmelder", "name: Mängel\x07melder"), "", 2, False),
    ("yaml.depth", (ADDED, f"x: {'[' * 60}{']' * 60}\n{ADDED}"), "", 31, False),
]


@pytest.mark.parametrize(
    ("rule", "change", "key", "line", "mends"), CASES, ids=[f"{c[0]}-{c[1][1][:20]!r}" for c in CASES]
)
def test_a_rule_finds_its_mistake_at_its_place(
    rule: str, change: tuple[str, str], key: str, line: int, mends: bool
) -> None:
    text = changed(change)
    found = [f for f in inspect(text).findings if f.rule == rule]
    assert found
    assert (found[0].key, found[0].line) == (key, line)
    assert found[0].text.de
    assert found[0].text.en
    assert inspect(corrected(text.encode(), lists())).valid is mends


def test_a_good_file_has_no_findings_in_either_reading() -> None:
    for reading in Reading:
        assert serious(inspect(VALID, reading)) == []


def test_every_rule_has_a_case() -> None:
    elsewhere = {
        "yaml.size", "yaml.encoding", "yaml.mark", "root", "description.each", "reference.follow-up", "more",
        "licence.own", "around.licence", "around.url", "around.files", "around.reachable",
    }  # fmt: skip
    assert {case[0] for case in CASES} | elsewhere == set(RULES)


def test_one_mistake_is_one_finding() -> None:
    for change in (
        ("localisationReady: true", "localisationReady: yes"),
        ("legal:\n  license: EUPL-1.2", "legal: x"),
    ):
        assert len(serious(inspect(changed(change)))) == 1


def test_all_mistakes_are_found_at_once() -> None:
    text = changed(
        ("localisationReady: true", "localisationReady: no"), ("- DE", "- XX"), ("name: Mängelmelder\n", ""),
        ("    features:", "    feature:"), ("license: EUPL-1.2", "license: ''"),
    )  # fmt: skip
    assert {f.key for f in serious(inspect(text)) if f.level == Level.ERROR} >= {
        "localisation.localisationReady", "intendedAudience.countries[0]", "name", "description.de.feature",
        "legal.license",
    }  # fmt: skip


def test_a_licence_of_ones_own_is_not_called_closed() -> None:
    found = inspect(changed(("EUPL-1.2", "LicenseRef-Stadt")))
    assert found.valid
    assert [f.checked for f in found.findings if f.rule == "licence.own"] == [False]


def test_what_lies_around_never_decides_on_validity() -> None:
    around = Around(
        TODAY, frozenset({"README.md"}), "MIT", ("https://example.org/other/place",), {"url": False}
    )
    found = inspect(VALID, around=around)
    assert found.valid
    assert {f.rule for f in serious(found)} == {
        "around.licence",
        "around.url",
        "around.files",
        "around.reachable",
    }


def test_what_nobody_could_look_at_is_called_not_checked() -> None:
    found = inspect(VALID)
    assert {f.rule for f in found.findings if not f.checked} == {
        "around.licence", "around.url", "around.files", "around.reachable",
    }  # fmt: skip


def test_the_same_repository_is_known_in_every_spelling() -> None:
    around = Around(
        TODAY, frozenset({"docs/bild.png"}), "EUPL-1.2", ("git@code.example:Musterstadt/melder.git",), {}
    )
    assert serious(inspect(VALID, around=around)) == []
