"""The admin's way in, with limits and a second factor, and what the admin calls itself."""

from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, path, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_otp import login as confirm

from optimistic.forms import SHOWN_AGAIN

from . import devices, kept, limits, second_factor
from .forms import CodeForm, SignInForm
from .limits import TooManyTries
from .models import Outcome, SignIn

# In the session: the key of an app that is being set up, and the number of the recorded try.
NEW_KEY, SIGN_IN = "second_factor_key", "sign_in"
# The cookie by which scripts of public pages know that an editor is signed in.
EDITOR = "editor"


class AdminSite(admin.AdminSite):
    """Django's admin, for those who have signed in with all that is asked of them."""

    site_header = settings.SITE_NAME
    site_title = f"{settings.SITE_NAME} admin"
    index_title = "What you can edit"
    # A handful of lists: the start page and the breadcrumbs lead to each; the text gets the room.
    enable_nav_sidebar = False
    login_form = SignInForm

    def has_permission(self, request):
        """Returns whether a request comes from staff, with their second factor where it is due."""
        return self.knows_password(request) and (
            is_verified(request.user) or not settings.STAFF_NEED_SECOND_FACTOR
        )

    def knows_password(self, request):
        """Returns whether a request comes from staff, at least half signed in."""
        return super().has_permission(request)

    def get_urls(self):
        own = [
            # Whoever is half signed in may leave, too.
            path("logout/", self.logout, name="logout"),
            path("session/", self.session, name="session"),
            path("edit-links/", self.edit_links, name="edit_links"),
            path("second-factor/", self.second_factor, name="second_factor"),
            path("second-factor/set-up/", self.set_up, name="set_up"),
            path(
                "second-factor/recovery-codes/",
                self.admin_view(self.recovery_codes),
                name="recovery_codes",
            ),
        ]
        return own + super().get_urls()

    def admin_view(self, view, cacheable=False):
        """Wraps a view: who is not signed in any more signs in, and what they wrote is kept."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def outer(request, *args, **kwargs):
            if not self.has_permission(request) and (text := kept.text_of(request)):
                return self.carry_on(request, text)
            response = inner(request, *args, **kwargs)
            self._say_who_is_here(request, response)
            return response

        return outer

    def _say_who_is_here(self, request, response):
        """Lets scripts of public pages know that an editor is signed in, and whom to ask.

        Nothing is let in by this cookie: whoever makes it up is asked to sign in.
        """
        if EDITOR not in request.COOKIES and self.has_permission(request):
            response.set_cookie(
                EDITOR,
                quote(reverse("admin:edit_links"), safe=""),
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        response = super().logout(request, extra_context)
        response.delete_cookie(EDITOR)
        return response

    @method_decorator(never_cache)
    def edit_links(self, request):
        """Says where an editor changes what a public page shows: `?path=/roles/data-analyst/`."""
        if not self.has_permission(request):
            response = JsonResponse({"links": []}, status=403)
            response.delete_cookie(EDITOR)
            return response
        try:
            match = resolve(request.GET.get("path", ""))
        except Resolver404:
            return JsonResponse({"links": []})
        links = [
            {"words": words, "address": address}
            for model_admin in self._registry.values()
            if hasattr(model_admin, "edit_links")
            for words, address in model_admin.edit_links(request, match)
        ]
        return JsonResponse({"links": links})

    @method_decorator(never_cache)
    def carry_on(self, request, text):
        """Returns the next page on the way in for a form that is kept; at its end, the form."""
        form = kept.read(text)
        if form is None and self.has_permission(request):
            return self._page(request, "stale", title="Nothing was done", status=403)
        if self.has_permission(request):
            return self._page(
                request, "kept", title="What you wrote", kept_form=form, shown_again=SHOWN_AGAIN
            )
        if not self.knows_password(request):
            return self._login_page(request, text, form)
        if second_factor.is_set_up(request.user):
            return self._code_page(request, CodeForm(), text)
        return self._set_up_page(request, CodeForm(), text)

    def without_token(self, request):
        """Answers a form whose token is not the browser's any more: nothing was done."""
        return self.carry_on(request, kept.text_of(request))

    @method_decorator(never_cache)
    def session(self, request):
        """Says whether a browser is signed in, and with which token its forms are sent."""
        return JsonResponse(
            {"signed_in": self.has_permission(request), "token": get_token(request)}
        )

    def index(self, request, extra_context=None):
        """Shows the lists, and what waits in them: whatever an admin's `waiting` returns."""
        waiting = [
            each
            for model_admin in self._registry.values()
            if hasattr(model_admin, "waiting") and model_admin.has_view_permission(request)
            for each in model_admin.waiting(request)
        ]
        return super().index(request, {"waiting": waiting, **(extra_context or {})})

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Asks for name and password; then for the second factor, where it is due."""
        is_half_in = self.knows_password(request) and not self.has_permission(request)
        if request.method == "GET" and is_half_in:
            return _onward(request, "admin:second_factor")
        request.sign_in = None
        text = request.POST.get(kept.FIELD, "")
        if text and "username" not in request.POST:
            return self.carry_on(request, text)
        try:
            if request.method == "POST":
                limits.refuse_busy_peer(request.peer)
            response = super().login(request, {"kept": text} | (extra_context or {}))
        except TooManyTries as refused:
            return self._refusal(request, refused)
        if request.sign_in:
            request.session[SIGN_IN] = request.sign_in.pk
            needs_more = settings.STAFF_NEED_SECOND_FACTOR
            request.sign_in.ends(Outcome.PASSWORD if needs_more else Outcome.SIGNED_IN)
            if kept.read(text):
                response = self.carry_on(request, text)
            devices.remember(response, request.sign_in)
        return response

    @method_decorator(never_cache)
    def second_factor(self, request):
        """Asks for a code of the app, or a recovery code."""
        text = request.POST.get(kept.FIELD, "")
        if not self.knows_password(request):
            return self.carry_on(request, text) if text else _to_login(request)
        if not second_factor.is_set_up(request.user):
            return _onward(request, "admin:set_up")
        form = CodeForm(request.POST if "code" in request.POST else None)
        if form.is_valid():
            try:
                device = second_factor.device_proved_by(request.user, form.cleaned_data["code"])
            except TooManyTries as refused:
                return self._refusal(request, refused)
            if device:
                _sign_in(request, device)
                if kept.read(text):
                    return self.carry_on(request, text)
                return HttpResponseRedirect(_wanted(request))
            form.add_error("code", "This code is wrong, or has been used already.")
        return self._code_page(request, form, text)

    @method_decorator(never_cache)
    def set_up(self, request):
        """Shows the key for an app, which a code of the app confirms; then the recovery codes.

        Whoever has an app already must have signed in with it (or with a recovery code).
        """
        if not self.knows_password(request):
            return _to_login(request)
        if second_factor.is_set_up(request.user) and not is_verified(request.user):
            return _onward(request, "admin:second_factor")
        key = request.session.setdefault(NEW_KEY, second_factor.new_key())
        text = request.POST.get(kept.FIELD, "")
        form = CodeForm(request.POST if "code" in request.POST else None)
        if form.is_valid():
            if device := second_factor.set_up(request.user, key, form.cleaned_data["code"]):
                del request.session[NEW_KEY]
                _sign_in(request, device)
                return self._new_recovery_codes(request, text)
            form.add_error(
                "code", "This is not the code of the key above. Is the phone's clock right?"
            )
        return self._set_up_page(request, form, text)

    def recovery_codes(self, request):
        """Says how many recovery codes are left; makes new ones when they are asked for."""
        if not is_verified(request.user):
            return _onward(request, "admin:second_factor")
        if request.method == "POST":
            return self._new_recovery_codes(request)
        left = second_factor.recovery_codes_left(request.user)
        return self._page(request, "recovery_codes", title="Recovery codes", left=left)

    def _new_recovery_codes(self, request, text=""):
        codes = second_factor.new_recovery_codes(request.user)
        return self._page(
            request,
            "recovery_codes",
            title="Your recovery codes",
            codes=codes,
            kept_form=kept.read(text),
            shown_again=SHOWN_AGAIN,
        )

    def _login_page(self, request, text, form):
        address = form.address if form else _wanted(request)
        login = reverse("admin:login", query={REDIRECT_FIELD_NAME: address})
        return self._page(
            request,
            "login",
            title="Sign in again",
            form=SignInForm(request),
            app_path=login,
            next=address,
            kept=text,
        )

    def _code_page(self, request, form, text):
        return self._page(request, "second_factor", title="Second factor", form=form, kept=text)

    def _set_up_page(self, request, form, text):
        key = request.session.setdefault(NEW_KEY, second_factor.new_key())
        return self._page(
            request,
            "set_up",
            title="Set up the second factor",
            form=form,
            has_app=second_factor.is_set_up(request.user),
            qr_code=second_factor.qr_code(request.user, key),
            key=second_factor.key_to_type(key),
            kept=text,
        )

    def _refusal(self, request, refused):
        """Returns the page that says when a password or code is looked at again."""
        # Without the lists of what one may edit, which would take most of its time.
        context = {
            "site_header": self.site_header,
            "site_title": self.site_title,
            "title": "Too many tries",
            "seconds": refused.seconds,
            "kept": request.POST.get(kept.FIELD, ""),
        }
        headers = {"Retry-After": str(refused.seconds)}
        template = "admin/too_many_tries.html"
        return TemplateResponse(request, template, context, status=429, headers=headers)

    def _page(self, request, name, status=200, **context):
        request.current_app = self.name
        context = {**self.each_context(request), REDIRECT_FIELD_NAME: _wanted(request), **context}
        return TemplateResponse(request, f"admin/{name}.html", context, status=status)


def is_verified(user):
    """Returns whether a user has given their second factor, also right after they did."""
    return getattr(user, "otp_device", None) is not None


def _sign_in(request, device):
    """Makes a half signed-in session a whole one, under a new number."""
    request.session.cycle_key()
    confirm(request, device)
    tries = SignIn.objects.filter(pk=request.session.get(SIGN_IN))
    tries.update(outcome=Outcome.SIGNED_IN)


def _to_login(request):
    return redirect_to_login(request.get_full_path(), reverse("admin:login"))


def _onward(request, name):
    """Returns a redirect to a page of the way in, which remembers where the user wants to go."""
    return redirect(reverse(name, query={REDIRECT_FIELD_NAME: _wanted(request)}))


def _wanted(request):
    """Returns the address on this site that a user wants to reach by signing in."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, request.get_host(), request.is_secure())
    return wanted if is_ours else reverse("admin:index")
