# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a municipality says of a solution or a model project, on its way into the catalogue and out again.

What the catalogue has from elsewhere is never overwritten: a municipality's claims stand beside it. A record
that it brought in itself is its own to change. `origin` is what it was written as and is never shown.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from allmende.catalogue.models import (
    ActionField,
    AsOfBasis,
    Call,
    Claim,
    Measure,
    ModelProject,
    Origin,
    ProjectPlace,
    Solution,
    Source,
)
from allmende.domain.claims import Aspect
from allmende.domain.records import OwnProject, OwnSolution, Record
from allmende.register.models import Municipality

OWN = "Angabe der Kommune"
_PROVE_THEMSELVES = (Aspect.WEBSITE, Aspect.STRATEGY)


@transaction.atomic
def tell_solution(*, by: str, origin: str, place: str, written: OwnSolution, on: date) -> Solution:
    """Show a solution of a municipality (official key), or what it says of one that is there already.

    Raises Solution.DoesNotExist where it is about one that the catalogue no longer has.
    """
    if written.about:
        row = Solution.objects.get(pk=written.about)
    else:
        row = _own(Solution, origin, place, written, _solution(written, on))
    _leave_others(Solution, origin, row.pk)
    _claims(origin, place, written, on, solution=row)
    return row


@transaction.atomic
def tell_project(*, by: str, origin: str, place: str, written: OwnProject, on: date) -> ModelProject:
    """Show a model project of a municipality with its measures, or what it says of one that is there already.

    Raises ModelProject.DoesNotExist where it is about one that the catalogue no longer has.
    """
    if written.about:
        row = ModelProject.objects.get(pk=written.about)
    else:
        row = _own(ModelProject, origin, place, written, _project(written, place, on))
        name = Municipality.objects.get(pk=place).name
        values = {"model_project": row, "municipality_id": place, "name": name, "position": 0}
        ProjectPlace.objects.update_or_create(pk=f"{row.pk}-0", defaults=values)
    _leave_others(ModelProject, origin, row.pk)
    _claims(origin, place, written, on, model_project=row)
    _measures(origin, place, written, row, on)
    return row


@transaction.atomic
def still_holds(*, by: str, origin: str, on: date) -> None:
    """Note that what is shown of this origin was confirmed."""
    Claim.objects.filter(kept_as=origin).update(checked_on=on)


@transaction.atomic
def untell(*, by: str, origin: str) -> bool:
    """Take back what was said; whether there was anything.

    A record of its own goes too, unless others have said something of it: then its bare title stays for them.
    """
    if not origin:
        raise ValueError("the bundle is not taken back")
    counts = [model._default_manager.filter(kept_as=origin).delete()[0] for model in (Claim, Measure)]
    return any([*counts, *(_leave_others(model, origin, "") for model in (Solution, ModelProject))])


def _own(kind: type[Any], origin: str, place: str, written: Record, values: dict[str, Any]) -> Any:
    """The record of this origin, made or changed; its address stays what it was at first."""
    slug = f"{slugify(written.title)[:66].strip('-')}-{_word(origin)}"
    first = {"slug": slug, "first_released_on": date.fromisoformat(values["as_of"])}
    row, _ = kind._default_manager.update_or_create(
        kept_as=origin,
        defaults={**values, "keeper_id": place},
        create_defaults={**values, "keeper_id": place, **first},
    )
    row.fields.set(ActionField.objects.filter(pk__in=written.fields))
    read = [urls for aspect, _, urls in written.claims() if aspect not in _PROVE_THEMSELVES]
    row.sources.set(_sources([url for urls in read for url in urls], values["as_of"]))
    return row


def _word(origin: str) -> str:
    """A short word for addresses that says nothing of the origin."""
    return hashlib.blake2b(origin.encode(), digest_size=5).hexdigest()


def _solution(written: OwnSolution, on: date) -> dict[str, Any]:
    has_amount = written.cost_once_eur is not None or written.cost_annual_eur is not None
    return {
        "title": written.title, "summary": written.summary, "open_source": written.open_source,
        "licence": written.licence, "repository": written.repository, "website": written.website,
        "cost_once_eur": written.cost_once_eur, "cost_annual_eur": written.cost_annual_eur,
        "cost_note": written.cost_note or (OWN if has_amount else ""), "staff_note": written.staff_note,
        "results": written.results, "preconditions": list(written.preconditions),
        "lessons": list(written.lessons), "contact_unit": written.contact_unit, "brief": False,
        "origin": Origin.OWN, "as_of": on.isoformat(), "as_of_basis": AsOfBasis.OWN,
    }  # fmt: skip


def _project(written: OwnProject, place: str, on: date) -> dict[str, Any]:
    return {
        "title": written.title, "summary": written.summary, "call_id": written.call or None,
        "funding": written.funding, "lead": Municipality.objects.get(pk=place).name, "kind": "",
        "theme": written.theme, "phase": written.phase, "start": written.start, "end": written.end,
        "funding_eur": written.funding_eur, "budget_eur": written.budget_eur, "website": written.website,
        "strategy": written.strategy, "as_of": on.isoformat(), "as_of_basis": AsOfBasis.OWN,
    }  # fmt: skip


def _claims(origin: str, place: str, written: Record, on: date, **about: models.Model) -> None:
    """The claims of this origin, as of now; what is no longer said goes."""
    Claim.objects.filter(kept_as=origin).delete()
    for aspect, value, sources in written.claims():
        if value:
            row = Claim.objects.create(
                **about, aspect=aspect.value, value=_named(aspect, value), keeper_id=place, kept_as=origin,
                checked_on=on, as_of=on.isoformat(), as_of_basis=AsOfBasis.OWN,
            )  # fmt: skip
            row.sources.set(_sources(sources, on.isoformat()))


def _measures(origin: str, place: str, written: OwnProject, project: ModelProject, on: date) -> None:
    lines = written.measures
    Measure.objects.filter(kept_as=origin).delete()
    start = max(Measure.objects.filter(model_project=project).values_list("position", flat=True), default=-1)
    known = set(Solution.objects.filter(pk__in=[slug for _, slug in lines]).values_list("slug", flat=True))
    made = Measure.objects.bulk_create(
        Measure(
            id=f"{project.pk}-{_word(origin)}-{number}", model_project=project, position=start + 1 + number,
            title=title, solution_id=slug if slug in known else None, keeper_id=place, kept_as=origin,
        )
        for number, (title, slug) in enumerate(lines)
    )  # fmt: skip
    sources = _sources(written.measures_sources, on.isoformat())
    for one in made:
        one.sources.set(sources)


def _named(aspect: Aspect, value: str) -> str:
    """What stands for keys: the names of fields of action, a round of a programme."""
    if aspect is Aspect.FIELDS:
        return "\n".join(one.name for one in ActionField.objects.filter(pk__in=value.split("\n")))
    if aspect is Aspect.PROGRAMME:
        call = Call.objects.select_related("programme").filter(pk=value).first()
        return call.label if call else value
    return value


def _sources(addresses: Sequence[str], read_on: str) -> list[Source]:
    found = dict.fromkeys(address for address in addresses if address)
    defaults = {"read_on": date.fromisoformat(read_on)}
    return [Source.objects.get_or_create(url=url, defaults=defaults)[0] for url in found]


def _leave_others(kind: type[Any], origin: str, present: str) -> bool:
    """Take a record of this origin back, unless it is `present`; whether there was one."""
    row = kind._default_manager.filter(kept_as=origin).exclude(pk=present).first()
    if row is None:
        return False
    if _is_named(row, origin):
        _bare(row)
    else:
        row.delete()
    return True


def _is_named(row: models.Model, origin: str) -> bool:
    """Whether anything refers to it that others said."""
    for link in row._meta.related_objects:
        if link.many_to_many or link.related_model in (ProjectPlace,):
            continue
        rows = link.related_model._default_manager.filter(**{link.field.name: row})
        names = {one.name for one in link.related_model._meta.get_fields()}
        told_as = "kept_as" if "kept_as" in names else "origin" if "origin" in names else ""
        if (rows.exclude(**{told_as: origin}) if told_as else rows).exists():
            return True
    return False


def _bare(row: Any) -> None:
    """Leave the title only, for those who said something of it."""
    kept = {"slug", "title", "keeper", "as_of", "as_of_basis", "origin", "brief", "lead", "kept_as"}
    for column in row._meta.concrete_fields:
        if column.name not in kept:
            empty: Any = None if column.null else [] if isinstance(column, models.JSONField) else ""
            setattr(row, column.attname, empty)
    row.keeper = None
    if isinstance(row, Solution):
        row.brief = True
    row.save()
    row.sources.clear()
