# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any bytes can be read: wrong encodings are said, YAML 1.2 holds, and nothing is too much."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmende.domain.publiccode import Reading, corrected, mended
from allmende.domain.publiccode.reading import MOST_BYTES
from allmende.publiccode.lists import lists
from tests.domain.publiccode.examples import VALID, changed, inspect, serious
from tests.figures import FUZZED

SECONDS = 2.0
HEAD = b'publiccodeYmlVersion: "0"\n'
LETTERS = "abcdefghijklmnop"


def bomb() -> bytes:
    lines = [b"a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{n}: &{n} [{','.join([f'*{o}'] * 9)}]".encode() for o, n in pairwise(LETTERS)]
    return b"\n".join(lines)


def filled(begin: bytes, piece: bytes, end: bytes = b"") -> bytes:
    return begin + piece * ((MOST_BYTES - len(begin) - len(end)) // len(piece)) + end


HOSTILE = {
    "deep flow": filled(b"x: ", b"["),
    "deep blocks": b"".join(b" " * i + b"a:\n" for i in range(1200)),
    "deep dashes": filled(b"", b"- "),
    "questions": filled(b"", b"? "),
    "complex keys": b"? {" * 20_000,
    "many keys": b"".join(b"k%d: 1\n" % i for i in range(70_000)),
    "many near keys": HEAD + b"".join(b"nam%d: 1\n" % i for i in range(18_000)),
    "same key": filled(b"", b"a: 1\n"),
    "aliases": filled(b"- &a x\n", b"- *a\n"),
    "alias bomb": bomb(),
    "alias to itself": b"&a [*a]",
    "merges": b"a: &a {" + b",".join(b"k%d: 1" % i for i in range(3000)) + b"}\n"
    + b"".join(b"b%d: {<<: *a}\n" % i for i in range(5000)),
    "directives": b"".join(b"%%TAG !a%d! tag:x,2000:\n" % i for i in range(30_000)) + b"---\na: 1\n",
    "documents": filled(b"", b"---\n"),
    "one long line": filled(HEAD + b"name: ", b"a"),
    "long number": filled(HEAD + b"name: ", b"9"),
    "long address": filled(HEAD + b'url: "https://', b"a:", b'"'),
    "long mail": filled(HEAD + b'maintenance: {contacts: [{name: a, email: "', b"a.", b'@b"}]}'),
    "long licence": filled(HEAD + b'legal: {license: "', b"(", b'"}'),
    "long language": filled(HEAD + b"description: {? ", b"a-", b"a : {}}"),
    "accents": filled(HEAD + b'description: {de: {longDescription: "', "e\u0301".encode(), b'"}}'),
    "families": filled(HEAD + b'description: {de: {shortDescription: "', "👩‍👩‍👧".encode(), b'"}}'),
    "zero bytes": b"\0" * MOST_BYTES,
    "no UTF-8": b"\xff" * MOST_BYTES,
    "UTF-16": ("a: ä\n" * 90_000).encode("utf-16"),
    "blanks": b" " * MOST_BYTES,
    "quotes": b'"' * MOST_BYTES,
    "comments": filled(b"", b"#\n"),
    "too large": b"a" * (MOST_BYTES + 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_long(name: str) -> None:
    started = time.process_time()
    found = inspect(HOSTILE[name][: MOST_BYTES + 1])
    mended(found.source, found.findings)
    assert time.process_time() - started < SECONDS
    assert found.findings


@settings(max_examples=400)
@given(st.binary(max_size=400), st.sampled_from(Reading))
def test_any_bytes_are_inspected(content: bytes, reading: Reading) -> None:
    inspect(content, reading)
    FUZZED["publiccode.yml aus beliebigen Bytes"] += 1


PIECES = st.sampled_from(
    ["\0", ": ", "- ", "\t", '"', "'", "[", "{", "}", "&a ", "*a", "\n", "  ", "!!int ", "%", "|", "> ",
     "#", "---\n",
     "<<: ", "~", "null", "é", "😀", "\ufeff", "description:", "de:", "- de\n", "0"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(VALID)), st.integers(0, 30), PIECES), min_size=1, max_size=8))
def test_any_change_of_a_file_is_inspected_and_its_correction_never_makes_it_worse(
    edits: list[tuple[int, int, str]],
) -> None:
    text = VALID
    for at, gone, new in edits:
        text = text[:at] + new + text[at + gone :]
    data = text.encode()
    before = inspect(data)
    after = inspect(corrected(data, lists()))
    assert [f.level for f in after.findings].count("error") <= [f.level for f in before.findings].count(
        "error"
    )
    inspect(data, Reading.REFERENCE)
    FUZZED["publiccode.yml, beliebig verändert, geprüft und berichtigt"] += 1


def test_words_of_yaml_1_1_are_text() -> None:
    for word in ("yes", "No", "on", "off"):
        assert not inspect(changed(("localisationReady: true", f"localisationReady: {word}"))).valid
    assert inspect(changed(("- DE", "- NO"))).valid
    assert inspect(changed(("localisationReady: true", "localisationReady: TRUE"))).valid


def test_a_wrong_encoding_is_said_with_its_place_and_the_rest_is_still_inspected() -> None:
    found = inspect(changed(("- DE", "- XX")).encode("latin-1"))
    assert [(f.rule, f.line, f.column) for f in serious(found)] == [
        ("yaml.encoding", 2, 8),
        ("value.country", 14, 7),
    ]


def test_utf_16_is_said_and_read() -> None:
    assert [f.rule for f in serious(inspect(VALID.encode("utf-16")))] == ["yaml.encoding"]


def test_a_byte_order_mark_is_a_hint_and_for_the_reference_an_error() -> None:
    content = b"\xef\xbb\xbf" + VALID.encode()
    assert inspect(content).valid
    assert [f.rule for f in serious(inspect(content))] == ["yaml.mark"]
    assert not inspect(content, Reading.REFERENCE).valid
    assert corrected(content, lists()) == VALID


def test_other_line_ends_json_and_flow_are_yaml() -> None:
    assert inspect(VALID.replace("\n", "\r\n")).valid
    assert inspect("%YAML 1.2\n---\n" + VALID).valid
    assert not inspect("%YAML 1.2\n---\n" + VALID, Reading.REFERENCE).valid


@pytest.mark.parametrize("content", ["", "# nur ein Kommentar\n", "- eine Liste\n", "Text"])
def test_a_file_without_keys_is_said_so(content: str) -> None:
    assert [f.rule for f in serious(inspect(content))] == ["root"]


def test_anchors_and_merges_count_like_what_they_stand_for() -> None:
    text = changed(
        ("  de:\n", "  de: &d\n"), ("legal:\n", "  en:\n    <<: *d\n    localisedName: Reporter\nlegal:\n")
    )
    assert inspect(text).valid


def test_more_findings_than_anybody_reads_are_cut() -> None:
    found = inspect(HEAD + b"".join(b"k%d: 1\n" % i for i in range(2000)))
    assert found.findings[0].rule == "more"
    assert len(found.findings) == 500


@pytest.mark.parametrize(
    "old",
    [
        "    genericName: Melder  # veraltet\n",
        "    genericName: >\n      Ein\n      Melder\n",
        "    genericName: |-\n      Melder\n\n",
    ],
)
def test_what_can_go_is_taken_away_with_its_lines(old: str) -> None:
    text = changed(("    features:\n", f"{old}    features:\n"))
    assert corrected(text.encode(), lists()).replace("\n\n", "\n") == VALID


def test_lists_that_can_go_are_taken_away() -> None:
    text = changed(("legal:\n", "inputTypes:\n  - text/plain\n  - text/html\nlegal:\n"))
    assert corrected(text.encode(), lists()) == VALID
    flow = changed(("legal:\n  license: EUPL-1.2\n", "legal: {license: EUPL-1.2, authorsFile: AUTHORS}\n"))
    assert corrected(flow.encode(), lists()) == flow


def test_corrections_keep_comments_and_form() -> None:
    text = changed(("localisationReady: true", "localisationReady: yes   # bald"), ("- DE", "-   de"))
    better = corrected(text.encode(), lists())
    assert "localisationReady: true   # bald" in better
    assert "-   DE" in better
    assert "# das Wichtigste" in better
