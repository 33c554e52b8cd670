"""The employers of the sample listings: none of them exists."""

from dataclasses import dataclass

from .voices import AGENCY, COMPANY, CORPORATION, INSTITUTE, PUBLIC_BODY, START_UP, Voice


@dataclass(frozen=True)
class Employer:
    """An employer, what it does, the codes of the countries where it hires, and how it writes."""

    name: str
    does: str
    countries: tuple[str, ...]
    voice: Voice = COMPANY


# The first ones hire most.
EMPLOYERS = (
    Employer(
        "Bramblewick Grocers",
        "runs neighbourhood supermarkets and next-day food delivery",
        ("GB", "US", "IE"),
    ),
    Employer(
        "Tallowmere Bank",
        "lends to households and small firms from a single mobile app",
        ("US", "GB", "PL"),
        CORPORATION,
    ),
    Employer(
        "Hazelmoot Payments",
        "settles card payments for market traders",
        ("GB", "IE", "NL", "IN"),
        START_UP,
    ),
    Employer(
        "Varnholt Centre for Climate Models",
        "computes how rain and drought will shift across Europe",
        ("DE", "CH", "SE"),
        INSTITUTE,
    ),
    Employer(
        "Quillmarsh Insurance",
        "insures homes, boats and small workshops",
        ("US", "US", "CA"),
        CORPORATION,
    ),
    Employer(
        "Ferrowind Energy", "owns wind farms and sells their power by the hour", ("DE", "NL", "ES")
    ),
    Employer(
        "Sorrel Hill Institute",
        "studies sleep, memory and how both change with age",
        ("GB", "CH", "US"),
        INSTITUTE,
    ),
    Employer(
        "Wickenshaw Borough Council",
        "looks after the streets, parks and council tax of a market town",
        ("GB",),
        PUBLIC_BODY,
    ),
    Employer(
        "Osprenta Health",
        "schedules clinics and home visits for regional hospitals",
        ("US", "US", "IN"),
        CORPORATION,
    ),
    Employer("Peppercorn & Pike", "finds data people for growing companies", ("GB", "US"), AGENCY),
    Employer(
        "Bright Badger Recruitment",
        "matches analysts and engineers with firms that treat them well",
        ("GB", "AU"),
        AGENCY,
    ),
    Employer(
        "Cobbleray Freight",
        "plans lorry and rail journeys for food wholesalers",
        ("DE", "PL", "NL"),
    ),
    Employer(
        "Corvanta Security", "watches company networks for intruders", ("US", "US", "SG"), START_UP
    ),
    Employer(
        "Corrimoor Marine Institute",
        "studies currents, plankton and the health of coasts",
        ("IE", "CA", "PT"),
        INSTITUTE,
    ),
    Employer("Lanternfold Media", "streams documentaries and local sport", ("US", "GB")),
    Employer("Mirrowick Travel", "sells rail passes and city breaks", ("FR", "ES", "GB")),
    Employer(
        "Dunepath Telecom",
        "connects holiday regions with mobile and fixed lines",
        ("ES", "PT", "BR"),
        CORPORATION,
    ),
    Employer(
        "Eastmere County Council",
        "runs schools, roads and social care for a coastal county",
        ("GB", "IE"),
        PUBLIC_BODY,
    ),
    Employer(
        "Sablecrest Games", "makes co-operative puzzle games for phones", ("US", "CA", "SE", "JP")
    ),
    Employer(
        "Pellinore Robotics", "builds picking arms for parcel depots", ("US", "DE", "JP"), START_UP
    ),
    Employer(
        "Oxbarrow Farms", "advises growers on soil, water and harvest dates", ("US", "BR", "AU")
    ),
    Employer(
        "Quartzpool Analytics",
        "measures how shoppers move through stores",
        ("US", "IN", "SG"),
        START_UP,
    ),
    Employer(
        "Vintrella Fashion", "rents out clothes for weddings and interviews", ("US", "FR", "GB")
    ),
    Employer(
        "Mossgate Diagnostics", "reads tissue scans for pathologists", ("US", "GB", "IN"), START_UP
    ),
    Employer(
        "Kestrelby Motors", "leases electric vans to tradespeople", ("DE", "GB", "SE"), CORPORATION
    ),
    Employer("Nimblecot Property", "manages rented flats for their owners", ("US", "AU", "CA")),
    Employer(
        "Thistlegate Learning", "teaches languages and school maths online", ("US", "IN", "GB")
    ),
    Employer(
        "Brackwell Health Board",
        "runs two hospitals and the ambulances of a rural region",
        ("IE", "GB"),
        PUBLIC_BODY,
    ),
    Employer("Arborline Timber", "tracks wood from the forest to the building site", ("SE", "CA")),
    Employer(
        "Bluefennel Kitchens",
        "delivers recipe boxes to two hundred towns",
        ("US", "GB", "NL"),
        START_UP,
    ),
    Employer(
        "Marrowdale Pharma",
        "runs trials of medicines for rare diseases",
        ("CH", "US", "DE"),
        CORPORATION,
    ),
    Employer(
        "Emberlane Logistics",
        "runs bonded warehouses near five ports",
        ("NL", "SG", "US"),
        CORPORATION,
    ),
    Employer("Opalstead Credit", "scores loan applications for credit unions", ("US", "CA")),
    Employer("Fjordmint Software", "writes booking software for ferries", ("SE", "DE"), START_UP),
    Employer("Tamberlin Toys", "sells wooden toys by subscription", ("DE", "FR", "US"), START_UP),
    Employer(
        "Ravelstone Legal", "finds clauses in contracts for law firms", ("US", "GB"), START_UP
    ),
    Employer(
        "Suncrake Solar", "fits panels on schools and pays for them up front", ("AU", "ES", "US")
    ),
    Employer("Hollowell Water", "keeps pipes and pumps running in dry regions", ("AU", "US")),
    Employer("Brindlecove Hotels", "runs small hotels by the sea", ("PT", "ES", "FR")),
    Employer("Zephyrine Bikes", "rents cargo bikes by the minute", ("FR", "NL", "DE"), START_UP),
    Employer(
        "Copperwren Capital",
        "manages pension money for public employees",
        ("US", "CA", "GB"),
        CORPORATION,
    ),
    Employer(
        "Palisander Audio",
        "makes hearing aids that learn their wearer's streets",
        ("CH", "DE", "US"),
    ),
    Employer("Larkmeadow Pets", "insures and feeds cats and dogs", ("US", "GB"), START_UP),
    Employer(
        "Gullane Harbour Systems",
        "forecasts berths and cranes for container ports",
        ("SG", "NL", "US"),
    ),
    Employer(
        "Tinderbrook Outdoors", "sells tents, boots and second-hand climbing gear", ("US", "CA")
    ),
    Employer("Velvetine Beauty", "mixes cosmetics to order", ("FR", "JP", "US"), START_UP),
    Employer(
        "Northquill Publishing",
        "publishes textbooks and marks exam papers",
        ("GB", "IN"),
        CORPORATION,
    ),
    Employer(
        "Peregrove Mapping", "draws maps from satellite pictures", ("US", "IN", "DE"), START_UP
    ),
    Employer("Juniper Vale Clinics", "runs walk-in clinics in shopping streets", ("US", "US")),
    Employer("Sandpiper Grid", "balances the electricity of island networks", ("IE", "PT", "AU")),
    Employer(
        "Clovermead Dairy",
        "collects milk from three thousand farms",
        ("IE", "NL", "FR"),
        CORPORATION,
    ),
    Employer(
        "Redwillow Rail", "leases and maintains regional trains", ("GB", "DE", "FR"), CORPORATION
    ),
    Employer(
        "Inkerby People",
        "looks for data staff on behalf of charities and small firms",
        ("GB", "IE"),
        AGENCY,
    ),
    Employer(
        "Moonharbour Tickets", "sells seats for theatres and stadiums", ("US", "MX", "BR"), START_UP
    ),
    Employer(
        "Whistledown Radio", "hosts podcasts and places their adverts", ("US", "GB"), START_UP
    ),
    Employer(
        "Foxtail Parcels", "carries parcels the last mile by bicycle", ("BR", "MX", "PL"), START_UP
    ),
    Employer(
        "Anchorlight Marine",
        "insures fishing fleets and routes them around storms",
        ("JP", "SG", "US"),
    ),
    Employer("Birchwater Gyms", "runs gyms and a training app", ("US", "CA", "AU")),
    Employer("Starling & Vane", "advises ministries on transport and housing", ("GB", "US", "IN")),
    Employer(
        "Hallenmark Statistics Office",
        "counts people, homes and harvests for four islands",
        ("AU", "CA"),
        PUBLIC_BODY,
    ),
)
