# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the room show, prepared with few queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allmende.accounts import queries as accounts
from allmende.accounts.access import WRITERS, Visitor, known, may_read_registered
from allmende.accounts.models import Person, Role
from allmende.audit import queries as audit
from allmende.catalogue.shown import Entry, in_words
from allmende.contributions import access, actions, facts, hiding, queries
from allmende.contributions.models import Contribution, Revision, Visibility
from allmende.contributions.record_forms import PAGES
from allmende.domain.claims import NAMES, Aspect
from allmende.domain.experience import ENDINGS, Ending, Experience
from allmende.domain.records import Kind
from allmende.domain.review import ReviewState, Step
from allmende.register import queries as register
from allmende.transfers.models import STATES

# Cuts rows to a page; the text names the number of the page in an address.
Paged = Callable[[QuerySet[Contribution], str], Iterable[Contribution]]
TABLES = {
    "berichte": (Kind.REPORT.value, _("Erfahrungsberichte")),
    "loesungen": (Kind.SOLUTION.value, _("Lösungen, auch wo Sie schon vorhandene einsetzen")),
    "modellprojekte": (Kind.PROJECT.value, _("Modellprojekte mit Maßnahmen")),
}
HEADINGS = {
    Kind.REPORT.value: _("Erfahrung berichten"),
    Kind.SOLUTION.value: _("Lösung eintragen"),
    Kind.PROJECT.value: _("Modellprojekt eintragen"),
}
STEPS = {
    Step.SUBMIT: _("Zur Prüfung geben"),
    Step.TAKE_BACK: _("Aus der Prüfung zurückholen"),
    Step.REQUEST_CHANGES: _("Änderung erbitten"),
    Step.RELEASE: _("Freigeben"),
    Step.WITHDRAW: _("Zurückziehen"),
    Step.REOPEN: _("Wieder aufnehmen"),
}
DONE = {
    Step.SUBMIT: _("Zur Prüfung gegeben: Jetzt ist eine zweite Person dran."),
    Step.TAKE_BACK: _("Das ist wieder ein Entwurf."),
    Step.REQUEST_CHANGES: _("Die Verfasserin sieht, dass Sie um Änderung bitten."),
    Step.RELEASE: _("Freigegeben. Was alle sehen dürfen, ist jetzt zu finden und zählt mit."),
    Step.WITHDRAW: _("Zurückgezogen. Das ist nicht mehr zu sehen und zählt nicht mehr."),
    Step.REOPEN: _("Das ist wieder ein Entwurf."),
}
VERBS = {
    "begin": _("begonnen"), "save": _("geändert"), "comment": _("kommentiert"), "confirm": _("bestätigt"),
    "submit": _("zur Prüfung gegeben"), "take-back": _("zurückgeholt"),
    "request-changes": _("Änderung erbeten"), "release": _("freigegeben"),
    "withdraw": _("zurückgezogen"), "reopen": _("wieder aufgenommen"),
}  # fmt: skip
BADGES = {
    ReviewState.RELEASED: "success", ReviewState.SUBMITTED: "info", ReviewState.DRAFT: "info",
    ReviewState.CHANGES_REQUESTED: "warning", ReviewState.WITHDRAWN: "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One report in a list."""

    row: Contribution
    title: str
    body: str
    badge: str
    is_old: bool


def bodies(person: Person) -> dict[str, str]:
    """Keys and names of the bodies that somebody may write for."""
    keys = [one.key for one in accounts.confirmed(person) if one.role in WRITERS]
    return {key: row.label for key, row in register.by_keys(keys).items()}


def pages(kind: str, page: str, row: Contribution | None = None) -> list[dict[str, Any]]:
    """The pages of what is written, in their order, as steps to go."""
    return [
        {"word": word, "title": title, "number": number, "here": word == page, "linked": row is not None}
        for number, (word, (title, _form)) in enumerate(PAGES[kind].items(), 1)
    ]


def about(written: facts.Written) -> str:
    """Title of what the catalogue has already and a record says more of; empty for something new."""
    return "" if isinstance(written, Experience) else queries.record_title(written)


def alike(row: Contribution, written: facts.Written) -> list[Any]:
    """What the catalogue has that may be the same as what is new here; not what came of the record itself."""
    name, summary = facts.called(written), getattr(written, "summary", "")
    kind = Kind.PROJECT if row.kind == Kind.PROJECT else Kind.SOLUTION
    return queries.alike(name, summary, kind=kind, kept_as=row.origin) if name else []


def hiding_of(row: Contribution, written: facts.Written) -> dict[str, Any]:
    """What stands instead of the name of the municipality, and what gives it away all the same."""
    if not isinstance(written, Experience):
        return {}
    return {
        "place_class": hiding.shown_class(row.key, row.within, written.solution),
        "found": hiding.giveaways(written, row.key),
        "circumstances": hiding.circumstances(written, row.key, row.visibility),
    }


def overview(person: Person, paged: Paged) -> dict[str, Any]:
    """The three lists of the first page, each cut as the door says; as many queries whatever their length."""
    roles = {one.key: one.role for one in accounts.confirmed(person)}
    sees_registered = any(role != Role.OPERATION for role in roles.values())
    registered = queries.for_registered().exclude(key__in=roles)
    pages = {
        "mine": paged(queries.in_sight(person.reference, roles), "seite"),
        "waiting": paged(queries.waiting(person.reference, roles), "wartende"),
        "registered": paged(registered if sees_registered else registered.none(), "registrierte"),
    }
    return {
        **{name: _lines(list(page), newest=name != "registered") for name, page in pages.items()},
        "pages": pages,
        "may_write": any(role in WRITERS for role in roles.values()),
        "may_review": _may_review(roles),
        "belongs": any(role in (Role.READER, *WRITERS) for role in roles.values()),
    }


def number_waiting(person: Person) -> int:
    """How many contributions wait for the review of this person."""
    roles = {one.key: one.role for one in accounts.confirmed(person)}
    return queries.waiting(person.reference, roles).count() if _may_review(roles) else 0


def _may_review(roles: Mapping[str, str]) -> bool:
    return not {Role.EDITOR, Role.TRANSFER}.isdisjoint(roles.values())


def about_solution(slug: str, visitor: Visitor) -> list[Line]:
    """What registered municipalities say of a solution to each other; nothing for who may not read it."""
    if not may_read_registered(visitor):
        return []
    return _lines(queries.for_registered_about(slug), newest=False)


def with_versions(entries: Sequence[Entry], visitor: Visitor) -> list[Entry]:
    """The entries of a public history, each with its contribution where the visitor may read that."""
    rows = queries.by_origins([one.origin for one in entries]) if known(visitor) else []
    behind = {row.origin: row.pk for row in access.readable(visitor, rows)}
    return [replace(one, behind=behind.get(one.origin)) for one in entries]


def _lines(rows: Sequence[Contribution], *, newest: bool) -> list[Line]:
    names = {key: body.label for key, body in register.by_keys({row.key for row in rows}).items()}
    revisions = queries.newest_by_pk(rows) if newest else {row.pk: row.in_force for row in rows}
    today = timezone.localdate()
    return [
        Line(
            row, facts.written(row, revisions[row.pk]).title or str(_("Noch ohne Überschrift")),
            names.get(row.key, row.key), BADGES[ReviewState(row.state)], facts.is_old(row, today),
        )
        for row in rows
    ]  # fmt: skip


def contribution(row: Contribution, person: Person) -> dict[str, Any]:
    """One report as this person may see it: drafts only for those who may see them."""
    sees_drafts = access.sees_drafts(person, row)
    revision = queries.newest(row) if sees_drafts else row.in_force
    written = facts.written(row, revision)
    anonymised = sees_drafts and written.visibility == Visibility.ANONYMISED
    possible = [(step.value, STEPS[step], step) for step in access.steps(person, row)]
    return {
        "row": row,
        "body": register.by_keys([row.key])[row.key].label,
        "written": written,
        **_said(written),
        "visibility": dict(Visibility.choices).get(written.visibility),
        "badge": BADGES[ReviewState(row.state)],
        "steps": possible,
        "may_write": access.may_write(person, row),
        "sees_drafts": sees_drafts,
        "gaps": facts.unready(written, row) if sees_drafts else (),
        **(hiding_of(row, written) if anonymised else {}),
        "is_old": facts.is_old(row, timezone.localdate()),
        "comments": _signed(row, person),
        "history": _history(row, person) if sees_drafts else [],
        "pages": pages(row.kind, "", row),
        "first": next(iter(PAGES[row.kind])),
    }


def revision(row: Contribution, one: Revision, person: Person) -> dict[str, Any]:
    """What a report said once."""
    written = facts.written(row, one)
    return {
        "row": row, "written": written, **_said(written),
        "visibility": dict(Visibility.choices).get(written.visibility),
        "number": one.number, "at": one.at, "name": _names([one.by], person)[one.by],
    }  # fmt: skip


def _said(written: facts.Written) -> dict[str, Any]:
    """What the words of its kind need."""
    if isinstance(written, Experience):
        return {
            "solution": queries.title_of(written.solution),
            "ending": ENDINGS[Ending(written.ending)][0] if written.ending else None,
            "factors": _factors(written),
        }
    keys = {**dict(queries.action_fields()), **dict(queries.calls())}
    claims = [
        (NAMES[aspect], _claimed(aspect, value, keys), proof) for aspect, value, proof in written.claims()
    ]
    named = queries.titles_of([slug for _title, slug in getattr(written, "measures", ())])
    return {
        "claims": [one for one in claims if one[1]],
        "about": about(written),
        "state": dict(STATES).get(getattr(written, "state", "")),
        "measures": [(title, slug, named.get(slug)) for title, slug in getattr(written, "measures", ())],
    }


def _claimed(aspect: Aspect, value: str, keys: Mapping[str, str]) -> str:
    if aspect in (Aspect.FIELDS, Aspect.PROGRAMME):
        return "\n".join(keys.get(one, one) for one in value.split("\n"))
    return in_words(aspect, value)


def _factors(written: Experience) -> list[tuple[Any, str]]:
    names = dict(queries.dimensions())
    return [(one, names.get(one.dimension, one.dimension)) for one in written.factors]


def _signed(row: Contribution, person: Person) -> list[tuple[Any, str]]:
    comments = access.seen_comments(person, row)
    names = _names((one.by for one in comments), person)
    return [(one, names[one.by]) for one in comments]


def _history(row: Contribution, person: Person) -> list[tuple[Any, Any, str, int]]:
    events = audit.history(actions.SUBJECT, str(row.pk))
    names = _names((one.who for one in events), person)
    numbers = {one.at: one.number for one in row.revisions.all() if access.sees_revision(person, row, one)}
    return [(one.at, VERBS.get(one.verb, one.verb), names[one.who], _revised(one, numbers)) for one in events]


def _revised(event: Any, numbers: Mapping[Any, int]) -> int:
    """Number of the revision that an event added; 0 for none."""
    return numbers.get(event.at, 0) if event.verb in ("begin", "save") else 0


def _names(references: Iterable[str], person: Person) -> dict[str, str]:
    """Who wrote, by name where somebody gave one; a closed account has none."""
    found = {one: one.removeprefix("person:") for one in references}
    names = accounts.names(found.values())
    shown = {one: names.get(pk) or str(_("jemand ohne Namen")) for one, pk in found.items()}
    return {one: str(_("Sie")) if one == person.reference else name for one, name in shown.items()}
