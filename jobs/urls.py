from django.urls import include, path

from . import views
from .publishing.views import feed, listing_share_image
from .reports.views import report

app_name = "jobs"

of_listings = [
    path("", views.board, name="board"),
    path("<int:pk>-<slug:slug>/", views.listing_detail, name="listing_detail"),
    path("<int:pk>-<slug:slug>/share.png", listing_share_image, name="listing_share_image"),
    path("values/<slug:facet>/", views.facet_values, name="facet_values"),
    path("side-by-side/", views.side_by_side, name="side_by_side"),
    path("feed.<slug:form>", feed, name="feed"),
    path("report/", report, name="report"),
    path("open.json", views.open_listings, name="open_listings"),
]
urlpatterns = [
    path("jobs/", include(of_listings)),
    path("saved/", views.saved, name="saved"),
    path("fit/", views.fit, name="fit"),
    path("employers/<slug:slug>/", views.employer_detail, name="employer_detail"),
]
