"""The core questions: one per typed column of `Registration`, as plain data.

A core question has its column's name as its key. Label, hint, order, section and
whether it is required belong to the editor; what stands here is how a new form
starts (domain.md 2.2), in Dutch, since it becomes content of the page.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ..enums import FormKind, FormSection, ReferenceList

# Field types of core questions start with this; Wagtail has an "email" of its own.
TYPE_PREFIX = "core_"
MAX_LONG_ANSWER = 1200

_SELECTION = frozenset({FormKind.SELECTION})
_EVERY_KIND = frozenset(FormKind)
_WHY_WE_ASK = (
    "Een gevarieerde groep versterkt de uitwisseling én de resultaten. Daarom vragen "
    "we dit."
)


@dataclass(frozen=True)
class CoreQuestion:
    """What is fixed about one core question, and how it starts on a new form.

    Attributes:
        column: the column of `Registration`; also the key of the question.
        answer: how it is answered: names a method of the form builder.
        name: what editors call it in the list of kinds of question.
        section, label, help_text, required: how it starts on a new form.
        starts_on: the kinds of form that start with it.
        needed_by: the kinds of form that cannot be published without it; it is
            then required as well.
        missing: the sentence for somebody who left it open.
        options: the closed list it is answered from, if any.
        max_length: characters; for columns with room for so many.
        too_long: the sentence for a long answer, where it has one of its own.
        autocomplete: the HTML token, so that browsers can fill it in.
    """

    column: str
    answer: str
    name: str | Promise
    section: FormSection
    label: str
    missing: str | Promise
    help_text: str = ""
    required: bool = True
    starts_on: frozenset[FormKind] = _SELECTION
    needed_by: frozenset[FormKind] = frozenset()
    options: ReferenceList | None = None
    max_length: int | None = None
    too_long: str | Promise = ""
    autocomplete: str = ""

    @property
    def field_type(self) -> str:
        return TYPE_PREFIX + self.column


CORE_QUESTIONS = (
    # You.
    CoreQuestion(
        column="first_name",
        answer="text",
        name=pgettext_lazy("core question", "First name"),
        section=FormSection.YOU,
        label="Voornaam",
        missing=_("Fill in your first name"),
        starts_on=_EVERY_KIND,
        needed_by=_EVERY_KIND,
        max_length=80,
        autocomplete="given-name",
    ),
    CoreQuestion(
        column="last_name",
        answer="text",
        name=pgettext_lazy("core question", "Last name"),
        section=FormSection.YOU,
        label="Familienaam",
        missing=_("Fill in your last name"),
        starts_on=_EVERY_KIND,
        needed_by=_EVERY_KIND,
        max_length=80,
        autocomplete="family-name",
    ),
    CoreQuestion(
        column="email",
        answer="email",
        name=pgettext_lazy("core question", "E-mail address"),
        section=FormSection.YOU,
        label="E-mailadres",
        help_text="We sturen je hierop een bevestiging en het antwoord.",
        missing=_("Fill in your e-mail address, such as name@example.be"),
        starts_on=_EVERY_KIND,
        needed_by=_EVERY_KIND,
        max_length=254,
        autocomplete="email",
    ),
    CoreQuestion(
        column="phone",
        answer="phone",
        name=pgettext_lazy("core question", "Telephone"),
        section=FormSection.YOU,
        label="Telefoonnummer",
        help_text="Alleen voor dringend nieuws over een bijeenkomst.",
        missing=_("Fill in your telephone number, such as 0470 12 34 56"),
        required=False,
        max_length=40,
        autocomplete="tel",
    ),
    # Your organisation.
    CoreQuestion(
        column="organisation",
        answer="text",
        name=pgettext_lazy("core question", "Organisation"),
        section=FormSection.ORGANISATION,
        label="Organisatie of bestuur",
        help_text="Zelfstandig of geen organisatie? Vul dat dan in.",
        missing=_("Fill in your organisation or authority"),
        starts_on=_EVERY_KIND,
        max_length=160,
        autocomplete="organization",
    ),
    CoreQuestion(
        column="organisation_type",
        answer="select",
        name=pgettext_lazy("core question", "Kind of organisation"),
        section=FormSection.ORGANISATION,
        label="Wat voor organisatie is dat?",
        missing=_("Choose what kind of organisation it is"),
        options=ReferenceList.ORGANISATION_TYPE,
    ),
    CoreQuestion(
        column="municipality",
        answer="municipality",
        name=pgettext_lazy("core question", "Municipality"),
        section=FormSection.ORGANISATION,
        label="In welke gemeente werk je vooral?",
        help_text="Werk je overal in Vlaanderen? Vul dan ‘heel Vlaanderen’ in.",
        missing=_("Fill in the municipality in which you mainly work"),
        max_length=80,
    ),
    CoreQuestion(
        column="role",
        answer="select",
        name=pgettext_lazy("core question", "Role"),
        section=FormSection.ORGANISATION,
        label="Wat is je functie of rol?",
        missing=_("Choose your role"),
        options=ReferenceList.ROLE,
    ),
    CoreQuestion(
        column="profile",
        answer="radios",
        name=pgettext_lazy("core question", "Profile"),
        section=FormSection.ORGANISATION,
        label="Ik ben vooral …",
        missing=_("Choose what you are above all"),
        options=ReferenceList.PROFILE,
    ),
    # Your choice and availability.
    CoreQuestion(
        column="workplace_first",
        answer="workplace",
        name=pgettext_lazy("core question", "Workplace: first choice"),
        section=FormSection.CHOICE,
        label="Welke werkplaats kies je?",
        missing=_("Choose a workplace"),
        needed_by=_SELECTION,
    ),
    CoreQuestion(
        column="workplace_second",
        answer="second_workplace",
        name=pgettext_lazy("core question", "Workplace: second choice"),
        section=FormSection.CHOICE,
        label="Tweede keuze",
        help_text="Als je eerste keuze vol zit.",
        missing=_("Choose a second workplace, or your first choice only"),
        required=False,
    ),
    CoreQuestion(
        column="availability",
        answer="sessions",
        name=pgettext_lazy("core question", "Availability per meeting"),
        section=FormSection.CHOICE,
        label="Op welke bijeenkomsten kan je aanwezig zijn?",
        missing=_("Mark at which meetings you can be present"),
        needed_by=_SELECTION,
    ),
    CoreQuestion(
        column="availability_note",
        answer="long",
        name=pgettext_lazy("core question", "About the availability"),
        section=FormSection.CHOICE,
        label="Kan je er niet altijd bij zijn? Welke bijeenkomst niet, en waarom?",
        missing=_("Tell which meeting you cannot attend, and why"),
        required=False,
        max_length=600,
    ),
    # Your motivation.
    CoreQuestion(
        column="practice_link",
        answer="radios",
        name=pgettext_lazy("core question", "Link with practice"),
        section=FormSection.MOTIVATION,
        label="Wat is je link met de praktijk?",
        missing=_("Choose your link with practice"),
        options=ReferenceList.PRACTICE_LINK,
    ),
    CoreQuestion(
        column="practice_note",
        answer="text",
        name=pgettext_lazy("core question", "About the link with practice"),
        section=FormSection.MOTIVATION,
        label="Vertel daar in één zin iets meer over",
        missing=_("Tell in one sentence what your link with practice is"),
        required=False,
        max_length=300,
    ),
    CoreQuestion(
        column="project_phase",
        answer="select",
        name=pgettext_lazy("core question", "Project phase"),
        section=FormSection.MOTIVATION,
        label="In welke fase zit je traject?",
        help_text="Alleen als je aan een infrastructuurtraject werkt.",
        missing=_("Choose the phase of your project"),
        required=False,
        options=ReferenceList.PROJECT_PHASE,
    ),
    CoreQuestion(
        column="experience_level",
        answer="radios",
        name=pgettext_lazy("core question", "Experience"),
        section=FormSection.MOTIVATION,
        label="Hoeveel ervaring heb je met dit thema?",
        help_text=_WHY_WE_ASK,
        missing=_("Choose how much experience you have"),
        options=ReferenceList.EXPERIENCE_LEVEL,
    ),
    CoreQuestion(
        column="perspectives",
        answer="perspectives",
        name=pgettext_lazy("core question", "Perspectives"),
        section=FormSection.MOTIVATION,
        label="Vanuit welke invalshoek kijk je?",
        help_text="Duid er hoogstens drie aan.",
        missing=_("Mark from which perspective you look"),
        options=ReferenceList.PERSPECTIVE,
    ),
    CoreQuestion(
        column="motivation",
        answer="long",
        name=pgettext_lazy("core question", "Motivation"),
        section=FormSection.MOTIVATION,
        label="Waarom wil je deelnemen?",
        help_text="5 à 8 zinnen volstaan.",
        missing=_("Tell briefly why you want to take part"),
        needed_by=_SELECTION,
        max_length=MAX_LONG_ANSWER,
        too_long=ngettext_lazy(
            "Your motivation has %(count)s characters. Make it %(excess)s character "
            "shorter",
            "Your motivation has %(count)s characters. Make it %(excess)s characters "
            "shorter",
            "excess",
        ),
    ),
    CoreQuestion(
        column="contribution",
        answer="long",
        name=pgettext_lazy("core question", "Contribution"),
        section=FormSection.MOTIVATION,
        label="Wat wil je bijdragen?",
        help_text="Bijvoorbeeld een case, een vraag, een werkvorm of je expertise.",
        missing=_("Tell briefly what you want to contribute"),
        needed_by=_SELECTION,
        max_length=MAX_LONG_ANSWER,
        too_long=ngettext_lazy(
            "Your contribution has %(count)s characters. Make it %(excess)s character "
            "shorter",
            "Your contribution has %(count)s characters. Make it %(excess)s characters "
            "shorter",
            "excess",
        ),
    ),
    CoreQuestion(
        column="expectations",
        answer="long",
        name=pgettext_lazy("core question", "Expectations"),
        section=FormSection.MOTIVATION,
        label="Wat verwacht je van het traject?",
        help_text="Dit telt niet mee voor de selectie. We nemen het mee naar de "
        "online kennismaking.",
        missing=_("Tell what you expect"),
        required=False,
        max_length=MAX_LONG_ANSWER,
    ),
    CoreQuestion(
        column="colleague",
        answer="text",
        name=pgettext_lazy("core question", "Colleague"),
        section=FormSection.MOTIVATION,
        label="Schrijft een collega zich ook in? Wie?",
        help_text="Iedereen schrijft zich apart in.",
        missing=_("Fill in the name of your colleague"),
        required=False,
        max_length=160,
    ),
    # Finishing.
    CoreQuestion(
        column="engagement",
        answer="agreement",
        name=pgettext_lazy("core question", "Engagement"),
        section=FormSection.CLOSING,
        label="Ik engageer me voor de drie bijeenkomsten en denk mee op een bredere "
        "schaal dan mijn eigen case.",
        missing=_("Tick that you endorse the engagement"),
        needed_by=_SELECTION,
    ),
    CoreQuestion(
        column="newsletter",
        answer="agreement",
        name=pgettext_lazy("core question", "Newsletter"),
        section=FormSection.CLOSING,
        label="Hou me op de hoogte van nieuws over cultuurplekken.",
        missing=_("Tick this to go on"),
        required=False,
        starts_on=_EVERY_KIND,
    ),
    CoreQuestion(
        column="keep_for_next",
        answer="agreement",
        name=pgettext_lazy("core question", "Keep for a next call"),
        section=FormSection.CLOSING,
        label="Bewaar mijn gegevens voor een volgende oproep.",
        missing=_("Tick this to go on"),
        required=False,
    ),
    CoreQuestion(
        column="share_contacts",
        answer="agreement",
        name=pgettext_lazy("core question", "Share contact details"),
        section=FormSection.CLOSING,
        label="Deel mijn contactgegevens met de andere deelnemers.",
        missing=_("Tick this to go on"),
        required=False,
    ),
)

CORE_BY_TYPE = {core.field_type: core for core in CORE_QUESTIONS}
CORE_BY_COLUMN = {core.column: core for core in CORE_QUESTIONS}
# Consent is free: these may never be made a condition (domain.md 3).
NEVER_REQUIRED = frozenset({"newsletter", "keep_for_next", "share_contacts"})


def needed_questions(kind: str) -> list[CoreQuestion]:
    """Return the core questions without which a form of `kind` cannot work."""
    return [core for core in CORE_QUESTIONS if kind in core.needed_by]


def starting_questions(kind: str) -> list[dict]:
    """Return the values of the questions with which a new form of `kind` starts."""
    is_direct = kind == FormKind.DIRECT
    questions = []
    for core in CORE_QUESTIONS:
        if kind not in core.starts_on:
            continue
        help_text, required = core.help_text, core.required
        if is_direct:
            # A day is registered for in a minute, and nobody decides about it.
            required = kind in core.needed_by
            help_text = (
                "We sturen je hierop een bevestiging." if core.column == "email" else ""
            )
        questions.append(
            {
                "clean_name": core.column,
                "field_type": core.field_type,
                "label": core.label,
                "help_text": help_text,
                "required": required,
                "section": core.section,
                "sort_order": len(questions),
            }
        )
    return questions
