# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many at the same moment: one request, one decision."""

from collections.abc import Callable

import pytest

from allmende.accounts import actions, queries
from allmende.accounts.models import Membership, Role
from allmende.audit import queries as audit
from tests.accounts.people import AT, HOME, person
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def refused_or(act: Callable[[int], object]) -> Callable[[int], object]:
    """What a caller gets: a membership, or the refusal."""

    def one(number: int) -> object:
        try:
            return act(number)
        except actions.RefusedError as refusal:
            return refusal

    return one


def test_a_form_sent_many_times_at_once_asks_once() -> None:
    anna = person()
    asked = {"by": anna.reference, "person": anna, "key": HOME, "role": Role.READER, "at": AT}
    answers = together(refused_or(lambda _: actions.ask(**asked, domains={})), 50)
    assert sum(isinstance(one, Membership) for one in answers) == 1
    assert len(queries.memberships(anna)) == 1


def test_two_who_decide_at_once_do_not_both_win() -> None:
    anna = person()
    asked = actions.ask(by=anna.reference, person=anna, key=HOME, role=Role.READER, at=AT, domains={})
    steps = (actions.confirm, actions.refuse)
    answers = together(
        refused_or(lambda n: steps[n % 2](by=f"person:{n}", membership_id=asked.pk, at=AT)), 10
    )
    assert sum(isinstance(one, Membership) for one in answers) == 1
    assert len(audit.history("membership", str(asked.pk))) == 2
