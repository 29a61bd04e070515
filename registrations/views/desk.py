"""The views of the review desk: they show it, and take the clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import (
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
)

from ..forms.desk import DeskForm
from ..models import Registration
from ..permissions import user_can_handle_data, user_can_see_names, user_has_tie
from ..services.actions import take_action
from ..services.decision import ProposalChanged
from ..services.errors import RegistrationError
from ..services.keys import read_key
from ..services.names import get_name
from .desk_actions import ACTIONS_BY_NAME
from .desk_screen import Desk
from .office import get_way_to_list
from .promise import PromiseGate

# What a click on a step of the workflow came to.
STEP_DONE = {
    "approve": gettext_lazy("The registration goes on to the next step."),
    "ask": gettext_lazy("Asked. Reading pauses until the answer is in."),
    "reject": gettext_lazy("Asked. Reading pauses until the answer is in."),
    "not_eligible": gettext_lazy("Proposed. A decider releases it."),
}
# What somebody was to take next, kept in the address from one click to the screen.
PROMISED = "next"


class DeskView(PromiseGate, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the desk; in place of Wagtail's edit view, so nothing is edited here."""

    model = Registration
    template_name = "registrations/admin/desk.html"
    header_icon = "clipboard-list"
    index_url_name: str | None = None

    desk: Desk
    lost_text = ""
    error = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.desk = self.lay_out(self.object)

    def lay_out(self, registration: Registration) -> Desk:
        promised = read_key(self.request.GET.get(PROMISED))
        return Desk(
            registration,
            self.request.user,
            promised=promised,
        )

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*get_way_to_list(), {"url": "", "label": str(self.object)}]

    def get_person_url(self) -> str:
        """Where a request of this person is handled, for whoever handles them."""
        user = self.request.user
        may = user_can_handle_data(user) and user_can_see_names(
            user, self.object.page_id
        )
        if not (may and self.object.email):
            return ""
        return f"{reverse('registrations:person')}?registration={self.object.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        media = Media(
            css={
                "all": [
                    "registrations/css/desk.css",
                    "registrations/css/score.css",
                    "registrations/css/reviews.css",
                    "registrations/css/letter_state.css",
                ]
            },
            js=["registrations/js/desk.js"],
        )
        for panel in self.desk.panels:
            media += panel.form.media
        return context | {
            "desk": self.desk,
            "registration": self.object,
            "error": self.error,
            "lost_text": self.lost_text,
            "entered_by": get_name(self.object.entered_by),
            "person_url": self.get_person_url(),
            "can_see_names": user_can_see_names(self.request.user, self.object.page_id),
            "media": media,
        }


class DeskPostView(DeskView):
    """Takes a click on the desk: the service judges, the desk tells the outcome."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_desk_url())

    def get_desk_url(self) -> str:
        return reverse("registrations:edit", args=[self.object.pk])

    def run(
        self,
        name: str,
        form: DeskForm,
        perform: Callable[[dict[str, Any]], Any],
        say_done: Callable[[Any], str],
    ) -> HttpResponse:
        """Do it, or show the desk again with what was typed."""
        if not form.is_valid():
            return self.refuse(name, form, "")
        promised = self.desk.next_in_queue
        try:
            result = perform(form.cleaned_data)
        except RegistrationError as error:
            return self.refuse(name, form, error)
        done = say_done(result)
        self.desk = Desk(
            self.object, self.request.user, promised=getattr(promised, "pk", None)
        )
        following = self.desk.next_in_queue
        if "and_next" in self.request.POST and following:
            messages.success(self.request, f"{self.object}: {done}")
            return redirect("registrations:edit", following.pk)
        if user_has_tie(self.request.user, self.object):
            # What was just said closed it to whoever said it.
            messages.success(self.request, done)
            return redirect("registrations:list")
        messages.success(self.request, done, buttons=self._get_next_button())
        keeps = f"?{PROMISED}={following.pk}" if following else ""
        return redirect(f"{self.get_desk_url()}{keeps}")

    def refuse(
        self, name: str, form: DeskForm, error: RegistrationError | str
    ) -> HttpResponse:
        # As it stands now: what the services touched in vain was rolled back.
        self.desk = self.lay_out(self.get_object())
        if isinstance(error, ProposalChanged):
            form.data = form.data.copy()
            form.data["seen_proposal"] = getattr(self.desk.open_proposal, "pk", "")
        if not self.desk.put_back(name, form):
            self.lost_text = form.data.get("text") or form.data.get("note") or ""
            self.lost_text = self.lost_text or form.data.get("reason", "")
            error = error or _("Somebody else was first. Look at how it stands now.")
        self.error = str(error) if error else ""
        if not self.error and form.errors:
            # The mistakes stand beside their questions, out of sight on a telephone.
            self.error = _("Nothing was saved yet: look at what is marked in red.")
        return self.render_to_response(self.get_context_data(), status=422)

    def _get_next_button(self) -> list:
        following = self.desk.next_in_queue
        if following is None:
            return []
        url = reverse("registrations:edit", args=[following.pk])
        return [messages.button(url, _("Next: %(number)s") % {"number": following})]


class DeskActionView(DeskPostView):
    """One action of the table in `desk_actions`."""

    def post(
        self, request: HttpRequest, *args: Any, action_name: str, **kwargs: Any
    ) -> HttpResponse:
        action = ACTIONS_BY_NAME.get(action_name)
        if action is None:
            raise Http404
        if not action.permission(request.user, self.object):
            raise PermissionDenied
        form = self.desk.build_form(action, request.POST)
        if not action.is_offered(self.desk):
            # A screen of a while ago, or a post by hand: no button, no action.
            return self.refuse(action.name, form, "")
        return self.run(
            action.name,
            form,
            lambda data: action.perform(self.desk, data),
            action.say_done,
        )


class WorkflowActionView(DeskPostView):
    """A button of the current step; also where Wagtail's own buttons would post."""

    def post(
        self,
        request: HttpRequest,
        *args: Any,
        action_name: str,
        task_state_id: int,
        **kwargs: Any,
    ) -> HttpResponse:
        data = request.POST.copy()
        # Wagtail's own forms call the text a comment.
        data.setdefault("text", data.get("comment", ""))
        return self.run(
            f"step-{action_name}",
            self.desk.build_task_form(action_name, data),
            lambda cleaned: take_action(
                registration=self.object,
                task_state_id=task_state_id,
                action=action_name,
                user=request.user,
                comment=cleaned["text"],
                reply_by=cleaned.get("reply_by"),
            ),
            lambda _result: STEP_DONE.get(action_name, _("Done.")),
        )
