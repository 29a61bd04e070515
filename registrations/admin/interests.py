"""The register of who wants to hear of a form: counted, passed on, erased on request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..enums import FormStatus
from ..forms.interest import CarryOverForm
from ..models import Interest, RegistrationFormPage
from ..models.subjects import read_subjects
from ..permissions import user_can_view_interest
from ..services.form_names import name_forms
from ..services.interest import (
    KEEP_TOLD,
    KEEP_UNCONFIRMED,
    NotTheNext,
    carry_over,
    count_interests,
    erase_for_team,
    get_next_forms,
)
from .register_views import (
    CarefulDeleteView,
    ReadOnlyPermissionHelper,
    RegisterIndexView,
)

MEDIA = Media(css={"all": ["registrations/css/office.css"]})
CARRY_URL = "registrations_carry_interest"


@dataclass
class Figures:
    """How many wait for one form."""

    title: str
    status: str
    waiting: int
    unconfirmed: int
    told: int
    since: datetime | None
    carry_url: str


class InterestPermissionHelper(ReadOnlyPermissionHelper):
    """To look at and to erase; nobody adds or changes an address."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_view_interest(user)

    def user_can_delete_obj(self, user: Any, obj: Interest) -> bool:
        return user_can_view_interest(user)


class InterestIndexView(RegisterIndexView):
    """The figures per form above the addresses."""

    @property
    def media(self) -> Media:
        return super().media + MEDIA

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "figures": get_figures(),
            "days_told": KEEP_TOLD.days,
            "days_unconfirmed": KEEP_UNCONFIRMED.days,
        }


class InterestDeleteView(CarefulDeleteView):
    """Erases one address, when its holder asks."""

    def get_page_title(self) -> str:
        return _("Erase this address?")

    def confirmation_message(self) -> str:
        return _(
            "%(email)s gets no mail when registering opens. Every letter about it is "
            "erased as well."
        ) % {"email": self.instance.email}

    def delete_instance(self) -> None:
        erase_for_team(interests=[self.instance], user=self.request.user)


def get_figures() -> list[Figures]:
    """Return how many wait for each form, the latest form first."""
    rows = list(count_interests())
    pages = RegistrationFormPage.objects.in_bulk([row["page"] for row in rows])
    read_subjects(pages.values())
    names = name_forms(pages.values())
    figures = []
    for row in rows:
        page = pages[row["page"]]
        status = page.get_status()
        can_carry = row["waiting"] and status is not FormStatus.OPEN
        figures.append(
            Figures(
                title=names[page.pk],
                status=describe_status(status),
                waiting=row["waiting"],
                unconfirmed=row["unconfirmed"],
                told=row["told"],
                since=row["since"],
                carry_url=reverse(CARRY_URL, args=[page.pk]) if can_carry else "",
            )
        )
    return figures[::-1]


def describe_status(status: FormStatus) -> str:
    """Return in a word whether a form takes registrations."""
    return {
        FormStatus.OPEN: pgettext("of a form", "open"),
        FormStatus.UPCOMING: pgettext("of a form", "opens later"),
        FormStatus.CLOSED: pgettext("of a form", "closed"),
        FormStatus.UNAVAILABLE: pgettext("of a form", "off line"),
    }[status]


class CarryOverView(WagtailAdminTemplateMixin, TemplateView):
    """Ask of which next form those who wait are to hear, then pass them on."""

    template_name = "registrations/admin/carry_interest.html"
    page_title = gettext_lazy("Let them know")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_view_interest(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> RegistrationFormPage:
        return get_object_or_404(RegistrationFormPage, pk=self.kwargs["page_pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": get_index_url(), "label": InterestRegister.menu_label},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CarryOverForm(pages=get_next_forms(page=self.page))
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CarryOverForm(request.POST, pages=get_next_forms(page=self.page))
        if not form.is_valid():
            return self.refuse(form)
        to_page = form.cleaned_data["to_page"]
        try:
            count = carry_over(from_page=self.page, to_page=to_page, user=request.user)
        except NotTheNext as error:
            # It closed between the question and the answer.
            form.add_error("to_page", str(error))
            return self.refuse(form)
        text = ngettext(
            "%(count)s address gets a mail when “%(title)s” opens.",
            "%(count)s addresses get a mail when “%(title)s” opens.",
            count,
        )
        title = to_page.subject.title
        messages.success(request, text % {"count": count, "title": title})
        return redirect(get_index_url())

    def refuse(self, form: CarryOverForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Interest.objects.filter(page=self.page, told_at=None)
        return super().get_context_data(**kwargs) | {
            "subject": self.page.subject.title,
            "count": waiting.exclude(confirmed_at=None).count(),
            "has_choice": kwargs["form"].fields["to_page"].queryset.exists(),
            "index_url": get_index_url(),
            "media": MEDIA,
        }


def get_index_url() -> str:
    name = InterestRegister.base_url_path.replace("/", "_")
    return reverse(f"{name}_modeladmin_index")


class InterestRegister:
    """What the register of interests adds to the others (admin/registers.py)."""

    model = Interest
    permission_helper_class = InterestPermissionHelper
    index_view_class = InterestIndexView
    delete_view_class = InterestDeleteView
    index_template_name = "registrations/admin/interests.html"
    history_view_enabled = False
    menu_label = gettext_lazy("Keep me informed")
    menu_icon = "mail"
    base_url_path = "registers/interests"
    list_display = ("email", "get_form", "get_state", "asked_at", "told_at")
    list_select_related = ("page",)
    search_fields = ("email",)

    def get_form(self, interest: Interest) -> str:
        return interest.page.title

    get_form.short_description = gettext_lazy("form")

    def get_state(self, interest: Interest) -> str:
        if interest.told_at:
            return pgettext("interest", "Told")
        if interest.confirmed_at:
            return pgettext("interest", "Waits")
        return pgettext("interest", "Not confirmed yet")

    get_state.short_description = pgettext_lazy("interest", "state")

    def get_admin_urls_for_registration(self) -> tuple:
        return (
            *super().get_admin_urls_for_registration(),
            path(
                f"{self.base_url_path}/carry/<int:page_pk>/",
                CarryOverView.as_view(),
                name=CARRY_URL,
            ),
        )
