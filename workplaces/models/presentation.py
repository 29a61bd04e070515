"""How a call presents itself: on its own page, on the home page, beside its form."""

from django.utils.functional import SimpleLazyObject

from home.agenda import AgendaItem, Teaser
from workplaces.agenda import build_agenda
from workplaces.criteria import weigh
from workplaces.key_facts import build_facts
from workplaces.trajectory import build_line
from workplaces.way_on import (
    Action,
    choose_actions,
    lead_from_closed_form,
    list_parts,
    name_home_action,
    say_what_is_true,
)


class CallPresentation:
    """The part of a CallPage that prepares what templates print."""

    def get_teaser(self, request) -> Teaser:
        """Return the call by its phase, and its workplaces, for the home page."""
        return Teaser(
            banner="workplaces/includes/call_banner.html",
            rest="workplaces/includes/call_workplaces.html",
            values={
                "call": self,
                "action": name_home_action(self.phase),
                "workplaces": self.public_workplaces,
            },
        )

    def get_ways_on(self, request) -> list[Action]:
        """Return where somebody can go who finds the form closed."""
        return lead_from_closed_form(
            self, day=self.get_following_day(), request=request
        )

    def get_agenda(self, request) -> list[AgendaItem]:
        """Return the moments and meetings of this call that are still to come."""
        return build_agenda(self, request)

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add what is true now, the workplaces, the line and the criteria."""
        context = super().get_context(request, *args, **kwargs)
        workplaces = self.public_workplaces
        day = self.get_following_day()
        has_form = self.get_embedded_form_page() is not None
        return context | {
            "call": self,
            "workplaces": workplaces,
            "workplaces_intro": (
                self.workplaces_intro if self.accepts_registrations else ""
            ),
            "words_key": self.get_words_key(),
            "has_form": has_form,
            # Lazy: not needed where the part that shows them is kept.
            "line": SimpleLazyObject(lambda: build_line(self.ordered_sessions, day)),
            "criteria": SimpleLazyObject(lambda: weigh(self.criteria.all())),
            "facts": SimpleLazyObject(lambda: build_facts(self)),
            "true_now": SimpleLazyObject(lambda: say_what_is_true(self)),
            "parts": SimpleLazyObject(
                lambda: list_parts(
                    self,
                    has_workplaces=bool(workplaces),
                    has_line=bool(self.ordered_sessions),
                    has_form=has_form,
                )
            ),
            "actions": SimpleLazyObject(
                lambda: choose_actions(
                    self,
                    has_form=has_form,
                    has_workplaces=bool(workplaces),
                    day=day,
                    request=request,
                )
            ),
        }
