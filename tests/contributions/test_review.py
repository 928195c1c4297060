# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""A report goes through four eyes, and only what was released is told."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from allmende.accounts.models import Role
from allmende.audit import queries as audit
from allmende.contributions import access, actions, facts, hiding, queries
from allmende.contributions.actions import StaleError, UnreadyError
from allmende.contributions.models import Contribution, Visibility
from allmende.domain.review import ReviewState, Step
from allmende.transfers import facts as observed
from allmende.transfers.models import Deployment, Report
from tests.contributions.build import AT, HOME, WRITTEN, draft, person, released, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]


def test_a_form_sent_twice_makes_one_draft() -> None:
    author, token = person(Role.REPORTER), uuid4()
    rows = [
        actions.begin(by=author.reference, key=HOME, token=token, written=WRITTEN, at=AT) for _ in range(2)
    ]
    assert rows[0].pk == rows[1].pk
    assert Contribution.objects.count() == 1


def test_who_saves_over_what_they_have_not_seen_is_told_and_nothing_is_lost() -> None:
    author = person(Role.REPORTER)
    row = draft(author)
    first, second = replace(WRITTEN, text="Erste Fassung"), replace(WRITTEN, text="Zweite Fassung")
    actions.revise(by=author.reference, pk=row.pk, version=1, written=first, at=AT)
    with pytest.raises(StaleError):
        actions.revise(by=author.reference, pk=row.pk, version=1, written=second, at=AT)
    assert [facts.written(row, one).text for one in row.revisions.all()] == [WRITTEN.text, "Erste Fassung"]


def test_nothing_incomplete_is_submitted() -> None:
    author = person(Role.REPORTER)
    row = draft(author, title="", ending="")
    with pytest.raises(UnreadyError) as caught:
        take(author, row, Step.SUBMIT)
    assert [gap.text.de for gap in caught.value.gaps] == ["Wie es ausging", "Eine Überschrift"]
    row.refresh_from_db()
    assert (row.state, row.version) == (ReviewState.DRAFT, 1)


def test_nobody_releases_what_they_wrote_a_word_of() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = draft(author)
    actions.revise(by=editor.reference, pk=row.pk, version=1, written=replace(WRITTEN, title="Anders"), at=AT)
    row = take(author, row, Step.SUBMIT)
    assert Step.RELEASE not in access.steps(author, row)
    assert Step.RELEASE not in access.steps(editor, row)
    assert Step.RELEASE in access.steps(person(Role.EDITOR), row)
    assert Step.RELEASE in access.steps(person(Role.TRANSFER), row)


def test_what_is_released_for_all_is_told_at_once_with_its_state() -> None:
    row = released(person(Role.REPORTER), person(Role.EDITOR))
    report = Report.objects.get()
    assert (report.place_name, report.outcome, report.would_repeat) == ("Bad Belzig", "failed", False)
    assert [one.pk for one in report.places.all()] == [HOME]
    assert [one.place for one in observed.observations(["pegel"])["pegel"]] == [HOME]
    assert (row.visibility, row.checked_on) == ("public", AT.date())


@pytest.mark.parametrize("visibility", [Visibility.REGISTERED, Visibility.OWN])
def test_what_is_not_for_all_never_reaches_the_public_tables(visibility: Visibility) -> None:
    released(person(Role.REPORTER), person(Role.EDITOR), visibility=visibility.value)
    assert not Report.objects.exists()
    assert not Deployment.objects.exists()


def test_a_change_is_not_told_before_its_own_release() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, editor)
    changed = replace(WRITTEN, title="Neue Überschrift", visibility=Visibility.OWN.value)
    actions.revise(by=author.reference, pk=row.pk, version=row.version, written=changed, at=AT)
    assert Report.objects.get().title == WRITTEN.title
    take(author, row, Step.SUBMIT)
    take(editor, row, Step.RELEASE)
    assert not Report.objects.exists()


def test_what_is_withdrawn_is_gone_from_the_public_and_kept_in_the_history() -> None:
    author = person(Role.REPORTER)
    row = released(author, person(Role.EDITOR))
    take(author, row, Step.WITHDRAW)
    assert not Report.objects.exists()
    assert not Deployment.objects.exists()
    assert row.revisions.count() == 1
    verbs = [event.verb for event in audit.history("contribution", str(row.pk))]
    assert verbs == ["begin", "submit", "release", "withdraw"]


def test_an_anonymised_text_that_names_the_place_is_not_submitted() -> None:
    author = person(Role.REPORTER)
    row = draft(author, text="In Belzig fielen sie aus.", visibility="anonymised", read_through=True)
    with pytest.raises(UnreadyError) as caught:
        take(author, row, Step.SUBMIT)
    assert [gap.code for gap in caught.value.gaps] == ["names-place"]
    found = hiding.giveaways(facts.written(row, queries.newest(row)), HOME)
    assert [(one.part, [text for text, span in one.pieces if span]) for one in found] == [
        ("text", ["Belzig"])
    ]


def test_figures_that_may_give_the_place_away_have_to_be_looked_at() -> None:
    author = person(Role.REPORTER)
    row = draft(author, cost="13.847 Euro", visibility="anonymised")
    with pytest.raises(UnreadyError) as caught:
        take(author, row, Step.SUBMIT)
    assert [gap.code for gap in caught.value.gaps] == ["read-through"]
    seen = replace(WRITTEN, cost="13.847 Euro", visibility="anonymised", read_through=True)
    actions.revise(by=author.reference, pk=row.pk, version=1, written=seen, at=AT)
    assert take(author, row, Step.SUBMIT).state == ReviewState.SUBMITTED


def test_an_anonymised_report_is_told_with_its_class_alone() -> None:
    sources = ("https://www.bad-belzig.de/pegel",)
    row = released(person(Role.REPORTER), person(Role.TRANSFER), visibility="anonymised", sources=sources)
    report, seen = Report.objects.get(), Deployment.objects.get()
    assert report.place_name == hiding.class_in_words(row.within).de
    assert (report.places.count(), report.sources.count(), seen.municipality) == (0, 0, None)
    assert (report.as_of, report.period, report.within) == ("2026", "2026", row.within)
    shown = str(Report.objects.values().get()) + str(Deployment.objects.values().get())
    assert not [word for word in ("Belzig", HOME, str(row.author)) if word in shown.replace(row.within, "")]


def test_the_class_of_the_first_release_stays() -> None:
    author, editor = person(Role.REPORTER), person(Role.EDITOR)
    row = released(author, editor, visibility="anonymised")
    kept = row.within
    Contribution.objects.filter(pk=row.pk).update(within="municipality::12:")
    changed = replace(WRITTEN, title="Neu", visibility="anonymised")
    actions.revise(by=author.reference, pk=row.pk, version=row.version, written=changed, at=AT)
    take(author, row, Step.SUBMIT)
    assert take(editor, row, Step.RELEASE).within == "municipality::12:" != kept


def test_a_report_about_something_the_catalogue_does_not_know_is_told_without_counting() -> None:
    released(person(Role.REPORTER), person(Role.EDITOR), solution="", other_solution="Laubmelder")
    assert Report.objects.get().subject == "Laubmelder"
    assert not Deployment.objects.exists()


def test_what_nobody_confirmed_for_two_years_is_shown_as_old_until_somebody_does() -> None:
    author = person(Role.REPORTER)
    row = released(author, person(Role.EDITOR))
    address = f"/erfahrungen/{Report.objects.get().pk}/"
    assert "Seit zwei Jahren nicht bestätigt" not in Client().get(address).content.decode()
    Report.objects.update(checked_on=AT.date() - timedelta(days=740))
    assert "Seit zwei Jahren nicht bestätigt" in Client().get(address).content.decode()
    actions.confirm(by=author.reference, pk=row.pk, at=timezone.now())
    page = Client().get(address).content.decode()
    assert "Seit zwei Jahren nicht bestätigt" not in page
    assert "Angabe der Kommune" in page
    assert Report.objects.get().released_on == AT.date()


def test_the_page_of_a_report_names_the_solution_and_whether_they_would_do_it_again() -> None:
    released(person(Role.REPORTER), person(Role.EDITOR))
    page = Client().get(f"/erfahrungen/{Report.objects.get().pk}/").content.decode()
    assert "Pegel für Starkregen" in page
    assert "Wieder tun</dt><dd>nein" in page
