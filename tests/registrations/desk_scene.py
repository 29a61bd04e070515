"""What is done on the desk, as the tests of it do it: a click and a look."""

from django.urls import reverse

from registrations.enums import RegistrationState

S = RegistrationState


def act(client, user, registration, action, **data):
    client.force_login(user)
    url = reverse("registrations:act", args=[registration.pk, action])
    return client.post(url, data)


def press(client, user, registration, action, **data):
    """Press a button of the current step."""
    client.force_login(user)
    step = registration.current_workflow_state.current_task_state
    url = reverse(
        "registrations:workflow_action", args=[registration.pk, action, step.pk]
    )
    return client.post(url, data)


def read_desk(client, user, registration):
    client.force_login(user)
    response = client.get(reverse("registrations:edit", args=[registration.pk]))
    assert response.status_code == 200
    return response


def get_panel_names(response):
    return [panel.name for panel in response.context["desk"].panels]


def fresh(registration):
    return type(registration).objects.get(pk=registration.pk)


def propose(client, team, registration, **data):
    data = {"workplace": registration.workplace_first_id} | data
    return act(client, team.decider, registration, "propose", **data)
