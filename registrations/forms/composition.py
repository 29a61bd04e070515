"""The forms of composing: wishes, a scenario, and one change in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import (
    NAMES_VALUE,
    NEEDS_AMOUNT,
    Colleagues,
    Dimension,
    RegistrationState,
    Rest,
    WishKind,
    WishWeight,
)
from ..models.composition import MOST_WISHED
from ..services.composition import Board, Person, Placement, WishDraft
from ..services.composition.proposal import Request
from ..services.composition.scenarios import ScenarioRequest
from ..services.composition.wishes import get_value_choices

S = RegistrationState
FREE, OUT = "", "out"
# A value of a wish is chosen together with its dimension: "region:REFREG07".
_SEPARATOR = ":"
# Dimensions of which a wish can name one value.
_NAMED = tuple(
    dimension for dimension in Dimension if dimension != Dimension.ORGANISATION
)


class WishForm(forms.Form):
    """One wish about the groups, without a word of one's own."""

    required_css_class = "required"

    kind = forms.ChoiceField(label=_("What do you wish?"), choices=WishKind.choices)
    dimension = forms.ChoiceField(label=_("Of what?"), choices=Dimension.choices)
    value = forms.ChoiceField(
        label=_("Which value?"),
        required=False,
        help_text=_("Only for “of one value”."),
    )
    amount = forms.IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=MOST_WISHED,
        help_text=_(
            "For a part: 2 is a half, 3 a third, 4 a quarter. Not for a spread."
        ),
    )
    weight = forms.TypedChoiceField(
        label=_("How important?"),
        choices=WishWeight.choices,
        coerce=int,
        initial=WishWeight.IMPORTANT,
    )
    workplace = forms.ModelChoiceField(
        label=_("For which workplace?"),
        queryset=None,
        required=False,
        empty_label=_("For each workplace"),
    )

    def __init__(self, *args: Any, workplaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="wish_%s", **kwargs)
        self.fields["workplace"].queryset = workplaces
        self.fields["value"].choices = [
            ("", _("No single value")),
            *(
                (
                    str(dimension.label),
                    [
                        (f"{dimension.value}{_SEPARATOR}{key}", label)
                        for key, label in choices
                    ],
                )
                for dimension in _NAMED
                if (choices := get_value_choices(dimension))
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind, dimension = data.get("kind"), data.get("dimension")
        if kind in NEEDS_AMOUNT and not data.get("amount"):
            self.add_error("amount", _("Say how many."))
        if kind in NAMES_VALUE:
            named, _separator, value = data.get("value", "").partition(_SEPARATOR)
            if not value:
                self.add_error("value", _("Choose a value."))
            elif named != dimension:
                self.add_error("value", _("This is a value of something else."))
            data["value"] = value
        return data

    def get_draft(self) -> WishDraft:
        """Return what was filled in, for the service."""
        return WishDraft(**self.cleaned_data)


class ScenarioForm(forms.Form):
    """“Stel een groep voor”: a name, the lot, and who is pinned or left out."""

    required_css_class = "required"

    name = forms.CharField(
        label=_("Name of the scenario"),
        max_length=80,
        help_text=_("For the team. Never the name of an applicant."),
    )
    keeps_board = forms.BooleanField(
        label=_("Whoever has a seat on the board now keeps it"),
        required=False,
        initial=True,
        help_text=_("The rest is filled around them."),
    )
    colleagues = forms.ChoiceField(
        label=_("People who named each other as colleagues"),
        choices=Colleagues.choices,
        initial=Colleagues.FREE,
    )
    rest = forms.ChoiceField(
        label=_("Who gets no seat"), choices=Rest.choices, required=False
    )
    seed = forms.IntegerField(
        label=_("Number of the lot"),
        min_value=1,
        max_value=999_999,
        initial=1,
        help_text=_(
            "Decides between people who are equal in everything. The same number "
            "gives the same proposal."
        ),
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="scenario_%s", **kwargs)
        self.board = board
        self.movable = [one for one in board.people.persons.values() if one.can_move]
        for person in self.movable:
            self.fields[_get_field(person)] = forms.ChoiceField(
                label=person.name or person.reference,
                required=False,
                choices=[
                    (FREE, pgettext_lazy("in a proposal", "Free")),
                    *(
                        (
                            str(pk),
                            _("Certainly in %(workplace)s") % {"workplace": row.title},
                        )
                        for pk in person.choices
                        if (row := board.people.workplaces.get(pk))
                    ),
                    (OUT, _("Certainly no seat")),
                ],
            )

    def get_person_rows(self) -> list[tuple[Person, forms.BoundField]]:
        """Return everybody who can be pinned, with their field."""
        return [(person, self[_get_field(person)]) for person in self.movable]

    def get_request(self) -> ScenarioRequest:
        """Return what was filled in, for the service."""
        data = self.cleaned_data
        said = {person.pk: data[_get_field(person)] for person in self.movable}
        pinned = {pk: int(word) for pk, word in said.items() if word not in (FREE, OUT)}
        excluded = frozenset(pk for pk, word in said.items() if word == OUT)
        if data["keeps_board"]:
            for person in self.movable:
                placement = self.board.arrangement[person.pk]
                if placement.is_seat and placement.workplace_id in person.choices:
                    pinned.setdefault(person.pk, placement.workplace_id)
        return ScenarioRequest(
            name=data["name"],
            rest=Rest(data["rest"]),
            request=Request(
                seed=data["seed"],
                pinned={pk: to for pk, to in pinned.items() if pk not in excluded},
                excluded=excluded,
                colleagues=Colleagues(data["colleagues"]),
            ),
        )


class CopyForm(forms.Form):
    """The board as it is, under a name."""

    required_css_class = "required"

    name = forms.CharField(label=_("Name of the copy"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="copy_%s", **kwargs)


class ChangeForm(forms.Form):
    """Where one person of a scenario goes, by hand."""

    registration = forms.TypedChoiceField(label=_("Who?"), coerce=int)
    to = forms.ChoiceField(label=_("Where to?"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="change_%s", **kwargs)
        people = board.people
        self.fields["registration"].choices = [
            (pk, f"{person.reference} {person.name}".strip())
            for pk, person in people.persons.items()
            if person.can_move
        ]
        self.fields["to"].choices = [
            *(
                (f"{S.SELECTED.value}-{pk}", row.title)
                for pk, row in people.workplaces.items()
            ),
            *(
                (
                    f"{S.WAITLISTED.value}-{pk}",
                    _("Waiting list of %(workplace)s") % {"workplace": row.title},
                )
                for pk, row in people.workplaces.items()
            ),
            (S.DECLINED.value, S.DECLINED.label),
            ("undecided", _("Undecided")),
        ]

    def get_placement(self) -> Placement:
        word, _dash, pk = self.cleaned_data["to"].partition("-")
        if word == "undecided":
            return Placement()
        return Placement(S(word), int(pk) if pk else None)


def _get_field(person: Person) -> str:
    return f"person-{person.pk}"
