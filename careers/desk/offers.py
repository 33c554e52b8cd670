"""What the writing page offers while somebody types or pastes: names, and a tidy text."""

from django import forms
from django.db.models import Q
from django.forms.widgets import Script
from django.http import JsonResponse
from django.urls import path, reverse

from ..editing import pasting
from ..models import Reference, Role, Skill
from ..pages.adverts import read_adverts
from ..pages.demand import Needs

MOST_OFFERS = 8
# What is typed to find a name is no longer than any name.
LONGEST_TERM = 80


class OffersPages:
    """Offers and pastes of the writing page; it stands before WritingAdmin."""

    def get_urls(self):
        pages = [
            ("<int:pk>/offers/", self.offers, "offers"),
            ("add/offers/", self.offers, "offers_new"),
            ("<int:pk>/paste/", self.paste, "paste"),
            ("add/paste/", self.paste, "paste_new"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for route, view, name in pages
        ]
        return own + super().get_urls()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if self._may_write(request, obj):
            scripts = [Script(f"js/{name}.js", type="module") for name in ("offers", "paste")]
            context |= {
                "offers_url": self._url_of("offers", obj),
                "paste_url": self._url_of("paste", obj),
                "media": context["media"] + forms.Media(js=scripts),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def offers(self, request, pk=None):
        """Answers what is typed with the skills, references or roles whose names hold it.

        Each has the text that is put in, its name and a note; and there may be a way to add one.
        """
        document = self._written_document(request, pk)
        kind, term = request.GET.get("of", ""), request.GET.get("term", "").replace("\0", "")
        term = term[:LONGEST_TERM].strip()
        find = {"skill": _skills, "reference": _references, "role": _roles}.get(kind)
        if find is None:
            said = {"error": "Say what is asked for: skill, reference or role."}
            return JsonResponse(said, status=400)
        return JsonResponse(
            {"offers": find(term, document), "add": _way_to_add(request, kind, term)}
        )

    def paste(self, request, pk=None):
        """Answers what was pasted with the text it becomes, and what was changed."""
        self._written_document(request, pk)
        pasted = pasting.read_paste(
            html=request.POST.get("html", ""),
            text=request.POST.get("text", ""),
            is_prose=request.POST.get("form") == "prose",
        )
        return JsonResponse(
            {"text": pasted.text, "changes": pasted.changes, "refused": pasted.refused}
        )


def _way_to_add(request, kind, term):
    """Returns {text, url} of the form in which a name is added; None for who may not."""
    model = {"skill": Skill, "reference": Reference}.get(kind)
    if model is None or not request.user.has_perm(f"careers.add_{model._meta.model_name}"):
        return None
    if model is Reference:
        return {"text": "Add a reference …", "url": reverse("admin:careers_reference_add")}
    if not term:
        return None
    url = reverse("admin:careers_skill_add", query={"name": term})
    return {"text": f"Add “{term}” to the vocabulary …", "url": url}


def _skills(term, document):
    """Returns the skills whose names or aliases hold a term, those asked for most first."""
    vocabulary = Skill.objects.named()
    found = {}
    for name, skill in vocabulary.items():
        if term.casefold() in name:
            begins = name.startswith(term.casefold())
            found[skill] = found.get(skill, False) or begins
    asked = _asked(document, vocabulary.values())
    order = sorted(
        found, key=lambda skill: (not found[skill], -_share(asked.get(skill.pk)), skill.name)
    )
    return [
        {"text": skill.name, "name": skill.name, "note": _note(skill, asked.get(skill.pk))}
        for skill in order[:MOST_OFFERS]
    ]


def _asked(document, skills):
    """Returns {a skill's id: Asked} of what the adverts of a role ask for."""
    if not isinstance(document, Role):
        return {}
    (adverts,) = read_adverts().speaking_for([document])
    if adverts is None:
        return {}
    needs = Needs.of_skills({skill.pk: skill for skill in skills}.values())
    return {pk: adverts.asked(need) for pk, need in needs.by_skill.items()}


def _share(asked):
    return asked.share if asked else 0


def _note(skill, asked):
    kind = skill.get_kind_display().lower()
    if asked is None:
        return f"{kind} · not measured"
    return f"{kind} · {asked.percent} of {asked.of:,} {asked.among} ask for it"


def _references(term, document):
    """Returns the references whose title, key or publisher holds a term, by their titles."""
    holds = Q(title__icontains=term) | Q(key__icontains=term) | Q(publisher__icontains=term)
    rows = Reference.objects.filter(holds).order_by("title", "key")[:MOST_OFFERS]
    return [
        {
            "text": row.key,
            "name": row.title,
            "note": f"{row.publisher}, {row.year} · [{row.key}]",
        }
        for row in rows
    ]


def _roles(term, document):
    """Returns the roles whose title or address holds a term, by their titles."""
    holds = Q(title__icontains=term) | Q(slug__icontains=term)
    rows = Role.objects.filter(holds).order_by("title")[:MOST_OFFERS]
    return [{"text": row.slug, "name": row.title, "note": row.slug} for row in rows]
