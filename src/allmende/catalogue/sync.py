# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make tables equal to bundled rows with as few writes as possible; what is equal already is not touched."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

BATCH = 200


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows an import created, updated and deleted."""

    created: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.created + other.created, self.updated + other.updated, self.deleted + other.deleted
        )

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


def sync_rows(
    model: type[Model],
    rows: Mapping[str, Mapping[str, Any]],
    key: str = "pk",
    keep: Collection[str] = (),
) -> Changes:
    """Make the table hold exactly these rows, named by `key`, and those of `keep`. Call in a transaction."""
    stored = {getattr(row, key): row for row in model._default_manager.all()}
    vanished = sorted(stored.keys() - rows.keys() - set(keep))
    for start in range(0, len(vanished), BATCH):
        model._default_manager.filter(**{f"{key}__in": vanished[start : start + BATCH]}).delete()
    new = [model(**{key: name, **values}) for name, values in rows.items() if name not in stored]
    model._default_manager.bulk_create(new, batch_size=BATCH)
    changed, names = [], set()
    for name, values in rows.items():
        if name in stored and (different := _set(stored[name], values)):
            changed.append(stored[name])
            names |= different
    if changed:
        model._default_manager.bulk_update(changed, sorted(names), batch_size=BATCH)
    return Changes(len(new), len(changed), len(vanished))


def _set(row: Model, values: Mapping[str, Any]) -> set[str]:
    different = {name for name, value in values.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, values[name])
    return different


def sync_links(
    model: type[Model], field: str, links: Mapping[str, Iterable[Any]], keep: Collection[str] = ()
) -> Changes:
    """Make a many-to-many field of the rows named by primary key hold exactly these targets.

    Rows of `keep` that `links` does not name stay as they are.
    """
    through = getattr(model, field).through
    relation: Any = model._meta.get_field(field)
    ours, theirs = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    stored = {(row[1], row[2]): row[0] for row in through._default_manager.values_list("pk", ours, theirs)}
    wanted = {(name, target): None for name, targets in links.items() for target in targets}
    kept = set(keep) - links.keys()
    vanished = sorted(pk for pair, pk in stored.items() if pair not in wanted and pair[0] not in kept)
    for start in range(0, len(vanished), BATCH):
        through._default_manager.filter(pk__in=vanished[start : start + BATCH]).delete()
    new = [through(**{ours: name, theirs: target}) for name, target in wanted if (name, target) not in stored]
    through._default_manager.bulk_create(new, batch_size=BATCH)
    return Changes(created=len(new), deleted=len(vanished))
