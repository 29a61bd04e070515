"""“Banden”: what ties the team to who registered, for whoever leads the reading."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from ..enums import TieState
from ..forms.ties import JudgeTieForm
from ..models import Registration
from ..services.errors import RegistrationError
from ..services.names import get_name
from ..services.rounds import user_can_arrange
from ..services.ties import find_suspected_ties, get_ties, judge_tie
from .office import OfficeScreen


class TiesView(OfficeScreen, TemplateView):
    """Every suspicion that waits for a word, and everything that was said.

    Numbers and no names: who an applicant is does not matter here, and in a round
    that hides names whoever judges sees no cause either.
    """

    page_title = gettext_lazy("Ties")
    header_icon = "link"
    template_name = "registrations/admin/ties.html"
    user_can_enter = staticmethod(user_can_arrange)
    media = OfficeScreen.media + Media(css={"all": ["registrations/css/rounds.css"]})
    error = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        suspected = find_suspected_ties(user=user)
        return super().get_context_data(**kwargs) | {
            "error": self.error,
            "suspected": [
                {
                    "reference": tie.registration.reference,
                    "who": get_name(tie.member),
                    "causes": ", ".join(str(cause.label) for cause in tie.causes),
                    "registration_pk": tie.registration.pk,
                    "member_pk": tie.member.pk,
                }
                for tie in suspected
                if tie.can_be_judged
            ],
            "hidden": sum(not tie.can_be_judged for tie in suspected),
            "said": [
                {
                    "tie": tie,
                    "reference": tie.registration.reference,
                    "who": get_name(tie.user),
                    "said_by": get_name(tie.said_by, tie.said_by_name),
                    "can_change": tie.user_id != user.pk and tie.can_be_judged,
                    "is_declared": tie.state == TieState.DECLARED,
                }
                for tie in get_ties(user=user)
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down what somebody says of one tie."""
        visible = Registration.objects.visible_to(request.user)
        form = JudgeTieForm(request.POST, registrations=visible)
        if not form.is_valid():
            # The same words for what is closed, gone or made up.
            return self.refuse(_("This tie cannot be judged any more."))
        try:
            tie = judge_tie(user=request.user, **form.cleaned_data)
        except RegistrationError as error:
            return self.refuse(str(error))
        messages.success(request, _tell(tie))
        return redirect("registrations:ties")

    def refuse(self, error: str) -> HttpResponse:
        self.error = error
        return self.render_to_response(self.get_context_data(), status=422)


def _tell(tie: Any) -> str:
    values = {"reference": tie.registration.reference, "name": get_name(tie.user)}
    if tie.state == TieState.DISMISSED:
        return _("%(reference)s is open to %(name)s now.") % values
    return _("%(reference)s stays closed to %(name)s.") % values
