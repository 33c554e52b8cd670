"""What a listing's page tells search engines: schema.org's JobPosting, as Google asks for it.

https://developers.google.com/search/docs/appearance/structured-data/job-posting

All of it stands on the page, too. What the advert does not state is left out, and so is
`directApply`: whoever applies is led on to the employer's own page.
"""

from ..iso import area_countries, country_name
from ..models import EmploymentType, ListingPlace, Workplace

TYPES = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.CONTRACT: "CONTRACTOR",
    EmploymentType.INTERNSHIP: "INTERN",
    EmploymentType.TEMPORARY: "TEMPORARY",
}


def job_posting(listing, address):
    """Returns the JobPosting of a listing; None of one that must have none.

    That is one that has closed, is invented, may not be republished, or lacks what Google requires:
    a text, and a country of work or of residence. `address` is the absolute one of its page.
    """
    if listing.is_sample or not (listing.may_republish and listing.is_open):
        return None
    where = _where(listing)
    if not (listing.body_html and where):
        return None
    facts = {
        "title": listing.title,
        "description": listing.body_html,
        "url": address,
        "identifier": _identifier(listing),
        "datePosted": listing.posted_at.isoformat(timespec="seconds"),
        "validThrough": listing.closes_at and listing.closes_at.isoformat(timespec="seconds"),
        "employmentType": TYPES.get(listing.employment_type),
        "hiringOrganization": _organization(listing.employer),
        **where,
        "baseSalary": _salary(listing),
        "experienceRequirements": _experience(listing),
    }
    return {"@type": "JobPosting"} | {name: fact for name, fact in facts.items() if fact}


def residences(places):
    """Returns (type, name) of each State and Country in which a remote worker may live.

    `places` are ListingPlaces; an area stands for its countries.
    """
    found = []
    for place in places:
        if place.kind != ListingPlace.Kind.RESIDENCE:
            continue
        if place.country:
            found.append(("State" if place.region else "Country", str(place)))
        else:
            inside = area_countries(place.region)
            found += [("Country", country_name(code)) for code in inside]
    return list(dict.fromkeys(found))


def _where(listing):
    """Returns the properties that say where one works; empty if that is not understood."""
    places = listing.places.all()
    offices = [_office(each) for each in places if each.kind == "office" and each.country]
    # The first of several: the property is required, and validators find none in a list.
    found = {"jobLocation": offices[0]} if offices else {}
    if listing.workplace != Workplace.REMOTE:
        return found
    homes = [{"@type": kind, "name": name} for kind, name in residences(places)]
    if not homes:
        return {}
    return found | {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": homes}


def _office(place):
    address = {
        "addressLocality": place.city,
        "addressRegion": place.region,
        "addressCountry": place.country,
    }
    given = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "address": {"@type": "PostalAddress"} | given}


def _identifier(listing):
    """Returns the number by which the employer knows the job, or else we do."""
    number = listing.external_id or str(listing.pk)
    return {"@type": "PropertyValue", "name": listing.employer.name, "value": number}


def _organization(employer):
    website = {"sameAs": employer.website} if employer.website else {}
    return {"@type": "Organization", "name": employer.name} | website


def _salary(listing):
    """Returns the pay as the employer states it; None without a figure or its period."""
    low, high = listing.pay_min, listing.pay_max
    if not listing.pay_period or (low is None and high is None):
        return None
    if low == high:
        figures = {"value": float(low)}
    else:
        ends = {"minValue": low, "maxValue": high}
        figures = {name: float(end) for name, end in ends.items() if end is not None}
    unit = {"unitText": listing.pay_period.upper()}
    return {
        "@type": "MonetaryAmount",
        "currency": listing.pay_currency,
        "value": {"@type": "QuantitativeValue"} | figures | unit,
    }


def _experience(listing):
    if not listing.experience_years:
        return None
    months = listing.experience_years * 12
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}
