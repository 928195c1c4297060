# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leads to a hidden place besides the text is shown or refused before anybody else sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from allmende.accounts.models import Role
from allmende.catalogue.models import Solution
from allmende.contributions import actions, hiding
from allmende.contributions.actions import UnreadyError
from allmende.contributions.models import Contribution, Revision
from allmende.domain.anonymity import PlaceClass
from allmende.domain.municipality import Level
from allmende.domain.review import Step
from allmende.register import facts as register
from allmende.register.models import Municipality
from allmende.transfers.models import Deployment, Report
from tests.catalogue.build import deployment, model_project, municipality, solution
from tests.contributions.build import AT, HOME, NEIGHBOURS, WRITTEN, draft, person, released, take

HIDDEN = replace(WRITTEN, visibility="anonymised")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def gaps(row: Contribution, author: object) -> list[str]:
    with pytest.raises(UnreadyError) as caught:
        take(author, row, Step.SUBMIT)  # type: ignore[arg-type]
    return [gap.code for gap in caught.value.gaps]


def test_a_solution_whose_name_names_the_place_is_not_told_without_the_name() -> None:
    solution("app", title="Bad-Belzig-App")
    author = person(Role.REPORTER)
    assert gaps(draft(author, HIDDEN, solution="app", read_through=True), author) == ["names-place"]


def test_the_title_of_an_own_project_in_the_text_is_shown() -> None:
    model_project("flaeming", HOME, title="Hoher Fläming vernetzt")
    author = person(Role.REPORTER)
    row = draft(author, HIDDEN, text="Im Projekt Hoher Flaeming vernetzt fielen sie aus.")
    found = hiding.giveaways(replace(HIDDEN, text="Im Projekt Hoher Flaeming vernetzt fielen sie aus."), HOME)
    assert [text for one in found for text, span in one.pieces if span] == ["Hoher Flaeming vernetzt"]
    assert gaps(row, author) == ["read-through"]


def test_who_is_named_at_the_solution_already_is_told_so_before_handing_in() -> None:
    deployment(Solution.objects.get(pk="pegel"), HOME)
    author = person(Role.REPORTER)
    row = draft(author, HIDDEN)
    assert gaps(row, author) == ["read-through"]
    client = Client()
    client.force_login(author)
    page = client.get(f"/beitraege/{row.pk}/sichtbarkeit/").content.decode()
    assert "Bei dieser Lösung steht Ihre Kommune mit Namen" in page


def test_who_told_it_with_the_name_before_is_reminded_of_that() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, editor, visibility="registered")
    actions.revise(by=author.reference, pk=row.pk, version=row.version, written=HIDDEN, at=AT)
    assert gaps(row, author) == ["read-through"]
    row.refresh_from_db()
    (said,) = hiding.circumstances(HIDDEN, HOME, row.visibility)
    assert said.de.startswith("Dieser Bericht war schon mit dem Namen")


def test_no_address_of_the_named_report_leads_to_the_one_without_the_name() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, editor)
    before = (Report.objects.get().pk, Deployment.objects.get().pk)
    for seen in (False, True):
        row = actions.revise(
            by=author.reference, pk=row.pk, version=row.version, at=AT,
            written=replace(HIDDEN, read_through=seen),
        )  # fmt: skip
    take(author, row, Step.SUBMIT)
    take(editor, row, Step.RELEASE)
    after = (Report.objects.get().pk, Deployment.objects.get().pk)
    assert not set(before) & set(after)
    assert Client().get(f"/erfahrungen/{before[0]}/").status_code == 404
    assert Client().get(f"/erfahrungen/{after[0]}/").status_code == 200


def test_another_solution_has_to_be_read_through_anew() -> None:
    solution("laub")
    author = person(Role.REPORTER)
    row = draft(author, HIDDEN, read_through=True)
    actions.revise(
        by=author.reference, pk=row.pk, version=1, at=AT,
        written=replace(HIDDEN, solution="laub", read_through=True),
    )  # fmt: skip
    assert Revision.objects.get(contribution=row, number=2).content["read_through"] is False


def elsewhere() -> None:
    """Eight towns of another size."""
    for number in range(40, 48):
        municipality(f"055150{number}", f"Anderswo {number}", population=150_000, urbanisation=1)


def test_the_class_leaves_five_that_are_not_named_for_the_same_solution() -> None:
    elsewhere()
    fine = hiding.place_class(HOME, "pegel")
    assert fine.code.startswith("municipality:larger-town")
    for key in NEIGHBOURS[:4]:
        deployment(Solution.objects.get(pk="pegel"), key)
    solution("laub")
    coarse = hiding.place_class(HOME, "pegel")
    assert hiding.place_class(HOME, "laub") == fine
    assert coarse == PlaceClass(Level.MUNICIPALITY)
    bodies = register.profiles(Level.MUNICIPALITY).values()
    left = [one for one in bodies if coarse.holds(one) and one.key not in NEIGHBOURS[:4]]
    assert len(left) >= 5
    # as coarse for a town of the other branch: how coarse tells nothing of where it is
    assert hiding.place_class("05515040", "pegel") == coarse


def test_reports_without_names_about_the_same_count_against_their_class() -> None:
    elsewhere()
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    told = []
    for number in range(5):
        row = released(author, editor, visibility="anonymised", title=f"Bericht {number}")
        told.append(row.within)
    assert told[0] == told[3] != told[4] == "municipality:::"
    assert Report.objects.filter(within=told[0]).count() == 4


def test_where_nothing_hides_a_municipality_that_is_said_and_no_page_fails() -> None:
    Municipality.objects.filter(pk__in=NEIGHBOURS).delete()
    author = person(Role.REPORTER)
    row = draft(author, HIDDEN)
    assert gaps(row, author) == ["no-class"]
    client = Client()
    client.force_login(author)
    for page in ("", "sichtbarkeit/"):
        assert client.get(f"/beitraege/{row.pk}/{page}").status_code == 200


def test_the_transfer_office_reads_what_was_handed_in_and_not_what_was_crossed_out_before() -> None:
    author, office = person(Role.REPORTER), person(Role.TRANSFER)
    row = draft(author, text="Der Amtsleiter wollte nicht.", visibility="own")
    actions.revise(by=author.reference, pk=row.pk, version=1, written=HIDDEN, at=AT)
    take(author, row, Step.SUBMIT)
    client = Client()
    client.force_login(office)
    assert client.get(f"/beitraege/{row.pk}/fassungen/2/").status_code == 200
    assert client.get(f"/beitraege/{row.pk}/fassungen/1/").status_code == 404
    assert "fassungen/1/" not in client.get(f"/beitraege/{row.pk}/").content.decode()
    client.force_login(author)
    assert client.get(f"/beitraege/{row.pk}/fassungen/1/").status_code == 200


def test_the_transfer_office_reads_no_comment_that_was_made_while_the_text_was_to_stay_inside() -> None:
    author, office = person(Role.REPORTER), person(Role.TRANSFER)
    row = draft(author, visibility="own")
    later = [AT + timedelta(minutes=number) for number in range(1, 5)]
    actions.comment(by=author.reference, pk=row.pk, text="Das darf nicht hinaus.", at=later[0])
    actions.revise(by=author.reference, pk=row.pk, version=1, written=HIDDEN, at=later[1])
    actions.comment(by=author.reference, pk=row.pk, text="So kann es hinaus.", at=later[2])
    take(author, row, Step.SUBMIT)
    client = Client()
    for who, seen in ((office, False), (author, True)):
        client.force_login(who)
        page = client.get(f"/beitraege/{row.pk}/").content.decode()
        assert ("Das darf nicht hinaus." in page, "So kann es hinaus." in page) == (seen, True)
