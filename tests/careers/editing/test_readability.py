"""The grade of a text, against syllables and sums that were worked out by hand."""

import pytest

from careers.editing.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("plates", 1),
        ("planned", 1),
        ("table", 2),
        ("boxes", 2),
        ("wanted", 2),
        ("going", 2),
        ("social", 2),
        ("serious", 3),
        ("company", 3),
        ("decision", 3),
        ("SQL", 3),
        ("well-kept", 2),
        ("nobody’s", 3),
        ("2023", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_easy():
    # 7 words, 2 sentences, 7 syllables: 0.39 * 3.5 + 11.8 * 1 - 15.59
    assert grade("The dog ran home. It was late.") == pytest.approx(-2.425)


def test_long_words_are_hard():
    # 6 words, 1 sentence, 1 + 3 + 3 + 1 + 3 + 3 = 14 syllables: 0.39 * 6 + 11.8 * 14 / 6 - 15.59
    assert grade("The manager remembered a difficult decision.") == pytest.approx(14.2833, abs=1e-4)


def test_a_text_without_words_has_no_grade():
    assert grade("") == grade(" … ") == 0
