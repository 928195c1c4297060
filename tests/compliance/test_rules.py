# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every rule has a repository that keeps it and one that breaks it; what could not be seen is said."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from allmende.compliance import registry, snapshots
from allmende.compliance.facts import duty, overall
from allmende.compliance.licences import recognise
from allmende.domain.repository.annotations import annotations
from allmende.domain.repository.described import _headings
from allmende.domain.repository.findings import Group, Verdict, changes
from allmende.domain.repository.rules import TESTS
from allmende.domain.repository.snapshot import File, Snapshot, Statement
from tests.compliance import repositories as made
from tests.compliance.conftest import found
from tests.house.plan import DOCS

RULES = list(registry.rules())
# Which repository breaks a rule, and where it lies; the others are broken by "bad".
BREAKS = {
    "published-open": ("private", made.ADDRESS),
    "published-opencode": ("empty", made.ELSEWHERE),
    "licence-file": ("empty", made.ADDRESS),
    "licence-open": ("closed", made.ADDRESS),
    "found-publiccode": ("empty", made.ADDRESS),
    "understood-readme": ("empty", made.ADDRESS),
    "maintained-releases": ("empty", made.ADDRESS),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_repository_keeps_the_rule(rule: str, judged: Callable[..., Any]) -> None:
    assert judged("good")[rule].verdict == Verdict.MET


@pytest.mark.parametrize("rule", RULES)
def test_a_repository_breaks_the_rule(rule: str, judged: Callable[..., Any]) -> None:
    name, address = BREAKS.get(rule, ("bad", made.ADDRESS))
    assert judged(name, address)[rule].verdict == Verdict.UNMET


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    assert list(registry.rules()) == list(TESTS)


@pytest.mark.parametrize("rule", registry.rules().values(), ids=RULES)
def test_every_rule_says_why_and_how_and_where_it_is_published(rule: Any) -> None:
    said = (rule.title, rule.reason, rule.mend)
    assert all(text.de and text.en for text in said)
    assert rule.source.startswith("https://")
    assert rule.id.startswith(f"{rule.group}-")


def test_the_documentation_lists_the_rules_as_they_are() -> None:
    paper = (DOCS / "verstehen" / "code-pruefung.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| \[.*?\]\((\S+?)\) \|$", paper, re.M)
    words = {"error": "Fehler", "warning": "Warnung", "hint": "Hinweis"}
    assert rows == [(r.id, words[r.level], r.title.de, r.source) for r in registry.rules().values()]


def test_every_group_has_rules_and_a_name() -> None:
    assert {rule.group for rule in registry.rules().values()} == set(Group) == set(registry.groups())


def test_every_rule_of_a_duty_exists() -> None:
    assert {rule for clause in registry.duty() for rule in clause.rules} <= set(RULES)


def test_what_breaks_a_rule_is_shown_with_its_line(judged: Callable[..., Any]) -> None:
    bad = judged("bad")
    assert [str(e) for e in bad["secure-secrets"].evidence] == ["app.py:3"]
    assert [str(e) for e in bad["published-complete"].evidence] == [".gitmodules:3"]
    assert [str(e) for e in bad["understood-purpose"].evidence] == ["README.md:3"]
    assert [e.where for e in bad["secure-tags"].evidence] == ["v1"]
    assert [e.kind for e in bad["maintained-commits"].evidence] == ["commit"]


def test_a_credential_is_never_quoted(look: Callable[..., Any]) -> None:
    snapshot = look("bad")
    assert [(s.path, s.line, s.kind) for s in snapshot.secrets] == [("app.py", 3, "gitlab")]
    assert made.TOKEN.decode() not in repr(found(snapshot))


def test_what_nobody_could_see_is_not_checked(folders: Mapping[str, Path]) -> None:
    local = found(snapshots.of_folder(folders["good"], moment=made.MOMENT))
    assert {rule for rule, f in local.items() if f.verdict == Verdict.UNCHECKED} == {
        "published-open", "found-here", "maintained-archived",
    }  # fmt: skip


def test_of_a_repository_that_is_not_public_only_that_is_said(judged: Callable[..., Any]) -> None:
    private = judged("private")
    assert private["published-open"].verdict == Verdict.UNMET
    assert {f.verdict for rule, f in private.items() if rule != "published-open"} == {Verdict.UNCHECKED}


def test_a_shallow_clone_is_not_blamed_for_the_commits_it_lacks(folders: Mapping[str, Path]) -> None:
    shallow = folders["good"] / "shallow"
    shallow.write_text("")
    try:
        seen = found(snapshots.of_folder(folders["good"], moment=made.MOMENT))
    finally:
        shallow.unlink()
    assert {seen[r].verdict for r in ("maintained-commits", "secure-tags")} == {Verdict.UNCHECKED}


def test_the_duty_is_met_broken_or_open_as_far_as_one_sees(judged: Callable[..., Any]) -> None:
    outcomes = {name: overall(duty(list(judged(name).values()))) for name in ("good", "bad", "private")}
    assert outcomes == {"good": Verdict.MET, "bad": Verdict.UNMET, "private": Verdict.UNMET}


def test_what_nobody_outside_can_see_is_never_called_met(judged: Callable[..., Any]) -> None:
    passed_on = [v for clause, v in duty(list(judged("good").values())) if not clause.rules]
    assert passed_on == [Verdict.UNCHECKED]


def test_changes_name_only_what_came_out_otherwise(judged: Callable[..., Any]) -> None:
    good, bad = list(judged("good").values()), list(judged("bad").values())
    assert changes(good, good) == ()
    assert {c.rule for c in changes(good, bad)} >= {"secure-secrets", "licence-known"}


LANGUAGES = [
    "ПУБЛИЧЕН ЛИЦЕНЗ НА ЕВРОПЕЙСКИЯ СЪЮЗ|Европейски съюз",
    "VEŘEJNÁ LICENCE EVROPSKÉ UNIE|Evropská unie",
    "DEN EUROPÆISKE UNIONS OFFENTLIGE LICENS|Den Europæiske Union",
    "OPEN-SOURCE-LIZENZ FÜR DIE EUROPÄISCHE UNION|Europäische Union",
    "EUROOPA LIIDU TARKVARA VABA KASUTUSE LITSENTS|Euroopa Liit",
    "ΆΔΕΙΑ ΔΗΜΟΣΙΑΣ ΧΡΗΣΗΣ ΓΙΑ ΤΗΝ ΕΥΡΩΠΑΪΚΗ ΈΝΩΣΗ|Ευρωπαϊκή Ένωση",
    "EUROPEAN UNION PUBLIC LICENCE|the European Union",
    "LICENCIA PÚBLICA DE LA UNIÓN EUROPEA|Unión Europea",
    "LICENCE PUBLIQUE DE L'UNION EUROPÉENNE|Union européenne",
    "LICENZA PUBBLICA DELL'UNIONE EUROPEA|Unione europea",
    "EIROPAS SAVIENĪBAS SABIEDRISKĀ LICENCE|Eiropas Savienība",
    "EUROPOS SĄJUNGOS VIEŠOJI LICENCIJA|Europos Sąjunga",
    "EURÓPAI UNIÓS NYILVÁNOS LICENC|Európai Unió",
    "LIĊENZJA PUBBLIKA TAL-UNJONI EWROPEA|Unjoni Ewropea",
    "OPENBARE LICENTIE VAN DE EUROPESE UNIE|Europese Unie",
    "LICENCJA PUBLICZNA UNII EUROPEJSKIEJ|Unia Europejska",
    "LICENÇA PÚBLICA DA UNIÃO EUROPEIA|União Europeia",
    "LICENȚA PUBLICĂ A UNIUNII EUROPENE|Uniunea Europeană",
    "VEREJNÁ LICENCIA EURÓPSKEJ ÚNIE|Európska únia",
    "JAVNA LICENCA EVROPSKE UNIJE|Evropska unija",
    "EUROOPAN UNIONIN YLEINEN LISENSSI|Euroopan unioni",
    "LICENS TILL ÖPPEN KÄLLKOD FRÅN EUROPEISKA UNIONEN|Europeiska unionen",
    "JAVNA LICENCIJA EUROPSKE UNIJE|Europska unija",
]
BODY = (
    "…" * 7000
    + "\nGNU General Public License (GPL) v. 2, v. 3 · Open Software License (OSL) v. 2.1 · CeCILL v. 2.0"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_eupl_is_known_in_every_language(language: str) -> None:
    title, union = language.split("|")
    assert recognise(f"{title} v. 1.2\nEUPL © {union} 2007, 2016\n{BODY}") == ("EUPL-1.2",)
    assert recognise(f"# {title}\nV.1.1\nEUPL © {union} 2007\n{BODY}") == ("EUPL-1.1",)


def test_a_mention_of_the_eupl_is_not_its_text() -> None:
    assert recognise("Licensed under the EUPL v. 1.2, © European Union 2007, 2016") == ()


def test_licences_are_told_by_their_wording() -> None:
    assert recognise(made.LICENCE.decode()) == ("EUPL-1.2",)
    assert recognise(made.MIT.decode()) == ("MIT",)
    assert recognise("Alle Rechte vorbehalten") == ()


@pytest.mark.parametrize(
    ("glob", "path", "covered"),
    [
        ("**", "a/b/c.py", True),
        ("*.md", "README.md", True),
        ("*.md", "docs/README.md", False),
        ("docs/**", "docs/a/b.md", True),
        ("src/**/templates/**", "src/a/b/templates/x.html", True),
        ("src/*/migrations/*.py", "src/a/b/migrations/1.py", False),
        ("a.py", "a.pyc", False),
    ],
)
def test_annotations_cover_what_their_pattern_says(glob: str, path: str, covered: bool) -> None:
    text = f'[[annotations]]\npath = "{glob}"\nSPDX-License-' + 'Identifier = "MIT"\n'
    (note,) = annotations(Snapshot(made.MOMENT, texts={"REUSE.toml": text}))
    assert note.covers(path) is covered
    assert note.statement == Statement("MIT", "REUSE.toml", 2)


def test_a_hostile_pattern_takes_no_longer_than_others() -> None:
    glob = "**/a*" * 300
    text = f'[[annotations]]\npath = "{glob}"\nSPDX-License-' + 'Identifier = "MIT"\n'
    (note,) = annotations(Snapshot(made.MOMENT, texts={"REUSE.toml": text}))
    assert not note.covers("/".join(["a" * 50] * 80))


HOSTILE = [
    "\n",
    " ",
    "[",
    "{",
    "1.",
    "https://docs",
    "<license>",
    '"license": ',
    "# a\n",
    "```\n",
    "AKIA",
    "(c) ",
    "%",
    "EUPL 1.2 ",
]
PLACES = [
    "README.md",
    "LICENSE",
    "package.json",
    "pyproject.toml",
    "pom.xml",
    "REUSE.toml",
    ".gitmodules",
    "x.spdx",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_of_strangers_breaks_the_rules(piece: str) -> None:
    """Without a bound on its patterns one of these would take minutes: the run itself is the proof."""
    text = piece * (100_000 // len(piece))
    reading = snapshots.Reading()
    for place in PLACES:
        reading.take(place, text.encode())
    files = [File(place, len(text)) for place in PLACES]
    seen = Snapshot(
        made.MOMENT, files=files, texts=reading.texts, headers=reading.headers, secrets=reading.secrets
    )
    assert len(found(seen)) == len(RULES)


def test_headings_are_read_but_not_what_looks_like_one_in_code() -> None:
    text = "Titel\n=====\n\n```\n# install\n```\n\n## Einrichten\n"
    assert list(_headings(text)) == [(1, "Titel"), (8, "## Einrichten")]


def test_files_beyond_the_limits_are_counted_not_read(
    folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "LARGEST_TEXT", 1000)
    seen = snapshots.of_folder(folders["good"], moment=made.MOMENT)
    assert seen.unread == 2
    assert found(seen)["secure-secrets"].verdict == Verdict.UNCHECKED
