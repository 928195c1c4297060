# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The question a person asks, read from the address and the cookie."""

from django.http import HttpRequest, QueryDict
from django.utils.functional import SimpleLazyObject

from allmende.catalogue.facets import chosen_from
from allmende.portal.facts import ORDERS, Question
from allmende.register import queries as register
from allmende.register.models import Municipality
from allmende.transfers.lists import SOLUTION_FACETS

COOKIE = "kommune"
LONGEST = 300


def _text(data: QueryDict | dict[str, str], name: str) -> str:
    """What was typed or kept under a name, not too long and without zero bytes, which no database reads."""
    return (data.get(name) or "").replace("\0", "").strip()[:LONGEST]


def place(request: HttpRequest) -> tuple[str, Municipality | None]:
    """What was typed as municipality and which one it is: the address wins over the cookie."""
    text = _text(request.GET, "kommune")
    if "kommune" not in request.GET:
        text = _text(request.COOKIES, COOKIE)
    municipality = register.resolve(text) if text else None
    if municipality is None and "kommune" not in request.GET:
        return "", None
    return (municipality.label if municipality else text), municipality


def chosen(request: HttpRequest) -> dict[str, object]:
    """Context processor: the chosen municipality as `chosen`, looked up only where a page shows it."""
    return {"chosen": SimpleLazyObject(lambda: place(request)[1])}


def question(request: HttpRequest) -> Question:
    """The question of a request; what makes no sense counts as not said."""
    text, municipality = place(request)
    order = request.GET.get("ordnung", "")
    return Question(
        words=_text(request.GET, "q"),
        place_text=text,
        municipality=municipality,
        candidates=tuple(register.find(text, limit=8)) if text and municipality is None else (),
        filters=chosen_from(request.GET, SOLUTION_FACETS),
        order=order if order in ORDERS else "passung",
        view="karte" if request.GET.get("ansicht") == "karte" else "liste",
    )
