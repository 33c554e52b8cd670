"""The production door."""

from portal.wsgi import rehearse


def test_a_rehearsal_is_a_whole_request(count_queries):
    assert count_queries(lambda: rehearse("/jobs/"))


def test_a_rehearsal_of_a_page_that_is_not_there_does_no_harm(db):
    rehearse("/nowhere/")
