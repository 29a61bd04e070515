"""Staff change the words of a letter: saved as a version, never over another one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from ...enums import MessageKind
from ...models import MessageTemplate, MessageTemplateVersion
from ...permissions import user_can_change_templates
from ..errors import NotAllowed
from ..names import keep_name
from .checking import find_problems
from .errors import ChangedMeanwhile, WordsRefused
from .kinds import KINDS


@transaction.atomic
def save_words(
    *,
    kind: MessageKind,
    page: Page | None,
    subject: str,
    body: str,
    seen: int,
    user: Any,
    restored: int | None = None,
) -> MessageTemplate:
    """Save words for a kind of letter as a new version; the same again changes nothing.

    Letters that wait as a draft keep the words they have (`services.message`).

    Args:
        kind: which letter.
        page: the call, day or form that they are for; None for the whole site.
        subject: with its fields.
        body: with its fields, as text (`richtext`).
        seen: the number of the version that was on the screen; 0 for none.
        user: who saves.
        restored: the version whose words these are, where an old one is taken again.

    Returns:
        The template as it is now.

    Raises:
        NotAllowed: `user` may not change templates.
        WordsRefused: a field is unknown, misplaced or missing.
        ChangedMeanwhile: there is a version that `user` has not seen.
    """
    _ensure_allowed(user)
    subject, body = " ".join(subject.split()), body.strip("\n")
    problems = find_problems(kind=KINDS[kind], subject=subject, body=body)
    if problems:
        raise WordsRefused(problems)
    template = _lock(kind, page)
    if template.number != seen:
        raise ChangedMeanwhile
    if template.is_active and (template.subject, template.body) == (subject, body):
        return template
    template.subject, template.body, template.is_active = subject, body, True
    _add_version(template, user=user, restored=restored)
    return template


@transaction.atomic
def take_default(
    *, kind: MessageKind, page: Page | None, seen: int, user: Any
) -> MessageTemplate:
    """Go back: to the words of the whole site for a call, else to the default.

    Args:
        kind: which letter.
        page: whose words go; None for those of the whole site.
        seen: the number of the version that was on the screen.
        user: who does it.

    Raises:
        NotAllowed: `user` may not change templates.
        ChangedMeanwhile: there is a version that `user` has not seen.
    """
    _ensure_allowed(user)
    template = _lock(kind, page)
    if template.number != seen:
        raise ChangedMeanwhile
    if template.is_active and template.number:
        template.subject = template.body = ""
        template.is_active = False
        _add_version(template, user=user)
    return template


@transaction.atomic
def restore_version(
    *, version: MessageTemplateVersion, seen: int, user: Any
) -> MessageTemplate:
    """Take the words of an earlier version again, as a new one.

    Raises:
        NotAllowed, ChangedMeanwhile: as for `save_words`.
        WordsRefused: a field of then is no longer there.
    """
    template = version.template
    kind = MessageKind(template.kind)
    if version.is_default:
        return take_default(kind=kind, page=template.page, seen=seen, user=user)
    return save_words(
        kind=kind,
        page=template.page,
        subject=version.subject,
        body=version.body,
        seen=seen,
        user=user,
        restored=version.number,
    )


def _ensure_allowed(user: Any) -> None:
    if not user_can_change_templates(user):
        raise NotAllowed


def _lock(kind: MessageKind, page: Page | None) -> MessageTemplate:
    """The row of these words under a lock; a new one is not active before it is saved."""
    template, _is_new = MessageTemplate.objects.get_or_create(
        kind=MessageKind(kind), page=page, defaults={"is_active": False}
    )
    return (
        MessageTemplate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("page")
        .get(pk=template.pk)
    )


def _add_version(
    template: MessageTemplate, *, user: Any, restored: int | None = None
) -> None:
    template.number += 1
    template.save(update_fields=["subject", "body", "is_active", "number"])
    MessageTemplateVersion.objects.create(
        template=template,
        number=template.number,
        subject=template.subject,
        body=template.body,
        is_default=not template.is_active,
        restored=restored,
        user=user,
        user_name=keep_name(user),
    )
    log(
        instance=template,
        action="registrations.save_template",
        user=user,
        data={"version": template.number},
    )
