# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table of reports: template, upload, preview, confirm; accessible, narrow, and without JavaScript."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, expect

from tests.conftest import Installation
from tests.journeys.looks import sound
from tests.journeys.people import signed_in

UPLOAD = "/beitraege/einlesen/"


def filled(template: str, outcome: str) -> str:
    """The template with one row of our own beside its example."""
    rows = list(csv.DictReader(io.StringIO(template), delimiter=";"))
    rows.append({**rows[0], "Überschrift": "Zwei Winter ohne Anzeige", "Ergebnis": outcome})
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_a_table_is_seen_before_it_becomes_drafts(
    browser: Browser, installation: Installation, tmp_path: Path
) -> None:
    editor = signed_in(browser, installation, "tabelle@example.test", "editor", "--for", "12069020")
    editor.goto(UPLOAD)
    sound(editor)
    template = editor.request.get(f"{UPLOAD}berichte.csv").body().decode("utf-8-sig")
    file = tmp_path / "berichte.csv"
    file.write_text(filled(template, "großartig"), encoding="utf-8")
    editor.get_by_label(re.compile("Ausgefüllte Datei")).set_input_files(file)
    editor.get_by_role("button", name="Vorschau zeigen").click()
    expect(editor.get_by_text("„großartig“ gibt es nicht")).to_be_visible()
    expect(editor.get_by_role("button", name="Übernehmen")).to_have_count(0)
    sound(editor)
    plain = browser.new_context(
        base_url=urljoin(installation.address, "/"), java_script_enabled=False,
        storage_state=editor.context.storage_state(),
    ).new_page()  # fmt: skip
    plain.goto(UPLOAD)
    file.write_text(filled(template, "gescheitert"), encoding="utf-8")
    plain.get_by_label(re.compile("Ausgefüllte Datei")).set_input_files(file)
    plain.get_by_role("button", name="Vorschau zeigen").click()
    plain.get_by_role("button", name="Übernehmen").click()
    expect(plain.get_by_role("link", name="Zwei Winter ohne Anzeige")).to_be_visible()
