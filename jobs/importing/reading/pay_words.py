"""The words that adverts use of pay: scales, periods, and what tells pay from other money."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from careers.pay import PayPeriod

INDIAN_SCALES = {
    "l": 100_000, "lpa": 100_000, "lac": 100_000, "lacs": 100_000, "lakh": 100_000,
    "lakhs": 100_000, "cr": 10_000_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
LARGE_SCALES = {
    "m": 10**6, "mm": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "million": 10**6,
    "millions": 10**6, "millones": 10**6, "juta": 10**6, "jt": 10**6, "triệu": 10**6, "tr": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
SCALES = {
    "k": 1_000, "thousand": 1_000, "mil": 1_000, "tsd": 1_000, "teur": 1_000, "tys": 1_000,
    "tis": 1_000,
    "тыс": 1_000, "千": 1_000, "万": 10_000, "萬": 10_000, "만": 10_000,
} | INDIAN_SCALES | LARGE_SCALES  # fmt: skip
# "60-80 T€": only before the euro.
EURO_SCALES = {"t": 1_000}

# Where scales of their own are used; without a mark the amount is in the money of there.
HOMES_OF_SCALES = dict.fromkeys(INDIAN_SCALES, ("IN", "PK", "BD", "LK", "NP")) | {
    "万": ("CN", "JP"), "萬": ("TW", "HK", "JP"), "千": ("JP", "CN", "TW"), "만": ("KR",),
    "teur": ("DE", "AT"), "triệu": ("VN",), "tr": ("VN",), "juta": ("ID",), "jt": ("ID",),
}  # fmt: skip

# What pay may be for beside the periods that a listing holds: each is a share of one of those.
TWO_WEEKS, HALF_A_MONTH = "two weeks", "half a month"
SHARES = {
    TWO_WEEKS: (PayPeriod.WEEK, Decimal("0.5")),
    HALF_A_MONTH: (PayPeriod.MONTH, Decimal(2)),
}
# A period is named, but it is no part of a year that all agree on.
OTHER_PERIOD = "other"

# Said after a preposition or a slash: "per hour", "/yr", "par mois".
UNITS: dict[str, str] = {
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "std": "hour", "stunde": "hour",
    "heure": "hour", "hora": "hour", "ora": "hour", "uur": "hour", "godz": "hour",
    "godzinę": "hour", "hod": "hour", "hodinu": "hour", "óra": "hour", "timme": "hour",
    "tim": "hour", "saat": "hour", "час": "hour", "時": "hour",
    "时": "hour", "小时": "hour", "小時": "hour", "時間": "hour", "시간": "hour",
    "day": "day", "diem": "day", "jour": "day", "tag": "day", "día": "day",
    "dia": "day", "dag": "day", "dzień": "day", "giorno": "day", "den": "day", "день": "day",
    "天": "day", "日": "day", "daily": "day", "dagen": "day",
    "week": "week", "wk": "week", "woche": "week", "semaine": "week", "semana": "week",
    "tydzień": "week", "tydz": "week", "settimana": "week", "vecka": "week", "uge": "week",
    "uke": "week", "týden": "week", "周": "week", "неделю": "week",
    "month": "month", "mo": "month", "mth": "month", "monat": "month", "mois": "month",
    "mes": "month", "mês": "month", "mese": "month", "maand": "month", "månad": "month",
    "månaden": "month", "mån": "month", "måned": "month", "måneden": "month", "md": "month",
    "mies": "month", "miesiąc": "month", "m-c": "month", "měsíc": "month", "měs": "month",
    "hó": "month", "hónap": "month", "lună": "month", "luna": "month", "ay": "month",
    "bulan": "month", "bln": "month", "tháng": "month", "мес": "month", "месяц": "month",
    "міс": "month", "місяць": "month", "月": "month", "月份": "month", "월": "month",
    "year": "year", "yr": "year", "annum": "year", "an": "year", "jahr": "year", "año": "year",
    "ano": "year", "anno": "year", "jaar": "year", "rok": "year", "år": "year", "året": "year",
    "yıl": "year", "tahun": "year", "năm": "year", "год": "year", "рік": "year", "év": "year",
    "年": "year", "년": "year",
    "fortnight": TWO_WEEKS, "two weeks": TWO_WEEKS, "2 weeks": TWO_WEEKS, "2 wks": TWO_WEEKS,
    "other week": TWO_WEEKS, "second week": TWO_WEEKS, "14 days": TWO_WEEKS,
    "zwei wochen": TWO_WEEKS, "quinzaine": TWO_WEEKS, "bi-week": TWO_WEEKS,
    "semi-month": HALF_A_MONTH, "bi-month": OTHER_PERIOD, "half month": HALF_A_MONTH,
    "half-month": HALF_A_MONTH, "quincena": HALF_A_MONTH, "quinzena": HALF_A_MONTH,
    "quarter": OTHER_PERIOD, "pay period": OTHER_PERIOD, "shift": OTHER_PERIOD,
    "two months": OTHER_PERIOD, "4 weeks": OTHER_PERIOD,
    "four weeks": OTHER_PERIOD,
}  # fmt: skip
# Said on their own, before or after the amount.
ADVERBS: dict[str, str] = {
    "hourly": "hour", "stündlich": "hour", "ph": "hour", "p.h": "hour", "p/h": "hour",
    "daily": "day", "täglich": "day", "pd": "day", "p.d": "day", "weekly": "week", "pw": "week",
    "p.w": "week",
    "wöchentlich": "week", "tygodniowo": "week", "semanal": "week", "semanales": "week",
    "hebdomadaire": "week", "monthly": "month", "pcm": "month", "p.m": "month", "pm": "month",
    "monatlich": "month", "mtl": "month", "mensuel": "month", "mensuels": "month",
    "mensuelle": "month", "mensual": "month", "mensuales": "month", "mensal": "month",
    "mensais": "month", "mensili": "month", "mensile": "month", "miesięcznie": "month",
    "měsíčně": "month", "maandelijks": "month", "lunar": "month", "annually": "year",
    "annual": "year", "annualized": "year", "annualised": "year", "yearly": "year", "pa": "year",
    "p.a": "year", "jährlich": "year", "annuel": "year", "annuels": "year", "annuelle": "year",
    "anual": "year", "anuales": "year", "anuais": "year", "annui": "year", "annuo": "year",
    "annua": "year", "ročně": "year", "rocznie": "year", "jaarlijks": "year", "lpa": "year",
    "per time": "hour", "pr time": "hour", "pr. time": "hour", "/time": "hour", "i timen": "hour",
    "timlön": "hour", "timeløn": "hour", "timelønn": "hour", "uurloon": "hour",
    "månadslön": "month", "månedsløn": "month", "månedslønn": "month", "maandsalaris": "month",
    "årslön": "year", "årsløn": "year", "årslønn": "year", "jaarsalaris": "year", "tjm": "day",
    "fortnightly": TWO_WEEKS, "biweekly": TWO_WEEKS, "bi-weekly": TWO_WEEKS,
    "bi weekly": TWO_WEEKS, "two-weekly": TWO_WEEKS, "every two weeks": TWO_WEEKS,
    "every 2 weeks": TWO_WEEKS, "every other week": TWO_WEEKS, "zweiwöchentlich": TWO_WEEKS,
    "14-täglich": TWO_WEEKS, "semi-monthly": HALF_A_MONTH, "semimonthly": HALF_A_MONTH,
    "semi monthly": HALF_A_MONTH, "half-monthly": HALF_A_MONTH, "twice a month": HALF_A_MONTH,
    "twice monthly": HALF_A_MONTH, "quincenal": HALF_A_MONTH, "quincenales": HALF_A_MONTH,
    "quinzenal": HALF_A_MONTH, "quinzenais": HALF_A_MONTH, "bi-monthly": OTHER_PERIOD,
    "bimonthly": OTHER_PERIOD, "bi monthly": OTHER_PERIOD, "quarterly": OTHER_PERIOD,
    "twice weekly": OTHER_PERIOD, "semi-weekly": OTHER_PERIOD, "semi-annual": OTHER_PERIOD,
    "semi-annually": OTHER_PERIOD, "biannual": OTHER_PERIOD, "bi-annual": OTHER_PERIOD,
    "four-weekly": OTHER_PERIOD, "4-weekly": OTHER_PERIOD,
}  # fmt: skip
# "Stundenlohn", "Bruttojahresgehalt".
GERMAN_PERIODS = {
    "stunden": "hour", "tages": "day", "wochen": "week", "monats": "month", "jahres": "year",
}  # fmt: skip
GERMAN_PAY = (
    "lohn", "satz", "gehalt", "brutto", "bruttogehalt", "bruttolohn", "einkommen", "entgelt",
    "festgehalt", "grundgehalt", "vergütung", "verdienst", "zielgehalt", "zieleinkommen",
)  # fmt: skip
ADVERBS |= {
    f"{first}{stem}{word}": period
    for first in ("", "brutto", "mindest")
    for stem, period in GERMAN_PERIODS.items()
    for word in GERMAN_PAY
}
# Chinese, Japanese and Korean write no spaces around them.
UNSPACED = {
    "年収": "year", "年俸": "year", "年薪": "year", "연봉": "year",
    "月給": "month", "月収": "month", "月薪": "month", "월급": "month",
    "日給": "day", "日薪": "day", "일급": "day",
    "時給": "hour", "时薪": "hour", "時薪": "hour", "시급": "hour",
}  # fmt: skip
SAYS_PAY_UNSPACED = ("给与", "給与", "給料", "薪资", "薪資", "工资", "급여")

# --- what an amount is called; patterns, read without case and with spaces between words ---------

SAYS_PAY = (
    r"pay | salar\w* | compensation | remuneration | wages? | earnings | ote | rates?"
    r"| rang(?:e|es|ing) "
    r"| \w*(?:gehalt\w* | lohn | brutto | vergütung | entgelt | verdienst | lönn? | lønn? | salaris)"
    r"| (?:stunden|tages)satz | salaires? | rémunération | salario"
    r"| sueldo | retribución | retribuzione | ral | salário | remuneração | wynagrodzenie"
    r"| oferujemy | plat | mzda | uurloon | tjm | ctc"
    r"| 年収 | 月給 | 時給 | 給与"
)
SAYS_OTHER = (
    r"(?:price | pricing | budget | revenue | deal | ticket | loan | che(?:ck|que) | investment"
    r" | account)s?\s(?:range|size)s?"
    r"| (?:conversion | interest | tax | exchange | growth | churn | click | discount)\s?-?rates?"
    r"| (?:customers | clients | users | subscribers | members | patients)\s(?:\w+\s)?pay(?:ing)?"
    r"| bonus(?:es)? | sign[- ]on | signing | relocation | reimburse\w* | stipends? | tuition"
    r"| allowances? | 401 | match(?:ing)? | funding | raised? | raising | series\s[a-h] | seed"
    r"| valu(?:ed|ation)\w* | revenues? | arr | mrr | acv | invest\w+ | funds? | funded"
    r"| sav(?:e|ed|ings) | budgets? | insurance | deductible | credits? | donat\w+ | contribut\w+"
    r"| charit\w+ | grants? | referrals? | commissions? | discounts? | gift | wellness | vouchers?"
    r"| quotas? | deals? | assets | aum | turnover | transactions? | customers | profits? | gmv"
    r"| volume | worth | fees? | prizes? | awards? | penalt\w+ | tax(?:es)? | costs? | spend\w*"
    r"| portfolios? | sales\sof | subsid\w+ | housing | learning | equipment | travel | hsa | fsa"
    r"| premiums? | differentials? | towards? | round | capital | pric(?:e|es|ed|ing) | plans?"
    r"| subscriptions? | losses | claims? | loans? | mortgages? | deposits? | payments"
    r"| (?:value | cost | fee | order | size | balance)s?\srang\w+"
    r"| pay\sper\sclick | rent(?:al)?s? "
    r"| \w*(?:umsatz\w* | budget | prämie | zuschuss) | chiffre\sd['’]affaires | fatturato"
    r"| facturación | faturamento | primes?"
    r"| bonos? | bônus | premia | premie"
    r"| home\soffice | internet | phone | gym | commuter | child\s?care | adopt\w+ | lunch(?:es)?"
    r"| meals? | perks? | incentives? | royalt\w+"
)
# Words for other money only where they say of what the amount is: "equity worth $50,000".
SAYS_OTHER_BESIDE = (
    r"equity | stock | rsus? | options | contracts? | market | industry | business(?:es)?"
)


def any_of(words: Iterable[str]) -> str:
    """Returns a pattern of any of the words, the longest first; it tells them by their start.

    >>> any_of(["day", "week", "days"])
    '(?:d(?:ays|ay)|w(?:eek))'
    """
    longest_first = sorted(words, key=lambda word: (word[0], -len(word)))
    groups = groupby(longest_first, key=lambda word: word[0])
    starts = (
        f"{re.escape(start)}(?:{'|'.join(re.escape(word[1:]) for word in group)})"
        for start, group in groups
    )
    return f"(?:{'|'.join(starts)})"
