"""What a reader can do on the desk: judge, talk, tag, say that there is a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import RegistrationState
from ..forms.desk import TextForm
from ..forms.reading import TagsForm, TieForm
from ..forms.review import ReviewForm, get_initial
from ..permissions import user_can_judge, user_can_review
from ..services.discussion import add_comment, can_discuss
from ..services.highlights import set_highlights
from ..services.review import can_review_now, resume_reading, submit_review
from ..services.tagging import set_tags
from ..services.ties import declare_tie
from .desk_action import DeskAction
from .desk_assign import ASSIGN_ACTIONS
from .desk_third import THIRD_READER_ACTIONS

if TYPE_CHECKING:
    from .desk_screen import Desk


def _review(desk: Desk, data: dict[str, Any]) -> None:
    submit_review(registration=desk.registration, reader=desk.user, **data["review"])
    set_highlights(
        registration=desk.registration,
        user=desk.user,
        texts=desk.marked_texts,
        marked=data["marks"],
    )


READING_ACTIONS = (
    DeskAction(
        name="review",
        heading=_("Your review"),
        button=_("Save your review"),
        done=_("Your review has been saved."),
        permission=user_can_review,
        is_offered=lambda desk: can_review_now(desk.registration, desk.user),
        perform=_review,
        form_class=ReviewForm,
        get_initial=lambda desk: get_initial(desk.own_review),
    ),
    DeskAction(
        name="comment",
        heading=pgettext_lazy("among readers", "Talk about it"),
        button=pgettext_lazy("among readers", "Say it"),
        done=_("Your words stand below the reviews."),
        permission=user_can_judge,
        is_offered=lambda desk: can_discuss(desk.registration, desk.user),
        perform=lambda desk, data: add_comment(
            registration=desk.registration, user=desk.user, text=data["text"]
        ),
        form_class=TextForm,
        form_options={
            "label": pgettext_lazy("among readers", "To whoever read this too"),
            "help_text": _(
                "Write as if the applicant will read it: this is part of their data."
            ),
        },
        style="button-secondary",
        is_quiet=True,
    ),
    DeskAction(
        name="tags",
        heading=pgettext_lazy("on a registration", "Tags"),
        button=_("Save the tags"),
        done=_("The tags have been saved."),
        permission=user_can_judge,
        is_offered=lambda desk: bool(desk.tags_to_choose),
        perform=lambda desk, data: set_tags(
            registration=desk.registration, user=desk.user, tags=data["tags"]
        ),
        form_class=TagsForm,
        get_initial=lambda desk: {"tags": [use.tag_id for use in desk.tag_uses]},
        style="button-secondary",
        is_quiet=True,
    ),
    *ASSIGN_ACTIONS,
    *THIRD_READER_ACTIONS,
    DeskAction(
        name="resume",
        heading=_("Go on without waiting"),
        button=_("Go on reading"),
        done=_("Reading goes on."),
        permission=user_can_judge,
        is_offered=lambda desk: (
            desk.registration.state == RegistrationState.INFO_REQUESTED
        ),
        perform=lambda desk, data: resume_reading(
            registration=desk.registration, user=desk.user, answer=data["text"]
        ),
        form_class=TextForm,
        form_options={
            "label": _("The answer, if you got one by telephone or mail"),
            "required": False,
        },
        style="button-secondary",
        is_quiet=True,
    ),
    DeskAction(
        name="tie",
        heading=_("I know this person"),
        button=_("Close it to me"),
        done=_("This registration is closed to you from now on. Thank you."),
        permission=user_can_judge,
        is_offered=lambda desk: not desk.registration.page.is_direct,
        perform=lambda desk, data: declare_tie(
            registration=desk.registration, user=desk.user, kind=data["kind"]
        ),
        form_class=TieForm,
        style="button-secondary no",
        is_quiet=True,
    ),
)
