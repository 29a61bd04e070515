"""All addresses of the site: the admin, the participant's own page, the pages."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from home.views.search import search
from home.views.share_image import show_share_image
from home.views.sitemap import robots, sitemap
from registrations.admin.account import AccountView
from registrations.urls import copy_patterns, interest_patterns
from registrations.views.delivery_reports import receive_report
from registrations.views.frame import frame_script
from registrations.views.health import show_health
from registrations.views.suggestions import list_municipality_names
from workplaces.views.feeds import news_atom, news_json

handler400 = "home.views.errors.bad_request"
handler403 = "home.views.errors.permission_denied"
handler404 = "home.views.errors.page_not_found"
handler500 = "home.views.errors.server_error"

urlpatterns = [
    # Before Wagtail's own at this address.
    path("admin/account/", require_admin_access(never_cache(AccountView.as_view()))),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("mijn-inschrijving/", include("registrations.urls")),
    path("mijn-gegevens/", include(copy_patterns)),
    path("op-de-hoogte/", include(interest_patterns)),
    path("zoeken/", search, name="search"),
    path("nieuws.atom", news_atom, name="news_atom"),
    path("nieuws.json", news_json, name="news_json"),
    path("insluiten.js", frame_script, name="frame_script"),
    path("gemeenten.json", list_municipality_names, name="municipalities"),
    path("gezond/", show_health, name="health"),
    # Where mail providers report, at the addresses that Anymail's own papers name.
    path("anymail/<slug:provider>/tracking/", receive_report, name="delivery_report"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path(
        "deelbeeld/<int:page_id>-<slug:digest>.png",
        show_share_image,
        name="share_image",
    ),
]

if settings.DEBUG:
    # Only here: production loads no example.
    from .gallery.views import show_gallery

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
    urlpatterns += [path("componenten/", show_gallery, name="gallery")]

urlpatterns += [
    # Pages for whoever is signed in: only the team has accounts, and one door.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    # The password of a private page; the pattern of the pages would take its address.
    *[
        door
        for door in wagtail_urls.urlpatterns
        if door.name == "wagtailcore_authenticate_with_password"
    ],
    # Calendar files stand below the pages that hold the dates
    # (workplaces/models/calendar_routes.py); Wagtail's own pattern knows no dots.
    re_path(
        r"^((?:[\w\-]+/)*[\w\-]+\.ics)$",
        csrf_exempt(wagtail_views.serve),
        name="calendar_file",
    ),
    # Visitors get no cookie, so a public form has no session authority to steal
    # and Django's CSRF token has nothing to protect: the form page itself checks
    # where a post comes from (registrations/views/guard.py).
    re_path(
        wagtail_urls.serve_pattern,
        csrf_exempt(wagtail_views.serve),
        name="wagtail_serve",
    ),
]
