from django.urls import path

from . import views

app_name = "jobs"

urlpatterns = [
    path("", views.board, name="board"),
    path("values/<slug:facet>/", views.facet_values, name="facet_values"),
    path("<int:pk>-<slug:slug>/", views.listing_detail, name="listing_detail"),
]
