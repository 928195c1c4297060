# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.domain.review import RULES, Part, ReviewState, Step, allowed

parts = st.frozensets(st.sampled_from(Part))


def test_a_draft_is_submitted_checked_and_released_by_another_person():
    after = allowed(ReviewState.DRAFT, {Part.AUTHOR})[Step.SUBMIT]
    assert Step.RELEASE not in allowed(after, {Part.AUTHOR})
    assert allowed(after, {Part.EDITOR})[Step.RELEASE] == ReviewState.RELEASED
    assert allowed(after, {Part.TRANSFER_OFFICE})[Step.RELEASE] == ReviewState.RELEASED


def test_requested_changes_lead_back_to_the_author():
    assert allowed(ReviewState.SUBMITTED, {Part.TRANSFER_OFFICE})[Step.REQUEST_CHANGES] == "changes-requested"
    assert Step.SUBMIT in allowed(ReviewState.CHANGES_REQUESTED, {Part.AUTHOR})


def test_what_was_withdrawn_may_be_written_anew():
    assert allowed(ReviewState.WITHDRAWN, {Part.AUTHOR}) == {Step.REOPEN: ReviewState.DRAFT}


def test_the_transfer_office_does_not_write_for_a_municipality():
    assert allowed(ReviewState.DRAFT, {Part.TRANSFER_OFFICE}) == {}


@given(st.sampled_from(ReviewState), parts)
def test_no_author_ever_judges_the_own_text(state, others):
    assert not {Step.RELEASE, Step.REQUEST_CHANGES} & set(allowed(state, {Part.AUTHOR, *others}))


@given(st.sampled_from(ReviewState))
def test_who_has_no_part_may_do_nothing(state):
    assert allowed(state, ()) == {}


@pytest.mark.parametrize("state", ReviewState)
def test_no_state_is_a_dead_end_and_each_is_reached_from_a_draft(state):
    assert allowed(state, {Part.AUTHOR})
    reached = {ReviewState.DRAFT}
    for _ in ReviewState:
        reached |= {rule.after for rule in RULES if rule.before & reached}
    assert state in reached


def test_what_is_released_was_always_submitted():
    (release,) = (rule for rule in RULES if rule.after == ReviewState.RELEASED)
    assert release.before == {ReviewState.SUBMITTED}
    assert release.four_eyes
