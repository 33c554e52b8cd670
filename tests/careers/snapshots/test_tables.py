"""Files of tables: what is read of them, and what is said of one that is damaged."""

import gzip

import pytest

from careers.snapshots.tables import Column, Table, TableError, sha256_of

COLUMNS = (Column("title"), Column("pay", ("salary",)), Column("area", absent="everywhere"))
TEXT = "pay,title,more\n10,Analyst,x\n20,Engineer,y\n"
ROWS = [("Analyst", "10", "everywhere"), ("Engineer", "20", "everywhere")]


@pytest.fixture
def table(tmp_path):
    """Returns a function that returns the table of a file with the bytes given."""

    def make(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content)
        return Table(path, COLUMNS)

    return make


WRAPPINGS = {
    "plain": TEXT.encode(),
    "with a byte order mark": TEXT.encode("utf-8-sig"),
    "gzip": gzip.compress(TEXT.encode()),
    "lines as of Windows": TEXT.replace("\n", "\r\n").encode(),
    "semicolons": TEXT.replace(",", ";").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
    "another name of a column": TEXT.replace("pay", "Salary ").encode(),
    "no last line break": TEXT.rstrip().encode(),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_table_is_read_in_any_wrapping(table, wrapping):
    assert list(table(WRAPPINGS[wrapping])) == ROWS


def test_a_table_can_be_gone_through_again(table):
    rows = table(gzip.compress(TEXT.encode()))
    assert list(rows) == list(rows) == ROWS


DAMAGES = {
    "empty": (b"", "lacks title, pay. Its header says: nothing."),
    "a header only": (b"title,pay\n", "has a header and no rows"),
    "other columns": (b"name,amount\nAnalyst,10\n", "Its header says: name, amount."),
    "JSON": (b'{"title": "Analyst"}\n', "lacks title, pay"),
    "a zip": (b"PK\x03\x04\xff\xfe\x00", "no text in UTF-8"),
    "UTF-16": (TEXT.encode("utf-16"), "no text in UTF-8"),
    "Latin-1": ("title,pay\nIngénieur,10\n".encode("latin-1"), "no text in UTF-8 (byte 0xe9)"),
    "a zero byte": (b"title,pay\nAna\0lyst,10\n", "a line is endless or holds a zero byte"),
    "an endless line": (b"title,pay\n" + b"a" * 200_000, "a line is endless"),
    "half a row": (b"title,pay\nAnalyst,10\nEngin", "Row 3 of table.csv has 1 columns"),
    "half a value": (b'title,pay\nAnalyst,"10', "is cut off: unexpected end of data"),
    "half a gzip": (gzip.compress(TEXT.encode() * 50)[:-20], "its gzip data has no end"),
    "broken gzip": (gzip.compress(b"a")[:10] + b"\xff" * 20, "is damaged gzip"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_with_what_is_wrong(table, damage):
    content, message = DAMAGES[damage]
    with pytest.raises(TableError) as refused:
        list(table(content))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(TableError, match=r"missing\.csv cannot be read: No such file"):
        sha256_of(tmp_path / "missing.csv")
