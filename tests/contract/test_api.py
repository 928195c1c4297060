# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""The API keeps its own description, whatever is asked."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from allmende.accounts.models import OPERATION, TRANSFER
from allmende.config.api import api
from tests.conftest import Installation

EXAMPLES = 20
SIGN_IN = """
import sys
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from allmende.accounts.models import Person
person = Person.objects.get(email=sys.argv[1])
store = SessionStore()
store[SESSION_KEY] = str(person.pk)
store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = person.get_session_auth_hash()
store.create()
print(store.session_key)
"""


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_answer_is_as_described(case: schemathesis.Case, site: str) -> None:
    # a cursor is opaque: which ones are valid cannot be described, and others are refused
    case.call_and_validate(base_url=site, excluded_checks=[positive_data_acceptance])


KEYS = """
import json
import sys
import django
django.setup()
from django.utils import timezone
from allmende.accounts.actions import appoint, make_key, open_account
from allmende.accounts.models import Role
made, now = {}, timezone.now()
for name, role in json.loads(sys.argv[1]).items():
    person = open_account(by="test", address=f"schluessel-{name}@example.test", name="", at=now)
    if role:
        appoint(by="test", person=person, key=role[1], role=Role(role[0]), at=now)
    made[name] = make_key(by=person.reference, person=person, name="Test", days=30, at=now)
print(json.dumps(made))
"""
OWN = ("/api/v1/me", "/api/v1/contributions")


def run(installation: Installation, program: str, word: str) -> str:
    """What a program prints that works with the tables of the installation."""
    made = subprocess.run(
        [sys.executable, "-c", program, word],
        env={**installation.env, "DJANGO_SETTINGS_MODULE": "allmende.config.settings"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return made.stdout.strip()


ROLES = {
    "nobody": (), "reader": ("reader", "12069020"), "editor": ("editor", "12069020"),
    "transfer": ("transfer", TRANSFER), "operation": ("operation", OPERATION),
}  # fmt: skip


@pytest.fixture(scope="session")
def keys(installation: Installation) -> dict[str, str]:
    """An access key of somebody in each role, and of somebody without any."""
    made: dict[str, str] = json.loads(run(installation, KEYS, json.dumps(ROLES)))
    return made


@schema.parametrize()
@settings(max_examples=EXAMPLES // 10, suppress_health_check=list(HealthCheck), deadline=None)
def test_a_key_opens_its_own_two_addresses_and_changes_no_other_answer(
    case: schemathesis.Case, site: str, keys: dict[str, str]
) -> None:
    anonymous = case.call(base_url=site, headers={"Authorization": ""})
    for role, key in keys.items():
        with_key = case.call(base_url=site, headers={"Authorization": f"Bearer {key}"})
        assert (role, with_key.status_code < 500) == (role, True)
        if case.path in OWN and anonymous.status_code != 405:
            assert (role, anonymous.status_code) == (role, 401)
            assert (role, with_key.status_code in (200, 422)) == (role, True)
        elif anonymous.status_code != 401:
            same = (with_key.status_code, with_key.content) == (anonymous.status_code, anonymous.content)
            assert (role, same) == (role, True)


@pytest.fixture(scope="session")
def session(installation: Installation) -> str:
    """Session of an editor, made as a sign-in makes it."""
    address = "schnittstelle@example.test"
    installation.command("person", "create", address)
    installation.command("person", "role", address, "editor", "--for", "12069020")
    return run(installation, SIGN_IN, address)


@schema.parametrize()
@settings(max_examples=EXAMPLES // 4, suppress_health_check=list(HealthCheck), deadline=None)
def test_somebody_signed_in_gets_what_everybody_gets(
    case: schemathesis.Case, site: str, session: str
) -> None:
    anonymous = case.call(base_url=site)
    signed_in = case.call(base_url=site, cookies={"sessionid": session})
    assert anonymous.status_code < 500
    assert (signed_in.status_code, signed_in.content) == (anonymous.status_code, anonymous.content)


def test_a_key_of_any_role_reads_its_own_two_addresses(site: str, keys: dict[str, str]) -> None:
    for role, key in keys.items():
        for path in OWN:
            assert (role, path, get(site + path, Authorization=f"Bearer {key}")[0]) == (role, path, 200)


def test_the_session_of_that_test_is_one_of_somebody_signed_in(site: str, session: str) -> None:
    assert get(f"{site}/konto/", Cookie=f"sessionid={session}")[0] == 200


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an address of the site."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_only_reading_is_offered() -> None:
    methods = {method for path in api.get_openapi_schema()["paths"].values() for method in path}
    assert methods == {"get"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/municipalities/99999999", 404),
        ("/api/v1/solutions/gibt-es-nicht", 404),
        ("/api/v1/solutions?cursor=%C3%A4", 422),
        ("/api/v1/search?q=Parken&limit=0", 422),
        ("/api/v1/solutions?costs=known%00", 422),
        ("/api/v1/solutions/luna%00", 422),
        ("/api/v1/search?q=Parken&municipality=99999999", 404),
    ],
)
def test_errors_are_problems(site: str, path: str, status: int) -> None:
    code, headers, body = get(site + path)
    assert (code, headers["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize(
    "path", ["/finden/?q=Parken%00", "/loesungen/luna%00/", "/en/kommunen/vorschlaege/?q=%00"]
)
def test_a_zero_byte_in_an_address_of_a_page_is_refused_in_a_sentence(site: str, path: str) -> None:
    code, _, body = get(site + path)
    assert code == 400
    assert "<h1>" in body.decode()


def test_an_unchanged_answer_is_not_sent_twice(site: str) -> None:
    _, headers, _ = get(f"{site}/api/v1/solutions?limit=5")
    code, _, body = get(f"{site}/api/v1/solutions?limit=5", **{"If-None-Match": headers["ETag"]})
    assert (code, body) == (304, b"")


def test_following_the_cursor_gives_every_solution_once(site: str) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = json.loads(get(f"{site}/api/v1/solutions?limit=200&cursor={cursor}")[2])
        seen += [item["slug"] for item in body["items"]]
        cursor = body["next"]
    assert len(seen) == len(set(seen)) > 500


def test_the_search_explains_every_result(site: str) -> None:
    body = json.loads(get(f"{site}/api/v1/search?q=Starkregen&municipality=12069020&limit=5")[2])
    assert body["total"] > 20
    for result in body["results"]:
        assert [part["part"] for part in result["parts"]][:2] == ["relevance", "fit"]
        assert result["parts"][-1]["product"] == pytest.approx(result["order"], abs=0.001)
        assert result["unknowns"] or result["reasons"]
