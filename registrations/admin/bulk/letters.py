"""Writing to exactly the people of a list: a look first, then a draft for each."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...enums import MessageKind
from ...forms.bulk import DelayForm, GroupLetterForm, PublicationForm
from ...models import Registration
from ...permissions import user_can_send_messages
from ...services.letter_marks import to_shown
from ...services.message import GroupWords, find_obstacle, make_group_letter, write_to
from .plan import PlannedBulkAction, PlanRow


class GroupLetterAction(PlannedBulkAction):
    """One letter to several people; the drafts wait in the outbox."""

    template_name = "registrations/admin/bulk_letter.html"
    permission = staticmethod(user_can_send_messages)
    kind: MessageKind

    def get_words(self, data: dict[str, Any]) -> GroupWords:
        raise NotImplementedError

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        goes = gettext("A draft in the outbox")
        letter = f"‘{MessageKind(self.kind).label}’"
        return [
            PlanRow(
                registration,
                goes=goes,
                letter=letter,
                obstacle=find_obstacle(registration=registration, kind=self.kind),
                pin=registration.state,
            )
            for registration in registrations
        ]

    def get_preview(self, going: list[PlanRow], data: dict[str, Any]) -> dict[str, str]:
        """The letter to the first of them, as somebody reads it who sees text only."""
        first = going[0].registration
        letter = make_group_letter(registration=first, words=self.get_words(data))
        return {
            "reference": str(first),
            "subject": letter.subject,
            "text": to_shown(letter.text),
        }

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        write_to(
            registration=row.registration,
            words=self.get_words(data),
            user=self.request.user,
        )
        return gettext("Written; the draft waits in the outbox.")


class WriteToGroup(GroupLetterAction):
    """A message with a subject and a text of one's own."""

    display_name = pgettext_lazy("bulk action", "Write")
    action_type = "write"
    aria_label = _("Write a message to the chosen people")
    action_priority = 80
    kind = MessageKind.GROUP_LETTER
    question = _("Everybody gets a letter of their own. Nobody sees the others.")
    button = _("Put the drafts in the outbox")
    form_class = GroupLetterForm

    def get_words(self, data: dict[str, Any]) -> GroupWords:
        return GroupWords.own(subject=data["subject"], text=data["text"])


class TellDelay(GroupLetterAction):
    """Tell whoever waits for an answer that it comes later (M6)."""

    display_name = pgettext_lazy("bulk action", "Tell a delay")
    action_type = "delay"
    aria_label = _("Tell the chosen people that their answer comes later")
    action_priority = 90
    kind = MessageKind.DELAY
    question = _(
        "Whoever waits for an answer reads when it comes. The words are those of the "
        "letter template; the day on the page of the call stays as it is."
    )
    button = _("Put the drafts in the outbox")
    form_class = DelayForm

    def get_words(self, data: dict[str, Any]) -> GroupWords:
        return GroupWords.delay(day=date_format(data["new_date"], "l j F Y"))


class TellPublication(GroupLetterAction):
    """Tell people that the publication is there (M25)."""

    display_name = pgettext_lazy("bulk action", "Tell of the publication")
    action_type = "publication"
    aria_label = _("Tell the chosen people that the publication is there")
    action_priority = 95
    kind = MessageKind.PUBLICATION
    question = _(
        "Everybody reads where the publication is, and which inspiration day comes next. "
        "The words are those of the letter template."
    )
    button = _("Put the drafts in the outbox")
    form_class = PublicationForm

    def get_words(self, data: dict[str, Any]) -> GroupWords:
        return GroupWords.publication(url=data["url"])
