"""What the sample listings are composed of: every employer, sentence and figure is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """How adverts of a country name it and its cities, and what they pay there."""

    name: str
    cities: tuple[str, ...]
    currency: str
    # Yearly pay in the currency for each US dollar that the same work pays in the US.
    factor: float
    step: int
    pay_styles: tuple[str, ...]


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
    ),
    "GB": Country(
        "United Kingdom",
        ("London", "Manchester", "Leeds", "Bristol", "Edinburgh", "Glasgow"),
        "GBP",
        0.52,
        1000,
        ("£{low:,} - £{high:,} per annum", "£{low:,} to £{high:,} a year"),
    ),
    "DE": Country(
        "Germany",
        ("Berlin", "Munich", "Hamburg", "Cologne", "Leipzig"),
        "EUR",
        0.56,
        1000,
        EURO_STYLES,
    ),
    "FR": Country("France", ("Paris", "Lyon", "Toulouse", "Lille"), "EUR", 0.44, 1000, EURO_STYLES),
    "NL": Country(
        "Netherlands", ("Amsterdam", "Utrecht", "Rotterdam"), "EUR", 0.55, 1000, EURO_STYLES
    ),
    "IE": Country("Ireland", ("Dublin", "Cork", "Galway"), "EUR", 0.57, 1000, EURO_STYLES),
    "ES": Country("Spain", ("Madrid", "Barcelona", "Valencia"), "EUR", 0.4, 1000, EURO_STYLES),
    "PT": Country("Portugal", ("Lisbon", "Porto"), "EUR", 0.35, 1000, EURO_STYLES),
    "CA": Country(
        "Canada",
        ("Toronto, ON", "Vancouver, BC", "Montreal, QC", "Calgary, AB"),
        "CAD",
        0.93,
        1000,
        ("CAD {low:,} - {high:,} per year", "C${low:,} to C${high:,} a year"),
    ),
    "AU": Country(
        "Australia",
        ("Sydney", "Melbourne", "Brisbane"),
        "AUD",
        1.05,
        1000,
        ("AUD {low:,} - {high:,} per year", "A${low:,} to A${high:,} a year"),
    ),
    "IN": Country(
        "India",
        ("Bengaluru", "Hyderabad", "Pune", "Mumbai", "Chennai"),
        "INR",
        21,
        100_000,
        ("INR {low:,} - {high:,} per annum", "₹{low:,} to ₹{high:,} a year"),
    ),
    "PL": Country(
        "Poland",
        ("Warsaw", "Kraków", "Wrocław", "Gdańsk"),
        "PLN",
        1.9,
        1000,
        ("PLN {low:,} - {high:,} per year",),
    ),
    "SE": Country(
        "Sweden",
        ("Stockholm", "Gothenburg"),
        "SEK",
        5.4,
        10_000,
        ("SEK {low:,} - {high:,} a year",),
    ),
    "CH": Country(
        "Switzerland", ("Zurich", "Basel"), "CHF", 0.92, 1000, ("CHF {low:,} - {high:,} per year",)
    ),
    "SG": Country(
        "Singapore", ("Singapore",), "SGD", 0.86, 1000, ("SGD {low:,} - {high:,} per year",)
    ),
    "JP": Country(
        "Japan", ("Tokyo", "Osaka"), "JPY", 72, 100_000, ("JPY {low:,} - {high:,} per year",)
    ),
    "BR": Country(
        "Brazil", ("São Paulo", "Curitiba"), "BRL", 1.5, 1000, ("BRL {low:,} - {high:,} per year",)
    ),
    "MX": Country(
        "Mexico",
        ("Mexico City", "Guadalajara"),
        "MXN",
        6.8,
        10_000,
        ("MXN {low:,} - {high:,} a year",),
    ),
}

# Name, what it does, where it hires. The first ones hire most.
EMPLOYERS = (
    (
        "Bramblewick Grocers",
        "runs neighbourhood supermarkets and next-day food delivery",
        "GB US IE",
    ),
    ("Tallowmere Bank", "lends to households and small firms from a single mobile app", "US GB PL"),
    ("Quillmarsh Insurance", "insures homes, boats and small workshops", "US US CA"),
    ("Ferrowind Energy", "owns wind farms and sells their power by the hour", "DE NL ES"),
    ("Osprenta Health", "schedules clinics and home visits for regional hospitals", "US US IN"),
    ("Cobbleray Freight", "plans lorry and rail journeys for food wholesalers", "DE PL NL"),
    ("Lanternfold Media", "streams documentaries and local sport", "US GB"),
    ("Mirrowick Travel", "sells rail passes and city breaks", "FR ES GB"),
    ("Dunepath Telecom", "connects holiday regions with mobile and fixed lines", "ES PT BR"),
    ("Sablecrest Games", "makes co-operative puzzle games for phones", "US CA SE JP"),
    ("Pellinore Robotics", "builds picking arms for parcel depots", "US DE JP"),
    ("Hazelmoot Payments", "settles card payments for market traders", "GB IE NL IN"),
    ("Oxbarrow Farms", "advises growers on soil, water and harvest dates", "US BR AU"),
    ("Vintrella Fashion", "rents out clothes for weddings and interviews", "US FR GB"),
    ("Kestrelby Motors", "leases electric vans to tradespeople", "DE GB SE"),
    ("Nimblecot Property", "manages rented flats for their owners", "US AU CA"),
    ("Thistlegate Learning", "teaches languages and school maths online", "US IN GB"),
    ("Arborline Timber", "tracks wood from the forest to the building site", "SE CA"),
    ("Corvanta Security", "watches company networks for intruders", "US US SG"),
    ("Bluefennel Kitchens", "delivers recipe boxes to two hundred towns", "US GB NL"),
    ("Marrowdale Pharma", "runs trials of medicines for rare diseases", "CH US DE"),
    ("Stellwick Airlines", "flies between forty mid-sized cities", "IE ES PL"),
    ("Quartzpool Analytics", "measures how shoppers move through stores", "US IN SG"),
    ("Emberlane Logistics", "runs bonded warehouses near five ports", "NL SG US"),
    ("Wickenshaw Council Services", "does the paperwork of parking and waste for towns", "GB AU"),
    ("Opalstead Credit", "scores loan applications for credit unions", "US CA"),
    ("Fjordmint Software", "writes booking software for ferries", "SE DE"),
    ("Tamberlin Toys", "sells wooden toys by subscription", "DE FR US"),
    ("Ravelstone Legal", "finds clauses in contracts for law firms", "US GB"),
    ("Suncrake Solar", "fits panels on schools and pays for them up front", "AU ES US"),
    ("Hollowell Water", "keeps pipes and pumps running in dry regions", "AU US"),
    ("Brindlecove Hotels", "runs small hotels by the sea", "PT ES FR"),
    ("Zephyrine Bikes", "rents cargo bikes by the minute", "FR NL DE"),
    ("Copperwren Capital", "manages pension money for public employees", "US CA GB"),
    ("Mossgate Diagnostics", "reads tissue scans for pathologists", "US GB IN"),
    ("Palisander Audio", "makes hearing aids that learn their wearer's streets", "CH DE US"),
    ("Larkmeadow Pets", "insures and feeds cats and dogs", "US GB"),
    ("Gullane Harbour Systems", "forecasts berths and cranes for container ports", "SG NL US"),
    ("Tinderbrook Outdoors", "sells tents, boots and second-hand climbing gear", "US CA"),
    ("Velvetine Beauty", "mixes cosmetics to order", "FR JP US"),
    ("Northquill Publishing", "publishes textbooks and marks exam papers", "GB IN"),
    ("Castlemint Mortgages", "helps first-time buyers compare home loans", "GB AU IE"),
    ("Peregrove Mapping", "draws maps from satellite pictures", "US IN DE"),
    ("Amberloch Distillers", "blends and ships spirits", "GB US"),
    ("Juniper Vale Clinics", "runs walk-in clinics in shopping streets", "US US"),
    ("Ottermill Paper", "makes packaging from straw", "SE PL"),
    ("Sandpiper Grid", "balances the electricity of island networks", "IE PT AU"),
    ("Clovermead Dairy", "collects milk from three thousand farms", "IE NL FR"),
    ("Redwillow Rail", "leases and maintains regional trains", "GB DE FR"),
    ("Inkerby Data Services", "cleans customer records for charities", "IN GB"),
    ("Moonharbour Tickets", "sells seats for theatres and stadiums", "US MX BR"),
    ("Saltmarsh Seafoods", "farms mussels and sells them to restaurants", "CA US"),
    ("Kilnfield Ceramics", "makes tiles and prints patterns on demand", "ES MX"),
    ("Whistledown Radio", "hosts podcasts and places their adverts", "US GB"),
    ("Foxtail Parcels", "carries parcels the last mile by bicycle", "BR MX PL"),
    ("Dovecote Dental", "makes aligners from a scan of the jaw", "US IN"),
    ("Anchorlight Marine", "insures fishing fleets and routes them around storms", "JP SG US"),
    ("Birchwater Gyms", "runs gyms and a training app", "US CA AU"),
    ("Starling & Vane", "advises ministries on transport and housing", "GB US IN"),
    ("Plumstead Orchard Foods", "presses juice and plans school lunches", "PL DE"),
)

TEAMS = (
    *("Payments", "Growth", "Marketplace", "Pricing", "Customer", "Supply Chain", "Risk"),
    *("Operations", "Platform", "Search", "Fraud", "Finance", "Personalisation", "Planning"),
)

TEAM_SENTENCES = (
    "You would join a team of {size} that owns its work from the first question to the last bug.",
    "The {team} team has {size} people, two of them new this year, and a backlog it is proud of.",
    "Our {team} group is {size} strong and sits with the people who use its results.",
    "The post is new: the {team} team has grown to {size} and needs another pair of hands.",
    "You would take over from a colleague who moves inside the company, with a month to overlap.",
    "We are {size} people in {team}, spread over two time zones and one shared calendar.",
)
COMPANY_SENTENCES = (
    "{employer} {does}.",
    "{employer} is the company that {does}.",
    "You may have met us: {employer} {does}.",
)
WHY_SENTENCES = (
    "Much of what we know still lives in spreadsheets, and this post exists to change that.",
    "Our figures are trusted by people who never met us, so we take care with them.",
    "The busiest weeks of our year are close, and the work has to stand before they begin.",
    "Last year we rebuilt the foundations; now we want to build on them.",
    "Decisions here are made in writing, by those who are closest to the facts.",
    "We would rather ship a small thing on Thursday than plan a large one for spring.",
    "Nobody here works alone on something important, and nobody is woken twice in one night.",
    "We have more questions than answers, and want to ask them well.",
)
OFFERS = (
    "A yearly budget for courses, books and one conference.",
    "Thirty days of leave, and public holidays on top.",
    "Two days a month for work of your own choosing.",
    "A pension plan to which we pay twice what you do.",
    "Health cover for you and your family.",
    "Meetings on four days a week only.",
    "A laptop of your choice and a desk at home that we pay for.",
    "Paid leave for new parents, whoever gave birth.",
    "A yearly review with pay bands that everybody can read.",
    "Help with visa and moving costs.",
    "Working hours that you set with your team.",
    "An office that welcomes dogs.",
)
ASK_TEMPLATES = (
    "Solid experience with {skills}.",
    "Good working knowledge of {skills}.",
    "Practice in {skills}, gained in a company or outside.",
    "Strong {skills}.",
    "Confidence with {skills} in daily work.",
    "A record of using {skills} where it mattered.",
)
PLUS_TEMPLATES = (
    "Experience with {skills} would help.",
    "{skills} would be a plus.",
    "Nice to have: {skills}.",
)
PERSON_SENTENCES = (
    "You explain a doubtful figure before somebody else finds it.",
    "You write so that a busy reader understands you.",
    "You ask what a result is for before you start.",
    "You finish things, and say early when you cannot.",
    "You have read other people's code and kept your temper.",
    "A degree is welcome and not required; show us what you have done.",
    "You like being reviewed, and you review with care.",
)
YEARS = {
    "entry": ("We do not ask for professional experience; projects and internships count.",),
    "mid": ("Two to four years in a similar post.", "At least three years of practice."),
    "senior": ("Five or more years of practice.", "At least six years in work like this."),
    "lead": ("Seven or more years, some of them setting direction for others.",),
    "manager": ("Some years of practice, and at least two of leading people.",),
    "head": ("Ten or more years in data, half of them leading people.",),
}
