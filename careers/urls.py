from django.urls import path

from . import downloads, views

app_name = "careers"

urlpatterns = [
    path("roles/", views.role_list, name="role_list"),
    path("roles/<slug:slug>/", views.role_detail, name="role_detail"),
    path("roles/<slug:slug>/share.png", downloads.role_share_image, name="role_share_image"),
    path("compare/", views.compare, name="compare"),
    path("compare/table.csv", downloads.comparison_csv, name="comparison_csv"),
    path("compare/table.json", downloads.comparison_json, name="comparison_json"),
    path("compare/<slug:pair>/", views.comparison_detail, name="comparison_detail"),
    path(
        "compare/<slug:pair>/share.png",
        downloads.comparison_share_image,
        name="comparison_share_image",
    ),
    path("titles/", views.titles, name="titles"),
    path("salaries/", views.salary_list, name="salary_list"),
    path("salaries/<slug:slug>/", views.salary_detail, name="salary_detail"),
    path("salaries/<slug:slug>/data.csv", downloads.salary_csv, name="salary_csv"),
    path("salaries/<slug:slug>/data.json", downloads.salary_json, name="salary_json"),
    path("skills/", views.skill_list, name="skill_list"),
    path("skills/<slug:slug>/", views.skill_detail, name="skill_detail"),
    path("disagreements/", views.disagreements, name="disagreements"),
    path("data/", views.open_data, name="open_data"),
    path("data/datapackage.json", downloads.open_data_package, name="open_data_package"),
    path("data/<slug:table>.csv", downloads.open_data_csv, name="open_data_csv"),
    path("data/<slug:table>.json", downloads.open_data_json, name="open_data_json"),
    path("feedback/", views.feedback, name="feedback"),
]
