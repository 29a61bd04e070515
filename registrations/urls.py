"""The participant's own page; `/mijn-inschrijving/` in the project's urls."""

from django.urls import path

from .views import participant as views

app_name = "participant"

urlpatterns = [
    path("", views.lost_link, name="lost_link"),
    path("verstuurd/", views.lost_link_sent, name="lost_link_sent"),
    path("<str:token>/", views.status, name="status"),
    path("<str:token>/intrekken/", views.withdraw, name="withdraw"),
    path("<str:token>/bevestigen/", views.confirm, name="confirm"),
    path("<str:token>/afzien/", views.decline, name="decline"),
    path("<str:token>/antwoorden/", views.answer, name="answer"),
    # Some mail programs drop the last slash; a redirect would keep the address.
    path("<str:token>", views.status),
]
