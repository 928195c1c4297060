# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Something of every kind that somebody may have written, made in a running installation.

Run inside it, with the address of an account as the only argument; prints where each thing is, as JSON.
"""

import json
import sys
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402  # tables are known after the setup

from allmende.accounts.queries import by_address  # noqa: E402
from allmende.compliance import registry  # noqa: E402
from allmende.compliance.models import Check, Finding, Repository  # noqa: E402
from allmende.contributions import actions  # noqa: E402
from allmende.domain.experience import Experience, Helped  # noqa: E402
from allmende.domain.lifecycle import Move, State  # noqa: E402
from allmende.domain.records import OwnSolution  # noqa: E402
from allmende.domain.repository.findings import Verdict  # noqa: E402
from allmende.subscriptions import actions as following  # noqa: E402
from allmende.subscriptions import digests  # noqa: E402
from allmende.subscriptions.models import Rhythm, Subject  # noqa: E402
from allmende.undertakings import actions as undertaking  # noqa: E402
from allmende.undertakings import reminding  # noqa: E402

HOME = "12069020"
REPORT = Experience(
    solution="muenster-leezenflow", ending="failed", when="2026-05", title="Dunkel seit dem Frost",
    text="In Bad Belzig blieb die Anzeige dunkel.", sources=("https://example.org/beschluss",),
    factors=(Helped("ORG", "barrier", "Niemand war zuständig.", "Vorher klären."),),
    visibility="anonymised",
)  # fmt: skip


def checked() -> str:
    """A repository that was checked twice, with every verdict; the second time more was met."""
    row = Repository.objects.create(url="https://gitlab.opencode.de/beispiel/pegel", slug="pegel-code")
    for number in (1, 2):
        check = Check.objects.create(repository=row, number=number, moment=timezone.now(), by="test")
        verdicts = [one for one in Verdict if (one, number) != (Verdict.UNMET, 2)]
        for place, rule in enumerate(registry.rules()):
            Finding.objects.create(
                check_run=check, rule=rule, verdict=verdicts[place % len(verdicts)],
                text_de="Das haben wir gefunden.", text_en="This is what we found.",
            )  # fmt: skip
    Repository.objects.filter(pk=row.pk).update(latest=check)
    return row.slug


def make(address: str) -> dict[str, str]:
    """Where each thing is."""
    person, now = by_address(address), timezone.now()
    assert person
    by, today = person.reference, timezone.localdate()
    draft = actions.begin(by=by, key=HOME, token=uuid4(), written=REPORT, at=now)
    actions.comment(by=by, pk=draft.pk, text="Wann genau war das?", at=now)
    own = OwnSolution(title="Smart Village App", summary="Neues aus dem Dorf.")
    solution = actions.begin(by=by, key=HOME, token=uuid4(), written=own, at=now)
    rows = [
        (2, {"other_solution": "Laubmelder", "title": "Zwei Winter", "when": "2026"}, "report"),
        (3, {"other_solution": "Laubmelder", "title": "Drei Winter", "when": "gestern"}, "report"),
    ]
    upload = actions.keep_upload(by=person, rows=rows, at=now)
    begun = undertaking.begin(
        by=by, key=HOME, solution="bad-belzig-smart-village-app", visibility="public", origin="",
        move=Move(State.PILOTING, today), token=uuid4(), at=now,
    )  # fmt: skip
    followed = following.follow(
        by=by, person=person, subject=Subject.ALL, key="", rhythm=Rhythm.WEEKLY, at=now, today=today
    )
    return {
        "draft": str(draft.pk), "solution": str(solution.pk), "upload": str(upload.pk),
        "undertaking": str(begun.pk), "answer": reminding.token(begun, person),
        "unfollow": digests.token(followed), "unfollow_all": digests.token_of(person),
        "repository": checked(),
    }  # fmt: skip


print(json.dumps(make(sys.argv[1])))
