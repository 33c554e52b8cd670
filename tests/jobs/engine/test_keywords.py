"""What a visitor's keyword asks for."""

import pytest

from jobs.engine.keywords import parse


@pytest.mark.parametrize(
    ("keyword", "wanted", "unwanted"),
    [
        ("", [], []),
        ("  \n", [], []),
        ("R", ["r"], []),
        ("node.js", ["node js"], []),
        ("Node JS", ["node", "js"], []),
        ("C++ C# c", ["cplusplus", "csharp", "c"], []),
        (".NET asp.net", ["dotnet", "asp dotnet"], []),
        ("f# -c++", ["fsharp"], ["cplusplus"]),
        ('- -- & * "" -""', [], []),
        ("-java", [], ["java"]),
        ("e-mail", ["e mail"], []),
        ("data -“machine learning”", ["data"], ["machine learning"]),
        ('"data engineer', ["data engineer"], []),
        ('say"data engineer"', ["say", "data engineer"], []),
        ("Data data DATA -x -X", ["data"], ["x"]),
        ("title:x OR NEAR(a b)", ["title x", "or", "near a", "b"], []),
    ],
)
def test_a_keyword_is_words_phrases_and_what_is_unwanted(keyword, wanted, unwanted):
    asked = parse(keyword)
    assert [" ".join(term) for term in asked.wanted] == wanted
    assert [" ".join(term) for term in asked.unwanted] == unwanted
