# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where django-allauth asks us: what becomes of an account is recorded, and sign-in elsewhere stays there."""

from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from requests.adapters import HTTPAdapter

from allmende.accounts import actions
from allmende.accounts.links import link_for
from allmende.accounts.models import Person

ROUNDS = 3
LOGIN_CODE = "account/email/login_code"


def shown_name(person: Person) -> str:
    """How a person is called in mails and pages that only they get to see."""
    return person.name or person.email


class Entrance(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up leaves an event, and so does every change that a person is told of by mail."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        person = super().save_user(request, user, form, commit)
        if commit:
            actions.note(by=person.reference, person=person, what="join", at=timezone.now())
        return person

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            person = email_address.user
            now = timezone.now()
            actions.note(by=person.reference, person=person, what="address_confirmed", at=now)
            actions.end_by_domain(by=person.reference, person=person, at=now)
        return confirmed

    def login(self, request: HttpRequest, user: Any) -> None:
        """Whoever signs up with a stranger's address and waits finds no way in when the stranger comes."""
        if user.last_login is None:
            ways = {one["method"] for one in get_authentication_records(request, user)}
            actions.drop_unproved(by=user.reference, person=user, ways=ways, at=timezone.now())
        super().login(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        link = link_for(email) if template_prefix == LOGIN_CODE else ""
        super().send_mail(template_prefix, email, {**context, "link": link})

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> Any:
        """Every mail as text, and the same text as HTML."""
        mail = super().render_mail(template_prefix, email, context, headers)
        shown = {"subject": mail.subject, "text": mail.body, "language": get_language() or "de"}
        mail.attach_alternative(render_to_string("account/email/message.html", shown), "text/html")
        return mail

    def send_account_already_exists_mail(self, email: str) -> None:
        """A new account hashes its password; this takes as long, so that no clock tells them apart."""
        make_password(get_random_string(12))
        super().send_account_already_exists_mail(email)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **named: Any) -> Any:
        what = template_prefix.rpartition("/")[2]
        actions.note(by=user.reference, person=user, what=what, at=timezone.now())
        return super().send_notification_mail(template_prefix, user, *args, **named)


class Sessions(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Ending sessions elsewhere leaves an event."""

    @transaction.atomic
    def end_sessions(self, sessions: Any) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        for person in {one.user for one in ended}:
            actions.note(by=person.reference, person=person, what="sessions_ended", at=timezone.now())


class ExternalEntrance(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with an account from elsewhere."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        person = super().populate_user(request, sociallogin, data)
        person.name = (data.get("name") or "")[:100]
        for one in sociallogin.email_addresses:  # some providers say it in text, where "false" would be true
            one.verified = str(one.verified).lower() == "true"
        return person

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        person = super().save_user(request, sociallogin, form)
        if form is None:
            actions.note(by=person.reference, person=person, what="join", at=timezone.now())
        return person

    def get_requests_session(self) -> requests.Session:
        session = OneHost(urlsplit(settings.OIDC_SERVER))
        session.trust_env = False
        session.max_redirects = ROUNDS
        return session


class OneHost(requests.Session):
    """Speaks with the one server the operator named, wherever it stands, and with nobody else."""

    def __init__(self, server: Any) -> None:
        super().__init__()
        self.adapters.clear()
        self.mount(f"{server.scheme}://{server.netloc}/", HTTPAdapter())

    def request(self, *args: Any, **named: Any) -> requests.Response:
        return super().request(*args, **{"timeout": settings.SOCIALACCOUNT_REQUESTS_TIMEOUT, **named})
