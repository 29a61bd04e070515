"""The review desk: one registration, and all that the team can do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import (
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
)
from wagtail.models import Task, TaskState, WorkflowState

from ..enums import FormSection, HoldReason
from ..forms.desk import DeskForm, TextForm
from ..models import Decision, Registration, Review
from ..permissions import user_can_decide, user_can_see_names
from ..services.actions import take_action
from ..services.answers import Answer, get_answers
from ..services.decision import ProposalChanged
from ..services.errors import RegistrationError
from ..services.history import HistoryEntry, get_history
from ..services.queue import get_queue
from .desk_actions import ACTIONS_BY_NAME, DESK_ACTIONS, DeskAction

# Shown large, side by side: what is read first and longest.
MOTIVATIONS = ("motivation", "contribution")
# The form speaks to the applicant ("You"); the desk speaks about them.
SECTION_HEADINGS = {
    FormSection.YOU: pgettext_lazy("desk section", "Person"),
    FormSection.ORGANISATION: pgettext_lazy("desk section", "Organisation"),
    FormSection.CHOICE: pgettext_lazy("desk section", "Choice and availability"),
    FormSection.MOTIVATION: pgettext_lazy("desk section", "About the motivation"),
    FormSection.CLOSING: pgettext_lazy("desk section", "Agreements"),
}
# The words of a stock group approval are about pages; these fit a registration.
STOCK_LABELS = {"reject": gettext_lazy("Ask for more information")}
# What the text is called, per action of the workflow; the others take a remark.
TEXTS = {
    "ask": gettext_lazy("What do you want to know?"),
    "reject": gettext_lazy("What do you want to know?"),
    "not_eligible": gettext_lazy("Reason for the applicant"),
}
TEXT_HELP = {
    "ask": gettext_lazy("The applicant reads this word for word."),
    "reject": gettext_lazy("The applicant reads this word for word."),
    "not_eligible": gettext_lazy(
        "Becomes a proposal; a decider releases it. Stands in the letter."
    ),
}


@dataclass
class DeskPanel:
    """One action as it stands on the screen."""

    name: str
    heading: str
    button: str
    url: str
    form: DeskForm
    style: str = ""
    is_quiet: bool = False


class Desk:
    """What `user` sees and can do on `registration` now.

    Reads everything afresh, so that after a refused click the screen tells how
    things really stand.
    """

    def __init__(self, registration: Registration, user: Any):
        self.registration = registration
        self.user = user

    @cached_property
    def workflow_state(self) -> WorkflowState | None:
        return self.registration.current_workflow_state

    @cached_property
    def task_state(self) -> TaskState | None:
        state = self.workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return state.current_task_state

    @cached_property
    def task(self) -> Task | None:
        return self.task_state.task.specific if self.task_state else None

    @cached_property
    def steps(self) -> list[Task]:
        """The steps of the workflow with their `status`."""
        if self.workflow_state is None:
            return []
        return list(self.workflow_state.all_tasks_with_status())

    @cached_property
    def open_proposal(self) -> Decision | None:
        return (
            Decision.objects.filter(registration=self.registration)
            .open()
            .for_listing()
            .first()
        )

    @cached_property
    def reviews(self) -> list[Review]:
        """The reviews that this user may see; own one first."""
        reviews = Review.objects.visible_to(self.user, self.registration)
        return sorted(
            reviews.select_related("reader"),
            key=lambda review: review.reader_id != self.user.pk,
        )

    @cached_property
    def own_review(self) -> Review | None:
        return next((r for r in self.reviews if r.reader_id == self.user.pk), None)

    @cached_property
    def answers(self) -> list[Answer]:
        return get_answers(self.registration)

    @property
    def motivations(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.key in MOTIVATIONS]

    @property
    def sections(self) -> list[tuple[str, list[Answer]]]:
        """The other answers under the headings of the form; names only if allowed."""
        hidden = set(MOTIVATIONS)
        if not user_can_see_names(self.user):
            hidden |= {"first_name", "last_name", "email", "phone", "organisation"}
        groups = []
        for section in FormSection:
            answers = [
                answer
                for answer in self.answers
                if answer.section == section and answer.key not in hidden
            ]
            if answers:
                groups.append((SECTION_HEADINGS[section], answers))
        return groups

    @property
    def history(self) -> list[HistoryEntry]:
        return get_history(registration=self.registration, user=self.user)

    @property
    def hold_reasons(self) -> list[str]:
        labels = dict(HoldReason.choices)
        return [labels.get(code, code) for code in self.registration.hold_reasons]

    @property
    def can_release(self) -> bool:
        return self.open_proposal is not None and user_can_decide(
            self.user, self.registration
        )

    @property
    def next_in_queue(self) -> Registration | None:
        return get_queue(user=self.user).exclude(pk=self.registration.pk).first()

    @cached_property
    def panels(self) -> list[DeskPanel]:
        """Everything that can be done now, the step of the workflow first."""
        offered = [
            self._get_panel(action)
            for action in DESK_ACTIONS
            if action.permission(self.user, self.registration)
            and action.is_offered(self)
        ]
        loud = [panel for panel in offered if not panel.is_quiet]
        quiet = [panel for panel in offered if panel.is_quiet]
        return [*loud, *self._get_task_panels(), *quiet]

    def put_back(self, name: str, form: DeskForm) -> bool:
        """Show `form` as it was sent in; whether it still has a place here."""
        for panel in self.panels:
            if panel.name == name:
                panel.form = form
                panel.is_quiet = False
                return True
        return False

    def build_form(self, action: DeskAction, data: Any = None) -> DeskForm:
        return action.form_class(
            data,
            registration=self.registration,
            prefix_id=action.name,
            initial=action.get_initial(self),
            **action.form_options,
        )

    def build_task_form(self, action: str, data: Any = None) -> DeskForm:
        """The form of a button of the workflow: a text where it needs one."""
        return TextForm(
            data,
            registration=self.registration,
            prefix_id=f"step-{action}",
            label=TEXTS.get(action, gettext_lazy("Remark for the team")),
            help_text=TEXT_HELP.get(action, ""),
            required=action in TEXTS,
        )

    def _get_panel(self, action: DeskAction) -> DeskPanel:
        return DeskPanel(
            name=action.name,
            heading=action.heading,
            button=action.button,
            url=reverse("registrations:act", args=[self.registration.pk, action.name]),
            form=self.build_form(action),
            style=action.style,
            is_quiet=action.is_quiet,
        )

    def _get_task_panels(self) -> list[DeskPanel]:
        """The buttons of the current step, whoever made the step."""
        if self.task_state is None:
            return []
        panels: dict[str, DeskPanel] = {}
        for name, label, _has_modal in self.task.get_actions(
            self.registration, self.user
        ):
            # A proposal has a form of its own. The stock approval comes twice,
            # with and without a remark: here the remark may be left empty.
            if name == "propose" or f"step-{name}" in panels:
                continue
            panels[f"step-{name}"] = DeskPanel(
                name=f"step-{name}",
                heading=str(STOCK_LABELS.get(name, label)),
                button=str(STOCK_LABELS.get(name, label)),
                url=reverse(
                    "registrations:workflow_action",
                    args=[self.registration.pk, name, self.task_state.pk],
                ),
                form=self.build_task_form(name),
                style="" if name == "approve" else "button-secondary",
                is_quiet=name != "approve",
            )
        return list(panels.values())


class DeskView(BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
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
        self.desk = Desk(self.object, request.user)

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("registrations:list"),
                "label": Registration._meta.verbose_name_plural.capitalize(),
            },
            {"url": "", "label": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        media = Media(css={"all": ["registrations/css/desk.css"]})
        for panel in self.desk.panels:
            media += panel.form.media
        return context | {
            "desk": self.desk,
            "registration": self.object,
            "error": self.error,
            "lost_text": self.lost_text,
            "can_see_names": user_can_see_names(self.request.user),
            "media": media,
        }


class DeskPostView(DeskView):
    """Takes a click on the desk: the service judges, the desk tells the outcome."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_desk_url())

    def get_desk_url(self) -> str:
        return reverse("registrations:edit", args=[self.object.pk])

    def run(self, name: str, form: DeskForm, perform: Any, done: str) -> HttpResponse:
        """Do it, or show the desk again with what was typed."""
        if not form.is_valid():
            return self.refuse(name, form, "")
        try:
            perform(form.cleaned_data)
        except RegistrationError as error:
            return self.refuse(name, form, error)
        messages.success(self.request, done, buttons=self._get_next_button())
        return redirect(self.get_desk_url())

    def refuse(
        self, name: str, form: DeskForm, error: RegistrationError | str
    ) -> HttpResponse:
        # As it stands now: what the services touched in vain was rolled back.
        self.desk = Desk(self.get_object(), self.request.user)
        if isinstance(error, ProposalChanged):
            form.data = form.data.copy()
            form.data["seen_proposal"] = getattr(self.desk.open_proposal, "pk", "")
        if not self.desk.put_back(name, form):
            self.lost_text = form.data.get("text") or form.data.get("note") or ""
            self.lost_text = self.lost_text or form.data.get("reason", "")
            error = error or _("Somebody else was first. Look at how it stands now.")
        self.error = str(error) if error else ""
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
        return self.run(
            action.name,
            self.desk.build_form(action, request.POST),
            lambda data: action.perform(self.desk, data),
            action.done,
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
            ),
            _("Done."),
        )
