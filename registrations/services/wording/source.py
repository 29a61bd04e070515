"""The words of a kind of letter that hold for a form: its own, the site's, or ours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from django.template import loader
from wagtail.models import Page

from ...enums import MessageKind
from ...models import MessageTemplate, RegistrationFormPage
from ..once import read_once


@dataclass(frozen=True)
class Words:
    """Subject and body with their fields, and where they come from.

    Attributes:
        version_pk: the version of a template; None for the default.
        page_pk: the call, day or form that they are for; None for the whole site.
    """

    subject: str
    body: str
    version_pk: int | None = None
    page_pk: int | None = None

    @property
    def digest(self) -> str:
        """What tells these words from all others, whoever wrote them."""
        text = f"{self.subject}\n\n{self.body}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def get_default(kind: MessageKind) -> Words:
    """Return the words that the site came with."""
    subject, body = (
        loader.get_template(
            f"registrations/mail/{MessageKind(kind).value}/{part}.txt"
        ).template.source.strip("\n")
        for part in ("subject", "body")
    )
    return Words(subject=subject, body=body)


def get_words(kind: MessageKind, form_page: RegistrationFormPage | None) -> Words:
    """Return the words of a letter of `kind` about something of `form_page`.

    Those for the form come before those for its call or day, and those before what
    holds for the whole site.

    Args:
        kind: which letter.
        form_page: the form; None for a letter that is about no form.
    """
    return get_words_at(kind, form_page)


@read_once
def get_words_at(kind: MessageKind, page: Page | None) -> Words:
    """Return the words that hold for a form, a call or a day; None: the whole site."""
    chain = _get_chain(page)
    templates = {
        template.page_id: template
        for template in MessageTemplate.objects.in_use().for_kind(
            kind, [pk for pk in chain if pk is not None]
        )
    }
    for page_pk in chain:
        if page_pk in templates:
            return get_words_of(templates[page_pk])
    return get_default(MessageKind(kind))


def get_words_of(template: MessageTemplate) -> Words:
    """Return the words of one template, as it was saved last."""
    version = template.versions.filter(number=template.number).values_list("pk")
    return Words(
        subject=template.subject,
        body=template.body,
        version_pk=version[0][0],
        page_pk=template.page_id,
    )


def _get_chain(page: Page | None) -> list[int | None]:
    """The pages whose words come first, the nearest first; None is the whole site."""
    if page is None:
        return [None]
    if not issubclass(page.specific_class, RegistrationFormPage):
        return [page.pk, None]
    parent = page.get_parent()
    return [page.pk, *([parent.pk] if parent else []), None]
