import os
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import second_factor

GROUP = "Editors"
# What editors may add, change, view and delete; the counted ones they only read.
EDITED = {
    "careers": ["role", "comparison", "skill", "reference", "feedback"],
    "jobs": ["listing", "listingplace", "employer", "source", "exchangerate", "report"],
}
READ = {"careers": ["evidence"], "jobs": ["pull"]}
# Who asks to be deleted is deleted; nothing of an alert is for editors to change.
DELETED = {"alerts": ["alert", "mail"]}


class Command(BaseCommand):
    help = "Makes an editor's login with a random password; for a known name, a new password."

    def add_arguments(self, parser):
        parser.add_argument("--name", default="editor", help="the login's name (editor)")
        parser.add_argument(
            "--new-second-factor",
            action="store_true",
            help="forget app and recovery codes, for somebody who has lost both",
        )

    def handle(self, *, name, new_second_factor, **options):
        password = secrets.token_urlsafe(12)
        is_new = make_editor(name, password, new_second_factor)
        self.stdout.write("Made an editor." if is_new else "This editor exists: a new password.")
        self.stdout.write(f"  Name:      {name}")
        self.stdout.write(f"  Password:  {password}")
        port = os.environ.get("PORT", 8000)
        self.stdout.write(f"  Admin:     http://127.0.0.1:{port}{reverse('admin:index')}")


@transaction.atomic
def make_editor(name, password, new_second_factor=False):
    """Gives a login of that name the password and the rights of an editor; True if it is new.

    It keeps its second factor, unless it is to set up a new one.
    """
    user, is_new = get_user_model().objects.get_or_create(username=name)
    user.set_password(password)
    user.is_staff = user.is_active = True
    user.save()
    user.groups.add(editors())
    if new_second_factor:
        second_factor.forget(user)
    return is_new


def editors():
    """Returns the group of editors, with all of its permissions."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(permissions())
    return group


def permissions():
    """Returns what an editor may do."""
    may = Q()
    for app, models in EDITED.items():
        may |= Q(content_type__app_label=app, content_type__model__in=models)
    for app, models in READ.items():
        read = Q(codename__startswith="view_", content_type__model__in=models)
        may |= Q(read, content_type__app_label=app)
    for app, models in DELETED.items():
        seen = Q(codename__startswith="view_") | Q(codename__startswith="delete_")
        may |= Q(seen, content_type__app_label=app, content_type__model__in=models)
    return Permission.objects.filter(may)
