"""The steps before and after a role, drawn as a small graph. No queries."""

from dataclasses import dataclass
from textwrap import wrap

NODE_WIDTH, NODE_HEIGHT = 210, 46
GAP = 14
COLUMNS = (0, 265, 530)
MARGIN = 2


@dataclass(frozen=True)
class Node:
    """A role in the graph: its title in one or two lines, and its top left corner."""

    lines: tuple[str, ...]
    x: int
    y: int
    is_centre: bool = False

    @property
    def texts(self):
        """(line, the x of its middle, its baseline) for each line of the title."""
        middle, step = self.y + NODE_HEIGHT / 2 + 5, 16
        first = middle - step * (len(self.lines) - 1) / 2
        x = self.x + NODE_WIDTH / 2
        return [(line, x, first + step * number) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Graph:
    """Nodes, the paths between them, and the sizes of the drawing and of a node, in pixels."""

    nodes: tuple[Node, ...]
    paths: tuple[str, ...]
    height: int
    width: int = COLUMNS[-1] + NODE_WIDTH + 2 * MARGIN
    node_width: int = NODE_WIDTH
    node_height: int = NODE_HEIGHT


def graph(role, before, after):
    """Returns the Graph of a role between the roles people come from and those they go on to."""
    rows = max(len(before), len(after), 1)
    height = rows * (NODE_HEIGHT + GAP) - GAP + 2 * MARGIN
    left = _column(before, COLUMNS[0], height)
    right = _column(after, COLUMNS[2], height)
    (centre,) = _column([role], COLUMNS[1], height, is_centre=True)
    paths = [_path(node, centre) for node in left] + [_path(centre, node) for node in right]
    return Graph((*left, centre, *right), tuple(paths), height)


def _column(roles, x, height, is_centre=False):
    total = len(roles) * (NODE_HEIGHT + GAP) - GAP
    top = (height - total) // 2
    return [
        Node(_lines(role.title), x + MARGIN, top + number * (NODE_HEIGHT + GAP), is_centre)
        for number, role in enumerate(roles)
    ]


def _lines(title):
    lines = wrap(title, 26, break_long_words=True)
    return (lines[0], f"{lines[1][:24]}…") if len(lines) > 2 else tuple(lines)


def _path(start, end):
    """Returns a curve from the right edge of one node to the left edge of another."""
    x1, y1 = start.x + NODE_WIDTH, start.y + NODE_HEIGHT / 2
    x2, y2 = end.x, end.y + NODE_HEIGHT / 2
    bend = (x1 + x2) / 2
    return f"M{x1} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2} {y2:g}"
