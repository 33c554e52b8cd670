"""How far a long command has come, for somebody who watches it."""

# Shorter work is done before anybody wonders.
WORTH_TELLING = 500


def progress_on(stream):
    """Returns a function that writes (done, total) to a terminal; None for other streams."""
    if not stream.isatty():
        return None

    def tell(done, total):
        if total >= WORTH_TELLING:
            words = f"\r{done:,} of {total:,} adverts read ({100 * done // total} %) "
            stream.write(words, style_func=str, ending="")
            stream.flush()

    return tell
