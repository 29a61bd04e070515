"""What empties the page cache, and what must not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from home.models import PageCacheStamp, SiteSettings
from home.page_cache import receivers
from registrations.models import AnswerOption
from registrations.services.upkeep import run_upkeep
from tests.factories.home import ContentPageFactory, get_home
from tests.factories.workplaces import CallPageFactory, WorkplacePageFactory

from .page_cache_scene import committing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


def read() -> str:
    return PageCacheStamp.objects.get().value


def empties(act) -> bool:
    """Whether something that is done changes the stamp."""
    before = read()
    with committing():
        act()
    return read() != before


@pytest.fixture
def about():
    return ContentPageFactory(title="Over ons")


def test_publish_and_unpublish(about):
    about.title = "Anders"
    revision = about.save_revision()
    assert empties(revision.publish)
    assert empties(about.unpublish)


def test_new_slug(about):
    about.slug = "anders"
    assert empties(about.save_revision().publish)


def test_move_and_reorder(about):
    other = ContentPageFactory()
    assert empties(lambda: Page.objects.get(pk=other.pk).move(about, pos="left"))
    call = CallPageFactory()
    workplace = WorkplacePageFactory(parent=call)
    elsewhere = Page.objects.get(pk=CallPageFactory().pk)
    moving = Page.objects.get(pk=workplace.pk)
    assert empties(lambda: moving.move(elsewhere, pos="last-child"))


def test_deletion_alone_and_with_its_parent(about):
    assert empties(about.delete)
    call = CallPageFactory()
    WorkplacePageFactory(parent=call)
    assert empties(Page.objects.get(pk=call.pk).delete)


def test_public_page_saved_by_a_script(about):
    assert empties(about.save)


def test_draft_and_autosave_change_nothing_public(about):
    about.title = "Nog niet"
    assert not empties(about.save_revision)
    assert not empties(lambda: ContentPageFactory(live=False))


def test_site_settings():
    settings = SiteSettings.for_site(Site.objects.get())
    settings.contact_email = "nieuw@example.org"
    assert empties(settings.save)


def test_site_and_redirect():
    assert empties(Site.objects.get().save)
    redirect = Redirect(old_path="/oud", redirect_link="/nieuw/")
    assert empties(redirect.save)
    assert empties(redirect.delete)


def test_view_restriction(about):
    restriction = PageViewRestriction(page=about, restriction_type="login")
    assert empties(restriction.save)
    assert empties(restriction.delete)


@pytest.mark.parametrize("get_model", [get_image_model, get_document_model])
def test_image_and_document(get_model):
    row = get_model()(title="Zaal", file=get_test_image_file())
    assert empties(row.save)
    assert empties(row.delete)


def test_answers_that_a_form_offers():
    option = AnswerOption(list="role", code="nieuw", label="Nieuw")
    assert empties(option.save)


def test_every_page_type_is_watched():
    for model in [type(get_home()), CallPageFactory._meta.model, Page]:
        assert receivers.post_save.has_listeners(model)
        assert receivers.post_delete.has_listeners(model)


def test_page_goes_on_and_off_line_by_itself_through_the_worker(about, client):
    past = timezone.now() - timedelta(minutes=1)
    about.title = "Vanaf nu"
    about.go_live_at = past
    about.save_revision(approved_go_live_at=past)
    assert empties(run_upkeep)
    assert b"Vanaf nu" in client.get(about.url).content
    Page.objects.filter(pk=about.pk).update(expire_at=past)
    assert empties(run_upkeep)
    assert client.get(about.url).status_code == 404
