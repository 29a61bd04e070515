"""Tries an address as somebody, and leaves everything as it was."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

NOT_FOUND, METHOD_NOT_ALLOWED = 404, 405


class Broken(AssertionError):
    """The address failed, whoever asked."""


class RoleClient(Client):
    """A browser in which one member of the team is logged in."""

    def __init__(self, user: Any) -> None:
        super().__init__(raise_request_exception=False)
        self.force_login(user)
        self.last_status = 0
        # Wagtail leads whoever may not back to the dashboard.
        self.refusals = {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}

    def is_let_in(self, method: str, path: str, data: Any = None) -> bool | None:
        """Whether the admin lets this person in; None without such a method.

        Whatever the request changed is rolled back.

        Raises:
            Broken: when the answer is an error of ours.
        """
        send = self.post if method == "POST" else self.get
        with transaction.atomic():
            response = send(path, data or {})
            transaction.set_rollback(True)
        self.last_status = response.status_code
        if response.status_code >= 500:
            raise Broken(f"{method} {path}: {response.status_code}")
        if response.status_code == METHOD_NOT_ALLOWED:
            return None
        if response.status_code in {403, NOT_FOUND}:
            return False
        return not (
            response.status_code == 302 and response.url.split("?")[0] in self.refusals
        )
