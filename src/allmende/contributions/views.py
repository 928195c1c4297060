# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages on which a municipality writes, and on which others look at it before it is released."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from allmende.accounts.access import who
from allmende.contributions import access, actions, bulk, facts, queries, shown, tables
from allmende.contributions.forms import PageForm
from allmende.contributions.models import Contribution
from allmende.contributions.record_forms import PAGES
from allmende.domain.experience import Experience
from allmende.domain.records import Kind, OwnSolution
from allmende.domain.review import Step
from allmende.doors.access import signed_in
from allmende.doors.keeping import keeping_text, once_more
from allmende.doors.paging import page_of
from allmende.doors.templatetags.doors import said

LONGEST_COMMENT = 2_000
FIRST = 1
CHANGED = gettext_lazy("Inzwischen hat jemand anderes etwas geändert. Bitte sehen Sie es an.")
View = Callable[..., HttpResponse]


def _readable(request: HttpRequest, pk: UUID) -> Contribution:
    row = queries.contribution(pk)
    if row is None or not access.may_read(request.user, row):
        raise Http404
    return row


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """What my municipality wrote, what waits for me, what is for registered municipalities."""

    def paged(rows: QuerySet[Contribution], parameter: str) -> Page[Contribution]:
        return page_of(request, rows, parameter=parameter)

    return render(request, "contributions/overview.html", shown.overview(who(request), paged))


@signed_in
def solutions(request: HttpRequest) -> JsonResponse:
    """Titles of the catalogue for a text as it is typed."""
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    return JsonResponse(queries.titles_like(text, limit=8) if text else [], safe=False)


@signed_in
def projects(request: HttpRequest) -> JsonResponse:
    """Titles of model projects for a text as it is typed."""
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    return JsonResponse(queries.project_titles_like(text, limit=8) if text else [], safe=False)


@signed_in
def measures(request: HttpRequest) -> JsonResponse:
    """Titles of measures for a text as it is typed."""
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    return JsonResponse(queries.measure_titles_like(text, limit=8) if text else [], safe=False)


@keeping_text
@signed_in
def begin(request: HttpRequest, kind: str = Kind.REPORT.value) -> HttpResponse:
    """The first page of something new; it is saved as a draft as soon as the page is sent."""
    person, (page, (_title, form_class)) = who(request), next(iter(PAGES[kind].items()))
    bodies = shown.bodies(person)
    if not bodies:
        return _no_body(request, shown.HEADINGS[kind])
    form = form_class(_empty(kind, request), request.POST or None)
    token = _token(request.POST.get("token", ""))
    key = request.POST.get("kommune", next(iter(bodies)))
    if request.method == "POST" and key not in bodies:
        messages.warning(request, _("Für die gewählte Kommune dürfen Sie nicht mehr schreiben."))
    elif request.method == "POST" and form.is_valid():
        row = actions.begin(
            by=person.reference, key=key, token=uuid5(token, key), written=form.result(), at=timezone.now()
        )
        return _first(request, row, page, form)
    context = {
        "form": form, "bodies": list(bodies.items()), "key": key, "token": token, "kind": kind,
        "heading": shown.HEADINGS[kind],
        "page": page, "pages": shown.pages(kind, page),
    }  # fmt: skip
    return render(request, "contributions/begin.html", context, status=422 if form.errors else 200)


def _no_body(request: HttpRequest, heading: Any) -> HttpResponse:
    """How to belong to a municipality; who belonged to one when beginning to type gets the text back."""
    if request.method == "POST":
        raise PermissionDenied
    return render(request, "contributions/no_body.html", {"heading": heading}, status=403)


def _first(request: HttpRequest, row: Contribution, page: str, form: PageForm) -> HttpResponse:
    """Onwards; who came back and sent something else changes the draft, or sees what became of it since."""
    if facts.written(row, queries.newest(row)) == form.result():
        return _onwards(row, page)
    if row.version > FIRST:
        return _conflict(request, row, page, form)
    return _saved(request, row, page, form, FIRST)


def _empty(kind: str, request: HttpRequest) -> facts.Written:
    """What is known from the page that led here."""
    slug = request.GET.get("loesung", "")[:80].replace("\x00", "")
    if kind == Kind.SOLUTION and slug:
        title = queries.title_of(slug)
        return OwnSolution(title=title, about=slug if title else "")
    return Experience(solution=slug) if kind == Kind.REPORT else facts.CLASSES[kind]()


def _onwards(row: Contribution, page: str) -> HttpResponse:
    """To the next page; by way of what the catalogue has already, where what is new may be one of those."""
    written = facts.written(row, queries.newest(row))
    names = list(PAGES[row.kind])
    if facts.is_new(written) and page == names[0] and shown.alike(row, written):
        return redirect("contributions:alike", row.pk)
    following = names[names.index(page) + 1 :]
    return redirect("contributions:edit", row.pk, following[0]) if following else _to(row)


def _to(row: Contribution) -> HttpResponse:
    return redirect("contributions:contribution", row.pk)


@signed_in
def alike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the catalogue has that may be the same; choosing it makes what is written be about that."""
    row = _readable(request, pk)
    written = facts.written(row, queries.newest(row))
    if not access.may_write(request.user, row):
        raise PermissionDenied
    second = list(PAGES[row.kind])[1]
    if isinstance(written, Experience) and not facts.is_new(written):
        return redirect("contributions:edit", pk, second)
    found = shown.alike(row, written)
    chosen = request.POST.get("eintrag", "")
    if request.method == "POST" and (not chosen or chosen in {one.slug for one in found}):
        try:
            actions.revise(
                by=who(request).reference, pk=pk, version=_version(request),
                written=facts.chosen(written, chosen), at=timezone.now(),
            )  # fmt: skip
        except actions.StaleError:
            messages.warning(
                request, _("Inzwischen hat jemand anderes etwas geändert. Bitte sehen Sie es an.")
            )
            return _to(row)
        return redirect("contributions:edit", pk, second)
    about, title = shown.about(written), facts.called(written)
    context = {"row": row, "found": found, "about": about, "title": title}
    return render(request, "contributions/alike.html", context)


def _version(request: HttpRequest) -> int:
    """The version that the form was made from; 0 is none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and sent.isascii() and len(sent) < 9 else 0


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


@keeping_text
@signed_in
def edit(request: HttpRequest, pk: UUID, page: str) -> HttpResponse:
    """One page of a report; sending it saves it and leads on."""
    row = _readable(request, pk)
    if page not in PAGES[row.kind]:
        raise Http404
    if not access.may_write(request.user, row):
        if request.method == "POST" and access.sees_drafts(request.user, row):
            return once_more(request, status=409, locked=True)
        raise PermissionDenied
    written = facts.written(row, queries.newest(row))
    form = PAGES[row.kind][page][1](written, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _saved(request, row, page, form, _version(request))
    return render(
        request, "contributions/edit.html", _editing(row, page, form), status=422 if form.errors else 200
    )


def _editing(row: Contribution, page: str, form: PageForm) -> dict[str, Any]:
    hiding = shown.hiding_of(row, form.written) if page == "sichtbarkeit" else {}
    return {
        **hiding, "row": row, "form": form, "page": page, "pages": shown.pages(row.kind, page, row),
        "version": row.version, "about": shown.about(form.written),
    }  # fmt: skip


def _saved(request: HttpRequest, row: Contribution, page: str, form: PageForm, version: int) -> HttpResponse:
    by = who(request).reference
    try:
        actions.revise(by=by, pk=row.pk, version=version, written=form.result(), at=timezone.now())
    except actions.StaleError:
        row.refresh_from_db()
        form.written = facts.written(row, queries.newest(row))
        if form.result() != form.written:  # else it is there: a double click, or a second tab
            return _conflict(request, row, page, form)
    return _onwards(row, page) if "weiter" in request.POST else _to(row)


def _conflict(request: HttpRequest, row: Contribution, page: str, form: PageForm) -> HttpResponse:
    """What was sent, with what was saved since beside it."""
    newest = queries.newest(row)
    theirs = PAGES[row.kind][page][1](facts.written(row, newest))
    by_me = newest is not None and newest.by == who(request).reference
    context = {**_editing(row, page, form), "conflict": True, "theirs": theirs.told, "by_me": by_me}
    return render(request, "contributions/edit.html", context, status=409)


@signed_in
def contribution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A report with its state, what can be done with it, what was said about it, and its history."""
    row = _readable(request, pk)
    return render(request, "contributions/contribution.html", shown.contribution(row, who(request)))


@require_POST
@keeping_text
@signed_in
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Submit, take back, ask for changes, release, withdraw, reopen."""
    row = _readable(request, pk)
    possible = access.steps(request.user, row)
    wanted = next((one for one in possible if one.value == request.POST.get("schritt")), None)
    if wanted is None:
        messages.warning(request, _("Das ist jetzt nicht möglich. Sie sehen den neuesten Stand."))
        return redirect("contributions:contribution", pk)
    _take(request, row, wanted)
    return redirect("contributions:contribution", pk)


def _take(request: HttpRequest, row: Contribution, wanted: Step) -> None:
    by, after = who(request).reference, access.steps(request.user, row)[wanted]
    try:
        actions.take(by=by, pk=row.pk, version=_version(request), step=wanted, after=after, at=timezone.now())
    except actions.StaleError:
        messages.warning(request, CHANGED)
    except actions.UnreadyError as error:
        missing = "; ".join(said(gap.text) for gap in error.gaps)
        messages.warning(request, _("Es fehlt noch etwas: %(missing)s.") % {"missing": missing})
    else:
        messages.success(request, shown.DONE[wanted])


@require_POST
@keeping_text
@signed_in
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something about a report to those who see its drafts."""
    row = _readable(request, pk)
    if not access.sees_drafts(request.user, row):
        raise PermissionDenied
    text = request.POST.get("text", "").strip().replace("\r\n", "\n")  # one sign, as people count
    if 0 < len(text) <= LONGEST_COMMENT:
        actions.comment(by=who(request).reference, pk=pk, text=text, at=timezone.now())
        return _to(row)
    messages.warning(request, _("Ein Kommentar hat zwischen 1 und 2.000 Zeichen."))
    context = {**shown.contribution(row, who(request)), "comment_text": text}
    return render(request, "contributions/contribution.html", context, status=422)


@signed_in
def revision(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What it said from one save to the next."""
    row = _readable(request, pk)
    one = queries.revision(row, number)
    if one is None or not access.sees_revision(request.user, row, one):
        raise Http404
    return render(request, "contributions/revision.html", shown.revision(row, one, who(request)))


@require_POST
@keeping_text
@signed_in
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that what is released still holds."""
    row = _readable(request, pk)
    if row.in_force is None or not access.may_write(request.user, row):
        raise PermissionDenied
    actions.confirm(by=who(request).reference, pk=pk, at=timezone.now())
    messages.success(request, _("Bestätigt: Das gilt weiter."))
    return redirect("contributions:contribution", pk)


@signed_in
def template(request: HttpRequest, form: str, word: str = "berichte") -> HttpResponse:
    """An empty table to fill in."""
    if form not in tables.FORMS or word not in shown.TABLES:
        raise Http404
    kinds = {"csv": "text/csv", "jsonl": "application/jsonl"}
    answer = HttpResponse(
        bulk.template(form, shown.TABLES[word][0]), content_type=kinds.get(form, "application/octet-stream")
    )
    answer["Content-Disposition"] = f'attachment; filename="{word}.{form}"'
    return answer


@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Send a table of reports; nothing is written before the preview is confirmed."""
    person, problem = who(request), ""
    bodies = shown.bodies(person)
    if not bodies:
        return _no_body(request, _("Tabelle einlesen"))
    file = request.FILES.get("datei")
    if request.method == "POST":
        try:
            rows = _rows(file)
        except tables.TableError as error:
            problem = str(error)
        else:
            found = [(row.number, row.texts, row.kind) for row in rows]
            kept = actions.keep_upload(by=person, rows=found, at=timezone.now())
            return redirect("contributions:preview", kept.pk)
    context = {"problem": problem, "forms": tables.FORMS, "tables": shown.TABLES, "bodies": bodies.values()}
    return render(request, "contributions/upload.html", context, status=422 if problem else 200)


def _rows(file: "UploadedFile[bytes] | None") -> list[tables.Row]:
    if file is None or file.size is None:
        raise tables.TableError(_("Bitte wählen Sie eine Datei."))
    if file.size > tables.MOST_BYTES:
        raise tables.TableError(_("Die Datei ist größer als fünf Megabyte. Bitte teilen Sie sie auf."))
    return tables.read(file.read(), (file.name or "").rpartition(".")[2].lower())


@signed_in
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the table would do, row by row; confirmed, it is done, all or nothing."""
    person = who(request)
    kept = queries.upload(pk, person, since=timezone.now() - actions.KEPT)
    if kept is None:
        messages.info(request, _("Diese Tabelle ist schon übernommen oder nicht mehr da."))
        return redirect("contributions:overview")
    rows = [tables.Row(*one) for one in kept.rows]
    planned = bulk.plan(rows, shown.bodies(person), person)
    refused = [one for one in planned if one.what is facts.What.REFUSED]
    if request.method == "POST" and not refused and _as_seen(request, planned):
        try:
            actions.take_over(by=person.reference, planned=planned, at=timezone.now())
        except actions.StaleError:
            messages.warning(request, _("Inzwischen hat jemand etwas geändert. Das gilt jetzt:"))
            return redirect("contributions:preview", pk)
        actions.drop_upload(by=person, pk=pk)
        messages.success(request, _("Übernommen. Neue Berichte sind Entwürfe, bis jemand sie freigibt."))
        return redirect("contributions:overview")
    context = {"planned": planned, "refused": refused, "seen": bulk.fingerprint(planned), "pk": pk}
    return render(request, "contributions/preview.html", context)


def _as_seen(request: HttpRequest, planned: list[facts.Planned]) -> bool:
    """Whether what would be done now is what the person saw."""
    if request.POST.get("gesehen") == bulk.fingerprint(planned):
        return True
    messages.warning(request, _("Inzwischen hat jemand etwas geändert. Das gilt jetzt:"))
    return False
