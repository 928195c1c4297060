# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps follow the rules, are never overwritten, and are told at once where they are public."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from allmende.accounts.models import Role
from allmende.audit import queries as audit
from allmende.domain.lifecycle import Move, State
from allmende.transfers import facts as observed
from allmende.transfers.actions import note_edition
from allmende.transfers.models import Deployment, Transfer
from allmende.undertakings import actions, facts, queries
from allmende.undertakings.models import Step, Undertaking, WrittenOnceError
from tests.undertakings.build import AT, GIVER, HOME, begun, person, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stock")]
SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)


def states(row: Undertaking) -> list[tuple[str, date]]:
    return [(one.state, one.on) for one in facts.counting(queries.steps(row))]


def correct(row: Undertaking, position: int, move: Move | None) -> Undertaking:
    row.refresh_from_db()
    return actions.correct(
        by="person:x", pk=row.pk, version=row.version, position=position, move=move, token=uuid4(), at=AT
    )


def test_a_public_step_is_told_at_once() -> None:
    note_edition(by="test", stamp="x", read_on=date(2026, 11, 1))
    stamp = observed.stamp()
    row = begun(person(Role.REPORTER))
    seen = observed.observations(["pegel"])["pegel"]
    assert [(one.place, one.state, one.year) for one in seen] == [(HOME, State.PLANNED, 2026)]
    assert observed.stamp() != stamp
    step(person(Role.EDITOR), row, State.OPERATIONAL, SPRING)
    assert [one.state for one in observed.observations(["pegel"])["pegel"]] == [State.OPERATIONAL]
    told = Deployment.objects.get()
    assert (told.started, told.as_of, told.place_name) == ("2026", "2026-11-24", "Bad Belzig")


def test_an_end_is_told_as_of_its_day_with_its_reason() -> None:
    row = begun(person(Role.REPORTER), State.PILOTING)
    step(person(Role.REPORTER), row, State.STOPPED, SPRING, "Zu wenig Personal")
    told = Deployment.objects.get()
    assert (told.state, told.as_of, told.note) == ("stopped", "2026-04-01", "Zu wenig Personal")


def test_a_takeover_names_where_it_comes_from_and_stays_one_observation() -> None:
    begun(person(Role.REPORTER), origin=GIVER)
    told = Transfer.objects.get()
    assert (told.taker_id, told.origin_name, told.year) == (HOME, "Stuttgart", 2026)
    assert len(observed.observations(["pegel"])["pegel"]) == 1


def test_what_only_the_municipality_sees_is_told_nowhere() -> None:
    row = begun(person(Role.REPORTER), visibility="own", origin=GIVER)
    step(person(Role.REPORTER), row, State.OPERATIONAL, SPRING)
    assert not Deployment.objects.exists()
    assert not Transfer.objects.exists()


def test_who_may_see_it_can_be_changed_both_ways() -> None:
    row = begun(person(Role.REPORTER))

    def choose(visibility: str, origin: str) -> None:
        row.refresh_from_db()
        actions.choose(
            by="person:x", pk=row.pk, version=row.version, visibility=visibility, origin=origin, at=AT
        )

    choose("own", "")
    assert not Deployment.objects.exists()
    choose("public", GIVER)
    assert Deployment.objects.get().transfer
    choose("public", "")
    assert Deployment.objects.get().transfer is None
    assert not Transfer.objects.exists()


def test_a_move_that_the_rules_forbid_is_refused_with_a_sentence() -> None:
    row = begun(person(Role.REPORTER))
    with pytest.raises(actions.RefusedError) as caught:
        step(person(Role.REPORTER), row, State.ENDED, SPRING)
    assert [gap.text.de for gap in caught.value.gaps] == [
        "Auf „geplant“ kann „planmäßig ausgelaufen“ nicht folgen"
    ]
    row.refresh_from_db()
    assert (row.version, Step.objects.count()) == (1, 1)


def test_where_it_ends_a_reason_is_needed() -> None:
    row = begun(person(Role.REPORTER))
    with pytest.raises(actions.RefusedError) as caught:
        step(person(Role.REPORTER), row, State.DECIDED_AGAINST, SPRING, "  ")
    assert [gap.code for gap in caught.value.gaps] == ["no-reason"]


def test_a_new_attempt_after_a_stop_belongs_to_the_same_history() -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    step(who, row, State.DECIDED_AGAINST, SPRING, "Kein Geld")
    step(who, row, State.PLANNED, SUMMER)
    assert [state for state, _ in states(row)] == ["planned", "decided-against", "planned"]
    with pytest.raises(actions.ExistsError):
        begun(who)


def test_a_correction_is_a_row_of_its_own_and_keeps_what_stood_there() -> None:
    row = begun(person(Role.REPORTER))
    step(person(Role.REPORTER), row, State.PILOTING, SPRING)
    correct(row, 2, Move(State.OPERATIONAL, SUMMER))
    assert states(row) == [("planned", date(2026, 1, 15)), ("operational", SUMMER)]
    entry = facts.entries(queries.steps(row))[1]
    assert [(one.state, one.on) for one in entry.before] == [("piloting", SPRING)]
    assert Deployment.objects.get().state == "operational"


def test_a_correction_that_makes_no_sense_of_the_history_is_refused() -> None:
    row = begun(person(Role.REPORTER))
    step(person(Role.REPORTER), row, State.PILOTING, SPRING)
    with pytest.raises(actions.RefusedError) as caught:
        correct(row, 1, Move(State.PLANNED, SUMMER))
    assert [gap.code for gap in caught.value.gaps] == ["before-the-last"]
    assert Step.objects.count() == 2


def test_an_undertaking_that_was_a_mistake_is_taken_back_and_counts_no_more() -> None:
    row = correct(begun(person(Role.REPORTER)), 1, None)
    assert (row.state, row.since, row.confirmed_on) == ("", None, None)
    assert not Deployment.objects.exists()
    assert not queries.of_bodies([HOME]).exists()
    step(person(Role.REPORTER), row, State.OPERATIONAL, SPRING)
    assert Deployment.objects.get().state == "operational"


def test_steps_are_never_saved_again() -> None:
    row = begun(person(Role.REPORTER))
    written = row.steps.get()
    written.reason = "anders"
    with pytest.raises(WrittenOnceError):
        written.save()


def test_a_confirmation_makes_the_state_new_without_a_step() -> None:
    who = person(Role.REPORTER)
    row = begun(who, State.OPERATIONAL, at=datetime(2024, 11, 1, 9, tzinfo=UTC), on=date(2024, 1, 1))
    assert facts.is_old(row, date(2026, 11, 24))
    row = actions.confirm(by=who.reference, pk=row.pk, version=1, text="Läuft gut", token=uuid4(), at=AT)
    assert not facts.is_old(row, date(2026, 11, 24))
    told = Deployment.objects.get()
    assert (told.as_of, told.note, told.started) == ("2026-11-24", "Läuft gut", "2024")
    assert told.released_on == date(2024, 11, 1), "a confirmation is no news"
    assert Step.objects.count() == 1


@pytest.mark.parametrize("state", [State.STOPPED, State.DECIDED_AGAINST])
def test_what_is_over_does_not_grow_old(state: State) -> None:
    row = Undertaking(state=state.value, confirmed_on=date(2020, 1, 1))
    assert not facts.is_old(row, date(2026, 11, 24))


def test_two_years_without_a_word_are_old_and_not_a_day_less() -> None:
    row = Undertaking(state="operational", confirmed_on=date(2024, 11, 24))
    assert facts.is_old(row, date(2026, 11, 24))
    assert not facts.is_old(row, date(2026, 11, 23))


def test_every_write_leaves_an_event() -> None:
    who = person(Role.REPORTER)
    row = begun(who)
    step(who, row, State.PILOTING, SPRING)
    correct(row, 2, Move(State.OPERATIONAL, SPRING))
    row.refresh_from_db()
    actions.confirm(by=who.reference, pk=row.pk, version=row.version, text="", token=uuid4(), at=AT)
    row.refresh_from_db()
    actions.choose(by=who.reference, pk=row.pk, version=row.version, visibility="own", origin="", at=AT)
    events = audit.history("undertaking", str(row.pk))
    assert [one.verb for one in events] == ["begin", "step", "correct", "confirm", "choose"]
    assert events[1].before == {"state": "planned", "since": "2026-01-15", "note": ""}
    assert events[1].after == {"state": "piloting", "since": "2026-04-01", "note": ""}


def test_a_form_sent_twice_makes_one_step_and_an_old_one_writes_nothing() -> None:
    who, token = person(Role.REPORTER), uuid4()
    row = begun(who)

    def send(state: State, token: object, version: int) -> Undertaking:
        return actions.step(
            by=who.reference, pk=row.pk, version=version, move=Move(state, SPRING), token=token, at=AT  # type: ignore[arg-type]
        )  # fmt: skip

    for version in (1, 1, 2):
        assert send(State.PILOTING, token, version).state == "piloting"
    with pytest.raises(actions.StaleError):
        send(State.OPERATIONAL, uuid4(), 1)
    assert [state for state, _ in states(row)] == ["planned", "piloting"]
