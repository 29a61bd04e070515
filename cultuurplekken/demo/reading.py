"""The reading round of the demo: who reads what, how far they are, and one dispute."""

from typing import Any

from django.utils import timezone

from registrations.enums import Advice
from registrations.models import ReaderProfile, Registration, RegistrationTag, TagUse
from registrations.services.assignment import assign
from registrations.services.discussion import add_comment
from registrations.services.names import keep_name
from registrations.services.review import submit_review
from registrations.services.rounds import save_round
from registrations.services.scoring import get_criteria
from workplaces.models import WorkplacePage

TAGS = (
    "brengt een case mee",
    "brengt cijfers mee",
    "eerste traject",
    "niet op alle dagen",
    "stem van gebruikers",
)


def create_profiles(team: dict[str, Any]) -> None:
    """Write who the readers are: what they know most about, and one who has a tie.

    Lander sits on the board of the youth centre of Youssef: the site closes that
    registration to him by itself. Lotte is new, and still has to promise
    confidentiality.
    """
    workplaces = {page.slug: page for page in WorkplacePage.objects.all()}
    promised_at = timezone.now()
    for username, user in team.items():
        ReaderProfile.objects.get_or_create(
            user=user,
            defaults={
                "promised_at": None if username == "lezer3" else promised_at,
                "organisations": "Jeugdhuis De Werf" if username == "lezer2" else "",
            },
        )
    for username, slug in (
        ("lezer1", "participatie"),
        ("lezer2", "visie-op-bovenlokale-cultuurinfrastructuur"),
        ("lezer3", "gedeeld-ruimtegebruik"),
    ):
        if username in team and slug in workplaces:
            profile = ReaderProfile.objects.get(user=team[username])
            profile.workplaces.add(workplaces[slug])


def start_round(*samples: Registration, lead: Any) -> None:
    """Begin reading on the form of `samples`; whoever reads sees the names."""
    save_round(form_page=samples[0].page, user=lead, samples=samples, is_confirmed=True)


def share_out(wishes: dict[Any, tuple[Registration, ...]], *, user: Any) -> None:
    """Ask each reader to read the registrations behind their name."""
    for reader, registrations in wishes.items():
        results = assign(registrations=registrations, readers=[reader], user=user)
        refused = [result.why for result in results if not result.is_assigned]
        if refused:
            raise ValueError(f"{reader}: {refused}")


def read(
    registration: Registration,
    reader: Any,
    advice: Advice,
    note: str,
    *levels: int,
    letter_line: str = "",
) -> None:
    """Let `reader` write a review, with a level for each criterion of the call."""
    registration = Registration.objects.get(pk=registration.pk)
    criteria = get_criteria(registration)
    scores = dict(zip((row.key for row in criteria), levels, strict=True))
    submit_review(
        registration=registration,
        reader=reader,
        advice=advice,
        note=note,
        letter_line=letter_line,
        scores=scores,
    )


def disagree(registration: Registration, lena: Any, lander: Any) -> None:
    """Two readers who differ by more than a level, and who start to talk."""
    read(
        registration,
        lena,
        Advice.YES,
        "Het draaiboek en de kosten liggen er, na vier wijken. Dat mist iedereen.",
        *(3, 3, 3),
        letter_line="Je draaiboek uit vier wijken willen we graag in de groep.",
    )
    read(
        registration,
        lander,
        Advice.NO,
        "Schrijft tegen besturen in plaats van met hen. De eigen rol in het gebouw "
        "blijft vaag.",
        *(1, 1, 2),
    )
    add_comment(
        registration=registration,
        user=lena,
        text="Lander, ik las die scherpe zinnen als een uitnodiging. Het draaiboek is "
        "wat we in deze werkplaats zoeken. Bellen we even?",
    )
    add_comment(
        registration=registration,
        user=lander,
        text="Goed. Kijk jij dan naar wat er over het gebouw zelf staat? Dat vond ik "
        "echt te weinig.",
    )


def create_tags(tagged: dict[Registration, tuple[str, ...]], *, user: Any) -> None:
    """Make the tags of the demo, and put them where they belong."""
    tags = {
        label: RegistrationTag.objects.get_or_create(label=label)[0] for label in TAGS
    }
    for registration, labels in tagged.items():
        for label in labels:
            TagUse.objects.create(
                registration=registration,
                tag=tags[label],
                user=user,
                user_name=keep_name(user),
            )
