"""The addresses of all pages of the admin, for tests that visit each of them."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from careers.editing import documents, publishing, working_copies
from careers.models import Comparison, Feedback, FormerAddress, Reference, Role, Skill, SkillGroup
from jobs.models import Employer, ExchangeRate, Listing, Pull, Source

# Pages of one row, beside its form.
OF_A_ROW = ["change", "delete", "history"]
OF_ADDRESSES = [*OF_A_ROW, "address", "merge"]
OF_A_DRAFT = ["write", "delete", "history"]
OF_DOCUMENTS = [*OF_A_DRAFT, "address", "merge", "withdraw", "unpublish", "schedule"]


def addresses():
    """Returns the addresses of all pages of the admin."""
    found = [reverse(f"admin:{name}") for name in ("index", "password_change", "set_up")]
    found += [reverse("admin:app_list", args=[app]) for app in ("careers", "jobs", "auth")]
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        if model_admin.has_add_permission(Everything):
            found.append(reverse(f"{name}_add"))
    rows = {
        Role.objects.published().first(): [*OF_DOCUMENTS, "compare", "previews"],
        Role.objects.filter(live_revision=None).first(): OF_A_DRAFT,
        Comparison.objects.first(): [each for each in OF_DOCUMENTS if each != "address"],
        Skill.objects.first(): OF_ADDRESSES,
        Reference.objects.first(): OF_ADDRESSES,
        Employer.objects.first(): OF_ADDRESSES,
        Listing.objects.first(): OF_A_ROW,
        SkillGroup.objects.first(): OF_A_ROW,
        Source.objects.first(): OF_A_ROW,
        Pull.objects.first(): ["change"],
        ExchangeRate.objects.first(): OF_A_ROW,
        Feedback.objects.first(): ["change", "delete"],
        get_user_model().objects.first(): OF_A_ROW,
    }
    for row, pages in rows.items():
        meta = row._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        found += [reverse(f"{name}_{page}", args=[row.pk]) for page in pages]
    found.append(reverse("admin:careers_role_deleted"))
    return [*found, f"{reverse('admin:jobs_source_imports')}?source={Source.objects.first().pk}"]


def impact_addresses():
    """Returns the pages of what a change would change, which ask many public pages."""
    role = Role.objects.published().first()
    of_role, difference = (
        reverse(f"admin:careers_role_{page}", args=[role.pk])
        for page in ("impact", "impact_difference")
    )
    query = f"of=unpublish&address_of_page={role.get_absolute_url()}"
    return [f"{of_role}?of=unpublish", f"{difference}?{query}"]


def page_of(row, name="impact"):
    """Returns the address of a page of a row: of what changing it would change, unless named."""
    return reverse(f"admin:careers_{row._meta.model_name}_{name}", args=[row.pk])


def drafted(document, **fields):
    """Saves a draft with other values of some of a document's fields; returns the document."""
    values = document.revisions.newest().content.fields | fields
    text = documents.write(values, document.shape)
    publishing.save_draft(document, documents.parse(text, document.shape))
    return document


def writing_pages():
    """Yields (address, what it is asked) of each page of a role, a comparison and a skill.

    It drafts the former two, of which everybody is writing something; for the site of
    tests/random_changes.py.
    """
    role = Role.objects.get(slug="data-analyst")
    FormerAddress.objects.keep(Role.objects.get(slug="data-scientist"), "statistician")
    names = {"title": "Figures Analyst", "other_titles": "Figures Reporter"}
    drafted(role, **names, related="statistician")
    pair = drafted(Comparison.objects.of([role]).first(), introduction="Other words.")
    skill = Skill.objects.get(slug="sql")
    shown = [each.get_absolute_url() for each in (role, pair)]
    for document in (role, pair):
        newest = document.revisions.newest()
        for user in get_user_model().objects.all():
            working_copies.keep(user, type(document), document, newest.content.fields, base=newest)
        for name in ("write", "history", "compare", "schedule"):
            yield page_of(document, name), {}
        for of in ("publish", "unpublish", "error"):
            yield page_of(document), {"of": of}
    for name in ("previews", "frame"):
        for address in shown:
            yield page_of(role, name), {"page": address}
    for address in (*shown, skill.get_absolute_url(), "/jobs/"):
        yield page_of(role, "impact_difference"), {"address_of_page": address}
    yield page_of(role, "impact_page"), {"address_of_page": shown[0]}
    yield page_of(role), {"of": "publish", "whole": "1"}
    yield page_of(role), {"of": "address", "address": "figures"}
    yield page_of(role), {"of": "merge", "into": Role.objects.get(slug="data-engineer").pk}
    yield page_of(skill), {"of": "save", "name": "Sequel"}
    yield page_of(skill), {"of": "merge", "into": "Python"}


class Everything:
    """A request of somebody who may do everything."""

    class user:
        is_superuser = True

        @staticmethod
        def has_perm(permission):
            return True
