"""What counts of open listings are at this moment, beside what was counted on some day."""

from collections.abc import Iterable, Mapping

from ..market import Ask, OpenCount, market


def recounts(asks: Iterable[Ask]) -> Mapping[Ask, OpenCount]:
    """Returns the OpenCount of each Ask; {} where no market answers.

    Pages print both by templates/site/careers/_recounts.html. It asks the market once, so a page
    calls it once, with all that it prints.
    """
    asks = list(asks)
    return market().counts(asks) if asks and market() else {}
