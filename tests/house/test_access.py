# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every door says who may pass it."""

from allmende.config.api import api
from allmende.doors.access import PUBLIC
from tests.house.plan import doors

API = "api/v1/"


def test_every_page_has_an_access_decision() -> None:
    undecided = [
        address
        for address, door in doors()
        if not address.startswith(API) and getattr(door.callback, "access", None) != PUBLIC
    ]
    assert undecided == []


def test_there_are_pages() -> None:
    assert [address for address, _ in doors() if not address.startswith(API)]


def test_the_interface_is_public_and_only_reads() -> None:
    methods = {
        method
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for method in operation.methods
    }
    assert methods == {"GET"}


def test_no_operation_asks_for_a_login_it_does_not_have() -> None:
    description = api.get_openapi_schema()
    assert not description.get("components", {}).get("securitySchemes")
