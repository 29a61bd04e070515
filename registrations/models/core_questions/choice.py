"""The core questions about what somebody chooses, and why."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ...enums import (
    AnswerCondition,
    AnswerVisibility,
    FormSection,
    ReferenceList,
)
from .question import MAX_LONG_ANSWER, SELECTION_ONLY, WHY_WE_ASK, CoreQuestion

CHOICE_AND_MOTIVATION = (
    # Your choice and availability.
    CoreQuestion(
        column="workplace_first",
        answer="workplace",
        name=pgettext_lazy("core question", "Workplace: first choice"),
        section=FormSection.CHOICE,
        label="Welke werkplaats kies je?",
        missing=_("Choose a workplace"),
        needed_by=SELECTION_ONLY,
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
        needed_by=SELECTION_ONLY,
    ),
    CoreQuestion(
        column="availability_note",
        answer="long",
        name=pgettext_lazy("core question", "About the availability"),
        section=FormSection.CHOICE,
        label="Welke bijeenkomst niet, en waarom?",
        missing=_("Tell which meeting you cannot attend, and why"),
        required=False,
        show_if=("availability", AnswerCondition.NOT_ALL, ()),
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
        missing=_("Choose the phase of your project"),
        required=False,
        options=ReferenceList.PROJECT_PHASE,
        show_if=("practice_link", AnswerCondition.ANY, ("running", "planned")),
    ),
    CoreQuestion(
        column="experience_level",
        answer="radios",
        name=pgettext_lazy("core question", "Experience"),
        section=FormSection.MOTIVATION,
        label="Hoeveel ervaring heb je met dit thema?",
        help_text=WHY_WE_ASK,
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
        needed_by=SELECTION_ONLY,
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
        needed_by=SELECTION_ONLY,
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
        visibility=AnswerVisibility.AFTER_SELECTION,
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
)
