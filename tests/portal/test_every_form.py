# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form of every room, as its page shows it, filled with nonsense: no error, no script that stays.

The forms of one's account are tried in tests/accounts/test_hostile.py.
"""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from allmende.accounts.models import Role
from allmende.contributions import actions
from allmende.domain.records import OwnProject, OwnSolution
from allmende.portal import queries
from allmende.search import actions as search
from allmende.subscriptions import digests
from allmende.subscriptions.models import Subscription
from allmende.undertakings import reminding
from tests.accounts.test_hostile import NONSENSE, SCRIPT
from tests.catalogue.build import municipality, solution
from tests.contributions.build import AT, HOME, draft, person, released
from tests.house.plan import doors
from tests.undertakings.build import begun

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
KEPT = {"csrfmiddlewaretoken", "version", "token"}  # sent as they are, so that the other fields are read


@pytest.fixture(autouse=True)
def _as_they_lie(settings: Any, tmp_path: Path) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.SEARCH_INDEX = tmp_path


@pytest.fixture
def pages() -> tuple[Client, list[str]]:
    """Somebody who edits for Bad Belzig, and one address of every page with a form."""
    municipality(HOME, "Bad Belzig")
    for slug in ("pegel", "sensor"):
        solution(slug, title=slug.title())
    search.rebuild(queries.documents(), by="test")
    who = person(Role.EDITOR)
    client = Client()
    client.force_login(who)
    report = draft(who)
    begin = {"by": who.reference, "key": HOME, "at": AT}
    records = [
        actions.begin(token=report.pk, written=OwnSolution(title="Laternen"), **begin),
        actions.begin(token=who.pk, written=OwnProject(title="Helle Wege"), **begin),
    ]
    over = released(person(Role.REPORTER), who)
    undertaking = begun(who)
    followed = Subscription.objects.create(person=who, subject="alles", told_until=AT.date())
    table = SimpleUploadedFile("a.jsonl", b'{"Andere L\xc3\xb6sung": "Laubmelder"}')
    preview = client.post("/beitraege/einlesen/", {"datei": table}).headers["Location"]
    parts = {
        report: ("erfahrung", "geschehen", "faktoren", "sichtbarkeit"),
        records[0]: ("aehnlich", "loesung", "code", "kosten", "erkenntnisse", "sichtbarkeit"),
        records[1]: ("aehnlich", "modellprojekt", "rahmen", "massnahmen", "sichtbarkeit"),
    }
    return client, [
        "/", "/finden/", "/kommunen/", "/loesungen/", "/erfahrungen/", "/modellprojekte/", "/vergleichen/",
        "/erfahrungen/einflussfaktoren/", "/publiccode/", "/loesungen/pegel/", f"/kommunen/{HOME}/",
        "/beitraege/neu/", "/beitraege/neu/loesung/", "/beitraege/neu/modellprojekt/", "/beitraege/einlesen/",
        preview, f"/beitraege/{report.pk}/", f"/beitraege/{over.pk}/",
        *(f"/beitraege/{row.pk}/{one}/" for row, words in parts.items() for one in words),
        "/vorhaben/neu/?loesung=sensor", f"/vorhaben/{undertaking.pk}/",
        f"/vorhaben/{undertaking.pk}/schritte/1/",
        f"/vorhaben/antwort/{reminding.token(undertaking, who)}/",
        "/abonnements/", "/abonnements/neu/?art=alles", f"/abonnements/ende/{digests.token(followed)}/",
        f"/abonnements/ende-aller/{digests.token_of(who)}/",
    ]  # fmt: skip


def forms(client: Client, address: str) -> list[tuple[str, str, dict[str, str]]]:
    """Method, target and fields of each form of a page, with what stands in hidden ones."""
    text = client.get(address).content.decode()
    found = []
    for head, body in FORM.findall(text):
        action = re.search(r'action="([^"]*)"', head)
        names = dict.fromkeys(FIELD.findall(body), "")
        for name in names.keys() & KEPT:
            value = re.search(rf'name="{name}"[^>]*value="([^"]*)"', body)
            names[name] = value.group(1) if value else ""
        target = unescape(action.group(1)) if action and action.group(1) else address
        found.append(("post" if 'method="post"' in head else "get", target, names))
    return found


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_any_form_is_no_error(pages: tuple[Client, list[str]], kind: str) -> None:
    client, addresses = pages
    sent = [(address, *one) for address in addresses for one in forms(client, address)]
    assert len(sent) > len(addresses)
    for address, method, target, fields in sent:
        filled = {name: value or NONSENSE[kind] for name, value in fields.items()}
        answer = getattr(client, method)(target, filled)
        assert (address, target, answer.status_code < 500) == (address, target, True)
        shown = client.get(address)
        assert (address, shown.status_code < 500) == (address, True)
        for page in (answer, shown):
            assert not page["Content-Type"].startswith("text/html") or SCRIPT not in page.content.decode()


def test_every_door_that_takes_a_form_is_tried(pages: tuple[Client, list[str]]) -> None:
    client, addresses = pages
    targets = {one.partition("?")[0] for page in addresses for _method, one, _fields in forms(client, page)}
    tried = {resolve(one).route for one in targets}
    leads_on = re.compile("feed/|vorschlaege|quellen|handlungsfelder|programme|code-pruefungen|<slug:form>")
    untried = {
        address
        for address, _ in doors()
        if address.startswith(("beitraege/", "vorhaben/", "abonnements/", "publiccode/", "finden/"))
        and not leads_on.search(address)
    } - tried
    assert untried == {
        "beitraege/", "beitraege/modellprojekte/", "beitraege/loesungen/", "beitraege/massnahmen/",
        "beitraege/<uuid:pk>/", "beitraege/<uuid:pk>/fassungen/<int:number>/", "vorhaben/",
        "vorhaben/<uuid:pk>/", "abonnements/",
    }  # fmt: skip
