# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking over an edition: whole or not at all, twice like once, keys that vanish stay with an end date."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from allmende import data
from allmende.register.actions import import_register
from allmende.register.models import Edition, Municipality
from allmende.register.readers import RegisterError
from tests.register import files

BUNDLED = data.path("register", "register.csv.gz")
pytestmark = pytest.mark.django_db


@pytest.fixture
def take(tmp_path: Path) -> Callable[[str | bytes], dict[str, int]]:
    def _take(content: str | bytes) -> dict[str, int]:
        path = tmp_path / "datei"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_register(path, by="test")

    return _take


Take = Callable[[str | bytes], dict[str, int]]


def refused(take: Take, content: str | bytes) -> str:
    before = Municipality.objects.count()
    with pytest.raises(RegisterError) as problem:
        take(content)
    assert Municipality.objects.count() == before
    return str(problem.value)


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "gv100.txt"
    path.write_text(files.gv100(), encoding="utf-8", newline="")
    steps: list[tuple[int, int]] = []
    import_register(path, by="test", progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (64, 64)


@pytest.mark.parametrize("form", ["GV100AD", "GV-ISys"])
def test_official_files_give_all_levels_with_sums_above(take: Take, form: str) -> None:
    counts = take(files.gv100() if form == "GV100AD" else files.gvisys())
    assert counts["new"] == 64
    village = Municipality.objects.get(key="12001001")
    assert (village.name, village.designation, village.kind) == ("Müßdorf", "Stadt", "kreisangehörige Stadt")
    assert (village.association_id, village.ars, village.postal_code) == (
        "120015001",
        "120015001001",
        "01234",
    )
    district = Municipality.objects.get(key="12001")
    assert (district.population, district.area_km2) == (1_000, 13.34)
    assert Municipality.objects.get(key="120015001").full_name == "Amt Aue"
    assert Edition.objects.get().form == form


def test_the_extract_carries_places_and_types_with_their_dates(take: Take) -> None:
    take(files.gvisys())
    village = Municipality.objects.get(key="12001001")
    assert (village.latitude, village.longitude) == (54.78252, 9.43751)
    assert (village.urbanisation, village.travel_region_name) == (3, "Ostsee")
    assert (village.population_date, village.typology_date) == (date(2025, 12, 31), date(2026, 12, 31))
    assert Municipality.objects.get(key="12001").latitude == pytest.approx(54.78252)


def test_gv100_in_latin_1_is_read_too(take: Take) -> None:
    take(files.gv100().encode("latin-1"))
    assert Municipality.objects.get(key="01001001").name == "Müßdorf"


def test_gv100_does_not_say_when_people_were_counted(take: Take) -> None:
    take(files.gv100())
    assert Municipality.objects.get(key="12001001").population_date is None


def test_a_form_keeps_what_it_does_not_carry(take: Take) -> None:
    take(files.gvisys())
    take(files.gv100("20270331"))
    village = Municipality.objects.get(key="12001001")
    assert (village.urbanisation, village.edition) == (3, date(2027, 3, 31))
    assert village.population_date == date(2025, 12, 31)


def test_keys_that_vanish_stay_with_an_end_date_and_may_return(take: Take) -> None:
    twin = files.gv100_line("60", "{}", "12001002", "5001", "Neudorf", "64", 10, 5, "01234").replace(
        "{}", "20261231"
    )
    lines = files.gv100().splitlines()
    take("\r\n".join([*lines, twin]) + "\r\n")
    counts = take(files.gv100("20270331"))
    assert counts["ended"] == 1
    assert Municipality.objects.get(key="12001002").valid_until == date(2027, 3, 31)
    later = [line.replace("20261231", "20270630") for line in [*lines, twin]]
    take("\r\n".join(later) + "\r\n")
    assert Municipality.objects.get(key="12001002").valid_until is None


def test_an_older_edition_is_refused(take: Take) -> None:
    take(files.gv100("20261231"))
    assert "schon neuer" in refused(take, files.gv100("20251231"))


def test_a_file_that_lacks_a_land_is_refused(take: Take) -> None:
    assert "15 statt 16 Länder" in refused(take, files.gv100(states=files.STATES[:-1]))


def test_a_file_that_ends_in_the_middle_is_refused(take: Take) -> None:
    text = files.gv100()
    assert "unvollständig" in refused(take, text[: len(text) - 120])
    assert "hat keine Gemeinde" in refused(take, "\r\n".join(text.splitlines()[:-2]))
    assert "abgeschnitten" in refused(take, files.gvisys()[:-2_000])
    assert "abgeschnitten" in refused(take, BUNDLED.read_bytes()[:-2_000])


def test_a_torso_beside_a_full_register_is_refused(take: Take) -> None:
    take(files.gv100("20261231"))
    assert "leben laut Datei" in refused(take, files.gv100("20271231", people=500))


def test_errors_name_line_and_column(take: Take) -> None:
    lines = files.gv100().splitlines()
    lines[8] = lines[8][:139] + "     zwölf " + lines[8][150:]
    assert refused(take, "\r\n".join(lines)) == "Zeile 9, Spalte Einwohner: „zwölf“ ist keine ganze Zahl."
    rows = files.gvisys_rows()
    rows[3][8] = "viel"
    assert refused(take, files.gvisys(rows)) == "Zeile 10, Spalte Fläche km²: „viel“ ist keine Zahl."
    broken = files.own(lambda rows: [row.replace("09162,district", "09162,state") for row in rows], BUNDLED)
    assert re.fullmatch(r"Zeile \d+, Spalte level: .*09162.*", refused(take, broken))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "leer"),
        (files.gv100().encode("utf-16"), "kein Text"),
        (files.gv100().encode("cp850"), "falsche Zeichenkodierung"),
        (files.gv100().encode("utf-8").decode("latin-1").encode("utf-8"), "falsche Zeichenkodierung"),
        (b"Name;Einwohner\r\nBad Belzig;11118\r\n", "Ist das eine GV100AD-Datei?"),
        (b"key,level,name\n", "Die Spalten passen nicht"),
        (gzip.compress(b"key,level,name\n"), "Die Spalten passen nicht"),
        (files.gvisys(sheet="Haushalt"), "Onlineprodukt_Gemeinden"),
        (files.gvisys(rows=[]), "Satzart 10"),
        (files.gvisys(title="irgendwann"), None),
        (b"PK\x03\x04 nothing", "beschädigt"),
    ],
)  # fmt: skip
def test_foreign_and_broken_files_are_refused_whole(take: Take, content: bytes, message: str | None) -> None:
    if message is None:
        take(content)  # the date above the population column is enough
        return
    assert message in refused(take, content)


def test_a_file_that_grows_without_end_is_refused(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allmende.register.readers.own.LARGEST_TEXT", 1_000)
    monkeypatch.setattr("allmende.register.readers.gvisys.LARGEST_CONTENT", 1_000)
    monkeypatch.setattr("allmende.register.readers.LARGEST_FILE", 1_000_000)
    assert "entpackt größer" in refused(take, gzip.compress(b"key,level," * 10_000))
    assert "entpackt größer" in refused(take, files.gvisys())
    assert "größer als jedes" in refused(take, b"x" * 1_000_001)


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="lässt sich nicht lesen"):
        import_register(tmp_path / "fehlt.txt", by="test")


def test_a_failure_while_writing_leaves_nothing_behind(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RegisterError("mitten drin")

    monkeypatch.setattr(Edition.objects, "update_or_create", fail)
    refused(take, files.gv100())
