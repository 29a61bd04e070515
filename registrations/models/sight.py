"""What a member of the team may not see: as conditions for the database.

Ties and hidden names live here and in `RegistrationQuerySet`, so that no screen can
forget them (design.md, "Fairness"). Whatever is in doubt is closed.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Reverse, Upper
from django.db.models.lookups import StartsWith

from ..enums import ReviewPhase, TieCause, TieState

# Thousands of people who never met share one of these.
PUBLIC_MAIL_DOMAINS = frozenset(
    {
        "belgacom.net",
        "gmail.com",
        "gmx.net",
        "googlemail.com",
        "hotmail.be",
        "hotmail.com",
        "icloud.com",
        "live.be",
        "live.com",
        "me.com",
        "msn.com",
        "outlook.be",
        "outlook.com",
        "pandora.be",
        "proton.me",
        "protonmail.com",
        "proximus.be",
        "scarlet.be",
        "skynet.be",
        "telenet.be",
        "yahoo.com",
    }
)


def not_tied_to(user: Any) -> Q:
    """Return the condition that nothing ties `user` to a registration.

    Their own is closed for ever; a declared tie closes; what is only suspected
    closes until somebody else says that there is none (domain.md 7.4). Suspicions
    are looked up each time, so a registration is closed from its first moment.

    What is closed is gathered first, which the indexes of migration 0010 serve: to look
    at each of 20,000 registrations took longer than all else in a list.
    """
    from .reader import Tie  # models of one app; avoids an import circle
    from .registration import Registration

    rows = Registration.objects.order_by()
    said = Tie.objects.filter(user=user).order_by()
    declared = said.filter(state=TieState.DECLARED)
    condition = ~Q(pk__in=declared.values("registration"))
    if user.email:
        own = rows.filter(email__iexact=user.email)
        condition &= ~Q(pk__in=own.values("pk"))
    causes = list(get_suspicions(user).values())
    if causes:
        dismissed = said.filter(state=TieState.DISMISSED)
        suspected = rows.filter(_any(causes)).exclude(
            pk__in=dismissed.values("registration")
        )
        condition &= ~Q(pk__in=suspected.values("pk"))
    return condition


def get_suspicions(user: Any) -> dict[TieCause, Q]:
    """Return what makes the site suspect a tie with `user`, as conditions by cause.

    From the profile of the reader, and from their own name and address.
    """
    causes = {}
    if user.last_name.strip():
        causes[TieCause.NAME] = Q(last_name__iexact=user.last_name.strip())
    profile = getattr(user, "reader_profile", None)
    organisations = _read_lines(profile.organisations) if profile else []
    domains = _read_lines(profile.domains) if profile else []
    own_domain = user.email.rpartition("@")[2].strip().lower()
    if own_domain and own_domain not in PUBLIC_MAIL_DOMAINS:
        domains.append(own_domain)
    if organisations:
        causes[TieCause.ORGANISATION] = _any(
            Q(organisation__iexact=name) for name in organisations
        )
    if domains:
        causes[TieCause.DOMAIN] = _any(
            _ends_with(f"@{domain}") | _ends_with(f".{domain}")
            for domain in (text.lower().removeprefix("@") for text in domains)
        )
    return causes


def hides_names_from(user: Any) -> Q | None:
    """Return the condition on a round under which `user` sees no names; None for never.

    Whoever only helps people to register needs to know who they are; whoever judges
    does not, until a decider has to write to them.
    """
    return _hidden_while_judging(user, "hides_names", selecting_opens_to_readers=False)


def hides_facts_from(user: Any) -> Q | None:
    """The same for facts about the composition; the selection needs them."""
    return _hidden_while_judging(user, "hides_facts", selecting_opens_to_readers=True)


def _hidden_while_judging(
    user: Any, column: str, *, selecting_opens_to_readers: bool
) -> Q | None:
    from ..permissions import DECIDE, REVIEW  # a leaf that asks models in its turn

    decides = user.has_perm(DECIDE)
    if not (decides or user.has_perm(REVIEW)):
        return None
    hidden = Q(**{column: True})
    if decides or selecting_opens_to_readers:
        hidden &= ~Q(phase=ReviewPhase.SELECTING)
    return hidden


def _ends_with(end: str) -> Q:
    """Whether an address ends so: read backwards, since an index reads beginnings."""
    mirrored = Reverse(Upper(Value(end)))
    return Q(StartsWith(Reverse(Upper("email")), mirrored))


def _read_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _any(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
