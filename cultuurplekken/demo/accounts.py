"""The people of the demo: one account for each task in the house."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Manager


@dataclass(frozen=True)
class DemoAccount:
    """One person of the demo.

    `task` is for the newcomer who reads the terminal or the README; `group` is
    the name of the group that gives the rights, empty for the superuser.
    """

    username: str
    first_name: str
    last_name: str
    group: str
    task: str


DEMO_ACCOUNTS = (
    DemoAccount("beheer", "Bea", "Heyvaert", "", "manages everything"),
    DemoAccount("redactie", "Reda", "Peeters", "Redactie", "writes the pages"),
    DemoAccount(
        "eindredactie", "Eline", "Dewitte", "Eindredactie", "approves the pages"
    ),
    DemoAccount("lezer1", "Lena", "Claes", "Lezers", "reads registrations"),
    DemoAccount("lezer2", "Lander", "Maes", "Lezers", "reads registrations"),
    DemoAccount("lezer3", "Lotte", "Vervaet", "Lezers", "reads registrations"),
    DemoAccount(
        "leider", "Leila", "Baert", "Leesverantwoordelijken", "leads the reading"
    ),
    DemoAccount("beslisser", "Bilal", "Amrani", "Beslissers", "decides and releases"),
    DemoAccount("secretariaat", "Saar", "Michiels", "Secretariaat", "keeps the office"),
    DemoAccount(
        "gegevens", "Gust", "Dierckx", "Gegevensbeheer", "exports and keeps the lists"
    ),
)

# Not that of the applicants: a shared domain is a suspected tie, and closes.
DOMAIN = "optil.example"
EARLIER_DOMAIN = "cultuurplekken.example"


def create_accounts() -> None:
    """Create the demo accounts that do not exist yet.

    Only where the settings name a demo password, so never in production.
    """
    password = getattr(settings, "DEMO_PASSWORD", "")
    if not password:
        return
    users = get_user_model()._default_manager
    leave_applicants_domain(users)
    for account in DEMO_ACCOUNTS:
        is_manager = not account.group
        user, is_new = users.get_or_create(
            username=account.username,
            defaults={
                "first_name": account.first_name,
                "last_name": account.last_name,
                "email": f"{account.username}@{DOMAIN}",
                "is_staff": is_manager,
                "is_superuser": is_manager,
            },
        )
        if not is_new:
            continue
        user.set_password(password)
        user.save(update_fields=["password"])
        if account.group:
            user.groups.add(Group.objects.get(name=account.group))


def leave_applicants_domain(users: Manager) -> None:
    """Take the accounts of an earlier demo out of the domain of its applicants."""
    for account in DEMO_ACCOUNTS:
        users.filter(
            username=account.username, email=f"{account.username}@{EARLIER_DOMAIN}"
        ).update(email=f"{account.username}@{DOMAIN}")
