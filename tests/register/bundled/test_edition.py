# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundled edition: complete, told apart, taken over once."""

import time
from datetime import date

import pytest

from allmende import data
from allmende.register.actions import import_register
from allmende.register.models import Edition, Municipality

BUNDLED = data.path("register", "register.csv.gz")
pytestmark = pytest.mark.usefixtures("full_register")


def test_the_bundled_register_has_all_bodies() -> None:
    counts = {level: Municipality.objects.filter(level=level).count() for level in ("state", "district")}
    assert counts == {"state": 16, "district": 400}
    assert Municipality.objects.filter(level="association").count() == 1_203
    places = Municipality.objects.filter(level="municipality")
    assert places.count() == 10_751
    assert sum(places.values_list("population", flat=True)) == 83_577_140 - 917  # in unincorporated areas


def test_labels_tell_all_listed_bodies_apart() -> None:
    labels = list(Municipality.objects.listed().values_list("label", flat=True))
    assert len(labels) == len(set(labels))


def test_the_same_file_twice_changes_nothing_and_takes_little_time() -> None:
    start = time.process_time()
    counts = import_register(BUNDLED, by="test")
    assert counts == {"new": 0, "changed": 0, "unchanged": 12_370, "ended": 0}
    assert Edition.objects.count() == 1
    assert time.process_time() - start < 10


def test_the_edition_says_who_took_it_over_and_in_which_form() -> None:
    edition = Edition.objects.get()
    assert (edition.edition, edition.form, edition.by) == (date(2025, 10, 31), "allmende", "test")
