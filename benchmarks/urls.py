"""The site's addresses, and one page that costs nothing but its bytes."""

from django.http import HttpResponse
from django.urls import path

from portal.urls import handler404, urlpatterns

__all__ = ["handler404"]


def constant(request, size):
    return HttpResponse("x" * size)


urlpatterns = [path("constant/<int:size>/", constant), *urlpatterns]
