from django.apps import AppConfig
from django.core.checks import Tags, register


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        from careers.editing.impact import register as register_site

        from . import deployment  # noqa: F401 (registers its checks)
        from .checks import check_databases_fit_migrations
        from .impact import PublicSite

        register(check_databases_fit_migrations, Tags.database)
        register_site(PublicSite())
