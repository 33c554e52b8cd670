"""The board answered by tantivy, a search library of Lucene's kind: an anchor for what is possible.

It is asked for the same pages, totals and facets, exactly. Orders are ranks that it is given when
its index is built, and hours since posting stand for dates: less than a live board needs.
It is no dependency: without it (`pip install tantivy==0.27.*`) the benchmark says nothing of it.
"""

from collections import defaultdict
from itertools import accumulate, pairwise
from time import time

from benchmarks.naive import (
    ALL_OF,
    COUNTED_VALUES,
    FACETS,
    LISTINGS_A_PAGE,
    PART,
    POSTED,
    Answer,
    order,
    without,
)
from jobs.models import Listing, ListingPlace

try:
    import tantivy
    from tantivy import Occur, Query
except ImportError:
    tantivy = None

SORTS = ("newest", "pay", "closing")
RANKS = {sort: f"by_{sort}" for sort in SORTS}
# Where ranges of pay and of hours since posting end; without pay, it is 0.
EDGES = {
    "pay": [1.0],
    "posted": [24.0 * int(days) for days in POSTED],
}
TERMS = [name for name in FACETS if name not in EDGES]
HOUR = 3_600
CHUNK = 10_000
# More than any facet has values: with fewer, counts would be estimates.
ALL_VALUES = 65_000
MOST_FIRST = {"_count": "desc"}
COLUMNS = {
    "role": "role__slug",
    "level": "level",
    "type": "employment_type",
    "workplace": "workplace",
    "employer": "employer__slug",
    "language": "language",
    "source": "source__kind",
}
REST = ("pk", "title", "employer__name", "body_text", "posted_at", "pay_usd_min", "pay_usd_max")


class Anchor:
    """An index of all open listings, in memory."""

    def __init__(self):
        self.schema = _schema()
        self.index = tantivy.Index(self.schema)
        self.now = time()
        self._fill()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _fill(self):
        ranks = {sort: _ranks(sort) for sort in SORTS}
        # One thread writes one segment at a time, and few segments are what tantivy is fast with.
        writer = self.index.writer(1_000_000_000, 1)
        for first in range(0, max(ranks["newest"], default=0) + 1, CHUNK):
            for fields in _documents((first, first + CHUNK - 1), self.now):
                fields |= {RANKS[sort]: places[fields["pk"]] for sort, places in ranks.items()}
                writer.add_document(tantivy.Document.from_dict(fields, self.schema))
        writer.commit()
        writer.wait_merging_threads()

    def answer(self, query):
        """Returns what the board shows for a QueryDict."""
        found = self._matching(query)
        total = self.searcher.search(found, limit=1).count
        return Answer(self._page(query, found, total), total, self._counts(query, found))

    # --- the page ------------------------------------------------------------------------------

    def _page(self, query, found, total):
        page = min(int(query.get("page") or 1), max(1, -(-total // LISTINGS_A_PAGE)))
        start = (page - 1) * LISTINGS_A_PAGE
        sort = query.get("sort", "relevance" if query.get("q") else "newest")
        if sort == "relevance":
            addresses = self._best(query, found, start)
        else:
            addresses = self._sorted(found, sort, start, LISTINGS_A_PAGE)
        return self.searcher.fast_field_values("pk", addresses)

    def _sorted(self, found, sort, start, limit):
        hits = self.searcher.search(
            found, limit, False, order_by_field=RANKS[sort], offset=start, order=tantivy.Order.Asc
        ).hits
        return [address for _, address in hits]

    def _best(self, query, found, start):
        """Those that have the words in the title first, then the others; both newest first."""
        words = [
            (Occur.Must, self._holding("title", *part[1:])) for part in _parts(query) if not part[0]
        ]
        in_title = Query.boolean_query([(Occur.Must, found), *words])
        others = Query.boolean_query([(Occur.Must, found), (Occur.MustNot, in_title)])
        count = self.searcher.search(in_title, limit=1).count
        best = self._sorted(in_title, "newest", start, LISTINGS_A_PAGE) if start < count else []
        missing = LISTINGS_A_PAGE - len(best)
        rest = self._sorted(others, "newest", max(0, start - count), missing) if missing else []
        return best + rest

    # --- the filters ---------------------------------------------------------------------------

    def _matching(self, query):
        """One query for all filters; facets of several values need any or all of them."""
        must = [(Occur.Must, Query.all_query())]
        for name in TERMS:
            values = query.getlist(name)
            if name in ALL_OF:
                must += [(Occur.Must, self._having(name, [value])) for value in values]
            elif values:
                must.append((Occur.Must, self._having(name, values)))
        for name in EDGES:
            if bound := query.get(name):
                must.append((Occur.Must, self._beyond(name, bound)))
        for unwanted, phrase, word in _parts(query):
            occur = Occur.MustNot if unwanted else Occur.Must
            must.append((occur, self._holding("text", phrase, word)))
        return Query.boolean_query(must)

    def _having(self, name, values):
        return Query.term_set_query(self.schema, name, values)

    def _beyond(self, name, bound):
        """Pay from the bound up, or hours since posting below it."""
        low, high = (int(bound), None) if name == "pay" else (None, 24 * int(bound) - 1)
        return Query.range_query(self.schema, name, tantivy.FieldType.Unsigned, low, high)

    def _holding(self, field, phrase, word):
        if phrase:
            return Query.phrase_query(self.schema, field, phrase.lower().split())
        return Query.term_query(self.schema, field, word.lower())

    # --- the facets ----------------------------------------------------------------------------

    def _counts(self, query, found):
        """Facets that are not asked for share one query; each other one is left out of its own."""
        alone = [name for name in FACETS if query.get(name) and name not in ALL_OF]
        counts = self._count(found, [name for name in FACETS if name not in alone])
        for name in alone:
            counts |= self._count(self._matching(without(query, name)), [name])
        return counts

    def _count(self, found, names):
        asked = {name: _aggregation(name) for name in names}
        buckets = self.searcher.aggregate(found, asked)
        return {name: _read(name, buckets[name]["buckets"]) for name in names}


def _parts(query):
    return PART.findall(query.get("q", ""))


def _aggregation(name):
    if name in EDGES:
        pairs = pairwise([None, *EDGES[name], None])
        ranges = [{k: v for k, v in (("from", low), ("to", high)) if v} for low, high in pairs]
        return {"range": {"field": name, "ranges": ranges}}
    size = COUNTED_VALUES.get(name, ALL_VALUES)
    return {"terms": {"field": name, "size": size, "segment_size": ALL_VALUES, "order": MOST_FIRST}}


def _read(name, buckets):
    """{value: count}; of posted all that is beyond each bound, of pay what is not stated."""
    counts = [int(bucket["doc_count"]) for bucket in buckets]
    if name == "posted":
        return dict(zip(POSTED, accumulate(counts), strict=False))
    if name == "pay":
        return {"unknown": counts[0]}
    return dict(zip((bucket["key"] for bucket in buckets), counts, strict=True))


# --- what goes into the index ------------------------------------------------------------------


def _schema():
    schema = tantivy.SchemaBuilder()
    for name in TERMS:
        schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("pk", "pay", "posted", *RANKS.values()):
        schema.add_unsigned_field(name, indexed=name in EDGES, fast=True)
    schema.add_text_field("title", index_option="position")
    schema.add_text_field("text", index_option="position")
    return schema.build()


def _ranks(sort):
    """{listing: its place in an order of all}."""
    ordered = Listing.objects.open().order_by(*order({"sort": sort}))
    return {pk: place for place, pk in enumerate(ordered.values_list("pk", flat=True))}


def _documents(pks, now):
    """Yields the fields of each open listing whose number is between two."""
    many = _many_values(pks)
    rows = Listing.objects.open().filter(pk__range=pks).order_by("pk")
    for row in rows.values(*REST, *COLUMNS.values()):
        fields = {name: row[column] or "unknown" for name, column in COLUMNS.items()}
        fields |= many[row["pk"]] | {"pk": row["pk"], "title": row["title"]}
        fields["source"] = row["source__kind"] or "handmade"
        fields["text"] = f"{row['title']} . {row['employer__name']} . {row['body_text']}"
        fields["posted"] = int((now - row["posted_at"].timestamp()) // HOUR)
        pay = row["pay_usd_min"] if row["pay_usd_max"] is None else row["pay_usd_max"]
        fields["pay"] = pay or 0
        if fields["workplace"] == "remote":
            fields.setdefault("home", ["unknown"])
        fields.setdefault("country", ["unknown"])
        yield fields


def _many_values(pks):
    """{listing: {facet: its values}} for the facets of many values."""
    found = defaultdict(lambda: defaultdict(set))
    skills = Listing.skills.through.objects.filter(listing__pk__range=pks)
    for listing, skill in skills.values_list("listing", "skill__slug"):
        found[listing]["skill"].add(skill)
    places = ListingPlace.objects.filter(listing__pk__range=pks)
    for listing, kind, city, country in places.values_list("listing", "kind", "city", "country"):
        found[listing]["country"].add(country)
        if city:
            found[listing]["city"].add(f"{city},{country}")
        if kind == "residence":
            found[listing]["home"].add(country)
    values = {pk: {name: sorted(each) for name, each in found[pk].items()} for pk in found}
    return defaultdict(dict, values)
