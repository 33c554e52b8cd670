from django.apps import AppConfig
from django.contrib.admin import apps


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Signing in"


class AdminConfig(apps.AdminConfig):
    """Django's admin with our way in; which in INSTALLED_APPS stands in the place of its own."""

    default_site = "accounts.site.AdminSite"
