"""The editors' desk for listings, and for where they come in from."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.forms.models import model_to_dict
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from careers.desk.addressed import AddressedAdmin
from careers.desk.choosing import NameChoiceField
from careers.desk.edit_links import EditLinks
from careers.desk.model_admin import DeskAdmin
from careers.desk.uses import Use
from optimistic.formsets import OptimisticFormSet

from .desk.employers import merge_employers
from .desk.open_counts import CountingAdmin
from .evidence import gather
from .forms import EmployerForm, ExchangeRateForm, ListingForm, PlaceForm
from .importing import asked, pipeline
from .importing.pipeline import SourceBusy
from .importing.reading.html import to_text
from .importing.receipts import receipt
from .models import (
    CONFIRMED_WITHIN,
    HANDMADE_OPEN_FOR,
    Employer,
    EmployerName,
    ExchangeRate,
    Listing,
    ListingPlace,
    Pull,
    Source,
)
from .reports import admin as reports_admin  # noqa: F401  (it registers its own)

PLACE_FIELDS = ("kind", "city", "region", "country")
# What a listing that starts as another one takes over: all but dates and what its source says.
COPIED = ("title", "employer", "url", "role", "skills", "level", "employment_type", "workplace")
COPIED += ("location_text", "pay_text", "pay_min", "pay_max", "pay_currency", "pay_period")
COPIED += ("body_html", "language")
CHOSEN_BY_HAND = "chosen by an editor"
# How many good pulls the trend of a source shows.
TREND = 5
# How often the page of running imports looks again.
SECONDS_BETWEEN_LOOKS = 2


def counted(number, noun):
    """Returns a number with its noun.

    >>> counted(1, "listing"), counted(2, "listing")
    ('1 listing', '2 listings')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


class StateFilter(admin.SimpleListFilter):
    """Listings by what visitors see of them."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "Open"), ("closed", "Closed"), ("sample", "Sample (invented)")]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        if self.value() == "closed":
            return queryset.exclude(pk__in=Listing.objects.open().values("pk"))
        if self.value() == "sample":
            return queryset.filter(pk__in=Listing.objects.samples().order_by().values("pk"))
        return queryset


def listing_like(request):
    """Returns the listing from which a new one starts, as its page asks; None for any other."""
    like = request.GET.get("like", "") if request.method == "GET" else ""
    return Listing.objects.filter(pk=like).first() if like.isdecimal() else None


def places_like(request):
    """Returns the places with which a new listing starts, as values of their form."""
    listing = listing_like(request)
    return list(listing.places.values(*PLACE_FIELDS)) if listing else []


class PlaceInline(admin.StackedInline):  # stacked: every field has a label of its own
    model = ListingPlace
    form = PlaceForm
    formset = OptimisticFormSet
    verbose_name = "place"
    fields = [PLACE_FIELDS]

    def get_extra(self, request, obj=None, **kwargs):
        return len(places_like(request))


@admin.register(Listing)
class ListingAdmin(EditLinks, DeskAdmin):
    edited_from = {"jobs:listing_detail": "pk"}
    form = ListingForm
    inlines = [PlaceInline]
    list_display = ["title", "employer", "role", "level", "open", "posted"]
    list_filter = [StateFilter, "posted_at", "role", "level", "workplace", "source"]
    list_select_related = ["employer", "role", "source"]
    list_per_page = 50
    search_fields = ["title"]
    search_help_text = "Whole words, “phrases” and -unwanted ones of titles, texts and employers."
    sortable_by = ["posted"]
    show_full_result_count = False
    chosen_by_name = ["employer", "role", "skills"]
    readonly_fields = [
        "role_reason",
        "level_reason",
        "experience_years",
        "source",
        "external_id",
        "confirmed_at",
        "pay_usd",
    ]
    actions = ["close", "reopen"]

    def shown_at(self, address):
        return Listing.objects.filter(pk=address)

    fieldsets = [
        (
            "What",
            {"fields": ["title", "employer", "url", ("role", "role_reason"), "skills"]},
        ),
        (
            "Which kind",
            {"fields": [("level", "level_reason", "experience_years"), "employment_type"]},
        ),
        ("Where", {"fields": ["workplace", "location_text"]}),
        (
            "Pay",
            {
                "fields": [
                    "pay_text",
                    ("pay_min", "pay_max"),
                    ("pay_currency", "pay_period"),
                    "pay_usd",
                ]
            },
        ),
        ("Text", {"fields": ["body_html", "language"]}),
        ("Dates", {"fields": ["posted_at", "closes_at", "closed_at"]}),
    ]
    from_source = ("Its source", {"fields": ["source", "external_id", "confirmed_at"]})
    locks = ("Locked against its source", {"fields": ["unlock"]})

    def get_fieldsets(self, request, obj=None):
        sections = list(self.fieldsets)
        if obj and obj.source_id:
            sections.append(self.from_source)
        if obj and obj.locked_fields and self.has_change_permission(request, obj):
            sections.append(self.locks)
        return sections

    def get_changeform_initial_data(self, request):
        """Returns the values of a new listing, or of one that starts as another listing is."""
        initial = {"closes_at": timezone.now() + HANDMADE_OPEN_FOR}
        if listing := listing_like(request):
            return initial | model_to_dict(listing, COPIED)
        return initial | super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | {"initial": places_like(request)}

    def get_search_results(self, request, queryset, search_term):
        """Finds listings by their words; icontains would read the text of each of them."""
        if not search_term:
            return queryset, False
        # Its libraries are imported with the first search: commands make none.
        from .desk.listing_search import listings_found

        return listings_found(queryset, search_term), False

    @admin.display(description="open?", boolean=True)
    def open(self, listing):
        return listing.is_open

    @admin.display(ordering="posted_at")
    def posted(self, listing):
        return date(listing.posted_at, "j M Y")

    @admin.display(description="a year, in US dollars")
    def pay_usd(self, listing):
        """Returns the figures that pay is filtered and sorted by."""
        ends = [end for end in (listing.pay_usd_min, listing.pay_usd_max) if end]
        return " - ".join(f"{end:,}" for end in ends) or "Not known"

    def view_on_site(self, listing):
        return listing.get_absolute_url()

    def save_model(self, request, obj, form, change):
        if "role" in form.changed_data:
            obj.role_reason = CHOSEN_BY_HAND if obj.role else ""
        if "level" in form.changed_data:
            obj.level_reason = ""
        obj.body_text = to_text(obj.body_html)
        obj.convert_pay(ExchangeRate.objects.by_currency())
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        listing = form.instance
        places_changed = any(formset.has_changed() for formset in formsets)
        listing.locked_fields = form.locks(["places"] if places_changed else [])
        if form.cleaned_data["unlock"]:
            listing.content_hash = ""  # so the next pull takes the advert for changed
        listing.save(update_fields=["locked_fields", "content_hash"])

    @admin.action(description="Close", permissions=["change"])
    @transaction.atomic
    def close(self, request, queryset):
        listings = list(self._held(queryset).filter(closed_at=None))
        for listing in listings:
            listing.take_down()
        self._save_all(listings)
        said = f"{counted(len(listings), 'listing')} closed. No source opens them again."
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description="Re-open", permissions=["change"])
    @transaction.atomic
    def reopen(self, request, queryset):
        now = timezone.now()
        listings = [listing for listing in self._held(queryset) if not listing.is_open]
        for listing in listings:
            listing.closed_at = None
            listing.confirmed_at = listing.updated_at = now
            listing.missed_pulls = 0
            if listing.closes_at and listing.closes_at <= now:
                listing.closes_at = now + HANDMADE_OPEN_FOR
            listing.locked_fields = [name for name in listing.locked_fields if name != "closed_at"]
        self._save_all(listings)
        said = f"{counted(len(listings), 'listing')} opened again."
        self.message_user(request, said, messages.SUCCESS)

    def _held(self, queryset):
        """Returns the chosen listings, which no pull changes until they are saved."""
        chosen = Listing.objects.filter(pk__in=queryset.values("pk"))
        return chosen.select_for_update()

    def _save_all(self, listings):
        names = ["closed_at", "closes_at", "confirmed_at", "updated_at"]
        names += ["missed_pulls", "locked_fields"]
        Listing.objects.bulk_update(listings, names, batch_size=100)


@admin.register(Employer)
class EmployerAdmin(EditLinks, CountingAdmin, AddressedAdmin):
    edited_from = {"jobs:employer_detail": "slug"}
    form = EmployerForm
    merging_words = (
        "Its listings and sources move to the other employer, and its names become other names of "
        "that one, by which adverts find it. It is then deleted, which cannot be taken back."
    )
    list_display = ["name", "website", "open_count"]
    search_fields = ["name"]
    counted_by = "employer"
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "other_names", "website"]

    def get_search_results(self, request, queryset, search_term):
        """Finds employers by their names and other names."""
        others = EmployerName.objects.filter(name__icontains=search_term).values("employer")
        found = Q(name__icontains=search_term) | Q(pk__in=others)
        return (queryset.filter(found) if search_term else queryset), False

    @admin.display(description="also known as")
    def other_names(self, employer):
        """Shows the names to those who may only look: their page has no field of this name."""
        return "\n".join(other.name for other in employer.other_names.all())

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        form.save_names()
        if form.kept_name:
            said = f"“{form.kept_name}” is kept as another name, by which adverts still find it."
            self.message_user(request, said)

    def uses_of(self, employer):
        return self.keeping(employer)

    def keeping(self, employer):
        found = reverse("admin:jobs_listing_changelist", query={"employer__id__exact": employer.pk})
        listings = employer.listings.count()
        sources = [
            Use(f"Source: {source}", reverse("admin:jobs_source_change", args=[source.pk]))
            for source in employer.sources.all()
        ]
        return [*([Use(counted(listings, "listing"), found)] if listings else []), *sources]

    def into_field(self, employer):
        others = Employer.objects.exclude(pk=employer.pk)
        of_listing = Listing._meta.get_field("employer")
        return self.name_field(of_listing, others, NameChoiceField, label="Merge it into")

    def merge(self, request, employer, into):
        merge_employers(employer, into)


@admin.register(Source)
class SourceAdmin(CountingAdmin, DeskAdmin):
    counted_by, counts_all = "source", True
    list_per_page = 40
    list_display = ["name", "kind", "is_active", "last_pull", "last_good_pull", "trend"]
    list_display += ["open_count", "health"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "employer__name"]
    chosen_by_name = ["employer"]
    readonly_fields = ["health", "last_pull", "last_good_pull", "trend", "open_count", "all_pulls"]
    actions = ["import_now", "import_accepting"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "employer", "url", "is_active"]}),
        ("What is taken", {"fields": ["keep", "is_last_n"]}),
        ("When", {"fields": [("pull_every", "next_pull_at")]}),
        ("Whose it is", {"fields": ["terms", "credit"]}),
        (
            "What may leave this site",
            {"fields": ["may_republish", "terms_url", ("attribution_name", "attribution_url")]},
        ),
        ("Its pulls", {"fields": readonly_fields}),
    ]

    def get_queryset(self, request):
        pulls = Pull.objects.filter(source=OuterRef("pk")).order_by("-pk")
        lately = Pull.objects.good().filter(listed__isnull=False).defer("adverts", "would_change")
        return (
            super()
            .get_queryset(request)
            .annotate(
                last_state=Subquery(pulls.values("state")[:1]),
                last_problems=Subquery(pulls.values("problems")[:1]),
                last_refused=Subquery(pulls.values("refused")[:1]),
                last_good=Subquery(pulls.filter(state=Pull.State.GOOD).values("finished_at")[:1]),
            )
            .prefetch_related(Prefetch("pulls", lately.order_by("-pk")[:TREND], "good_lately"))
        )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.fieldsets[:-1]

    def save_model(self, request, obj, form, change):
        """Saves what an editor changed; what a pull notes of its source meanwhile stays."""
        obj.save(update_fields=form.changed_data if change else None)

    @admin.display(description="last pull", empty_value="Never read")
    def last_pull(self, source):
        return source.last_state and Pull.State(source.last_state).label

    @admin.display(description="last good pull", ordering="last_good", empty_value="None yet")
    def last_good_pull(self, source):
        return date(source.last_good, "j M Y, H:i") or None

    @admin.display(description="adverts lately", empty_value="None yet")
    def trend(self, source):
        """Returns what its last good pulls held, the newest last."""
        return " → ".join(f"{each.listed:,}" for each in reversed(source.good_lately)) or None

    @admin.display(description="problems", empty_value="None")
    def health(self, source):
        """Returns what somebody should look at, in words; None if all is well."""
        states = Pull.State
        if source.last_state in (states.FAILED, states.HELD, states.INTERRUPTED):
            return source.last_problems
        if source.is_active and source.last_good:
            if source.last_good < timezone.now() - CONFIRMED_WITHIN:
                return f"No good pull for {CONFIRMED_WITHIN.days} days: its listings are hidden."
            if source.last_refused:
                return f"{counted(source.last_refused, 'advert')} refused; its pull says why."
        return None

    @admin.display(description="all pulls")
    def all_pulls(self, source):
        url = reverse("admin:jobs_pull_changelist", query={"source__id__exact": source.pk})
        return format_html('<a href="{}">{}</a>', url, counted(source.pulls.count(), "pull"))

    # Importing, beside the request

    def get_urls(self):
        page = self.admin_site.admin_view(self.imports)
        return [path("imports/", page, name="jobs_source_imports"), *super().get_urls()]

    @admin.action(description="Import now", permissions=["change"])
    def import_now(self, request, queryset):
        return self._ask_for(Source.Asked.IMPORT, queryset)

    @admin.action(description="Import now, and accept what has vanished", permissions=["change"])
    def import_accepting(self, request, queryset):
        return self._ask_for(Source.Asked.ACCEPT, queryset)

    def _ask_for(self, what, queryset):
        sources = [source.pk for source in queryset]
        Source.objects.filter(pk__in=sources).update(asked_for=what)
        asked.start()
        return redirect(reverse("admin:jobs_source_imports", query={"source": sources}))

    def imports(self, request):
        """Shows how far imports are that an editor has asked for, until they are done."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        wanted = [pk for pk in request.GET.getlist("source") if pk.isdecimal()]
        pulls = Pull.objects.defer("adverts", "would_change").order_by("-pk")[:1]
        sources = Source.objects.filter(pk__in=wanted).prefetch_related(
            Prefetch("pulls", pulls, "last_pulls")
        )
        rows = [_progress_of(source) for source in sources]
        context = self.admin_site.each_context(request) | {"title": "Imports", "rows": rows}
        context["opts"] = self.opts
        response = TemplateResponse(request, "admin/jobs/source/imports.html", context)
        if any(source.asked_for for source in sources):
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response


def _progress_of(source):
    """Returns (source, its last pull if any, in words how far its import is)."""
    last = next(iter(source.last_pulls), None)
    if not source.asked_for:
        return source, last, receipt(last) if last else "Never read."
    is_read = source.leased_until and source.leased_until > timezone.now()
    if not is_read:
        return source, None, "Waits for its turn, ten minutes at most."
    if last and last.state == Pull.State.RUNNING:
        return source, last, f"Is being read since {date(last.started_at, 'H:i:s')}."
    return source, last, "Is being read."


@admin.register(Pull)
class PullAdmin(DeskAdmin):
    """Receipts: nobody edits them, but a held one waits for an editor's word."""

    list_display = ["started_at", "source", "state", "listed", "new", "changed", "unchanged"]
    list_display += ["closed", "reopened", "refused", "left_out", "held"]
    list_filter = ["state", "source"]
    list_select_related = ["source"]
    fieldsets = [
        (None, {"fields": ["source", "state", ("started_at", "finished_at")]}),
        (
            "Listings",
            {
                "fields": [
                    ("new", "changed", "unchanged"),
                    ("closed", "reopened", "held"),
                    ("listed", "left_out", "refused"),
                ]
            },
        ),
        ("What was wrong", {"fields": ["problems"]}),
    ]

    def waiting(self, request):
        held = Pull.objects.filter(state=Pull.State.HELD, adverts__isnull=False)
        return self.waiting_rows(held, "Held pulls", state__exact=Pull.State.HELD)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("adverts", "would_change")

    def get_fieldsets(self, request, obj=None):
        if obj and obj.would_change:
            would = ("What it would close, once accepted", {"fields": ["would_change"]})
            return [*self.fieldsets, would]
        return self.fieldsets

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # Deciding about a held pull

    def get_urls(self):
        own = [
            path(
                f"<int:pk>/{verb}/",
                self.admin_site.admin_view(view),
                name=f"jobs_pull_{verb}",
            )
            for verb, view in (("accept", self.accept), ("reject", self.reject))
        ]
        return own + super().get_urls()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_decide"] = obj and obj.awaits_editor and self._may_decide(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _may_decide(self, request):
        return request.user.has_perm("jobs.change_source")

    def accept(self, request, pk):
        """Closes what a held pull lacks, and says what that did."""
        return self._decide(request, pk, pipeline.accept, "Accepted.")

    def reject(self, request, pk):
        """Leaves open what a held pull lacks; its source is read again when it is due."""
        return self._decide(request, pk, pipeline.reject, "Rejected.")

    def _decide(self, request, pk, decide, words):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self._may_decide(request):
            raise PermissionDenied
        held = get_object_or_404(Pull, pk=pk)
        if not held.awaits_editor:
            said = "There is nothing to decide any more: the source was read again, or another "
            self.message_user(request, f"{said}editor was faster.", messages.WARNING)
        else:
            self._carry_out(request, held, decide, words)
        return redirect("admin:jobs_pull_change", pk)

    def _carry_out(self, request, held, decide, words):
        try:
            decide(held)
        except SourceBusy as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        held.refresh_from_db()
        gather()
        self.log_change(request, held, words)
        self.message_user(request, f"{words} {receipt(held)}", messages.SUCCESS)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(DeskAdmin):
    form = ExchangeRateForm
    list_display = ["currency", "usd", "as_of"]
    fields = ["currency", "usd", "as_of"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if number := Listing.objects.convert_pay(obj.currency):
            said = f"Converted the pay of {counted(number, 'listing')} at this rate."
            self.message_user(request, said)
