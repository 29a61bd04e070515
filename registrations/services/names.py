"""What the team is called in the history, also when an account is gone.

A leaf, so that every service that writes a row can keep the name beside it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

# As long as the columns that keep a name.
MAX_NAME = 150


def get_name(user: Any, kept: str = "") -> str:
    """Return how the team calls `user`.

    Args:
        user: a member of the team; None once the account was deleted.
        kept: the name that was kept beside the row, for when the account is gone.
    """
    if user is None:
        return kept or _("deleted account")
    return (user.get_full_name() or user.get_username())[:MAX_NAME]


def keep_name(user: Any) -> str:
    """Return the name to keep in a `*_name` column; empty where nobody of us acted.

    Args:
        user: who did it; None for an applicant or the site.
    """
    return get_name(user) if user is not None else ""
