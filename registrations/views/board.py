"""“Samenstelling”: three groups, composed by hand on a board of cards."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from ..enums import Dimension, FormKind
from ..forms.board import BoardFilterForm, MoveForm, ReasonForm
from ..models import RegistrationFormPage
from ..permissions import user_can_decide
from ..services.errors import RegistrationError
from ..services.form_names import name_forms
from ..services.keys import read_key
from .board_screen import BoardScreen, Card
from .office import OfficeScreen
from .rounds import RoundScreen

TITLE = pgettext_lazy("of the groups", "Composition")
WORDS = {
    "lifted": gettext_lazy(
        "%(card)s lifted. Left and right choose a column, space or enter puts it down, "
        "escape cancels."
    ),
    "over": gettext_lazy("%(column)s."),
    "dropped": gettext_lazy("%(card)s: %(column)s."),
    "cancelled": gettext_lazy("Cancelled: %(card)s stays where it was."),
    "back": gettext_lazy("%(card)s went back: %(reason)s"),
    "offline": gettext_lazy("there is no connection. Nothing was saved."),
    "logged_out": gettext_lazy("you are logged out. Load this page again."),
    "gone": gettext_lazy("A card is no longer on the board."),
    "fixed": gettext_lazy("%(card)s cannot be moved here."),
    "first": gettext_lazy("choice 1"),
    "second": gettext_lazy("choice 2"),
    "waits": gettext_lazy("Waiting list for %(column)s"),
    "shown": gettext_lazy("%(shown)s of %(all)s shown"),
    "put_in": gettext_lazy("Put %(card)s in …"),
}


class BoardsView(OfficeScreen, TemplateView):
    """Every form of which groups are composed; with one of them straight to it."""

    page_title = TITLE
    header_icon = "table"
    template_name = "registrations/admin/boards.html"
    user_can_enter = staticmethod(user_can_decide)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form_pages = list(
            RegistrationFormPage.objects.filter(kind=FormKind.SELECTION).order_by("-pk")
        )
        if len(self.form_pages) == 1:
            return redirect("registrations:board", self.form_pages[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = name_forms(self.form_pages)
        rows = [{"page": page, "name": names[page.pk]} for page in self.form_pages]
        return super().get_context_data(**kwargs) | {"rows": rows}


class BoardView(RoundScreen):
    """The board of one form: columns, cards, and how mixed each group is."""

    page_title = TITLE
    header_icon = "table"
    template_name = "registrations/admin/board.html"
    user_can_enter = staticmethod(user_can_decide)
    media = Media(
        css={
            "all": [
                "registrations/css/desk.css",
                "registrations/css/office.css",
                "registrations/css/board.css",
                "registrations/css/board_filter.css",
                "registrations/css/board_card.css",
                "registrations/css/board_mix.css",
                "registrations/css/board_move.css",
            ]
        },
        js=[Script("registrations/js/board.js", type="module")],
    )

    @cached_property
    def screen(self) -> BoardScreen | None:
        """The board; None, with the reason in `error`, where nobody may see it now."""
        try:
            return BoardScreen(form_page=self.form_page, user=self.request.user)
        except RegistrationError as error:
            self.error = str(error)
            return None

    @property
    def header_buttons(self) -> list[HeaderButton]:
        own = [self.form_page.pk]
        return [
            HeaderButton(label, url=url, icon_name=icon)
            for label, url, icon in (
                (
                    _("To the release"),
                    reverse("registrations:decisions"),
                    "check",
                ),
                (
                    _("Scenarios"),
                    reverse("registrations:scenarios", args=own),
                    "group",
                ),
                (
                    _("Wishes for the groups"),
                    reverse("registrations:wishes", args=own),
                    "list-ul",
                ),
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        screen = self.screen
        context = super().get_context_data(**kwargs) | {"screen": screen}
        if screen is None:
            return context
        form = self._make_filter_form(screen)
        wanted = form.get_wanted()
        shown = self._narrow_down(screen, wanted)
        return context | {
            "filter_form": form,
            "is_full": wanted.get("full", False),
            "shown": shown,
            "words": screen.words,
            "chosen": self._get_chosen(screen),
            "reason_form": kwargs.get("reason_form") or self._make_reason_form(screen),
            "board_url": self._get_url("board"),
            "move_url": self._get_url("board_move"),
            "reasons_url": self._get_url("board_reasons"),
            "config": self._get_config(screen),
        }

    def _make_filter_form(self, screen: BoardScreen) -> BoardFilterForm:
        def list_values(dimension: Dimension, name: str) -> list[tuple[str, str]]:
            keys = {getattr(card, name) for card in screen.cards.values()} - {""}
            found = [(key, screen.people.get_label(dimension, key)) for key in keys]
            return sorted(found, key=lambda row: row[1].casefold())

        return BoardFilterForm(
            self.request.GET,
            auto_id="board-%s",
            workplaces=[(str(pk), title) for pk, title in screen.titles.items()],
            regions=list_values(Dimension.REGION, "region"),
            kinds=list_values(Dimension.ORGANISATION_TYPE, "kind"),
        )

    def _narrow_down(self, screen: BoardScreen, wanted: dict[str, Any]) -> int:
        """Hide what was not asked for and put the rest in order; as board.js does."""
        for card in screen.cards.values():
            card.is_shown = _fits(card, wanted)
        key = {
            "reference": lambda card: card.person.reference,
            "order": lambda card: card.order,
        }.get(wanted.get("sort", ""))
        if key:
            for column in screen.columns:
                column.cards.sort(key=key)
        return sum(card.is_shown for card in screen.cards.values())

    def _get_chosen(self, screen: BoardScreen) -> dict[str, Any] | None:
        """Return the card that somebody wants to move without a script, and its form."""
        card = screen.cards.get(read_key(self.request.GET.get("card")))
        if card is None or not card.aims:
            return None
        form = MoveForm(
            initial={"card": card.person.pk, "seen": card.seen},
            aims=[(aim.key, aim.label) for aim in card.aims],
            auto_id="move-%s",
        )
        return {"card": card, "form": form}

    def _make_reason_form(self, screen: BoardScreen) -> ReasonForm | None:
        """Return the form for who is not selected without a reason, if it is wanted."""
        bare = screen.without_reason
        if "reasons" not in self.request.GET or not bare or not screen.can_move:
            return None
        return ReasonForm(
            initial={"proposals": ",".join(map(str, bare))}, auto_id="reason-%s"
        )

    def _get_url(self, name: str) -> str:
        return reverse(f"registrations:{name}", args=[self.form_page.pk])

    def _get_config(self, screen: BoardScreen) -> dict[str, Any]:
        return {
            "version": screen.version,
            "changes": self._get_url("board_changes"),
            "move": self._get_url("board_move"),
            "columns": {column.key: column.title for column in screen.columns},
            "words": {name: str(words) for name, words in WORDS.items()},
        }


def _fits(card: Card, wanted: dict[str, Any]) -> bool:
    person = card.person
    words = " ".join(
        [
            *(person.reference, person.name, person.organisation),
            *(line.text for line in card.lines),
        ]
    ).casefold()
    score = wanted.get("score")
    return (
        wanted.get("q", "").casefold() in words
        and wanted.get("choice", "") in {"", *map(str, person.choices)}
        and wanted.get("region", card.region) == card.region
        and wanted.get("kind", card.kind) == card.kind
        and (score is None or (person.score is not None and person.score >= score))
    )
