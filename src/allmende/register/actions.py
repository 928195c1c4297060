# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the register: taking over an edition."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from allmende.domain.municipality import Level
from allmende.register.checks import check_extract, check_losses, people
from allmende.register.models import Edition, Municipality
from allmende.register.names import full_name, label_all
from allmende.register.readers import Extract, RegisterError, read
from allmende.register.sums import fill_above

Progress = Callable[[int, int], None]
COLUMNS = [f.attname for f in Municipality._meta.concrete_fields if f.attname != "key"]
BATCH = 500


def import_register(path: Path, *, by: str, progress: Progress | None = None) -> dict[str, int]:
    """Take over a file of the register as a whole or not at all; the same file twice changes nothing.

    Returns how many bodies are new, changed, unchanged and ended. Keys that the file no longer has stay and
    get an end date. progress(done, total) is called while rows are written. Raises RegisterError.
    """
    extract = read(path)
    check_extract(extract)
    with transaction.atomic():
        newest = Edition.objects.order_by("-edition").first()
        if newest and newest.edition > extract.edition:
            raise RegisterError(
                f"Die Datei hat den Gebietsstand {extract.edition:%d.%m.%Y}; das Verzeichnis ist mit "
                f"{newest.edition:%d.%m.%Y} schon neuer."
            )
        counts = _take_over(extract, progress or (lambda done, total: None))
        checksum = sha256(path.read_bytes()).hexdigest()
        known = Edition.objects.filter(checksum=checksum).exists()
        if not known or counts["new"] or counts["changed"] or counts["ended"]:
            Edition.objects.update_or_create(
                checksum=checksum,
                defaults={
                    "edition": extract.edition,
                    "form": extract.form,
                    "imported_at": timezone.now(),
                    "by": by,
                },
            )
    return counts


def _take_over(extract: Extract, progress: Progress) -> dict[str, int]:
    stored = Municipality.objects.in_bulk()
    before = {key: _values(row) for key, row in stored.items()}
    population = people(stored.values())
    current = {body["key"]: _merge(stored.get(body["key"]), body, extract.edition) for body in extract.bodies}
    if extract.partial:
        fill_above(current, extract.loose_area)
    check_losses(population, current.values())
    label_all(current)
    ended = [row for key, row in stored.items() if key not in current and row.valid_until is None]
    for row in ended:
        row.valid_until = extract.edition
    new = [row for key, row in current.items() if key not in before]
    changed = [row for key, row in current.items() if key in before and _values(row) != before[key]]
    _write(new + changed + ended, progress)
    return {
        "new": len(new),
        "changed": len(changed),
        "unchanged": len(current) - len(new) - len(changed),
        "ended": len(ended),
    }


def _values(row: Municipality) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in COLUMNS)


def _merge(row: Municipality | None, body: Mapping[str, Any], edition: date) -> Municipality:
    """The stored row with what the file says; what its form does not carry stays with its own date."""
    facts = dict(body)
    if row is None:
        row = Municipality(key=body["key"], valid_from=edition)
    if "full_name" not in body:
        facts |= _names(row, body)
    if (
        "population" in body and "population_date" not in body
    ):  # GV100AD does not say when people were counted
        facts["population_date"] = row.population_date if row.population == body["population"] else None
    for column, value in facts.items():
        setattr(row, column, value)
    row.edition, row.valid_until = edition, None
    return row


def _names(row: Municipality, body: Mapping[str, Any]) -> dict[str, str]:
    """Names for forms that know the official one only; ours is better as long as that has not changed."""
    if row.official_name == body["official_name"]:
        return {"name": row.name, "full_name": row.full_name, "designation": row.designation}
    return {"full_name": full_name(body), "regional_name": ""}


def _write(rows: list[Municipality], progress: Progress) -> None:
    order = list(Level)
    rows.sort(key=lambda row: (order.index(Level(row.level)), row.key))
    for start in range(0, len(rows), BATCH):
        Municipality.objects.bulk_create(
            rows[start : start + BATCH], update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS
        )
        progress(min(start + BATCH, len(rows)), len(rows))
