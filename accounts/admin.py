"""Accounts and the list of sign-ins, for superusers; nobody sees secrets of second factors."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from optimistic.admin import OptimisticAdmin
from optimistic.forms import OptimisticForm

from .models import SignIn

# With its key one could sign in as somebody else. `make_editor --new-second-factor` replaces one.
admin.site.unregister([StaticDevice, TOTPDevice])
admin.site.unregister([User, Group])


class UserForm(OptimisticForm, UserChangeForm):
    """An account; its password has a page of its own."""


@admin.register(User)
class UserAdmin(OptimisticAdmin, auth_admin.UserAdmin):
    """Users, whose rights are chosen in plain lists: a screen reader says what is in them."""

    form = UserForm
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]


@admin.register(Group)
class GroupAdmin(OptimisticAdmin, auth_admin.GroupAdmin):
    filter_horizontal = ()


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    list_display = ["began_at", "who", "outcome", "peer", "is_known_device"]
    list_display_links = None
    list_filter = ["outcome", "began_at", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__username", "peer"]
    ordering = ["-began_at"]

    @admin.display(ordering="user__username")
    def who(self, sign_in):
        return sign_in.user or "an unknown name"

    @admin.display(boolean=True, description="known browser")
    def is_known_device(self, sign_in):
        return bool(sign_in.device)

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
