# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page: paste or upload, findings at their lines, corrected file. Nothing is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domain.publiccode.examples import VALID, changed, inspect

BROKEN = changed(("localisationReady: true", "localisationReady: yes"), ("- DE", "- de"))


def test_a_pasted_text_is_checked_line_by_line(client: Client) -> None:
    page = client.post(
        "/publiccode/", {"text": BROKEN.replace("\n", "\r\n"), "aktion": "pruefen"}
    ).content.decode()
    assert "Die Datei entspricht noch nicht dem Standard." in page
    line = page.split('<li id="zeile-32"')[1].split('<li id="zeile-33"')[0]
    assert "localisation.localisationReady" in line
    assert "Danach ist die Datei gültig." in page


def test_the_corrected_file_is_given_and_valid(client: Client) -> None:
    answer = client.post("/publiccode/", {"text": BROKEN, "aktion": "korrigieren"})
    assert answer["Content-Disposition"] == 'attachment; filename="publiccode.yml"'
    assert inspect(answer.content).valid


def test_an_uploaded_file_is_read_as_bytes(client: Client) -> None:
    file = SimpleUploadedFile("publiccode.yml", VALID.encode("latin-1"))
    page = client.post("/publiccode/", {"file": file, "aktion": "pruefen"}).content.decode()
    assert "nicht in UTF-8 gespeichert" in page


def test_a_good_file_is_called_good(client: Client) -> None:
    page = client.post("/publiccode/", {"text": VALID}).content.decode()
    assert "Die Datei entspricht dem Standard." in page
    assert "Was hier nicht geprüft werden konnte" in page


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"text": "a" * 1_000_001}])
def test_nothing_and_too_much_are_refused_with_a_sentence(client: Client, data: dict[str, str]) -> None:
    answer = client.post("/publiccode/", data)
    assert answer.status_code == 422
    assert "kern-alert--danger" in answer.content.decode()


def test_markup_in_the_file_stays_text(client: Client) -> None:
    page = client.post("/publiccode/", {"text": "<script>alert(1)</script>: 1\n"}).content.decode()
    assert "<script>alert" not in page


def test_only_forms_of_our_own_are_accepted() -> None:
    assert Client(enforce_csrf_checks=True).post("/publiccode/", {"text": VALID}).status_code == 403
