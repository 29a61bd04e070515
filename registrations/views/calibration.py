"""The calibration: samples that everybody reads first, and then compares."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ..permissions import user_can_judge
from ..services.comparison import get_calibration
from ..services.rounds import get_round
from .office import FormPageScreen


class CalibrationView(FormPageScreen, TemplateView):
    """What readers gave for each sample, once one's own review of it is in."""

    page_title = _("Compare the samples")
    header_icon = "glasses"
    template_name = "registrations/admin/calibration.html"
    user_can_enter = staticmethod(user_can_judge)
    media = FormPageScreen.media + Media(css={"all": ["registrations/css/reviews.css"]})

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if get_round(self.form_page) is None:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        samples = get_calibration(form_page=self.form_page, user=self.request.user)
        return super().get_context_data(**kwargs) | {
            "samples": [
                {
                    "comparison": sample,
                    "url": reverse("registrations:edit", args=[sample.registration.pk]),
                }
                for sample in samples
            ]
        }
