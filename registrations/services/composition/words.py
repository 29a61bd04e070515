"""What dimensions, values and numbers are called in a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from ...enums import Attendance, Dimension

D = Dimension

# "at most two …"
_SAME = {
    D.REGION: pgettext_lazy("at most two", "from the same region"),
    D.MUNICIPALITY: pgettext_lazy("at most two", "from the same municipality"),
    D.ORGANISATION_TYPE: pgettext_lazy(
        "at most two", "from the same kind of organisation"
    ),
    D.ORGANISATION: pgettext_lazy("at most two", "from the same organisation"),
    D.EXPERIENCE: pgettext_lazy("at most two", "with the same experience"),
    D.PERSPECTIVE: pgettext_lazy("at most two", "with the same perspective"),
    D.ROLE: pgettext_lazy("at most two", "with the same role"),
    D.PROFILE: pgettext_lazy("at most two", "with the same profile"),
    D.ATTENDANCE: pgettext_lazy("at most two", "with the same attendance"),
    D.TAG: pgettext_lazy("at most two", "with the same tag"),
}
# "at least five different …"
_PLURAL = {
    D.REGION: pgettext_lazy("different", "regions"),
    D.MUNICIPALITY: pgettext_lazy("different", "municipalities"),
    D.ORGANISATION_TYPE: pgettext_lazy("different", "kinds of organisation"),
    D.ORGANISATION: pgettext_lazy("different", "organisations"),
    D.EXPERIENCE: pgettext_lazy("different", "levels of experience"),
    D.PERSPECTIVE: pgettext_lazy("different", "perspectives"),
    D.ROLE: pgettext_lazy("different", "roles"),
    D.PROFILE: pgettext_lazy("different", "profiles"),
    D.ATTENDANCE: pgettext_lazy("different", "kinds of attendance"),
    D.TAG: pgettext_lazy("different", "tags"),
}
# "two …": one value, as it follows a number.
_WITH = {
    D.REGION: pgettext_lazy("two", "from %(value)s"),
    D.MUNICIPALITY: pgettext_lazy("two", "from %(value)s"),
    D.ORGANISATION_TYPE: pgettext_lazy("two", "from a “%(value)s”"),
    D.ORGANISATION: pgettext_lazy("two", "from %(value)s"),
    D.EXPERIENCE: pgettext_lazy("two", "with the experience “%(value)s”"),
    D.PERSPECTIVE: pgettext_lazy("two", "with the perspective “%(value)s”"),
    D.ROLE: pgettext_lazy("two", "with the role “%(value)s”"),
    D.PROFILE: pgettext_lazy("two", "with the profile “%(value)s”"),
    D.ATTENDANCE: pgettext_lazy("two", "of whom we know: “%(value)s”"),
    D.TAG: pgettext_lazy("two", "with the tag “%(value)s”"),
}
# "third …": the same, shorter, for a card.
_ON_CARD = {
    D.ORGANISATION_TYPE: pgettext_lazy("third", "%(value)s"),
    D.EXPERIENCE: pgettext_lazy("third", "“%(value)s”"),
    D.PERSPECTIVE: pgettext_lazy("third", "with perspective %(value)s"),
    D.ROLE: pgettext_lazy("third", "%(value)s"),
    D.PROFILE: pgettext_lazy("third", "%(value)s"),
    D.TAG: pgettext_lazy("third", "“%(value)s”"),
}
_ATTENDANCE = {
    Attendance.ALL: pgettext_lazy("two", "who can come to every meeting"),
    Attendance.SOME: pgettext_lazy("two", "who miss a meeting"),
}
_SHARES = {
    1: pgettext_lazy("not more than", "everybody"),
    2: pgettext_lazy("not more than", "half"),
    3: pgettext_lazy("not more than", "a third"),
    4: pgettext_lazy("not more than", "a quarter"),
}
_ORDINALS = (
    pgettext_lazy("ordinal", "first"),
    pgettext_lazy("ordinal", "second"),
    pgettext_lazy("ordinal", "third"),
    pgettext_lazy("ordinal", "fourth"),
    pgettext_lazy("ordinal", "fifth"),
    pgettext_lazy("ordinal", "sixth"),
    pgettext_lazy("ordinal", "seventh"),
    pgettext_lazy("ordinal", "eighth"),
    pgettext_lazy("ordinal", "ninth"),
    pgettext_lazy("ordinal", "tenth"),
    pgettext_lazy("ordinal", "eleventh"),
    pgettext_lazy("ordinal", "twelfth"),
)


def say_same(dimension: str) -> str:
    """ "from the same organisation"."""
    return str(_SAME[D(dimension)])


def say_plural(dimension: str) -> str:
    """ "municipalities"."""
    return str(_PLURAL[D(dimension)])


def say_with(dimension: str, value: str, label: str) -> str:
    """ "from Westhoek", as it follows a number."""
    if dimension == D.ATTENDANCE and value in Attendance.values:
        return str(_ATTENDANCE[Attendance(value)])
    return str(_WITH[D(dimension)]) % {"value": _in_a_sentence(dimension, label)}


def say_on_card(dimension: str, label: str) -> str:
    """ "programmator", as it follows "third" on a card."""
    words = _ON_CARD.get(D(dimension), _WITH[D(dimension)])
    return str(words) % {"value": _in_a_sentence(dimension, label)}


def say_share(amount: int) -> str:
    """ "half"."""
    if amount in _SHARES:
        return str(_SHARES[amount])
    return pgettext("not more than", "one in %(amount)d") % {"amount": amount}


def say_ordinal(number: int) -> str:
    """ "third"; with ciphers from thirteen on."""
    if 1 <= number <= len(_ORDINALS):
        return str(_ORDINALS[number - 1])
    return pgettext("ordinal", "%(number)dth") % {"number": number}


def say_people(number: int) -> str:
    """ "2 people"."""
    return ngettext("%(count)d person", "%(count)d people", number) % {"count": number}


def say_unknown() -> str:
    return _("unknown")


def _in_a_sentence(dimension: str, label: str) -> Any:
    """A label of a list starts with a capital; inside a sentence it has none."""
    if dimension in {D.REGION, D.MUNICIPALITY, D.ORGANISATION, D.EXPERIENCE, D.TAG}:
        return label
    return label[:1].lower() + label[1:]
