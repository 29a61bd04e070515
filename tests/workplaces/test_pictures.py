"""Pictures of workplaces and days on the cards that lead to them."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import HomePage
from tests.factories.home import get_home
from tests.factories.workplaces import (
    CallPageFactory,
    InspirationDayIndexPageFactory,
    InspirationDayPageFactory,
    WorkplacePageFactory,
)
from tests.home.picture_scene import make_image

pytestmark = pytest.mark.django_db


def read(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def count_queries(client, page) -> int:
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    return len(queries)


def count_with_pictures(client, page, factory, numbers) -> list[int]:
    """How many queries a page takes with so many cards, each with a picture."""
    counts, made = [], 0
    for number in numbers:
        for _more in range(number - made):
            factory(parent=page, picture=make_image(600, 600))
        made = number
        counts.append(count_queries(client, page))
    return counts


def test_cards_with_pictures_cost_one_query_together(client):
    call = CallPageFactory()
    WorkplacePageFactory(parent=call)
    without = count_queries(client, call)
    counts = count_with_pictures(client, call, WorkplacePageFactory, (1, 3, 30))
    assert counts == [without + 1] * 3


def test_days_with_pictures_cost_one_query_together(client):
    index = InspirationDayIndexPageFactory()
    InspirationDayPageFactory(parent=index)
    without = count_queries(client, index)
    counts = count_with_pictures(client, index, InspirationDayPageFactory, (1, 3, 30))
    assert counts == [without + 1] * 3


def test_card_of_a_workplace_shows_its_picture_beside_its_sign(client):
    call = CallPageFactory()
    WorkplacePageFactory(parent=call, picture=make_image(), picture_alt="Een werf")
    WorkplacePageFactory(parent=call)
    with_picture, without = read(client, call).select(".card__wall")
    [image] = with_picture.select("img")
    assert (image["alt"], image["loading"]) == ("", "lazy")
    assert image.get("fetchpriority") is None
    assert [len(wall.select(".sign")) for wall in (with_picture, without)] == [1, 1]
    assert [len(wall.select(".facade")) for wall in (with_picture, without)] == [0, 1]
    assert without.select("img") == []


def test_other_workplaces_show_their_picture_too(client):
    call = CallPageFactory()
    page = WorkplacePageFactory(parent=call)
    WorkplacePageFactory(parent=call, picture=make_image())
    assert len(read(client, page).select(".card__wall img")) == 1


def test_card_of_a_day_frames_its_picture_with_doors(client):
    index = InspirationDayIndexPageFactory()
    InspirationDayPageFactory(parent=index, picture=make_image())
    InspirationDayPageFactory(parent=index)
    walls = [
        (len(card.select("img")), len(card.select(".facade__tile")))
        for card in read(client, index).select(".day-card")
    ]
    assert sorted(walls) == [(0, 4), (1, 7)]


def test_home_page_shows_the_pictures_of_what_it_leads_to(client):
    call = CallPageFactory()
    WorkplacePageFactory(parent=call, picture=make_image())
    HomePage.objects.filter(pk=get_home().pk).update(featured_page=call)
    assert len(read(client, get_home()).select(".card__wall img")) == 1


def test_frame_of_a_workplace_keeps_its_sign(client):
    page = WorkplacePageFactory(picture=make_image(), accent="moss")
    [frame] = read(client, page).select(".hero > .frame")
    assert len(frame.select(".sign")) == 1
    assert len(frame.select(".facade__tile")) == 6
