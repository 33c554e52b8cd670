"""import_listings: files, parts of a source, dry runs and reports."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jobs.importing.payloads import Fetched
from jobs.importing.pipeline import dry_run, pull
from jobs.models import Employer, Listing, ListingPlace, Pull, Source
from tests.factories import make_employer, make_role, make_source
from tests.jobs.board.boards import board, import_file, job, numbers, rows, tinderbrook

pytestmark = pytest.mark.django_db


def run(*args, **options):
    """Runs the command; returns what it printed, and what it printed for somebody to look at."""
    out, err = StringIO(), StringIO()
    call_command("import_listings", *args, **options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(tmp_path, name, payload):
    path = tmp_path / name
    path.write_bytes(payload)
    return str(path)


def named(**options):
    return {"kind": "greenhouse", "employer": "Tinderbrook Outdoors"} | options


def test_the_command_takes_a_file_and_a_second_run_changes_nothing(tmp_path):
    payload = board(job(1), job(2))
    first = import_file(tmp_path, payload)
    assert first.startswith("Tinderbrook Outdoors (greenhouse): 2 new, 0 changed, 0 closed")
    before = rows()
    assert "0 new, 0 changed, 0 closed" in import_file(tmp_path, payload)
    assert rows() == before
    assert Source.objects.count() == Employer.objects.count() == 1


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "The answer is empty"),
        (b"<!doctype html><html><body>Sign in</body></html>", "HTML page"),
        (b'[{"id": "a", "text": "Data Engineer"}]', "Lever"),
        (b'{"jobs": [{"id": 1, "title": "Data', "broken or cut-off text"),
        (b"\xff\xfe\x00", "This is not JSON"),
        (b"null", "bare value"),
    ],
)
def test_a_file_that_is_no_board_is_refused_and_leaves_nothing(tmp_path, payload, words):
    with pytest.raises(CommandError, match=words):
        import_file(tmp_path, payload)
    assert not any(model.objects.exists() for model in (Source, Employer, Pull))


def test_a_missing_file_and_an_unknown_kind_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.json"):
        import_file(tmp_path, b"", file=str(tmp_path / "nowhere.json"))
    with pytest.raises(CommandError, match=r"Known kinds: .*greenhouse"):
        import_file(tmp_path, board(job(1)), kind="fax")
    assert not Source.objects.exists()


def test_an_impossible_employer_is_refused(tmp_path):
    with pytest.raises(CommandError, match="at most 120 characters"):
        import_file(tmp_path, board(job(1)), employer="x" * 121)
    assert not Source.objects.exists()


def test_options_that_do_not_go_together_are_refused():
    with pytest.raises(CommandError, match="go together"):
        call_command("import_listings", kind="greenhouse")
    with pytest.raises(CommandError, match="Say whose --file"):
        call_command("import_listings", file="board.json")
    with pytest.raises(CommandError, match="No source is called 'Nowhere'"):
        call_command("import_listings", "Nowhere")


def test_one_failing_source_does_not_stop_the_others(monkeypatch):
    urls = {"Broken": "https://example.com/broken", "Fine": "https://example.com/fine"}
    for name, url in urls.items():
        make_source(name, employer=make_employer(), url=url)
    payloads = {urls["Broken"]: b"<html>", urls["Fine"]: board(job(1))}
    monkeypatch.setattr("jobs.importing.pipeline.fetch", lambda url: Fetched(payloads[url]))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 pulls failed"):
        call_command("import_listings", stdout=out, stderr=err)
    assert "Fine: 1 new" in out.getvalue()
    assert err.getvalue().startswith("Broken: failed. This is not JSON: it looks like an HTML page")


def test_files_are_pages_of_one_whole_pull(tmp_path):
    pages = [board(job(1), job(2)), board(job(2, title="Again"), job(3))]
    files = [written(tmp_path, f"{n}.json", page) for n, page in enumerate(pages)]
    out, _ = run(**named(file=files))
    assert "3 new, 0 changed" in out
    assert "2: It stands on an earlier page already" in out
    assert Pull.objects.count() == 1
    assert Listing.objects.get(external_id="2").title == "Data Engineer"
    assert "0 new, 0 changed, 0 closed, 3 unchanged" in run(**named(file=files))[0]


def test_one_page_that_cannot_be_read_changes_nothing(tmp_path):
    good, bad = (written(tmp_path, name, text) for name, text in (("a", board(job(1))), ("b", b"")))
    with pytest.raises(CommandError, match="The answer is empty"):
        run(**named(file=[good, bad]))
    assert not Source.objects.exists()


def test_only_what_matches_a_role_may_be_kept(tmp_path):
    make_role("Data Engineer")
    path = written(tmp_path, "board.json", board(job(1), job(2, title="Baker"), job(3)))
    assert "3 new" in run(**named(file=path))[0]
    out, _ = run(**named(file=path, keep="matched"))
    assert "1 closed, 2 unchanged, 0 reopened, 0 refused, 1 left out" in out
    assert list(Listing.objects.open().values_list("external_id", flat=True)) == ["3", "1"]
    assert (
        "0 closed, 2 unchanged, 0 reopened, 0 refused, 1 left out"
        in (run(**named(file=path, keep="matched"))[0])
    )
    assert "1 reopened" in run(**named(file=path, keep="all"))[0]


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path):
    source = tinderbrook()
    pull(source, board(*numbers(1, 5)))
    pull(source, board(*numbers(1, 4)))
    tables = (Source, Employer, Pull, Listing, ListingPlace)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    path = written(tmp_path, "b", board(job(1, title="Data Analyst"), job(2), job(3), job(9)))
    out, _ = run("Tinderbrook", file=path, dry_run=True)
    assert "Tinderbrook: would be 1 new, 1 changed, 1 closed, 2 unchanged" in out
    for line in ("New: 9 Data Engineer", "Changed: 1 Data Engineer (title)", "Closed: 4 Data"):
        assert line in out
    assert "Dry run: nothing was written." in out
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_a_dry_run_of_a_file_makes_no_source(tmp_path):
    path = written(tmp_path, "board.json", board(job(1)))
    assert "would be 1 new" in run(**named(file=path, dry_run=True))[0]
    assert not any(model.objects.exists() for model in (Source, Employer, Pull, Listing))


def test_a_dry_run_says_what_would_be_held_or_fail():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    held = dry_run(source, board(job(1)))
    assert (held.state, held.held) == (Pull.State.HELD, 11)
    assert "Closed: 12 Data Engineer" in held.would_change
    assert dry_run(source, b"").state == Pull.State.FAILED


def test_the_report_for_machines_is_a_line_of_json_a_pull(tmp_path):
    path = written(tmp_path, "board.json", board(job(1), job(2, title="")))
    out, err = run(**named(file=path, report="json"))
    assert json.loads(out) == {
        "source": "Tinderbrook Outdoors (greenhouse)",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "closed": 0,
        "reopened": 0,
        "held": 0,
        "refused": 1,
        "problems": ["2: It has no title."],
    }
    assert (out.count("\n"), err) == (1, "")


def test_progress_is_for_terminals_only(tmp_path):
    class Terminal(StringIO):
        def isatty(self):
            return True

    path = written(tmp_path, "board.json", board(*numbers(1, 601)))
    assert "adverts read" not in run(**named(file=path))[1]
    err = Terminal()
    call_command("import_listings", **named(file=path, dry_run=True), stdout=StringIO(), stderr=err)
    assert "100 of 600 adverts read (16 %)" in err.getvalue()
