"""What is covered while a round hides who sent a registration in (domain.md 7.3).

The columns with names are closed as a whole; in every other answer the person's own
name, organisation, address and number are covered, since people write "I, Noor …".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.utils.translation import pgettext

from ..models import Registration
from ..models.sight import PUBLIC_MAIL_DOMAINS
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
_SHORTEST_NUMBER = 6
# What stands behind the name of an organisation, and often is left out.
_LEGAL_FORM = re.compile(
    r"(?i)[\s,]+(?:vzw|ivzw|asbl|bvba?|nv|cv|cvba|cvso|vof)\.?\s*$"
)
_ACCENTED = {
    "a": "àáâãäåÀÁÂÃÄÅ",
    "c": "çÇ",
    "e": "èéêëÈÉÊË",
    "i": "ìíîïÌÍÎÏ",
    "n": "ñÑ",
    "o": "òóôõöøÒÓÔÕÖØ",
    "u": "ùúûüÙÚÛÜ",
    "y": "ýÿÝŸ",
}


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


def strip_legal_form(organisation: str) -> str:
    """Return the name of an organisation as people say it, without "vzw"."""
    return _LEGAL_FORM.sub("", organisation)


def _get_pattern(registration: Registration) -> re.Pattern[str] | None:
    local, _at, domain = registration.email.partition("@")
    names = {
        registration.full_name,
        registration.first_name,
        registration.last_name,
        registration.email,
        registration.organisation,
        strip_legal_form(registration.organisation),
        registration.colleague,
        local if len(local) > _SHORT else "",
        # The house behind the address, unless thousands share it.
        domain if domain.lower() not in PUBLIC_MAIL_DOMAINS else "",
    }
    # The longest first: a full name before its parts.
    parts = [
        _as_pattern(name)
        for name in sorted(names, key=len, reverse=True)
        if len(name.strip()) > 1
    ]
    parts += _get_phone_pattern(registration.phone)
    return re.compile("|".join(parts)) if parts else None


def _as_pattern(name: str) -> str:
    """Return a pattern for `name` as people write it: "Noors", "Anne Marie", "Jose"."""
    words = r"[\s\-]+".join(
        "".join(_as_letter(letter) for letter in word)
        for word in re.split(r"[\s\-]+", name.strip())
    )
    pattern = rf"(?<!\w){words}(?:['’]?s)?(?!\w)"
    return pattern if len(name.strip()) <= _SHORT else rf"(?i:{pattern})"


def _as_letter(letter: str) -> str:
    """A letter with or without its accent, composed or not."""
    plain = unicodedata.normalize("NFD", letter)[0]
    accents = "[\u0300-\u036f]*"
    if not plain.isalpha():
        return re.escape(letter)
    return f"[{re.escape(plain)}{_ACCENTED.get(plain.lower(), '')}]{accents}"


def _get_phone_pattern(phone: str) -> list[str]:
    """The number however it is cut up, with or without that of the country."""
    digits = re.sub(r"\D", "", phone)
    digits = re.sub(r"^(?:00)?32|^0", "", digits)
    if len(digits) < _SHORTEST_NUMBER:
        return []
    between = r"[\s./()\-]*"
    country = rf"(?:(?:\+|00)32{between})?(?:\(?0\)?{between})?"
    return [rf"(?<!\d){country}{between.join(digits)}(?!\d)"]
