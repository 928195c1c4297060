# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every door says who may pass it."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from allmende.config.api import api
from allmende.doors.access import DECISIONS
from tests.house.plan import doors

API = "api/v1/"
# What django-ninja itself answers: the description of the interface and its root.
DESCRIPTION = {"openapi-json", "openapi-view", "api-root"}


def test_every_page_has_an_access_decision() -> None:
    undecided = [
        address
        for address, door in doors()
        if not address.startswith(API) and getattr(door.callback, "access", None) not in DECISIONS
    ]
    assert undecided == []


def test_there_are_pages() -> None:
    assert [address for address, _ in doors() if not address.startswith(API)]


def test_the_interface_describes_reading_only() -> None:
    methods = {method for operations in api.get_openapi_schema()["paths"].values() for method in operations}
    assert methods == {"get"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_interface_refuses_to_write(client: Client, method: str) -> None:
    answers = {
        address: getattr(client, method)(re.sub("<[^>]+>", "1", f"/{address}")).status_code
        for address, door in doors()
        if address.startswith(API) and door.name not in DESCRIPTION
    }
    assert answers
    assert {address: code for address, code in answers.items() if code != HTTPStatus.METHOD_NOT_ALLOWED} == {}


def test_the_interface_answers_without_a_key_unless_it_is_about_oneself() -> None:
    paths = api.get_openapi_schema()["paths"]
    security = [operation["security"] for one in paths.values() for operation in one.values()]
    assert security == [[{}, {"AccessKeyAuth": []}]] * len(security)
