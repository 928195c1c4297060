# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Atom feed of "Kommunen wie wir": what is new in municipalities like one's own."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.doors.access import public
from allmende.register import queries as register
from allmende.register.models import Municipality
from allmende.transfers import queries as transfers
from allmende.transfers.feeds import Entry, NewsFeed, stable_id


class SimilarPlacesFeed(NewsFeed):
    """News of a municipality and of those like it."""

    def get_object(self, request: HttpRequest, key: str) -> Municipality:
        row = register.municipality(key)
        if row is None:
            raise Http404(key)
        return row

    def title(self, obj: Municipality) -> str:
        return _("Allmende: Neues aus Kommunen wie %(name)s") % {"name": obj.label}

    def link(self, obj: Municipality) -> str:
        return reverse("portal:municipality", args=[obj.key])

    def feed_guid(self, obj: Municipality) -> str:
        return stable_id("feed", "municipality", obj.key)

    def items(self, obj: Municipality) -> list[Entry]:
        return transfers.news(transfers.about_places(transfers.places_like(obj.key)))


similar_places = public(SimilarPlacesFeed())
