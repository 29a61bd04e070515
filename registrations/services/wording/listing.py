"""Where the words of letters were changed: for the list of all kinds, and one kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...enums import MessageKind
from ...models import MessageTemplate
from .kinds import KINDS, About
from .source import get_default


@dataclass
class KindRow:
    """One kind of letter in the list.

    Attributes:
        kind: which letter.
        subject: as it holds for the whole site.
        site: the template of the whole site, where it has words of its own.
        own: those of calls, days and forms.
    """

    kind: MessageKind
    subject: str
    site: MessageTemplate | None = None
    own: list[MessageTemplate] = field(default_factory=list)


def list_kinds(about: About) -> list[KindRow]:
    """Return the kinds of letters about one thing, with what is changed where."""
    kinds = [kind for kind in MessageKind if KINDS[kind].about == about]
    templates = (
        MessageTemplate.objects.in_use()
        .filter(kind__in=kinds)
        .select_related("page")
        .order_by("page__path")
    )
    rows = {kind: KindRow(kind, get_default(kind).subject) for kind in kinds}
    for template in templates:
        row = rows[MessageKind(template.kind)]
        if template.page_id is None:
            row.site, row.subject = template, template.subject
        else:
            row.own.append(template)
    return list(rows.values())
