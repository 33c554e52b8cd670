"""The drawing of the roles before and after a role."""

from itertools import pairwise

from careers.models import Role
from careers.pages.path_graph import graph


def roles(count):
    return [Role(title=f"Role {number}") for number in range(count)]


def test_a_role_stands_between_those_before_and_those_after():
    drawn = graph(Role(title="Middle"), roles(1), roles(2))
    before, middle, *after = drawn.nodes
    assert middle.is_centre
    assert before.x < middle.x < after[0].x == after[1].x


def test_each_neighbour_has_a_path_to_or_from_the_role():
    assert len(graph(Role(title="Middle"), roles(2), roles(3)).paths) == 5


def test_no_node_leaves_the_drawing_or_covers_another():
    drawn = graph(Role(title="Middle"), roles(4), roles(1))
    for node in drawn.nodes:
        assert 0 <= node.x <= drawn.width - drawn.node_width
        assert 0 <= node.y <= drawn.height - drawn.node_height
    column = sorted(node.y for node in drawn.nodes[:4])
    steps = [lower - upper for upper, lower in pairwise(column)]
    assert min(steps) > drawn.node_height


def test_a_long_title_takes_two_lines_and_no_more():
    drawn = graph(Role(title="Senior Principal Machine Learning Platform Reliability Lead"), [], [])
    lines = drawn.nodes[0].lines
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_a_role_alone_is_one_node():
    drawn = graph(Role(title="Alone"), [], [])
    assert [node.lines for node in drawn.nodes] == [("Alone",)]
    assert drawn.paths == ()
