"""How many open listings the rows of a list have, counted for the rows of one page only."""

from django.contrib import admin
from django.db.models import Count, F

from ..models import Listing


class CountingAdmin(admin.ModelAdmin):
    """An admin whose list shows the open listings of each row; `counted_by` points to a row.

    Of few rows that share all listings, all are counted: `counts_all`.
    """

    counted_by, counts_all = "", False

    def get_changelist_instance(self, request):
        changes = super().get_changelist_instance(request)
        changes.result_list = list(changes.result_list)
        counts = self._counts(row.pk for row in changes.result_list)
        for row in changes.result_list:
            row.open_listings = counts.get(row.pk, 0)
        return changes

    def _counts(self, pks):
        """Returns {id: open listings} of rows by their ids; 0 goes unsaid."""
        listings = Listing.objects.open().order_by()
        if not self.counts_all:
            listings = listings.filter(**{f"{self.counted_by}__in": [*pks]})
            return dict(listings.values_list(self.counted_by).annotate(Count("pk")))
        # By a sum, for which SQLite takes an index that has all columns, not one of this relation.
        listings = listings.annotate(row=F(f"{self.counted_by}_id") + 0)
        return dict(listings.values_list("row").annotate(Count("pk")))

    @admin.display(description="open listings")
    def open_count(self, row):
        if not hasattr(row, "open_listings"):
            row.open_listings = self._counts([row.pk]).get(row.pk, 0)
        return row.open_listings
