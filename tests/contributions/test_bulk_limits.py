# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a table may hold, how large an upload may say it is, and how long a preview waits."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from allmende.accounts.models import Role
from allmende.contributions import actions, bulk, queries, tables
from allmende.contributions.facts import What
from allmende.contributions.models import Contribution, Upload
from tests.contributions.build import HOME, person
from tests.contributions.test_pages import signed_in

UPLOAD = "/beitraege/einlesen/"
ROW = {"Kommune": "Bad Belzig", "Überschrift": "Ausfall", "Andere Lösung": "Laubmelder"}


def read(row: dict[str, Any]) -> list[tables.Row]:
    return tables.read(json.dumps(row).encode(), "jsonl")


class Unread:
    """A body that must not be read."""

    def read(self, *sizes: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize("length", ["100000000", "9" * 30, f"{'0' * 20}100000000", "-1", "x"])
def test_an_upload_that_says_it_is_too_large_is_refused_before_it_is_read(length: str) -> None:
    client = signed_in(person(Role.EDITOR))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = strict.post(UPLOAD, **kind, **{"wsgi.input": Unread(), "CONTENT_LENGTH": length})
    assert answer.status_code == 413
    assert "Dateien bis fünf Megabyte" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_an_upload_without_the_token_of_our_form_is_refused() -> None:
    client = signed_in(person(Role.EDITOR))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    file = SimpleUploadedFile("a.jsonl", json.dumps(ROW).encode())
    assert strict.post(UPLOAD, {"datei": file}).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_a_preview_ends_after_a_day() -> None:
    client = signed_in(person(Role.EDITOR))
    sent = {"datei": SimpleUploadedFile("a.jsonl", json.dumps(ROW).encode())}
    address = client.post(UPLOAD, sent).headers["Location"]
    assert client.get(address).status_code == 200
    Upload.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert client.get(address).status_code == 302
    assert client.post(address, {"gesehen": "x"}).status_code == 302
    assert not Contribution.objects.exists()


@pytest.mark.django_db
def test_one_person_keeps_a_few_previews_and_the_newest_of_them() -> None:
    one, other = person(Role.EDITOR), person(Role.EDITOR)
    now = timezone.now()
    theirs = actions.keep_upload(by=other, rows=[], at=now)
    kept = [actions.keep_upload(by=one, rows=[], at=now + timedelta(seconds=n)).pk for n in range(5)]
    assert set(Upload.objects.values_list("pk", flat=True)) == {theirs.pk, *kept[-actions.MOST_KEPT :]}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\ud800", "\uffff"])
def test_a_sign_that_no_page_can_show_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(tables.TableError, match=r"Zeile 1, Spalte Überschrift: Das Zeichen U\+"):
        read({**ROW, "Überschrift": f"a{sign}b"})


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Fragen an muster@example.test", "„muster@example.test“ ist eine E-Mail-Adresse"),
        ("Anruf unter 033841 / 12345", "„033841 / 12345“ ist eine Telefonnummer"),
    ],
)
def test_addresses_and_numbers_of_people_are_refused_with_their_column(text: str, problem: str) -> None:
    (one,) = bulk.plan(read({**ROW, "Was geschah": text}), {HOME: "Bad Belzig"}, None)
    assert one.what is What.REFUSED
    assert one.problems[0].startswith(f"Spalte Was geschah: {problem}")


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_the_zero_that_spreadsheets_take_from_an_official_key_is_given_back() -> None:
    for typed, key in (("1051011", "01051011"), (HOME, HOME)):
        (one,) = bulk.plan(read({**ROW, "Kommune": typed}), {key: "Ort"}, None)
        assert one.key == key


def test_a_column_that_stands_twice_in_an_object_is_refused() -> None:
    with pytest.raises(tables.TableError, match="Zeile 1"):
        tables.read(b'{"Kommune": "a", "Kommune": "b"}', "jsonl")


def test_line_ends_of_other_scripts_are_part_of_a_text() -> None:
    content = json.dumps({**ROW, "Was geschah": "a\u2028b"}, ensure_ascii=False).encode()
    assert tables.read(content, "jsonl")[0].texts["text"] == "a\u2028b"


@pytest.mark.parametrize("content", [b"Kommune\n\x81\x8d", b"\xff\xfe\x00\xd8", b"\xfe\xff\xd8\x00"])
def test_what_no_encoding_explains_is_refused(content: bytes) -> None:
    with pytest.raises(tables.TableError, match="Zeichen der Datei"):
        tables.read(content, "csv")


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_a_table_neither_shows_nor_changes_what_its_sender_may_not_write() -> None:
    author, other, editor = person(Role.REPORTER), person(Role.REPORTER), person(Role.EDITOR)
    bodies = {HOME: "Bad Belzig"}
    first = bulk.plan(read({**ROW, "Was geschah": "Nur für uns."}), bodies, author)
    actions.take_over(by=author.reference, planned=first, at=timezone.now())
    changed = read({**ROW, "Was geschah": "Anders."})
    (refused,) = bulk.plan(changed, bodies, other)
    assert (refused.what, refused.changes) == (What.REFUSED, ())
    for writer in (author, editor):
        (one,) = bulk.plan(changed, bodies, writer)
        assert ("Was geschah", "Nur für uns.", "Anders.") in one.changes
    submitted = Contribution.objects.get()
    Contribution.objects.update(state="submitted")
    assert bulk.plan(changed, bodies, author)[0].what is What.REFUSED
    assert queries.newest(submitted).content["text"] == "Nur für uns."  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_hundreds_of_unknown_places_are_not_all_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("allmende.register.queries.resolve", asked.append)
    lines = [json.dumps({**ROW, "Kommune": f"Nirgendwo {number % 200}"}) for number in range(300)]
    planned = bulk.plan(tables.read("\n".join(lines).encode(), "jsonl"), {HOME: "Bad Belzig"}, None)
    assert {one.what for one in planned} == {What.REFUSED}
    assert len(asked) == bulk.MOST_SOUGHT


@pytest.mark.django_db
@pytest.mark.usefixtures("stock")
def test_the_day_that_spreadsheets_make_of_a_month_is_the_month() -> None:
    (one,) = bulk.plan(read({**ROW, "Wann": "2026-05-01"}), {HOME: "Bad Belzig"}, None)
    assert one.written.when == "2026-05"
