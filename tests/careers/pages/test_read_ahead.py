from careers.pages import pay_block
from careers.pages.profiles import comparison_cards, published_roles
from careers.pages.read_ahead import read_all_roles
from tests.factories import make_role


def test_what_is_read_ahead_is_not_read_again_for_the_first_visitor(count_queries):
    roles = [make_role("Analyst"), make_role("Builder")]

    def visit(content_generation):
        published_roles(["analyst"], content_generation)
        pay_block.read(roles[:1], content_generation)
        comparison_cards([roles[1].pk], content_generation)

    read_all_roles("as it is")
    assert count_queries(lambda: visit("as it is")) == 0
    assert count_queries(lambda: visit("changed")) > 0


def test_nothing_is_read_ahead_where_nothing_is_kept(count_queries):
    make_role("Analyst")
    assert count_queries(lambda: read_all_roles(None)) == 0
