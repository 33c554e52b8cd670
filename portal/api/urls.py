from django.urls import path

from . import pages, views

app_name = "api"

urlpatterns = [
    path("", pages.documentation, name="documentation"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/roles", views.role_list, name="role_list"),
    path("v1/roles/<slug:slug>", views.role_detail, name="role_detail"),
    path("v1/roles/<slug:slug>/evidence", views.role_evidence, name="role_evidence"),
    path("v1/roles/<slug:slug>/pay", views.role_pay, name="role_pay"),
    path("v1/comparisons", views.comparison_list, name="comparison_list"),
    path("v1/compare", views.compare, name="compare"),
    path("v1/skills", views.skill_list, name="skill_list"),
    path("v1/skills/<slug:slug>", views.skill_detail, name="skill_detail"),
    path("v1/listings", views.listing_list, name="listing_list"),
    path("v1/listings/<int:pk>", views.listing_detail, name="listing_detail"),
]
