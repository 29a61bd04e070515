"""The account of a member of the team, filled in as it stands."""

from typing import Any

from django.test import Client
from django.urls import reverse


def save_account(client: Client, **values: str) -> Any:
    """Save one's account with these values, and all others as they are."""
    url = reverse("wagtailadmin_account")
    fields = {}
    for panels in client.get(url).context["panels_by_tab"].values():
        for panel in panels:
            form = panel.get_form()
            for name in form.fields:
                fields[form.add_prefix(name)] = form[name].value() or ""
    fields = {name: value for name, value in fields.items() if value != ""}
    fields = {name: value for name, value in fields.items() if "password" not in name}
    return client.post(url, fields | values)
