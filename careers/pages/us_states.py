"""The states of the United States, as official wages name them and the areas that lie in them."""

# The postal code and the name of each; the areas of the statistics end with codes.
STATES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VI": "Virgin Islands",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
CODES = {name: code for code, name in STATES.items()}


def is_state(area):
    """Tells whether an area is a whole state."""
    return area in CODES


def states_of(area):
    """Returns the codes of the states in which an area lies; [] where its name tells none.

    >>> states_of("Kansas City, MO-KS"), states_of("Southern West Virginia nonmetropolitan area")
    (['MO', 'KS'], ['WV'])
    >>> states_of("Bavaria")
    []
    """
    codes = [code for code in area.rpartition(", ")[2].split("-") if code in STATES]
    named = [name for name in CODES if name in area]
    return codes or [CODES[name] for name in sorted(named, key=len)[-1:]]
