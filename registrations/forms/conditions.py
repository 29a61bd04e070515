"""Which questions are asked, given the answers to others: pure rules over plain data.

`static/js/conditions.js` follows the same rules in the browser, so that somebody sees
what the server will ask.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..enums import AnswerCondition
from ..models.question_choices import TICKED
from .text import join_or


@dataclass(frozen=True)
class Condition:
    """When a question is asked.

    Attributes:
        key: of the question whose answer decides.
        when: how that answer must be.
        answers: with which answers it is compared; none of them means with all that
            the question offers, so "any" is "answered" and "not all" is "not every
            box".
    """

    key: str
    when: str = AnswerCondition.ANY
    answers: frozenset[str] = frozenset()

    def is_met(self, given: Collection[str], offered: Collection[str]) -> bool:
        """Whether somebody who answered `given`, out of `offered`, is asked."""
        offered = frozenset(offered)
        wanted = self.answers & offered if self.answers else offered
        given = frozenset(given) & offered
        if self.when == AnswerCondition.NONE:
            return not given & wanted
        if self.when == AnswerCondition.NOT_ALL:
            return not wanted <= given
        return bool(given & wanted)


def keep_sound(
    conditions: Mapping[str, Condition], keys: Collection[str]
) -> dict[str, Condition]:
    """Return the conditions that can be judged on a form with the questions `keys`.

    A condition falls away when it leads to a question that is not on the form, or
    round in a circle: what cannot be judged is asked. The editor refuses both, but a
    list that became empty takes a question off the form as well.
    """
    return {
        key: condition
        for key, condition in conditions.items()
        if condition.key in keys and not _leads_round(key, conditions)
    }


def _leads_round(key: str, conditions: Mapping[str, Condition]) -> bool:
    """Whether who follows the conditions from `key` comes back to it."""
    seen: set[str] = set()
    at = key
    while at in conditions and at not in seen:
        seen.add(at)
        at = conditions[at].key
        if at == key:
            return True
    return False


def find_asked(
    keys: Sequence[str],
    conditions: Mapping[str, Condition],
    *,
    given: Mapping[str, Collection[str]],
    offered: Mapping[str, Collection[str]],
) -> frozenset[str]:
    """Return the questions that are asked of somebody.

    Args:
        keys: the questions of the form.
        conditions: by the key of the question that has one.
        given: what somebody answered, by question; nothing where they did not.
        offered: what a question has to choose from.

    Returns:
        The keys; a question whose condition leads to one that is not asked is not
        asked either.
    """
    sound = keep_sound(conditions, keys)
    asked: dict[str, bool] = {}

    def is_asked(key: str) -> bool:
        if key not in asked:
            condition = sound.get(key)
            asked[key] = condition is None or (
                is_asked(condition.key)
                and condition.is_met(
                    given.get(condition.key, ()), offered.get(condition.key, ())
                )
            )
        return asked[key]

    return frozenset(key for key in keys if is_asked(key))


# In the words of a form.


def get_offered(field: forms.Field) -> dict[str, str]:
    """Return what `field` offers: the value that a browser posts → our code of it."""
    if isinstance(field, forms.BooleanField):
        return {"on": TICKED}
    if isinstance(field, forms.ChoiceField):
        codes = getattr(field, "codes", {})
        return {
            str(value): codes.get(str(value), str(value))
            for value, _label in field.choices
            if value not in ("", None)
        }
    return {}


def get_given(bound: BoundField) -> frozenset[str]:
    """Return what somebody answered so far, checked or not, as our codes."""
    offered = get_offered(bound.field)
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return frozenset({TICKED} if value else ())
    values = value if isinstance(value, list | tuple) else [value]
    return frozenset(offered[str(one)] for one in values if str(one) in offered)


@dataclass(frozen=True)
class ShownCondition:
    """A condition as the page tells it: a sentence for people, data for the script."""

    name: str
    when: str
    posted: tuple[str, ...]
    sentence: str

    @property
    def attributes(self) -> SafeString:
        """For the element of the question: what `conditions.js` reads."""
        return flatatt(
            {
                "data-after": self.name,
                "data-when": str(self.when),
                "data-answers": json.dumps(self.posted),
            }
        )


def describe(condition: Condition, *, field: forms.Field, name: str) -> ShownCondition:
    """Return `condition` for a page on which `field` decides, posted as `name`."""
    offered = get_offered(field)
    wanted = {
        value: code
        for value, code in offered.items()
        if not condition.answers or code in condition.answers
    }
    labels: dict[str, Any] = {}
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in field.choices}
    return ShownCondition(
        name=name,
        when=condition.when,
        posted=tuple(wanted),
        sentence=_make_sentence(
            condition,
            question=str(field.label),
            answers=[labels[value] for value in wanted if value in labels],
            is_box=isinstance(field, forms.BooleanField),
        ),
    )


def _make_sentence(
    condition: Condition, *, question: str, answers: list[str], is_box: bool
) -> str:
    """Say who is asked, for people whose browser does not hide what is not."""
    when = condition.when
    if is_box:
        sentence = (
            gettext("Only if you tick “%(question)s”.")
            if when == AnswerCondition.ANY
            else gettext("Only if you do not tick “%(question)s”.")
        )
    elif not condition.answers:
        sentence = {
            AnswerCondition.ANY: gettext("Only if you answer “%(question)s”."),
            AnswerCondition.NONE: gettext("Only if you do not answer “%(question)s”."),
            AnswerCondition.NOT_ALL: gettext(
                "Only if you do not mark everything at “%(question)s”."
            ),
        }[AnswerCondition(when)]
    else:
        sentence = {
            AnswerCondition.ANY: gettext(
                "Only if you answer %(answers)s at “%(question)s”."
            ),
            AnswerCondition.NONE: gettext(
                "Only if you do not answer %(answers)s at “%(question)s”."
            ),
            AnswerCondition.NOT_ALL: gettext(
                "Only if you do not mark all of these at “%(question)s”: %(answers)s."
            ),
        }[AnswerCondition(when)]
    quoted = [gettext("“%(answer)s”") % {"answer": answer} for answer in answers]
    return sentence % {"question": question, "answers": join_or(quoted)}
