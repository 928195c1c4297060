# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fill an installation in ALLMENDE_VAR up to so many made-up reports and print milliseconds of each page:
`python -m bench.reports_filled 10000`."""

import itertools
import json
import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmende.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  # tables are known after the setup
from django.db.models import F  # noqa: E402
from django.test import Client  # noqa: E402

from allmende.accounts.models import Membership, Person, Role, Standing  # noqa: E402
from allmende.catalogue.models import AsOfBasis, Solution  # noqa: E402
from allmende.contributions.models import Contribution, Revision, Visibility  # noqa: E402
from allmende.domain.experience import ENDINGS, Ending, Experience, Helped  # noqa: E402
from allmende.domain.review import ReviewState  # noqa: E402
from allmende.portal import actions  # noqa: E402
from allmende.register.models import Municipality  # noqa: E402
from allmende.transfers.models import Deployment, Dimension, Edition, Factor, Report  # noqa: E402
from bench.made_up import SEED, knowledge  # noqa: E402
from bench.measure import once, seconds  # noqa: E402

BATCH = 2_000
ADDRESS, HOME = "bench@example.test", "12069020"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SLUG = "muenster-leezenflow"
PAGES = {
    "Erfahrungen, erste Seite": "/erfahrungen/",
    "Erfahrungen, letzte Seite": "/erfahrungen/?seite=100000",
    "Erfahrungen, zweifach eingegrenzt": "/erfahrungen/?feld=mobilitaet&ausgang=failed",
    "Einflussfaktoren": "/erfahrungen/einflussfaktoren/",
    "Einflussfaktoren, eingegrenzt": "/erfahrungen/einflussfaktoren/?feld=mobilitaet&groesse=rural",
    "Lösung mit ihrer Beleglage": f"/loesungen/{SLUG}/?kommune={HOME}",
    "Finden": f"/finden/?q=Fahrrad&kommune={HOME}",
    "Startseite": "/",
    "Kommune": f"/kommunen/{HOME}/",
    "Feed von allem": "/erfahrungen/feed/",
    "Feed einer Lösung": f"/loesungen/{SLUG}/feed/",
    "Beiträge": "/beitraege/",
}


def fill(count: int) -> None:
    """As many reports as are missing to `count`, most by many, and each fifth only for registered ones."""
    have, chance = Contribution.objects.count(), random.Random(SEED + count)  # noqa: S311
    keys = list(Municipality.objects.filter(level="municipality").values_list("key", "name"))
    among = (list(Solution.objects.values_list("pk", flat=True)), keys, _stock(chance))
    numbers = iter(range(have, count))
    while batch := list(itertools.islice(numbers, BATCH)):
        _add([_one(number, chance, *among) for number in batch])
    Edition.objects.update(revision=F("revision") + 1)


def _stock(chance: random.Random) -> list[Helped]:
    said = [
        Helped(one["dimension"], one["polarity"], one["statement"], one.get("remedy") or "")
        for report in knowledge("reports")
        for one in report.get("factors", ())
    ]
    return said or [Helped(one.pk, "barrier", one.description) for one in Dimension.objects.all()]


Made = tuple[Contribution, Experience, str, str, int]


def _one(
    number: int, chance: random.Random, slugs: list[str], places: list[tuple[str, str]], stock: list[Helped]
) -> Made:
    key, name = chance.choice(places)
    factors = tuple(
        Helped(one.dimension, one.polarity, f"{one.statement} ({number})", one.remedy)
        for one in chance.sample(stock, 3)
    )
    shown = Visibility.REGISTERED if number % 5 == 4 else Visibility.PUBLIC
    written = Experience(
        solution=chance.choice(slugs), ending=chance.choice(list(Ending)).value, when="2026-05",
        title=f"Erfunden {number}", text=factors[0].statement * 5, factors=factors, visibility=shown.value,
    )  # fmt: skip
    at = FIRST + timedelta(minutes=number)
    row = Contribution(
        id=UUID(int=number + 1), token=UUID(int=number + 1), author="bench",
        key=HOME if number % 10 == 0 else key,
        state=ReviewState.RELEASED.value, begun_at=at, changed_at=at, checked_on=at.date(),
    )  # fmt: skip
    return row, written, key, name, number


def _add(made: list[Made]) -> None:
    Contribution.objects.bulk_create(row for row, *_ in made)
    said = Revision.objects.bulk_create(
        Revision(contribution=row, number=1, by="bench", at=row.begun_at, content=written.as_data())
        for row, written, *_ in made
    )
    for (row, written, *_), revision in zip(made, said, strict=True):
        row.in_force, row.visibility, row.about = revision, written.visibility, written.solution
    Contribution.objects.bulk_update([row for row, *_ in made], ["in_force", "visibility", "about"])
    _tell([one for one in made if one[1].visibility == Visibility.PUBLIC])


def _tell(made: list[Made]) -> None:
    """As `transfers.telling` tells them one by one."""
    fields: dict[str, list[str]] = {}
    for slug, field in Solution.fields.through.objects.values_list("solution_id", "actionfield_id"):
        fields.setdefault(slug, []).append(field)
    reports, places, links, factors, states = [], [], [], [], []
    for row, written, key, name, number in made:
        on = FIRST.date() + timedelta(days=number % 300)
        _, outcome, state = ENDINGS[Ending(written.ending)]
        common = {
            "solution_id": written.solution, "origin": row.origin, "released_on": on, "checked_on": on,
            "as_of": written.when, "as_of_basis": AsOfBasis.OWN, "place_name": name,
        }  # fmt: skip
        slug = f"bericht-erfunden-{number}"
        reports.append(
            Report(slug=slug, title=written.title, subject=written.title, outcome=outcome.value,
                   text=written.text, period="2026", **common)
        )  # fmt: skip
        states.append(Deployment(slug=f"{slug}-ort", municipality_id=key, state=state.value, **common))
        places.append(Report.places.through(report_id=slug, municipality_id=key))
        links += [
            Report.fields.through(report_id=slug, actionfield_id=one) for one in fields[written.solution]
        ]
        factors += [
            Factor(id=f"{slug}-{place}", report_id=slug, position=place, dimension_id=one.dimension,
                   polarity=one.polarity, statement=one.statement, remedy=one.remedy)
            for place, one in enumerate(written.factors)
        ]  # fmt: skip
    Report.objects.bulk_create(reports)
    Deployment.objects.bulk_create(states)
    Report.places.through.objects.bulk_create(places)
    Report.fields.through.objects.bulk_create(links)
    Factor.objects.bulk_create(factors)


def editor() -> Client:
    """Somebody who edits for Bad Belzig and for the transfer office."""
    person, is_new = Person.objects.get_or_create(email=ADDRESS)
    if is_new:
        for key, role in ((HOME, Role.EDITOR), ("transfer", Role.TRANSFER)):
            Membership.objects.create(
                person=person, key=key, role=role, state=Standing.CONFIRMED, asked_at=FIRST,
                confirmed_at=FIRST, confirmed_by="bench",
            )  # fmt: skip
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def measured() -> dict[str, float]:
    """Milliseconds of each page once warm, and of the first one after something was released."""
    client = editor()

    def get(address: str) -> Callable[[], None]:
        def work() -> None:
            answer = client.get(address, headers={"host": "127.0.0.1"})
            assert answer.status_code == 200, (address, answer.status_code)
            answer.getvalue() if answer.streaming else answer.content

        return work

    found = {}
    for what, address in PAGES.items():
        get(address)()
        found[what] = 1000 * seconds(get(address))
    for what in ("Finden", "Einflussfaktoren"):
        Edition.objects.update(revision=F("revision") + 1)
        found[f"nach einer Freigabe: {what}"] = 1000 * once(get(PAGES[what]))
    return found


if __name__ == "__main__":
    actions.prepare(by="bench")
    fill(int(sys.argv[1]))
    print(json.dumps(measured()))
