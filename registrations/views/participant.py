"""The participant's own page. Skeleton; the pages follow."""

from django.http import HttpResponse


def _soon(request, token=""):
    return HttpResponse("")


lost_link = lost_link_sent = status = withdraw = confirm = decline = answer = _soon
