# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every read of the room. Who may see what is decided in access.py."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from allmende.accounts.models import TRANSFER, Person, Role
from allmende.catalogue.models import ActionField, Call, Measure, ModelProject, Solution
from allmende.contributions.models import Contribution, Revision, Upload, Visibility
from allmende.domain.language.words import fold, normalise
from allmende.domain.records import Kind, OwnProject, OwnSolution
from allmende.domain.review import ReviewState
from allmende.doors.templatetags.doors import localized
from allmende.search import queries as search
from allmende.transfers.queries import dimensions as all_dimensions

MOST_ABOUT = 20


def contribution(pk: UUID) -> Contribution | None:
    """One contribution."""
    return Contribution.objects.select_related("in_force").filter(pk=pk).first()


def by_origins(origins: Collection[str]) -> list[Contribution]:
    """What these rows of the public tables came from, as far as they came from here."""
    keys = [key for room, _, key in (one.partition(":") for one in origins) if room == "contribution"]
    return list(Contribution.objects.select_related("in_force").filter(pk__in=keys)) if keys else []


def newest(row: Contribution) -> Revision | None:
    """What was written last."""
    return row.revisions.order_by("-number").first()


def revision(row: Contribution, number: int) -> Revision | None:
    """One of its revisions."""
    return row.revisions.filter(number=number).first()


def writers(row: Contribution) -> frozenset[str]:
    """Who wrote anything that is not released yet, or all of it where nothing is."""
    since = row.in_force.number if row.in_force else 0
    return frozenset(row.revisions.filter(number__gt=since).values_list("by", flat=True)) or frozenset(
        row.revisions.values_list("by", flat=True)
    )


def in_sight(by: str, roles: Mapping[str, str]) -> QuerySet[Contribution]:
    """What somebody with these roles may read of what their bodies wrote, the latest change first.

    As access.may_read decides: all of it where they edit, else their own and what is released.
    """
    edited, reported = (
        [key for key, role in roles.items() if role == one] for one in (Role.EDITOR, Role.REPORTER)
    )
    shown = Q(in_force__isnull=False) & ~Q(state=ReviewState.WITHDRAWN.value)
    mine = Q(key__in=edited) | Q(key__in=reported, author=by) | shown
    return Contribution.objects.filter(mine, key__in=roles).select_related("in_force")


def waiting(by: str, roles: Mapping[str, str]) -> QuerySet[Contribution]:
    """What others have handed in and somebody with these roles may release, the oldest first: where they
    edit, and for the transfer office everywhere, except what stays inside a body."""
    edited = [key for key, role in roles.items() if role == Role.EDITOR]
    rows = Contribution.objects.filter(state=ReviewState.SUBMITTED.value).exclude(author=by)
    others = _newest().filter(contribution=OuterRef("pk")).exclude(by=by)
    to_see = Q(key__in=edited)
    if TRANSFER in roles:
        to_see |= Q(Exists(others.exclude(content__visibility=Visibility.OWN.value)))
    rows = rows.filter(to_see, Exists(others)).select_related("in_force")
    return rows.order_by("changed_at", "id")


def _newest() -> QuerySet[Revision]:
    same = Revision.objects.filter(contribution=OuterRef("contribution")).order_by("-number")
    return Revision.objects.filter(number=Subquery(same.values("number")[:1]))


def for_registered() -> QuerySet[Contribution]:
    """What is released for registered municipalities only."""
    return Contribution.objects.filter(visibility=Visibility.REGISTERED).select_related("in_force")


def for_registered_about(slug: str) -> list[Contribution]:
    """What is released for registered municipalities only and is about this solution."""
    shown = for_registered().exclude(state=ReviewState.WITHDRAWN.value)
    return list(shown.filter(about=slug)[:MOST_ABOUT])


def newest_by_pk(rows: Collection[Contribution]) -> dict[UUID, Revision]:
    """What was written last in each of these; one query."""
    found = _newest().filter(contribution__in=[row.pk for row in rows])
    return {one.contribution_id: one for one in found}


def title_of(slug: str) -> str:
    """Title of a solution; empty for none."""
    return Solution.objects.filter(pk=slug).values_list("title", flat=True).first() or ""


def slug_of(text: str) -> str | None:
    """Slug of the solution that has exactly this title, whatever its case, or this slug."""
    slugs, wanted = _Titles.of(Solution).slugs, normalise(text)
    return slugs.get(wanted) or (text if text in slugs.values() else None)


class _Titles:
    """All titles of a kind in the catalogue, some thousand: no database compares letters as people do."""

    def __init__(self, model: type[Any]) -> None:
        self.rows = list(model.objects.order_by(Length("title"), "pk").values_list("pk", "title"))

    @cached_property
    def slugs(self) -> dict[str, str]:
        """By title in small letters; of two with the same title the first."""
        return {normalise(title): slug for slug, title in sorted(self.rows, reverse=True)}

    @cached_property
    def plain(self) -> list[tuple[str, str]]:
        """Each title, and in plain letters."""
        return [(title, _plain(title)) for _slug, title in self.rows]

    @classmethod
    def of(cls, model: type[Any]) -> "_Titles":
        """As they are now, or as they were when reading_once began."""
        kept = _KEPT.get()
        if kept is None:
            return cls(model)
        if model not in kept:
            kept[model] = cls(model)
        return kept[model]


_KEPT: ContextVar[dict[type[Any], _Titles] | None] = ContextVar("titles", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Read all titles once for everything that is asked within: a table asks for a thousand names."""
    before = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(before)


def titles_like(text: str, *, limit: int) -> list[str]:
    """Titles in which each of the words occurs, shortest first."""
    return _titles(Solution, text)[:limit]


def _titles(model: type[Any], text: str) -> list[str]:
    """In plain letters: "Überflutung" and "ueberflutung" are the same."""
    wanted = [_plain(word) for word in text.split()[:8]]
    rows = _Titles.of(model).plain
    return [title for title, plain in rows if all(word in plain for word in wanted)][:20]


def _plain(text: str) -> str:
    respelled = normalise(text).replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return fold(respelled)


def titles_near(text: str, *, limit: int) -> list[str]:
    """Titles of what was perhaps meant: those with these words, else those the search finds."""
    found = titles_like(text, limit=limit)
    if found:
        return found
    try:
        slugs = search.best(text, kind=Kind.SOLUTION, limit=limit)
    except search.IndexMissingError:
        return []
    titles = titles_of(slugs)
    return [titles[slug] for slug in slugs if slug in titles]


def titles_of(slugs: Collection[str]) -> dict[str, str]:
    """Titles of these solutions by their slugs."""
    return dict(Solution.objects.filter(pk__in=slugs).values_list("slug", "title"))


def project_of(text: str) -> str | None:
    """Slug of the model project that has exactly this title, whatever its case."""
    return _Titles.of(ModelProject).slugs.get(normalise(text))


def project_titles_like(text: str, *, limit: int) -> list[str]:
    """Titles of model projects in which each of the words occurs, shortest first."""
    return _titles(ModelProject, text)[:limit]


def alike(title: str, summary: str, *, kind: str, kept_as: str, limit: int = 5) -> list[Any]:
    """What the catalogue has that may be the same, best first; what is kept as this is left out."""
    model: Any = ModelProject if kind == Kind.PROJECT else Solution
    try:
        slugs = search.best(f"{title} {summary[:200]}", kind=kind, limit=limit + 1)
    except search.IndexMissingError:
        return []
    rows = {row.pk: row for row in model.objects.filter(pk__in=slugs).exclude(kept_as=kept_as)}
    return [rows[one] for one in slugs if one in rows][:limit]


def record_title(written: OwnSolution | OwnProject) -> str:
    """Title of what is in the catalogue already; empty for something new."""
    model: Any = ModelProject if isinstance(written, OwnProject) else Solution
    return model.objects.filter(pk=written.about).values_list("title", flat=True).first() or ""


def is_own(written: OwnSolution | OwnProject, origin: str) -> bool:
    """Whether what it is about is what came of itself."""
    model: Any = ModelProject if isinstance(written, OwnProject) else Solution
    return bool(written.about) and model.objects.filter(pk=written.about, kept_as=origin).exists()


def of_own_records(kind: str, slugs: Collection[str], keys: Collection[str]) -> dict[str, Contribution]:
    """By slugs of the catalogue: what these bodies wrote of which that record came."""
    model: Any = ModelProject if kind == Kind.PROJECT else Solution
    kept = dict(model.objects.filter(pk__in=slugs, keeper__in=keys).values_list("pk", "kept_as"))
    pks = [one.partition(":")[2] for one in kept.values() if one.startswith("contribution:")]
    found = {row.origin: row for row in Contribution.objects.filter(pk__in=pks, kind=kind, key__in=keys)}
    return {slug: found[origin] for slug, origin in kept.items() if origin in found}


def measure_titles_like(text: str, *, limit: int) -> list[str]:
    """Titles of measures of model projects for a text as it is typed, shortest first."""
    return list(dict.fromkeys(_titles(Measure, text)))[:limit]


def action_fields() -> list[tuple[str, str]]:
    """Key and name of each field of action."""
    return [(one.key, localized(one, "name")) for one in ActionField.objects.all()]


def calls() -> list[tuple[str, str]]:
    """Key and name of each round of a funding programme."""
    rows = Call.objects.select_related("programme")
    return [(one.pk, f"{localized(one.programme, 'title')}, {one.number} ({one.year})") for one in rows]


def dimensions() -> list[tuple[str, str]]:
    """Code and name of each dimension in which something helps or hinders."""
    return [(one.code, localized(one, "name")) for one in all_dimensions()]


def by_tokens(tokens: Collection[UUID], keys: Collection[str]) -> QuerySet[Contribution]:
    """What these bodies wrote in forms or tables with these tokens."""
    return Contribution.objects.filter(token__in=tokens, key__in=keys)


def upload(pk: UUID, person: Person, *, since: datetime) -> Upload | None:
    """A table that this person sent, not before `since`."""
    return Upload.objects.filter(pk=pk, person=person, at__gte=since).first()
