from django.urls import path

from . import views

app_name = "alerts"

urlpatterns = [
    path("alerts/new/", views.alert_new, name="alert_new"),
    path("alerts/<str:token>/confirm/", views.alert_confirm, name="alert_confirm"),
    path("alerts/<str:token>/off/", views.alert_off, name="alert_off"),
    path("alerts/<str:token>/search/", views.alert_search, name="alert_search"),
    path("alerts/<str:token>/", views.alert_detail, name="alert_detail"),
]
