"""What the admin calls itself."""

from django.conf import settings
from django.contrib import admin

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = f"{settings.SITE_NAME} admin"
admin.site.index_title = "What you can edit"
# A handful of lists: the start page and the breadcrumbs lead to each, and the text gets the room.
admin.site.enable_nav_sidebar = False
