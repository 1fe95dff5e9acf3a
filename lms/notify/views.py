"""One's notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lms.kernel.permissions import requires
from lms.notify.actions import mark_read
from lms.notify.models import Notice
from lms.notify.queries import as_news
from lms.people.requests import SignedInRequest


@requires("people.be_here")
def notices(request: SignedInRequest) -> HttpResponse:
    """The list; POST marks all as read."""
    mine = Notice.objects.visible_to(request.user).select_related("person")
    if request.method == "POST":
        mark_read(mine)
        return redirect("notices")
    page = Paginator(mine, 25).get_page(request.GET.get("page"))
    page.object_list = [as_news(notice) for notice in page.object_list]  # type: ignore[misc]
    return render(request, "notify/notices.html", {"page": page, "unread": mine.unread().exists()})
