from jobs.board.page_cache import Page, PageCache


def test_the_page_that_was_asked_for_last_stays_longest():
    cache = PageCache(max_bytes=2)
    for key in ("a", "b", "a", "c"):
        cache.get_or_render(1, key, lambda key=key: key)
    assert [*cache.pages] == ["a", "c"]


def test_no_more_bytes_are_kept_than_allowed():
    cache = PageCache(max_bytes=5)
    bodies = [cache.get_or_render(1, text, lambda text=text: text).body for text in ("abc", "def")]
    assert bodies == [b"abc", b"def"]
    assert [*cache.pages] == ["def"]
    assert cache.get_or_render(1, "long", lambda: "larger than all").body == b"larger than all"
    assert not cache.pages


def test_another_version_begins_empty_and_none_is_kept_without_one():
    cache = PageCache(max_bytes=100)

    def body(version, key, text):
        return cache.get_or_render(version, key, lambda: text).body

    assert body(1, "a", "old") == body(1, "a", "new") == b"old"
    assert body(2, "a", "new") == b"new"
    assert body(None, "a", "other") == b"other"
    assert body(2, "a", "newest") == b"new"


def test_equal_pages_have_equal_tags():
    assert Page.of("ü").tag == Page.of("ü").tag != Page.of("u").tag
