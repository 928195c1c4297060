# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages: checked repositories, one check with its findings and history, its badge, the rules."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from allmende.compliance import facts, queries, registry, shown
from allmende.compliance.badges import badge as badge_of
from allmende.doors.access import public
from allmende.doors.paging import page_of


@public
def checks(request: HttpRequest) -> HttpResponse:
    """Checked repositories with the result of every group."""
    page = page_of(request, queries.repositories())
    entries = [shown.Entry(facts.summary(row.latest)) for row in page]
    return render(request, "compliance/checks.html", {"page": page, "entries": entries})


@public
def check(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One check: the newest, or under its lasting address the one with this number."""
    repository = queries.repository(slug)
    row = repository and queries.check(repository, number)
    if not repository or not row:
        raise Http404(slug)
    before = queries.check(repository, row.number - 1) if row.number > 1 else None
    found = facts.findings(row)
    context = {
        "repository": repository,
        "check": row,
        "account": shown.account(
            found, place=str(repository), address=repository.url, commit=row.commit, moment=row.moment
        ),
        "changed": shown.changed(facts.findings(before), found) if before else [],
        "before": before,
        "history": queries.history(repository)[:20],
        "solutions": queries.solutions_of(repository.url),
        "is_newest": row.pk == repository.latest_id,
    }
    return render(request, "compliance/check.html", context)


@public
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """The badge of the newest check as SVG, for other people's pages."""
    repository = queries.repository(slug)
    row = repository and queries.check(repository)
    if not row:
        raise Http404(slug)
    language = "en" if (get_language() or "de").startswith("en") else "de"
    drawn = badge_of(facts.summary(row), language)
    answer = render(request, "compliance/badge.svg", {"badge": drawn}, content_type="image/svg+xml")
    answer["Cache-Control"] = "max-age=3600"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@public
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with reason, source and remedy; the funding rules and how we read them."""
    names = registry.groups()
    parts = [
        (
            name,
            [(rule, shown.LEVELS[rule.level]) for rule in registry.rules().values() if rule.group == group],
        )
        for group, name in names.items()
    ]
    context = {"parts": parts, "duty": registry.duty(), "standard": registry.standard()}
    return render(request, "compliance/rules.html", context)
