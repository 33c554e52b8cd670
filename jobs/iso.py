"""Countries (ISO 3166-1) and languages (ISO 639-1) by two letters, with their printed names."""

import csv
from functools import cache
from pathlib import Path

COUNTRIES = Path(__file__).parent / "data" / "countries.csv"

LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nb": "Norwegian Bokmål",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


@cache
def country_names():
    """{two letters: name}, in the order of the file."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["name"] for row in csv.DictReader(file)}


def country_name(code):
    """
    The name of a country; the code itself where it is not known.

    >>> country_name("DE")
    'Germany'
    """
    return country_names().get(code, code)
