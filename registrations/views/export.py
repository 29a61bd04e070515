"""The list as a file: a page on which one chooses, and the download."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from ..exports import FORMATS, get_columns, make_file
from ..filters import Listing, read_listing
from ..forms.export import KEYS, ExportForm
from ..permissions import user_can_export
from ..services.export import log_export
from .office import OfficeScreen

FILE_NAME = "inschrijvingen"


class ExportView(OfficeScreen, FormView):
    """Takes out exactly the list that the query string describes.

    GET shows what would go out; POST writes the log and sends the file. Whoever may
    read registrations may not therefore take them out.
    """

    form_class = ExportForm
    template_name = "registrations/admin/export.html"
    page_title = gettext_lazy("Export registrations")
    header_icon = "download"
    user_can_enter = staticmethod(user_can_export)

    @cached_property
    def listing(self) -> Listing:
        return read_listing(self.request)

    def get_list_url(self) -> str:
        query = self.request.GET.urlencode()
        return super().get_list_url() + (f"?{query}" if query else "")

    def get_form_kwargs(self) -> dict[str, Any]:
        columns = get_columns(self.listing.queryset, user=self.request.user)
        return super().get_form_kwargs() | {"columns": columns}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "count": self.listing.queryset.count(),
            "words": self.listing.words,
        }

    def form_invalid(self, form: ExportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: ExportForm) -> HttpResponse:
        chosen = form.get_chosen()
        file_format = form.cleaned_data["file_format"]
        ids = list(self.listing.queryset.values_list("pk", flat=True))
        log_export(
            user=self.request.user,
            file_format=file_format,
            filters=self.listing.words_to_keep,
            columns=chosen,
            row_count=len(ids),
        )
        response = StreamingHttpResponse(
            make_file(
                file_format,
                ids=ids,
                columns=chosen,
                user=self.request.user,
                headings_are_keys=form.cleaned_data["headings"] == KEYS,
            ),
            content_type=FORMATS[file_format],
        )
        name = f"{FILE_NAME}-{timezone.localdate():%Y-%m-%d}.{file_format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
