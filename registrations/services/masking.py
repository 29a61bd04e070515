"""What is covered while a round hides who sent a registration in (domain.md 7.3).

The columns with names are closed as a whole; in every other answer the person's own
name, organisation, address and number are covered, since people write "I, Noor …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import pgettext

from ..models import Registration
from ..permissions import user_can_see_facts, user_can_see_names

# Core answers that say who somebody is.
NAME_KEYS = frozenset(
    {"first_name", "last_name", "email", "phone", "organisation", "colleague"}
)
# Own questions of these kinds nearly always name a person or a house.
NAMING_KINDS = frozenset({"email", "url"})
# Core answers that matter when groups are composed, and not before.
FACT_KEYS = frozenset(
    {
        "organisation_type",
        "municipality",
        "role",
        "profile",
        "practice_link",
        "practice_note",
        "project_phase",
        "experience_level",
        "perspectives",
    }
)
# Shorter words are also ordinary ones ("An", "Do"): only as a name is written.
_SHORT = 3


def get_covered_keys(user: Any, registration: Registration) -> frozenset[str]:
    """Return the questions that the round of the form hides from `user`."""
    covered: set[str] = set()
    if not user_can_see_names(user, registration.page_id):
        covered |= NAME_KEYS
        covered |= {
            question["key"]
            for question in registration.questions
            if question.get("field_type") in NAMING_KINDS
        }
    if not user_can_see_facts(user, registration.page_id):
        covered |= FACT_KEYS
    return frozenset(covered)


def get_mask(user: Any, registration: Registration) -> Callable[[str], str]:
    """Return what covers the names in a text that `user` reads; itself where none are.

    Args:
        user: the member of the team.
        registration: whose names.
    """
    if user_can_see_names(user, registration.page_id):
        return lambda text: text
    pattern = _get_pattern(registration)
    words = pgettext("in place of a name", "[hidden]")
    return lambda text: pattern.sub(words, text) if pattern else text


def _get_pattern(registration: Registration) -> re.Pattern[str] | None:
    local, _at, _domain = registration.email.partition("@")
    names = {
        registration.full_name,
        registration.first_name,
        registration.last_name,
        registration.email,
        registration.organisation,
        registration.phone,
        registration.colleague,
        local if len(local) > _SHORT else "",
    }
    # The longest first: a full name before its parts.
    parts = [
        _as_pattern(name)
        for name in sorted(names, key=len, reverse=True)
        if len(name.strip()) > 1
    ]
    return re.compile("|".join(parts)) if parts else None


def _as_pattern(name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    exactly = len(name.strip()) <= _SHORT
    return rf"(?<!\w){words}(?!\w)" if exactly else rf"(?i:(?<!\w){words}(?!\w))"
