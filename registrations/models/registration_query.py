"""What is asked of registrations, in the words of the staff."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast, Lower
from wagtail.models import (
    WorkflowState,
)

from ..enums import (
    HOLDS_SEAT,
    IS_LIVE,
    FormKind,
    RegistrationState,
)
from ..permissions import user_can_view_registrations
from .sight import hides_facts_from, hides_names_from, not_tied_to

_TRUE = models.Value(True, output_field=models.BooleanField())


class RegistrationQuerySet(models.QuerySet):
    """Questions in the words of the staff."""

    def visible_to(self, user: Any) -> Self:
        """Registrations that `user` may see: the one scope of every screen.

        Lists, counts, filters, search, bulk actions and exports all start here,
        so what is closed for a reader is closed everywhere.
        """
        if not user_can_view_registrations(user):
            return self.none()
        return self.filter(not_tied_to(user))

    def with_sight(self, user: Any) -> Self:
        """Say of each row what `user` may see of it: `shows_name`, `shows_facts`."""
        from .review_round import ReviewRound  # models of one app; avoids a circle

        rounds = ReviewRound.objects.filter(form_page=models.OuterRef("page"))
        names, facts = hides_names_from(user), hides_facts_from(user)
        return self.annotate(
            shows_name=~models.Exists(rounds.filter(names)) if names else _TRUE,
            shows_facts=~models.Exists(rounds.filter(facts)) if facts else _TRUE,
        )

    def named_to(self, user: Any) -> Self:
        """Registrations of which `user` may know whose they are."""
        return self.visible_to(user).with_sight(user).filter(shows_name=True)

    def live(self) -> Self:
        """Registrations for which something can still happen."""
        return self.filter(state__in=IS_LIVE)

    def holding_seat(self) -> Self:
        return self.filter(state__in=HOLDS_SEAT)

    def held(self) -> Self:
        """Registrations that a person must look at before anything happens."""
        return self.exclude(held_at=None)

    def to_look_at(self) -> Self:
        """Held ones that nobody let through yet, set aside or took back."""
        return self.held().filter(state=RegistrationState.DRAFT, set_aside_at=None)

    def set_aside(self) -> Self:
        """Held ones of which a person saw that nobody meant them."""
        return self.held().exclude(set_aside_at=None)

    def new(self) -> Self:
        """Registrations that came in and whose review was never started.

        Without a revision there was no workflow; one that was purged since is told
        from these by the second look.
        """
        states = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
        )
        return self.filter(
            ~models.Exists(states),
            page__kind=FormKind.SELECTION,
            state=RegistrationState.RECEIVED,
            latest_revision=None,
            held_at=None,
        )

    def with_email(self, email: str) -> Self:
        return self.alias(email_key=Lower("email")).filter(email_key=email.lower())

    def with_proposals(self) -> Self:
        """Say of each row whether a proposal waits for its release: `has_proposal`."""
        from .decision import Decision  # models of one app; avoids an import circle

        proposals = Decision.objects.filter(registration=models.OuterRef("pk")).open()
        return self.annotate(has_proposal=models.Exists(proposals))

    def for_listing(self) -> Self:
        """Everything that one row of a list shows, in a fixed number of queries."""
        return self.select_related(
            "page",
            "workplace_first",
            "workplace_second",
            "placed_in",
            "organisation_type",
            "municipality__region",
        )
