from django.urls import path

from . import views

app_name = "careers"

urlpatterns = [
    path("roles/", views.role_list, name="role_list"),
    path("roles/<slug:slug>/", views.role_detail, name="role_detail"),
    path("compare/", views.compare, name="compare"),
    path("compare/<slug:pair>/", views.comparison_detail, name="comparison_detail"),
    path("skills/", views.skill_list, name="skill_list"),
    path("skills/<slug:slug>/", views.skill_detail, name="skill_detail"),
]
