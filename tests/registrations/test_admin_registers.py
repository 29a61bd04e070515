"""Lists and registers: every screen opens for whom it is, and for nobody else."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.admin.registers import RegistersGroup
from registrations.enums import MessageKind, ReferenceList, TieKind
from registrations.models import (
    AnswerOption,
    DeliveryAttempt,
    ExportLog,
    FormerMunicipality,
    Message,
    Municipality,
    Region,
)
from registrations.permissions import user_can_view_registrations
from registrations.services.ties import declare_tie
from tests.factories.registrations import (
    AnswerOptionFactory,
    MunicipalityFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
MODELS = [
    AnswerOption,
    Municipality,
    FormerMunicipality,
    Region,
    DeliveryAttempt,
    ExportLog,
]
READ_ONLY = [Region, DeliveryAttempt, ExportLog]


def get_url(model, action="index", *args):
    for register in RegistersGroup.items:
        if register.model is model:
            path = register.base_url_path.replace("/", "_")
            return reverse(f"{path}_modeladmin_{action}", args=args)
    raise LookupError(model)


@pytest.fixture
def rows(team):
    """One row in each register."""
    AnswerOptionFactory()
    municipality = MunicipalityFactory(name="Nazareth-De Pinte")
    FormerMunicipality.objects.create(name="De Pinte", municipality=municipality)
    registration = RegistrationFactory()
    message = Message.objects.filter(registration=registration).first()
    assert message.kind == MessageKind.RECEIPT
    DeliveryAttempt.objects.create(message=message, number=1)
    ExportLog.objects.create(user=team.decider, file_format="csv", row_count=1)


QUERIES = ["", "onbekend=1", "onbekend__in=1", "p=x", "o=99.x", "q=Pinte"]


@pytest.mark.parametrize("who", ["boss", "decider"])
def test_registers_open_and_forgive_their_address(client, team, rows, who):
    client.force_login(getattr(team, who))
    for model in MODELS:
        for query in QUERIES:
            response = client.get(f"{get_url(model)}?{query}")
            assert response.status_code == 200, (model, query)


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (AnswerOption, "is_active__exact=x"),
        (AnswerOption, "list__exact=nonsense"),
        (AnswerOption, "list__foo__bar=1"),
        (Municipality, "region=x"),
        (DeliveryAttempt, "outcome__exact=x&p=-3"),
    ],
)
def test_filter_that_cannot_be_is_no_error(client, team, rows, model, query):
    client.force_login(team.decider)
    assert client.get(f"{get_url(model)}?{query}").status_code == 200


@pytest.mark.parametrize("who", ["reader", "editor", "chief_editor", "guest"])
def test_registers_are_closed_for_others(client, team, rows, who):
    user = getattr(team, who)
    client.force_login(user)
    for model in MODELS:
        assert client.get(get_url(model)).status_code in (302, 403), model
    url = reverse("registrations_import_municipalities")
    assert client.get(url).status_code in (302, 403)
    assert user_can_view_registrations(user) is (who == "reader")


@pytest.mark.parametrize("model", READ_ONLY)
def test_registers_are_read_only_even_for_a_superuser(client, team, rows, model):
    client.force_login(team.boss)
    pk = str(model.objects.first().pk)
    for url in (
        get_url(model, "create"),
        get_url(model, "edit", pk),
        get_url(model, "delete", pk),
    ):
        assert client.get(url).status_code in (302, 403)
        assert client.post(url).status_code in (302, 403)
    assert model.objects.filter(pk=pk).count() == 1


def test_attempts_of_a_tied_registration_are_not_listed(client, team, rows):
    letter = Message.objects.get(kind=MessageKind.RECEIPT)
    url = get_url(DeliveryAttempt)
    client.force_login(team.decider)
    number = letter.registration.reference.encode()
    assert number in client.get(url).content
    declare_tie(
        registration=letter.registration, user=team.decider, kind=TieKind.COLLEAGUE
    )
    assert number not in client.get(url).content
    found = client.get(url, {"q": number.decode()}).context["result_count"]
    assert found == 0


def test_option_can_be_added_and_keeps_its_code(client, team):
    client.force_login(team.decider)
    data = {
        "list": ReferenceList.ROLE,
        "code": "bestuurder",
        "label": "Bestuurder",
        "is_active": "on",
        "sort_order": "1",
    }
    client.post(get_url(AnswerOption, "create"), data)
    option = AnswerOption.objects.get(code="bestuurder")
    url = get_url(AnswerOption, "edit", str(option.pk))
    client.post(url, data | {"code": "anders", "label": "Bestuurslid"})
    option.refresh_from_db()
    assert (option.code, option.label) == ("bestuurder", "Bestuurslid")


@pytest.mark.parametrize("column", ["organisation_type", "perspectives"])
def test_used_option_is_not_deleted_but_explained(client, team, column):
    option = AnswerOptionFactory()
    registration = RegistrationFactory()
    if column == "perspectives":
        registration.perspectives.add(option)
    else:
        registration.organisation_type = option
        registration.save()
    client.force_login(team.boss)
    url = get_url(AnswerOption, "delete", str(option.pk))
    assert client.get(url).status_code == 200
    response = client.post(url, follow=True)
    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]] != []
    assert AnswerOption.objects.filter(pk=option.pk).count() == 1


def test_unused_option_is_deleted(client, team):
    option = AnswerOptionFactory()
    client.force_login(team.decider)
    client.post(get_url(AnswerOption, "delete", str(option.pk)))
    assert AnswerOption.objects.filter(pk=option.pk).count() == 0


def test_used_municipality_is_not_deleted(client, team):
    municipality = MunicipalityFactory()
    RegistrationFactory(municipality=municipality)
    client.force_login(team.decider)
    url = get_url(Municipality, "delete", str(municipality.pk))
    assert client.post(url).status_code == 302
    assert Municipality.objects.filter(pk=municipality.pk).count() == 1


def test_registers_speak_without_guessing_a_gender(client, team, rows):
    client.force_login(team.decider)
    option = AnswerOption.objects.first()
    add = client.get(get_url(AnswerOption, "create")).content.decode()
    delete = client.get(get_url(AnswerOption, "delete", option.pk)).content.decode()
    name = str(AnswerOption._meta.verbose_name).capitalize()
    with override("nl"):
        assert str(_("Add %(name)s") % {"name": name}) in add
        assert f"‘{option}’" in delete
    assert "Nieuw Antwoordoptie" not in " ".join(add.split())
    assert "Weet u zeker" not in delete


def test_plural_of_exports_is_a_plural():
    with override("en"):
        assert str(ExportLog._meta.verbose_name_plural) == "exports"
