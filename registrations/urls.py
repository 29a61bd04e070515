"""The participant's own page (`/mijn-inschrijving/` in the project's urls), and what
somebody does who only wants to hear of a form (`/op-de-hoogte/`).
"""

from django.urls import path

from .views import data_copy, interest
from .views import participant as views

app_name = "participant"

urlpatterns = [
    path("", views.lost_link, name="lost_link"),
    path("verstuurd/", views.lost_link_sent, name="lost_link_sent"),
    path("<str:token>/", views.status, name="status"),
    path("<str:token>/aanpassen/", views.amend, name="amend"),
    path("<str:token>/kopie/", views.copy, name="copy"),
    path("<str:token>/intrekken/", views.withdraw, name="withdraw"),
    path("<str:token>/bevestigen/", views.confirm, name="confirm"),
    path("<str:token>/afzien/", views.decline, name="decline"),
    path("<str:token>/werkplaats/", views.choose, name="choose"),
    path("<str:token>/bijeenkomst/<slug:session_key>/", views.meeting, name="meeting"),
    path("<str:token>/inspiratiedag/", views.day, name="day"),
    path("<str:token>/gegevens/", views.data, name="data"),
    path("<str:token>/wissen/", views.erase, name="erase"),
    path("<str:token>/antwoorden/", views.answer, name="answer"),
    # Some mail programs drop the last slash; a redirect would keep the address.
    path("<str:token>", views.status),
]

# A copy of somebody's data (`/mijn-gegevens/`).
copy_patterns = [
    path("<str:token>/", data_copy.show, name="data_copy"),
    path("<str:token>/lezen/", data_copy.read, name="data_copy_read"),
    path("<str:token>/bestand/", data_copy.take, name="data_copy_file"),
    path("<str:token>", data_copy.show),
]

interest_patterns = (
    [
        path("vraag/<int:page_pk>/", interest.ask, name="ask"),
        path("gevraagd/", interest.asked, name="asked"),
        path("gewist/", interest.erased, name="erased"),
        path("<str:token>/", interest.own, name="own"),
        # Some mail programs drop the last slash; a redirect would keep the address.
        path("<str:token>", interest.own),
    ],
    "interest",
)
