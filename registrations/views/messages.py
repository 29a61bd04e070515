"""One message of the outbox: as it will look, its words, and what can be done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form, Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import (
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
)

from ..enums import MessageState
from ..forms.message import MessageForm, PlanForm, ResendForm
from ..models import Message
from ..permissions import user_can_send_messages
from ..services.address import can_correct, user_can_correct_address
from ..services.errors import RegistrationError
from ..services.letter_html import Letter
from ..services.letter_marks import renew, to_shown
from ..services.message import (
    CANCELLABLE,
    HOLDABLE,
    RESENDABLE,
    ChangedMeanwhile,
    cancel_message,
    fits_state,
    get_version,
    hold_message,
    is_outdated,
    let_go,
    plan_draft,
    read_letter_for,
    release_draft,
    resend,
    take_back,
    update_draft,
    why_it_stays,
)
from .letter_frame import show_letter

OUTBOX_CSS = ["registrations/css/outbox.css", "registrations/css/letter_state.css"]

ON_THEIR_WAY = frozenset({MessageState.QUEUED, MessageState.SENDING})

logger = logging.getLogger(__name__)


def read_letter(user: Any, message: Message) -> Letter:
    """Return the words of a letter for the screen of `user`, also of one that is not written yet.

    A template that is broken must not close the screen that says so.
    """
    try:
        return read_letter_for(user, message)
    except Exception as error:  # noqa: BLE001 (whatever a template can do wrong)
        logger.warning("Message %s: %s", message.pk, type(error).__name__)
        return Letter(subject=message.title, text="", html="")


class MessageView(BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows one message; a draft can be changed and sent here."""

    model = Message
    template_name = "registrations/admin/message.html"
    header_icon = "mail"
    index_url_name: str | None = None

    form: Form | None = None
    plan_form: Form | None = None
    resend_form: Form | None = None
    error = ""
    # What a colleague wrote, while this user was writing too.
    theirs: Letter | None = None

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("messages:list"),
                "label": Message._meta.verbose_name_plural.capitalize(),
            },
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.object
        may_send = user_can_send_messages(self.request.user)
        letter = read_letter(self.request.user, message)
        form = self.form
        if form is None and may_send and message.is_draft and self.sees_whole():
            form = MessageForm(message=message)
        can_resend = may_send and message.state in RESENDABLE and fits_state(message)
        stays = why_it_stays(message) if message.is_draft else ""
        media = Media(css={"all": OUTBOX_CSS})
        if may_send and message.is_draft:
            media += PlanForm().media
        return super().get_context_data(**kwargs) | {
            "message": message,
            "form": form if may_send and message.is_draft else None,
            "resend_form": (self.resend_form or ResendForm(message=message))
            if can_resend
            else None,
            "plan_form": (self.plan_form or PlanForm())
            if may_send and message.is_draft and not stays
            else None,
            "can_send": may_send and message.is_draft and not stays,
            "stays": stays if may_send else "",
            "can_cancel": may_send and message.state in CANCELLABLE,
            "can_hold": may_send and message.state in HOLDABLE and not message.is_held,
            "can_let_go": may_send and message.is_held,
            "can_take_back": may_send
            and message.state == MessageState.PLANNED
            and message.is_written,
            "can_correct": message.state == MessageState.BOUNCED
            and can_correct(message.registration)
            and user_can_correct_address(self.request.user, message.registration),
            "theirs": self.theirs,
            "letter": letter,
            "outdated": is_outdated(message),
            "unwritten": not message.is_written and message.state in ON_THEIR_WAY,
            "text": to_shown(letter.text),
            "attempts": message.delivery_attempts.all(),
            "events": message.delivery_events.all(),
            "error": self.error,
            "media": media + form.media if form else media,
        }

    def sees_whole(self) -> bool:
        """Whether nothing is covered: who may not read all of it cannot edit it."""
        read = read_letter(self.request.user, self.object)
        return read.text == renew(self.object.body_text)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_send_messages(request.user):
            raise PermissionDenied
        perform = self.actions.get(request.POST.get("action", ""))
        if perform is None:
            raise Http404
        try:
            return perform(self)
        except ChangedMeanwhile as error:
            return self.show_both(str(error))
        except RegistrationError as error:
            # As it stands now: somebody else, or the worker, was first.
            self.object = self.get_object()
            self.error = str(error)
            return self.refuse()

    def save(self, *, then_send: bool = False) -> HttpResponse:
        if not self.sees_whole():
            raise PermissionDenied
        self.form = MessageForm(self.request.POST, message=self.object)
        if not self.form.is_valid():
            return self.refuse()
        user = self.request.user
        update_draft(message=self.object, user=user, **self.form.cleaned_data)
        if then_send:
            release_draft(message=self.object, user=user)
            return self.done(_("The letter is on its way."))
        return self.done(_("The draft has been saved."))

    def show_both(self, sentence: str) -> HttpResponse:
        """The words on the screen and those of a colleague: nothing is lost."""
        self.object = self.get_object()
        self.error = sentence
        self.theirs = read_letter(self.request.user, self.object)
        # Whoever saves now has seen them.
        self.form.data = self.form.data.copy()
        self.form.data["seen_version"] = get_version(self.object)
        return self.refuse()

    def plan(self) -> HttpResponse:
        self.plan_form = PlanForm(self.request.POST)
        if not self.plan_form.is_valid():
            return self.refuse()
        plan_draft(
            message=self.object,
            planned_for=self.plan_form.cleaned_data["planned_for"],
            user=self.request.user,
        )
        return self.done(_("The letter has been planned."))

    def unplan(self) -> HttpResponse:
        take_back(message=self.object, user=self.request.user)
        return self.done(_("The letter is a draft again."))

    def hold(self) -> HttpResponse:
        hold_message(message=self.object, user=self.request.user)
        return self.done(
            _("The letter is held. It does not leave until you let it go.")
        )

    def end_hold(self) -> HttpResponse:
        let_go(message=self.object, user=self.request.user)
        return self.done(_("The letter is held no longer."))

    def save_and_send(self) -> HttpResponse:
        return self.save(then_send=True)

    def cancel(self) -> HttpResponse:
        cancel_message(message=self.object, user=self.request.user)
        return self.done(_("The message has been cancelled. It will not be sent."))

    def send_again(self) -> HttpResponse:
        self.resend_form = ResendForm(self.request.POST, message=self.object)
        if not self.resend_form.is_valid():
            return self.refuse()
        resend(message=self.object, user=self.request.user)
        return self.done(_("The letter is on its way again."))

    # What a button of this screen does, by the name it carries.
    actions: dict[str, Callable[[MessageView], HttpResponse]] = {
        "save": save,
        "send": save_and_send,
        "cancel": cancel,
        "plan": plan,
        "unplan": unplan,
        "hold": hold,
        "let_go": end_hold,
        "resend": send_again,
    }

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(reverse("messages:edit", args=[self.object.pk]))

    def refuse(self) -> HttpResponse:
        self.error = self.error or _("Nothing was done yet. Look at this first:")
        return self.render_to_response(self.get_context_data(), status=422)


class MessagePreviewView(DetailView):
    """The HTML of a letter, on its own, for the frame on the screen of a message."""

    model = Message

    def get_queryset(self) -> Any:
        return self.get_base_object_queryset()

    def render_to_response(
        self, context: dict[str, Any], **response_kwargs: Any
    ) -> HttpResponse:
        letter = read_letter(self.request.user, self.object)
        return show_letter(letter)
