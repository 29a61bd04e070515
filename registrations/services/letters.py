"""Each letter: the words of its kind (`wording`), filled in for one person.

What a letter can tell is gathered in `letter_values`; `letter_html` makes the HTML
from the text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from ..enums import MessageKind
from ..models import DataRequest, Interest, Registration, RegistrationDraft
from .letter_html import Letter, render_html
from .letter_marks import bare
from .letter_values import gather_values
from .subjects import begin_with
from .wording import KINDS, Words, fill_body, fill_subject, get_words, render_part


def render_letter(
    *,
    registration: Registration | None = None,
    draft: RegistrationDraft | None = None,
    interest: Interest | None = None,
    team_member: Any = None,
    data_request: DataRequest | None = None,
    kind: MessageKind,
    reason: str = "",
    context: dict[str, Any] | None = None,
    as_of: datetime | None = None,
) -> Letter:
    """Write the letter `kind` about a registration, a draft or an interest.

    Args:
        registration: to whom, as it is now; or
        draft: to whoever saved this form: nothing of what they typed is told; or
        interest: to whoever asked to hear of a form; or
        team_member: to a colleague: what waits, and nothing about anybody; or
        data_request: to whoever asked something of their own data.
        kind: which letter.
        reason: the team's reason for the step, or its question; word for word.
        context: further values for the template.
        as_of: the moment of which a copy tells the answers; None for now.

    Returns:
        The letter, with a marker where the private link will stand.

    Raises:
        ValueError: it is about nothing.
    """
    kind = MessageKind(kind)
    about = registration or draft or interest or data_request
    with translation.override(settings.LANGUAGE_CODE):
        values = gather_values(
            registration=registration,
            draft=draft,
            interest=interest,
            team_member=team_member,
            data_request=data_request,
            kind=kind,
            reason=reason,
            context=context,
            as_of=as_of,
        )
        words = get_words(kind, about.page if about else None)
        return write(words, kind=kind, values=values, registration=registration)


def write(
    words: Words,
    *,
    kind: MessageKind,
    values: dict[str, Any],
    registration: Registration | None,
) -> Letter:
    """Write a letter with these words and these values.

    Args:
        words: subject and body with their fields.
        kind: which letter.
        values: as `gather_values` returns them.
        registration: whose workplace gives the colours; None for a house letter.
    """
    letter_kind = KINDS[kind]
    body = fill_body(words.body, kind=letter_kind, values=values)
    letter = Letter.from_words(
        subject=begin_with(
            bare(values.get("call_title", "")),
            fill_subject(words.subject, kind=letter_kind, values=values),
        ),
        text=render_part(letter_kind.frame, values | {"body": body}),
    )
    return replace(
        letter,
        html=render_html(letter=letter, registration=registration),
        version_pk=words.version_pk,
        digest=words.digest,
    )
