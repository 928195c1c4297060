# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmende.domain.factors import Account, Polarity, Remedy, Statement, Trait, grouped, summarise, wilson
from allmende.domain.municipality import SizeClass

BARRIER, SUCCESS = Polarity.BARRIER, Polarity.SUCCESS
statements = st.builds(
    Statement,
    dimension=st.sampled_from(("FIN", "STA", "TEC")),
    polarity=st.sampled_from(Polarity),
    remedy=st.sampled_from(("", "Stelle schaffen", "stelle  schaffen", "Verbund")),
)
accounts = st.builds(
    Account,
    key=st.sampled_from("abcdefgh"),
    statements=st.lists(statements, max_size=5).map(tuple),
    fields=st.lists(st.sampled_from(("wasser", "netze")), max_size=3).map(tuple),
    sizes=st.lists(st.sampled_from(SizeClass), max_size=2).map(tuple),
)


def account(key, *said, **traits):
    return Account(key, tuple(Statement(*one) for one in said), **traits)


def sums(*them):
    return summarise(them, interval=0.8)


def test_reports_are_counted_and_not_their_sentences():
    many = account("a", *[("FIN", BARRIER)] * 5)
    found = sums(many, account("b", ("STA", BARRIER)), account("c", ("STA", BARRIER)))
    assert [(c.dimension, len(c.reports), c.statements) for c in found] == [("STA", 2, 2), ("FIN", 1, 5)]


def test_a_report_that_states_nothing_counts_in_the_total():
    (found,) = sums(account("a", ("FIN", BARRIER)), account("b"))
    assert found.sentence.de == "1 von 2 Berichten"
    assert found.sentence.en == "1 of 2 reports"
    assert found.reason.de.startswith("1 von 2 Berichten nennen es; gereiht nach dem unteren Ende")


def test_one_of_one_does_not_stand_above_twenty_of_twenty_five():
    assert wilson(1, 1, 0.8)[0] < wilson(20, 25, 0.8)[0]


def test_what_helped_and_what_hindered_are_told_apart():
    found = sums(account("a", ("FIN", BARRIER), ("FIN", SUCCESS)))
    assert {(c.dimension, c.polarity) for c in found} == {("FIN", BARRIER), ("FIN", SUCCESS)}


def test_remedies_keep_the_reports_that_name_them():
    (found,) = sums(
        account("a", ("STA", BARRIER, "Verbund")),
        account("b", ("STA", BARRIER, "Stelle  schaffen")),
        account("c", ("STA", BARRIER, "stelle schaffen")),
    )
    assert found.remedies == (Remedy("Stelle schaffen", ("b", "c")), Remedy("Verbund", ("a",)))


def test_groups_are_summed_each_for_itself():
    both = account("a", ("FIN", BARRIER), fields=("wasser", "netze"))
    found = grouped([both, account("b", fields=("netze",))], Trait.FIELD, interval=0.8)
    assert {field: counts[0].sentence.de for field, counts in found.items()} == {
        "netze": "1 von 2 Berichten",
        "wasser": "1 von 1 Bericht",
    }


def test_nothing_reported_gives_nothing():
    assert sums() == ()


@pytest.mark.parametrize("interval", [0, 1, -0.5])
def test_an_impossible_range_is_refused(interval):
    with pytest.raises(ValueError, match="not a share"):
        summarise([], interval=interval)


@given(st.lists(accounts, max_size=12))
def test_no_count_exceeds_the_number_of_reports_and_the_range_holds_the_share(them):
    for one in sums(*them):
        assert 1 <= len(one.reports) <= one.total == len({account.key for account in them})
        assert len(one.reports) <= one.statements
        assert 0 <= one.low <= one.share <= one.high <= 1
        assert all(set(remedy.reports) <= set(one.reports) for remedy in one.remedies)


@given(st.lists(accounts, max_size=12).flatmap(lambda them: st.tuples(st.just(them), st.permutations(them))))
def test_the_order_of_reports_does_not_matter(pair):
    assert sums(*pair[0]) == sums(*pair[1])


@given(st.lists(accounts, max_size=12), st.sampled_from(Trait))
def test_a_group_is_what_its_reports_alone_would_give(them, trait):
    for value, counts in grouped(them, trait, interval=0.8).items():
        assert counts == sums(*(one for one in them if value in one.values(trait)))


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_further_report_that_names_it_raises_its_rank(count, rest):
    assert wilson(count + 1, count + rest, 0.8)[0] > wilson(count, count + rest, 0.8)[0]
