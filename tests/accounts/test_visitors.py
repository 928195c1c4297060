# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages cost those who never signed in nothing, and what a signed-in person sees is stored nowhere."""

from typing import Any

import pytest
from django.test import Client

from allmende.accounts.models import Person

pytestmark = pytest.mark.django_db
IMPRINT = "/impressum/"


def test_a_page_asks_the_database_nothing_for_a_visitor(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(IMPRINT)
    assert "Anmelden" in answer.content.decode()
    assert not answer.cookies


def test_a_visitors_page_may_be_kept_and_is_not_sent_twice(client: Client) -> None:
    first = client.get(IMPRINT)
    assert "no-store" not in first.get("Cache-Control", "")
    assert "Cookie" in first["Vary"]
    assert client.get(IMPRINT, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_what_a_signed_in_person_sees_is_not_stored(client: Client) -> None:
    client.force_login(Person.objects.create_user("anna@example.test"))
    answer = client.get(IMPRINT)
    assert "Mein Konto" in answer.content.decode()
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_a_page_for_people_with_an_account_leads_through_the_sign_in_and_back(client: Client) -> None:
    answer = client.get("/konto/")
    assert answer.status_code == 302
    assert answer["Location"] == "/konto/anmelden/?next=/konto/"
