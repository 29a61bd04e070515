"""Put our home page and a Dutch default site in the place of Wagtail's welcome."""

from django.conf import settings
from django.db import migrations

ROOT_PATH = "0001"
HOME_PATH = "00010001"


def create_homepage(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    HomePage = apps.get_model("home.HomePage")
    Locale = apps.get_model("wagtailcore.Locale")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")

    page_type = ContentType.objects.filter(model="page", app_label="wagtailcore")
    Page.objects.filter(content_type__in=page_type, path=HOME_PATH).delete()
    if Page.objects.filter(path=HOME_PATH).exists():
        return  # a site that was built before this migration keeps what it has

    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    Page.objects.filter(path=ROOT_PATH).update(locale=locale, numchild=1)
    content_type, _ = ContentType.objects.get_or_create(
        model="homepage", app_label="home"
    )
    homepage = HomePage.objects.create(
        title="Cultuurplekken van Morgen",
        draft_title="Cultuurplekken van Morgen",
        slug="home",
        content_type=content_type,
        locale=locale,
        path=HOME_PATH,
        depth=2,
        numchild=0,
        url_path="/home/",
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "site_name": "Cultuurplekken van Morgen",
            "root_page": homepage,
        },
    )


def restore_welcome(apps, schema_editor):
    """Give back what Wagtail's own migration made, so that forward works again."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Locale = apps.get_model("wagtailcore.Locale")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")

    Page.objects.filter(path__startswith=HOME_PATH).delete()  # the site goes with it
    welcome = Page.objects.create(
        title="Welcome to your new Wagtail site!",
        draft_title="Welcome to your new Wagtail site!",
        slug="home",
        content_type=ContentType.objects.get(model="page", app_label="wagtailcore"),
        locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
        path=HOME_PATH,
        depth=2,
        numchild=0,
        url_path="/home/",
    )
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_homepage, restore_welcome)]
