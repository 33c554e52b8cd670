"""What visitors filter by."""

# What stands in an address for "the advert does not say", and for "no source, made by hand".
UNKNOWN = "unknown"
HANDMADE = "handmade"
# How many days ago at most a listing was posted.
POSTED = {"1": "Last day", "7": "Last 7 days", "30": "Last 30 days"}
