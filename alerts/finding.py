"""What is new for each alert that is due, found through the engine."""

from dataclasses import dataclass
from datetime import timedelta

from jobs import engine
from jobs.board.labels import Labels
from jobs.models import Listing

from .models import Alert
from .searches import Search, read_search

# Numbers of listings rise as they are written, but transactions end in any order. After so long
# no lower number appears any more, so an alert need not remember each listing that it has seen.
SETTLED_AFTER = timedelta(minutes=30)
# So many alerts are looked at together; equal searches among them are asked once.
AT_ONCE = 900


@dataclass(frozen=True)
class Finding:
    """What a search of an alert finds that its owner has not been told of."""

    alert: Alert
    search: Search
    # Numbers of listings; the one that came in last comes first.
    pks: list[int]


class Finder:
    """Looks for what is new, as the board is when the finder is made."""

    def __init__(self, at):
        """Takes the moment of the round: listings count that were there well before."""
        self.at = at
        self.through = _newest_settled(at)
        self.board = engine.current()
        self.labels = Labels(self.board.directory)

    def findings(self):
        """Yields the Finding of every due alert; those that wait longest come among the first."""
        due = list(Alert.objects.due(self.at).values_list("pk", flat=True))
        for start in range(0, len(due), AT_ONCE):
            alerts = Alert.objects.due(self.at).filter(pk__in=due[start : start + AT_ONCE])
            yield from self._findings(alerts.order_by("search", "pk"))

    def _findings(self, alerts):
        """Yields the Finding of each of some alerts, in which equal searches are neighbours."""
        after = min((alert.seen for alert in alerts), default=0)
        text = search = late = None
        for alert in alerts:
            if alert.search != text:
                text, search = alert.search, read_search(alert.search, self.labels)
                late = [] if search.finds_nothing else self.board.arrived(search.asked, after)
            yield Finding(alert, search, [pk for pk in late if alert.seen < pk <= self.through])


def newest_listing():
    """Returns the number of the listing that came in last; 0 where there is none."""
    return _newest(Listing.objects.all())


def _newest_settled(at):
    return _newest(Listing.objects.filter(first_seen_at__lte=at - SETTLED_AFTER))


def _newest(listings):
    return listings.order_by("-pk").values_list("pk", flat=True).first() or 0
