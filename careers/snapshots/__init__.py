"""Files of adverts and wages to aggregates: read, titles matched, counted, stored whole.

    file -> tables.read -> ranges, past or official.count -> Aggregates -> storing, evidence_files

Only aggregates leave this package: no advert is kept.
"""
