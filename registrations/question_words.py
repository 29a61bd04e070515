"""Words in a question that touch what nobody should ask without a good reason.

Special categories of the GDPR and grounds of the Flemish decree on equal opportunities
(domain.md 3 and 6), and what tells more than a selection needs. The beginnings of
words, in Dutch since the questions are; a warning may be wrong, so it never blocks.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

# what it is about → the beginnings of words
TOUCHY = {
    _("health"): (
        "gezond",
        "ziek",
        "medisch",
        "medicatie",
        "handicap",
        "beperking",
        "dieet",
        "dieten",
        "diëten",
        "allergi",
        "voedsel",
        "vegetari",
        "zwanger",
    ),
    _("belief or conviction"): (
        "geloof",
        "godsdienst",
        "religi",
        "levensbeschouw",
        "politiek",
        "partijlid",
        "vakbond",
    ),
    _("origin or language"): (
        "afkomst",
        "herkomst",
        "nationaliteit",
        "etnisch",
        "migratie",
        "moedertaal",
        "thuistaal",
        "geboorteland",
        "geboorteplaats",
    ),
    _("gender or orientation"): (
        "geslacht",
        "gender",
        "seksu",
        "voornaamwoord",
        "man of vrouw",
        "man/vrouw",
    ),
    _("age"): ("leeftijd", "geboorte", "hoe oud", "verjaardag"),
    _("family"): (
        "gezin",
        "kinderen",
        "burgerlijke staat",
        "gehuwd",
        "getrouwd",
        "partner van",
    ),
    _("identity or home"): (
        "rijksregister",
        "identiteitskaart",
        "paspoort",
        "thuisadres",
        "privéadres",
        "woonadres",
        "woonplaats",
        "waar woon",
        "rekeningnummer",
        "inkomen",
        "strafblad",
        "strafregister",
    ),
}


def find_touchy(text: str) -> list[str]:
    """Return what `text` touches that needs a good reason, in the words of the house."""
    text = text.casefold()
    return [
        str(subject)
        for subject, starts in TOUCHY.items()
        if any(re.search(rf"(?<!\w){re.escape(start)}", text) for start in starts)
    ]
