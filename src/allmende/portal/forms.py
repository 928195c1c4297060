# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The question a person asks, read from the address and the cookie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from allmende.domain.ranking import Order
from allmende.register import queries as register
from allmende.register.models import Municipality

COOKIE = "kommune"
LONGEST = 300
FILTERS = ("field", "state", "land", "size", "open", "costs")
PARAMETERS = {
    "feld": "field", "stand": "state", "land": "land", "groesse": "size", "offen": "open", "kosten": "costs",
}  # fmt: skip
ORDERS = {
    "passung": (Order.MATCH, _("Passung insgesamt")),
    "treffer": (Order.RELEVANCE, _("Treffer zu den Worten")),
    "naehe": (Order.FIT, _("Läuft in ähnlichen Kommunen")),
    "belege": (Order.EVIDENCE, _("Beleglage")),
    "neueste": (Order.NEWEST, _("Neueste Angabe")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Words, municipality, filters, order and view that a person chose."""

    words: str = ""
    place_text: str = ""
    municipality: Municipality | None = None
    candidates: tuple[Municipality, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "passung"
    view: str = "liste"

    @property
    def place_problem(self) -> bool:
        """Something was typed that is not exactly one municipality."""
        return bool(self.place_text) and self.municipality is None

    @property
    def filtered(self) -> bool:
        """At least one filter is set."""
        return any(self.filters.values())

    @property
    def words_only(self) -> str:
        """The address parameters of the words alone."""
        return urlencode({"q": self.words})

    @property
    def unfiltered(self) -> str:
        """The address parameters without filters."""
        chosen = {"kommune": self.municipality.key} if self.municipality else {}
        return urlencode({"q": self.words, "ordnung": self.order, **chosen})


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\x00", "").strip()[:LONGEST]


def place(request: HttpRequest) -> tuple[str, Municipality | None]:
    """What was typed as municipality and which one it is: the address wins over the cookie."""
    text = _text(request.GET, "kommune")
    if "kommune" not in request.GET:
        text = request.COOKIES.get(COOKIE, "")[:LONGEST]
    municipality = register.resolve(text) if text else None
    if municipality is None and "kommune" not in request.GET:
        return "", None
    return (municipality.label if municipality else text), municipality


def question(request: HttpRequest) -> Question:
    """The question of a request; what makes no sense counts as not said."""
    text, municipality = place(request)
    order = request.GET.get("ordnung", "")
    return Question(
        words=_text(request.GET, "q"),
        place_text=text,
        municipality=municipality,
        candidates=tuple(register.find(text, limit=8)) if text and municipality is None else (),
        filters={
            name: tuple(value for value in request.GET.getlist(parameter)[:20] if len(value) <= 40)
            for parameter, name in PARAMETERS.items()
        },
        order=order if order in ORDERS else "passung",
        view="karte" if request.GET.get("ansicht") == "karte" else "liste",
    )
