"""How employers of different kinds write their adverts: every sentence is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """The headings and sentences of one kind of employer.

    Sentences may name the {employer} and what it {does}, the {team} and its {size}, and {skills}.
    `years` are by level, "" where an advert leaves them out. `task_count` and `offer_count` are the
    fewest and the most lines of their kind; without a heading there is no such section.
    """

    openings: tuple[str, ...]
    teams: tuple[str, ...]
    team_sentences: tuple[str, ...]
    asides: tuple[str, ...]
    tasks_heading: str
    asks_heading: str
    offers_heading: str
    skill_lines: tuple[str, ...]
    plus_lines: tuple[str, ...]
    person_lines: tuple[str, ...]
    years: dict[str, tuple[str, ...]]
    offers: tuple[str, ...]
    pay_sentence: str
    closings: tuple[str, ...]
    # Whether its remote workers may live in other countries.
    hires_abroad: bool = True
    heading_html: str = "<h3>{}</h3>"
    task_count: tuple[int, int] = (4, 5)
    offer_count: tuple[int, int] = (3, 4)


TEAMS = (
    *("Payments", "Growth", "Marketplace", "Pricing", "Customer", "Supply Chain", "Risk"),
    *("Operations", "Platform", "Search", "Fraud", "Finance", "Personalisation", "Planning"),
)
YEARS = {
    "entry": ("We do not ask for professional experience; projects and internships count.",),
    "mid": ("Two to four years in a similar post.", "At least three years of practice.", ""),
    "senior": ("Five or more years of practice.", "At least six years in work like this.", ""),
    "lead": ("Seven or more years, some of them setting direction for others.", ""),
    "manager": ("Some years of practice, and at least two of leading people.",),
    "head": ("Ten or more years in data, half of them leading people.",),
}

COMPANY = Voice(
    openings=(
        "{employer} {does}.",
        "{employer} is the company that {does}.",
        "You may have met us: {employer} {does}.",
    ),
    teams=TEAMS,
    team_sentences=(
        "You would join a team of {size} that owns its work from first question to last bug.",
        "The {team} team has {size} people, two of them new this year, and an honest backlog.",
        "Our {team} group is {size} strong and sits with the people who use its results.",
        "The post is new: the {team} team has grown to {size} and needs another pair of hands.",
        "You would take over from a colleague who moves within the company, with a month together.",
        "We are {size} people in {team}, spread over two time zones and one shared calendar.",
    ),
    asides=(
        "Much of what we know still lives in spreadsheets, and this post exists to change that.",
        "Our figures are trusted by people who never met us, so we take care with them.",
        "The busiest weeks of our year are close, and the work has to stand before they begin.",
        "Last year we rebuilt the foundations; now we want to build on them.",
        "Decisions here are made in writing, by those who are closest to the facts.",
        "Nobody here works alone on something important, and nobody is woken twice in one night.",
    ),
    tasks_heading="What you will do",
    asks_heading="What we ask for",
    offers_heading="What we offer",
    skill_lines=(
        "Solid experience with {skills}.",
        "Good working knowledge of {skills}.",
        "Practice in {skills}, gained in a company or outside.",
        "Confidence with {skills} in daily work.",
    ),
    plus_lines=("Experience with {skills} would help.", "Nice to have: {skills}."),
    person_lines=(
        "You explain a doubtful figure before somebody else finds it.",
        "You write so that a busy reader understands you.",
        "You ask what a result is for before you start.",
        "You finish things, and say early when you cannot.",
        "A degree is welcome and not required; show us what you have done.",
    ),
    years=YEARS,
    offers=(
        "A yearly budget for courses, books and one conference.",
        "Two days a month for work of your own choosing.",
        "A pension plan to which we pay twice what you do.",
        "Health cover for you and your family.",
        "Meetings on four days a week only.",
        "A laptop of your choice and a desk at home that we pay for.",
        "Paid leave for new parents, whoever gave birth.",
        "Working hours that you set with your team.",
    ),
    pay_sentence="The pay range for this post is {pay}.",
    closings=(
        "Send a CV and a few lines on something you built. We answer everybody within ten days.",
        "Two talks and one small task for which we pay: that is the whole process.",
        "",
    ),
)
START_UP = Voice(
    openings=(
        "{employer} {does}. That's all we do.",
        "{employer} {does}. Small team, real customers, enough money for two years.",
    ),
    teams=("Growth", "Pricing", "Search", "Platform", "Product", "Operations"),
    team_sentences=(
        "You'd be number {size} in {team}.",
        "{team} is {size} people. You'd make one more.",
    ),
    asides=(
        "We ship on Thursdays.",
        "No slides. No long plans.",
        "Half of it works. You'd help with the other half.",
        "We'd rather delete code than write it.",
    ),
    tasks_heading="The work",
    asks_heading="You",
    offers_heading="",
    skill_lines=("{skills}.", "{skills}, daily.", "You've shipped with {skills}."),
    plus_lines=("Bonus: {skills}.", "{skills}? Even better."),
    person_lines=(
        "You'd rather ask than guess.",
        "You can say no, kindly.",
        "Degrees: we don't check.",
        "You read error messages to the end.",
    ),
    years={
        "entry": ("First job? Fine.", ""),
        "mid": ("3+ years of experience.", "", ""),
        "senior": ("5+ years of experience.", "", ""),
        "lead": ("7+ years of experience.", ""),
        "manager": ("You've run a team before.",),
        "head": ("10+ years of experience.", ""),
    },
    offers=(),
    pay_sentence="Pay: {pay}.",
    closings=(
        "Equity, good coffee, 28 days off. Write to us in five lines.",
        "One call, one afternoon with the team, an answer the next day.",
        "You get shares, a budget for your desk and no stand-ups.",
    ),
    heading_html="<p><strong>{}</strong></p>",
    task_count=(3, 4),
)
PUBLIC_BODY = Voice(
    openings=(
        "{employer} {does}. Applications are invited for the post described below.",
        "Applications are invited from suitably qualified persons. {employer} {does}.",
    ),
    teams=(
        "Highways",
        "Housing",
        "Revenues",
        "Social Care",
        "Public Health",
        "Elections",
        "Schools",
    ),
    team_sentences=(
        "The post sits within the {team} Directorate, which has {size} officers.",
        "The post-holder will report to the Head of {team} and work with {size} colleagues.",
    ),
    asides=(
        "The appointment is subject to a probationary period of six months.",
        "The appointment is for a fixed term of two years, with the possibility of extension.",
        "Requests for flexible or part-time working will be considered.",
        "The post is politically restricted.",
    ),
    tasks_heading="Duties of the post",
    asks_heading="Person specification",
    offers_heading="Terms and conditions",
    skill_lines=(
        "Essential: demonstrable knowledge of {skills}.",
        "Essential: experience of applying {skills} in a comparable setting.",
        "Essential: {skills}.",
    ),
    plus_lines=("Desirable: {skills}.", "Desirable: some acquaintance with {skills}."),
    person_lines=(
        "Essential: the ability to present findings to members of the public in plain language.",
        "Essential: a commitment to impartiality and to the protection of personal data.",
        "Desirable: a degree, or an equivalent qualification gained at work.",
        "Essential: accuracy, and a willingness to have one's work checked.",
    ),
    years={
        "entry": ("Previous employment is not required.",),
        "mid": ("Essential: a minimum of three years of relevant experience.", ""),
        "senior": ("Essential: a minimum of five years of relevant experience.",),
        "lead": ("Essential: a minimum of seven years of relevant experience.",),
        "manager": ("Essential: a minimum of five years of relevant experience.",),
        "head": ("Essential: a minimum of ten years of relevant experience.",),
    },
    offers=(
        "Membership of the defined-benefit pension scheme.",
        "Thirty days of annual leave, in addition to public holidays.",
        "A working week of 36 hours, with flexitime.",
        "An annual travel pass at half its price.",
        "Paid leave for volunteering and for jury service.",
        "Reimbursement of reasonable relocation costs.",
    ),
    pay_sentence="The salary is {pay}, and appointments start at the foot of the range.",
    closings=(
        "Candidates will be assessed against the person specification. Late applications will not "
        "be considered.",
        "Reasonable adjustments will be made at every stage. Interviews are held by a panel of "
        "three.",
    ),
    hires_abroad=False,
    task_count=(5, 6),
    offer_count=(3, 5),
)
AGENCY = Voice(
    openings=(
        "Fancy a change? {employer} {does}, and one of our favourite clients is hiring!",
        "Hello! We're {employer}, the agency that {does}. This one made the whole office smile.",
    ),
    teams=TEAMS,
    team_sentences=(
        "They're a lovely bunch of {size} in {team}, and they've asked us to find one more.",
        "Picture {size} friendly people in {team}, a sensible boss and a product that folk love.",
    ),
    asides=(
        "We've visited, and yes, the biscuits are as good as they say.",
        "We can tell you the name of the client on the phone.",
        "The last three people we placed there are still there. That says a lot!",
        "They move fast: first chat this week, offer the next.",
    ),
    tasks_heading="So, what's the job?",
    asks_heading="Is it you?",
    offers_heading="The good stuff",
    skill_lines=(
        "You know your way around {skills}.",
        "You've spent proper time with {skills}.",
        "{skills}: you could do it before breakfast.",
    ),
    plus_lines=(
        "Got {skills} as well? Ring us right now!",
        "Don't worry if you haven't used {skills}; they'd love it, and they'll teach it.",
    ),
    person_lines=(
        "You're nice to work with. They really do check!",
        "You enjoy explaining things to people who'd rather not hear about them.",
        "You can laugh about your first attempt.",
    ),
    years={
        "entry": ("Just starting out? Brilliant, so is half the team.",),
        "mid": ("Around 3 years of experience, give or take.", "", ""),
        "senior": ("You bring at least 5 years of experience.", ""),
        "lead": ("You bring at least 7 years of experience.", ""),
        "manager": ("You've looked after people before, and they'd say nice things.",),
        "head": ("You've done this at a decent size before.",),
    },
    offers=(
        "Fridays that end at three!",
        "A bonus that's actually been paid, four years running.",
        "Private health cover, dentist included.",
        "Work from wherever you like for six weeks a year.",
        "A birthday off, and cake the day after.",
        "A training pot you can spend without asking.",
    ),
    pay_sentence="Now the money: {pay}.",
    closings=(
        "Sound like you? Drop us a line, no cover letter needed, and we'll put the kettle on.",
        "Not quite right? Tell a friend, and we'll buy you both lunch if it works out.",
    ),
    heading_html="<h2>{}</h2>",
    task_count=(3, 4),
)
INSTITUTE = Voice(
    openings=(
        "{employer} is an independent research institute. It {does}, and publishes what it finds.",
        "{employer} {does}. Its scientists come from thirty countries, and its data are open.",
    ),
    teams=("Methods", "Modelling", "Instruments", "Surveys", "Open Science"),
    team_sentences=(
        "The {team} group consists of {size} scientists and engineers.",
        "The position is in the {team} laboratory, with {size} members of staff and two doctoral "
        "students.",
    ),
    asides=(
        "The position is funded by a grant until the end of 2029.",
        "The work is done with four partner universities and will be presented at conferences.",
        "Results, code and data are published under open licences wherever that is possible.",
        "A doctorate may be pursued alongside the position.",
    ),
    tasks_heading="Your tasks",
    asks_heading="Your profile",
    offers_heading="Our offer",
    skill_lines=(
        "Very good knowledge of {skills}.",
        "Documented experience with {skills}, for instance in publications or open software.",
        "Sound knowledge of {skills}.",
    ),
    plus_lines=(
        "Knowledge of {skills} is an advantage.",
        "Ideally, you are familiar with {skills}.",
    ),
    person_lines=(
        "A master's degree in a quantitative subject, or a comparable qualification.",
        "A completed doctorate is an advantage.",
        "Good written and spoken English.",
        "Pleasure in working across disciplines.",
    ),
    years={
        "entry": ("Recent graduates are welcome.",),
        "mid": ("At least two years of experience in research or industry.", "", ""),
        "senior": ("At least five years of experience in research or industry.",),
        "lead": ("At least seven years of experience, some of them guiding others.",),
        "manager": ("Experience in leading a group.",),
        "head": ("At least ten years of experience in research or industry.",),
    },
    offers=(
        "Time and money for conferences, summer schools and language courses.",
        "Access to a computing centre of our own.",
        "A guest house for the first three months.",
        "Places in the nursery on the campus.",
        "A mentor from another group.",
    ),
    pay_sentence="The salary is {pay}, according to qualification.",
    closings=(
        "Please send a letter, a CV, a list of publications and the names of two referees.",
        "We seek to raise the number of women in science and encourage them to apply. Questions on "
        "the research are welcome beforehand.",
    ),
    task_count=(4, 6),
    offer_count=(2, 4),
)
CORPORATION = Voice(
    openings=(
        "At {employer}, 4,000 colleagues share one aim: a business that {does}, and does it well.",
        "{employer} {does}. We are looking for people who want to grow with us.",
    ),
    teams=TEAMS,
    team_sentences=(
        "The role belongs to our {team} organisation and its global team of {size}.",
        "You will partner with stakeholders across {team}, supported by {size} colleagues.",
    ),
    asides=(
        "This role works to the hours of its local market.",
        "You will be part of a programme that changes how we decide, from the depot to the board.",
        "We have been on this journey since 2011, and the most interesting part is still ahead.",
    ),
    tasks_heading="Key responsibilities",
    asks_heading="Qualifications",
    offers_heading="Benefits",
    skill_lines=(
        "Proven experience with {skills}.",
        "Strong {skills}.",
        "Hands-on experience with {skills} in a large organisation.",
    ),
    plus_lines=("Preferred: {skills}.", "Exposure to {skills} is preferred."),
    person_lines=(
        "Bachelor's degree, or equivalent practical experience.",
        "Excellent communication at all levels of the organisation.",
        "Able to work with colleagues in several time zones.",
        "A high standard of care with confidential information.",
    ),
    years={
        "entry": ("0-1 years of experience.",),
        "mid": ("2+ years of experience in a comparable role.", "3-5 years of experience.", ""),
        "senior": ("5+ years of experience in a comparable role.", "6+ years of experience."),
        "lead": ("8+ years of experience in a comparable role.",),
        "manager": ("5+ years of experience, including two of managing people.",),
        "head": ("12+ years of experience, including managing managers.",),
    },
    offers=(
        "Medical, dental and vision plans from the first day.",
        "Retirement plan with company match.",
        "Employee share purchase plan.",
        "Annual bonus, depending on company results.",
        "Parental leave of sixteen weeks.",
        "Learning platform with 9,000 courses.",
    ),
    pay_sentence="The base pay range for this role is {pay}.",
    closings=(
        "{employer} is an equal opportunity employer. If you need an adjustment to apply, tell us.",
        "Employment depends on a background check. We do not accept candidates from agencies.",
    ),
    heading_html="<p><b>{}:</b></p>",
    task_count=(5, 6),
    offer_count=(4, 6),
)
