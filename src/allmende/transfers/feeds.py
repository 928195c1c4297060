# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Atom feeds without an account: what is new about a solution, an action field, or at all.

An entry is dated with the day on which it came to be known here: on which it was released or a later edition
brought it; what the first import brought, with the day on which its newest source was read. A place whose
state changes becomes a new entry.
"""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from allmende.catalogue import queries as catalogue
from allmende.catalogue.models import ActionField, Solution
from allmende.doors.access import public
from allmende.doors.templatetags.doors import localized
from allmende.transfers import queries
from allmende.transfers.models import Deployment, Report

Entry = Report | Deployment
NAMES = uuid.UUID(
    "6f2b7a0e-2f0b-5c55-9a55-3d6f1c1a9b10"
)  # of this program, so that ids are the same everywhere
BEFORE = date(2026, 1, 1)  # of a feed without entries before the first import


def stable_id(*parts: str) -> str:
    """The same id for the same thing on every installation, whatever its address."""
    return uuid.uuid5(NAMES, "/".join(parts)).urn


def midnight(day: date) -> datetime:
    """Start of a day, as Atom wants it."""
    return datetime.combine(day, time(), UTC)


class Atom(Atom1Feed):
    """Atom whose date is that of its newest entry, or of the stock where it has none."""

    def latest_post_date(self) -> datetime:
        if self.items:
            return super().latest_post_date()
        return midnight(queries.read_on() or BEFORE)


class NewsFeed(Feed):  # type: ignore[type-arg]  # generic for mypy only
    """What all feeds share: how an entry is written."""

    feed_type = Atom
    author_name = "Allmende"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without Last-Modified: days are too coarse for it, a second release of a day would be missed."""
        answer: HttpResponse = super().__call__(request, *args, **kwargs)
        del answer["Last-Modified"]
        return answer

    def item_title(self, item: Entry) -> str:
        if isinstance(item, Report):
            return item.title
        place = item.place_name or _("Ort nicht genannt")
        return f"{place}: {localized(item.solution, 'title')} – {item.get_state_display()}"

    def item_description(self, item: Entry) -> str:
        known = _("ohne Datum") if item.as_of_year is None else _("Stand %(on)s") % {"on": item.as_of}
        if isinstance(item, Report):
            return f"{item.get_outcome_display()}. {localized(_texts(item), 'text')} ({known})"
        return f"{item.get_state_display()} ({known}). {item.note}".strip()

    def item_link(self, item: Entry) -> str:
        if isinstance(item, Report):
            return reverse("portal:report", args=[item.slug])
        return f"{reverse('portal:solution', args=[item.solution_id])}#ort-{item.slug}"

    def item_guid(self, item: Entry) -> str:
        if isinstance(item, Report):
            return stable_id("report", item.slug)
        return stable_id("deployment", item.slug, item.state)

    def item_updateddate(self, item: Any) -> datetime:
        return midnight(item.read)

    def item_categories(self, item: Entry) -> tuple[str, ...]:
        return (item.outcome if isinstance(item, Report) else item.state,)


def _texts(report: Report) -> dict[str, str]:
    return {"text": report.text, "text_en": report.summary_en}


class EverythingFeed(NewsFeed):
    """News of the whole stock."""

    feed_guid = stable_id("feed")

    def title(self) -> str:
        return _("Allmende: Neues aus Kommunen")

    def link(self) -> str:
        return reverse("transfers:reports")

    def items(self) -> list[Entry]:
        return queries.news(queries.Scope())


class SolutionFeed(NewsFeed):
    """News of one solution."""

    def get_object(self, request: HttpRequest, slug: str) -> Solution:
        row = Solution.objects.filter(slug=slug).first() or catalogue.solution_by_alias(slug)
        if row is None:
            raise Http404(slug)
        return row

    def title(self, obj: Solution) -> str:
        return _("Allmende: Neues zu „%(title)s“") % {"title": localized(obj, "title")}

    def link(self, obj: Solution) -> str:
        return reverse("portal:solution", args=[obj.slug])

    def feed_guid(self, obj: Solution) -> str:
        return stable_id("feed", "solution", obj.slug)

    def items(self, obj: Solution) -> list[Entry]:
        return queries.news(queries.about_solution(obj.slug))


class FieldFeed(NewsFeed):
    """News of an action field."""

    def get_object(self, request: HttpRequest, key: str) -> ActionField:
        row = catalogue.field(key)
        if row is None:
            raise Http404(key)
        return row

    def title(self, obj: ActionField) -> str:
        return _("Allmende: Neues zu „%(title)s“") % {"title": localized(obj, "name")}

    def link(self, obj: ActionField) -> str:
        return reverse("catalogue:field", args=[obj.key])

    def feed_guid(self, obj: ActionField) -> str:
        return stable_id("feed", "field", obj.key)

    def items(self, obj: ActionField) -> list[Entry]:
        return queries.news(queries.about_field(obj.key))


everything = public(EverythingFeed())
solution = public(SolutionFeed())
field = public(FieldFeed())
