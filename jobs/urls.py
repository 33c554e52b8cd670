from django.urls import path

from . import views
from .publishing.views import feed, listing_share_image
from .reports.views import report

app_name = "jobs"

urlpatterns = [
    path("jobs/", views.board, name="board"),
    path("jobs/<int:pk>-<slug:slug>/", views.listing_detail, name="listing_detail"),
    path("jobs/values/<slug:facet>/", views.facet_values, name="facet_values"),
    path("jobs/side-by-side/", views.side_by_side, name="side_by_side"),
    path("jobs/feed.<slug:form>", feed, name="feed"),
    path("jobs/<int:pk>-<slug:slug>/share.png", listing_share_image, name="listing_share_image"),
    path("jobs/report/", report, name="report"),
    path("jobs/open.json", views.open_listings, name="open_listings"),
    path("saved/", views.saved, name="saved"),
    path("fit/", views.fit, name="fit"),
    path("employers/<slug:slug>/", views.employer_detail, name="employer_detail"),
]
