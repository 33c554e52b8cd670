"""The countries of the sample listings, with their cities and how adverts there write pay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """How adverts of a country name it and its cities, and what they pay there.

    `remote_areas` are how some say where a remote worker may live: in more than this country.
    """

    name: str
    cities: tuple[str, ...]
    currency: str
    # Yearly pay in the currency for each US dollar that the same work pays in the US.
    factor: float
    step: int
    pay_styles: tuple[str, ...]
    remote_areas: tuple[str, ...]


EURO_STYLES = ("€{low:,} - €{high:,} per year", "EUR {low:,} – {high:,} a year")
COUNTRIES = {
    "US": Country(
        "United States",
        (
            *("New York, NY", "San Francisco, CA", "Austin, TX", "Chicago, IL", "Boston, MA"),
            *("Seattle, WA", "Denver, CO", "Atlanta, GA", "Minneapolis, MN"),
        ),
        "USD",
        1,
        1000,
        ("${low:,} - ${high:,} per year", "${low:,} to ${high:,} annually"),
        (
            "Remote - United States or Canada",
            "Remote (Worldwide)",
            "Remote - North America",
            "Remote, Americas",
        ),
    ),
    "GB": Country(
        "United Kingdom",
        ("London", "Manchester", "Leeds", "Bristol", "Edinburgh", "Glasgow"),
        "GBP",
        0.52,
        1000,
        ("£{low:,} - £{high:,} per annum", "£{low:,} to £{high:,} a year"),
        (
            "Remote - EMEA",
            "Remote - United Kingdom or Ireland",
            "Remote (Europe)",
            "Remote (Worldwide)",
        ),
    ),
    "DE": Country(
        "Germany",
        ("Berlin", "Munich", "Hamburg", "Cologne", "Leipzig"),
        "EUR",
        0.56,
        1000,
        EURO_STYLES,
        ("Remote - Germany or Austria", "Remote (EMEA)", "Remote - DACH", "Remote, Europe"),
    ),
    "FR": Country(
        "France",
        ("Paris", "Lyon", "Toulouse", "Lille"),
        "EUR",
        0.44,
        1000,
        EURO_STYLES,
        ("Remote - France or Belgium", "Remote (EMEA)", "Remote, Europe"),
    ),
    "NL": Country(
        "Netherlands",
        ("Amsterdam", "Utrecht", "Rotterdam"),
        "EUR",
        0.55,
        1000,
        EURO_STYLES,
        ("Remote - Netherlands or Belgium", "Remote (EMEA)", "Remote - Benelux"),
    ),
    "IE": Country(
        "Ireland",
        ("Dublin", "Cork", "Galway"),
        "EUR",
        0.57,
        1000,
        EURO_STYLES,
        ("Remote - Ireland or United Kingdom", "Remote - EMEA", "Remote (EU)"),
    ),
    "ES": Country(
        "Spain",
        ("Madrid", "Barcelona", "Valencia"),
        "EUR",
        0.4,
        1000,
        EURO_STYLES,
        ("Remote - Spain or Portugal", "Remote (EMEA)", "Remote (Worldwide)"),
    ),
    "PT": Country(
        "Portugal",
        ("Lisbon", "Porto"),
        "EUR",
        0.35,
        1000,
        EURO_STYLES,
        ("Remote - Portugal or Spain", "Remote - EMEA", "Remote, Europe"),
    ),
    "CA": Country(
        "Canada",
        ("Toronto, ON", "Vancouver, BC", "Montreal, QC", "Calgary, AB"),
        "CAD",
        0.93,
        1000,
        ("CAD {low:,} - {high:,} per year", "C${low:,} to C${high:,} a year"),
        ("Remote - Canada or United States", "Remote - North America"),
    ),
    "AU": Country(
        "Australia",
        ("Sydney", "Melbourne", "Brisbane"),
        "AUD",
        1.05,
        1000,
        ("AUD {low:,} - {high:,} per year", "A${low:,} to A${high:,} a year"),
        ("Remote - Australia or New Zealand", "Remote (APAC)"),
    ),
    "IN": Country(
        "India",
        ("Bengaluru", "Hyderabad", "Pune", "Mumbai", "Chennai"),
        "INR",
        21,
        100_000,
        ("INR {low:,} - {high:,} per annum", "₹{low:,} to ₹{high:,} a year"),
        ("Remote - India or Sri Lanka", "Remote (APAC)", "Remote (Worldwide)"),
    ),
    "PL": Country(
        "Poland",
        ("Warsaw", "Kraków", "Wrocław", "Gdańsk"),
        "PLN",
        1.9,
        1000,
        ("PLN {low:,} - {high:,} per year",),
        ("Remote - Poland or Germany", "Remote (EMEA)", "Remote - CEE"),
    ),
    "SE": Country(
        "Sweden",
        ("Stockholm", "Gothenburg"),
        "SEK",
        5.4,
        10_000,
        ("SEK {low:,} - {high:,} a year",),
        ("Remote - Sweden or Denmark", "Remote - Nordics"),
    ),
    "CH": Country(
        "Switzerland",
        ("Zurich", "Basel"),
        "CHF",
        0.92,
        1000,
        ("CHF {low:,} - {high:,} per year",),
        ("Remote - Switzerland or Germany", "Remote - DACH"),
    ),
    "SG": Country(
        "Singapore",
        ("Singapore",),
        "SGD",
        0.86,
        1000,
        ("SGD {low:,} - {high:,} per year",),
        ("Remote - Singapore or Malaysia", "Remote (APAC)"),
    ),
    "JP": Country(
        "Japan",
        ("Tokyo", "Osaka"),
        "JPY",
        72,
        100_000,
        ("JPY {low:,} - {high:,} per year",),
        ("Remote - Japan or Singapore", "Remote (APAC)"),
    ),
    "BR": Country(
        "Brazil",
        ("São Paulo", "Curitiba"),
        "BRL",
        1.5,
        1000,
        ("BRL {low:,} - {high:,} per year",),
        ("Remote - Brazil or Portugal", "Remote - LATAM"),
    ),
    "MX": Country(
        "Mexico",
        ("Mexico City", "Guadalajara"),
        "MXN",
        6.8,
        10_000,
        ("MXN {low:,} - {high:,} a year",),
        ("Remote - Mexico or United States", "Remote - LATAM"),
    ),
}
