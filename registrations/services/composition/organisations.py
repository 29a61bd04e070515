"""Whether two people come from one house: what they typed, made comparable."""

from __future__ import annotations

import re

from ...models.reference import fold
from ..masking import strip_legal_form

# "Stad Gent, dienst cultuur" and "Stad Gent - Cultuur" are one house; a name that
# begins with what stands behind the comma would be another one.
_DEPARTMENT = re.compile(
    r"(?i)\s*(?:[,–(/-]|\s-\s)\s*(?:dienst|team|afdeling|departement)\b.*$"
)


def normalise_organisation(name: str) -> str:
    """Return `name` as it is compared; empty where nothing was filled in.

    Legal forms, departments, capitals, accents and punctuation make no difference.
    """
    return fold(_DEPARTMENT.sub("", strip_legal_form(name)))
