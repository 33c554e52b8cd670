from jobs.board.page_cache import Frame, Kept, Page


def test_what_was_asked_for_last_stays_longest():
    kept = Kept(most=2, characters=100)
    for key in ("a", "b", "a", "c"):
        kept.once(1, key, lambda key=key: key)
    assert [*kept.things] == ["a", "c"]


def test_no_more_characters_are_kept_than_allowed():
    kept = Kept(most=10, characters=5)
    assert [kept.once(1, text, lambda text=text: text) for text in ("abc", "def")] == ["abc", "def"]
    assert [*kept.things] == ["def"]


def test_another_version_begins_anew_and_none_is_kept_without_one():
    kept = Kept(most=10, characters=100)
    assert kept.once(1, "a", lambda: "old") == kept.once(1, "a", lambda: "new") == "old"
    assert kept.once(2, "a", lambda: "new") == "new"
    assert kept.once(None, "a", lambda: "other") == "other"
    assert kept.once(2, "a", lambda: "newest") == "new"


def test_a_frame_is_filled_at_its_places():
    frame = Frame(f"<p>{Frame.place('one')}</p>{Frame.place('two')}.")
    assert frame.filled(one="1\0two\0", two="2") == "<p>1\0two\0</p>2."


def test_equal_pages_have_equal_tags():
    assert Page.of("ü").tag == Page.of("ü").tag != Page.of("u").tag
