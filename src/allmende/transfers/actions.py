# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every write of the room: take over the bundled knowledge, catalogue included."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from allmende import __version__, data
from allmende.catalogue.actions import drop_unused_sources, import_catalogue
from allmende.catalogue.bundle import refuse
from allmende.catalogue.models import Source
from allmende.catalogue.rows import Problem
from allmende.catalogue.sync import BATCH, Changes, sync_links, sync_rows
from allmende.register.models import Municipality
from allmende.transfers.bundle import Bundle, DeploymentRow, ReportRow, TransferRow, read_bundle
from allmende.transfers.models import Deployment, Dimension, Edition, Factor, Report, Told, Transfer

Progress = Callable[[int, int], None]
STEPS = 6


def import_knowledge(
    *, by: str, folder: Path | None = None, progress: Progress | None = None, again: bool = False
) -> Changes:
    """Make the tables equal to the bundled knowledge; all or nothing.

    folder: another place than data/; progress: called with steps done and steps in all; again: compare row
    by row even if the bundle has not changed since the last import. Raises BundleError with file and line.
    """
    folder = folder or data.path()
    tell = progress or (lambda done, total: None)
    stamp = _stamp(folder)
    tell(0, STEPS)
    if not again and Edition.objects.filter(stamp=stamp).exists():
        tell(STEPS, STEPS)
        return Changes()
    bundle = read_bundle(folder)
    tell(1, STEPS)
    refuse(_register_missing() or bundle.problems(_keys()))
    tell(2, STEPS)
    return _write(bundle, stamp, by, tell)


@transaction.atomic
def _write(bundle: Bundle, stamp: str, by: str, tell: Progress) -> Changes:
    before = _newsworthy() if Edition.objects.exists() else None
    changes = import_catalogue(by=by, catalogue=bundle.catalogue)
    tell(3, STEPS)
    ids = dict(Source.objects.values_list("url", "pk"))
    changes += _transfers(bundle, ids)
    tell(4, STEPS)
    changes += _deployments(bundle, ids)
    tell(5, STEPS)
    changes += _reports(bundle, ids)
    if before is not None:
        _date_news(before, timezone.localdate())
    changes += drop_unused_sources(by=by)
    read_on = max(date.fromisoformat(row.read_on) for row in bundle.catalogue.sources)
    note_edition(by=by, stamp=stamp, read_on=read_on)
    tell(STEPS, STEPS)
    return changes


_NEWS: Mapping[type[Told], tuple[str, ...]] = {Report: ("pk",), Deployment: ("pk", "state")}
Known = Mapping[type[Told], set[tuple[Any, ...]]]


def _newsworthy() -> Known:
    """Of what is bundled, what would be an entry of its own in a feed."""
    return {
        model: set(model._default_manager.filter(origin="").values_list(*columns))
        for model, columns in _NEWS.items()
    }


def _date_news(before: Known, today: date) -> None:
    """What a later edition adds is news of the day on which it came here, whenever its sources were read."""
    for model, known in _newsworthy().items():
        new = sorted(row[0] for row in known - before[model])
        for start in range(0, len(new), BATCH):
            model._default_manager.filter(pk__in=new[start : start + BATCH]).update(released_on=today)


def note_edition(*, by: str, stamp: str, read_on: date) -> None:
    """Remember which knowledge the tables hold, so that what is computed from them is computed anew."""
    Edition.objects.update_or_create(
        id=1,
        defaults={"stamp": stamp, "read_on": read_on, "imported_at": timezone.now(), "imported_by": by},
    )


def _stamp(folder: Path) -> str:
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    files = (
        folder / "action_fields.yaml",
        folder / "factors.yaml",
        *sorted((folder / "knowledge").iterdir()),
    )
    for file in files:
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _keys() -> frozenset[str]:
    return frozenset(Municipality.objects.values_list("key", flat=True))


def _register_missing() -> list[Problem]:
    if Municipality.objects.exists():
        return []
    text = "Das Gemeindeverzeichnis ist noch leer. Bitte zuerst „allmende register import“ ausführen."
    return [Problem("knowledge", 0, text)]


Ids = Mapping[str, int]


def _deployment(row: DeploymentRow | TransferRow) -> dict[str, Any]:
    taken = isinstance(row, TransferRow)
    place = row.taker if isinstance(row, TransferRow) else row.place
    return {
        "solution_id": row.solution,
        "municipality_id": place.key,
        "place_name": place.name,
        "state": row.state.value,
        "as_of": row.as_of,
        "as_of_basis": row.as_of_basis,
        "started": str(row.year or "") if isinstance(row, TransferRow) else row.started or "",
        "note": row.note or "",
        "transfer_id": row.slug if taken else None,
    }


def _deployments(bundle: Bundle, ids: Ids) -> Changes:
    """Rows of the bundle, and one for each transfer to a place that has none yet."""
    rows: dict[str, DeploymentRow | TransferRow] = {row.slug: row for row in bundle.transfers}
    rows |= {row.slug: row for row in bundle.deployments}
    links = {slug: [ids[url] for url in row.sources] for slug, row in rows.items()}
    made = {slug: _deployment(row) for slug, row in rows.items()}
    told = _told(Deployment)
    return sync_rows(Deployment, made, keep=told) + sync_links(Deployment, "sources", links, keep=told)


def _transfer(row: TransferRow) -> dict[str, Any]:
    return {
        "solution_id": row.solution,
        "taker_id": row.taker.key,
        "taker_name": row.taker.name,
        "origin_name": ", ".join(dict.fromkeys(place.name for place in row.origin)),
        "year": row.year,
        "state": row.state.value,
        "kind": row.kind or "",
        "adaptation": row.adaptation or "",
        "effort": row.effort or "",
        "note": row.note or "",
        "as_of": row.as_of,
        "as_of_basis": row.as_of_basis,
    }


def _transfers(bundle: Bundle, ids: Ids) -> Changes:
    rows = list(bundle.transfers)
    origins = {row.slug: [place.key for place in row.origin if place.key] for row in rows}
    sources = {row.slug: [ids[url] for url in row.sources] for row in rows}
    told = _told(Transfer)
    return (
        sync_rows(Transfer, {row.slug: _transfer(row) for row in rows}, keep=told)
        + sync_links(Transfer, "origins", origins, keep=told)
        + sync_links(Transfer, "sources", sources, keep=told)
    )


_REPORT_TEXTS = (
    "title", "subject", "place_name", "period", "text", "summary_en", "figures", "decided_by", "as_of",
    "as_of_basis",
)  # fmt: skip


def _report(row: ReportRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) or "" for name in _REPORT_TEXTS},
        "solution_id": row.solution,
        "model_project_id": row.project,
        "programme_name": row.programme or "",
        "outcome": row.outcome.value,
        "topics": list(row.topics),
    }


def _reports(bundle: Bundle, ids: Ids) -> Changes:
    rows = list(bundle.reports)
    places = {row.slug: [place.key for place in row.places if place.key] for row in rows}
    sources = {row.slug: [ids[url] for url in row.sources] for row in rows}
    told = _told(Report)
    return (
        _dimensions(bundle)
        + sync_rows(Report, {row.slug: _report(row) for row in rows}, keep=told)
        + sync_links(Report, "fields", {row.slug: row.fields for row in rows}, keep=told)
        + sync_links(Report, "places", places, keep=told)
        + sync_links(Report, "sources", sources, keep=told)
        + _factors(rows)
    )


def _told(model: type[Told]) -> set[str]:
    """Rows that municipalities told here: no part of the bundle, so its import leaves them alone."""
    return set(model._default_manager.exclude(origin="").values_list("pk", flat=True))


def _dimensions(bundle: Bundle) -> Changes:
    rows = {
        row.code: {
            "name": row.title,
            "name_en": row.title_en,
            "description": row.description,
            "description_en": row.description_en,
            "position": position,
        }
        for position, row in enumerate(bundle.dimensions)
    }
    return sync_rows(Dimension, rows)


def _factors(reports: list[ReportRow]) -> Changes:
    rows = {
        f"{row.slug}-{position}": {
            "report_id": row.slug,
            "position": position,
            "dimension_id": factor.dimension,
            "polarity": factor.polarity,
            "statement": factor.statement,
            "remedy": factor.remedy or "",
        }
        for row in reports
        for position, factor in enumerate(row.factors)
    }
    told = Factor.objects.exclude(report__origin="").values_list("pk", flat=True)
    return sync_rows(Factor, rows, keep=set(told))
