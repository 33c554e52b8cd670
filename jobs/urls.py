from django.urls import path

from . import views
from .publishing.views import feed

app_name = "jobs"

urlpatterns = [
    path("", views.board, name="board"),
    path("values/<slug:facet>/", views.facet_values, name="facet_values"),
    path("feed.<slug:form>", feed, name="feed"),
    path("<int:pk>-<slug:slug>/", views.listing_detail, name="listing_detail"),
]
