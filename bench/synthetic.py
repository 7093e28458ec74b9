"""Synthetic reports in the family's shape, any number of them, each with questions whose answers are known.

The same number always gives the same report. A report is of a body that does not exist: a performance report with
tables by area and by service, a budget, a survey, and prose that says what was done, where and for how much. About
2,000 figures and 300 chunks, which is what DESIGN.md counts on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

_ONSETS = """
    b br c ch d dr f fl g gr h k l m n p pr r s st t th tr v w wh
""".split()  # noqa: SIM905 - readable as text
_MIDDLES = """
    a e i o u ai ea oo ar er or al el an en in on il um
""".split()  # noqa: SIM905 - readable as text
_ENDS = """
    bury combe cote dale den field ford gate ham hurst ley mere minster mouth port stead stoke ton wick
    worth
""".split()  # noqa: SIM905 - readable as text
_KINDS = (
    "Borough Council", "County Council", "District Council", "Water Authority", "Fire Authority", "Hospital Trust",
    "Transport Executive", "Police Authority", "Housing Association", "Port Authority",
)  # fmt: skip
_SERVICES = (
    "Adult social care", "Bus services", "Cemeteries", "Children in care", "Coastal defence", "Community safety",
    "Cycle routes", "Early years", "Environmental health", "Flood prevention", "Highways", "Home adaptations",
    "Homelessness", "Leisure centres", "Libraries", "Licensing", "Museums", "Parking", "Parks", "Planning",
    "Public health", "Recycling", "Registrars", "School transport", "Street lighting", "Trading standards",
    "Waste collection", "Winter maintenance", "Youth work", "Allotments", "Archives", "Car clubs", "Dog wardens",
    "Ferries", "Food hygiene", "Markets", "Music lessons", "Noise control", "Pest control", "Pollution control",
)  # fmt: skip
_MEASURES = (
    "Calls answered", "Visits made", "Complaints received", "Inspections completed", "Applications decided",
    "Repairs finished", "Assessments started", "Referrals accepted", "Notices served", "Appeals heard",
    "Loans issued", "Permits granted", "Warnings given", "Surveys returned", "Places filled", "Cases closed",
)  # fmt: skip
_QUESTIONS = (
    "Satisfied with the service", "Felt listened to", "Would recommend it", "Knew whom to ask", "Was told of delays",
    "Found the website easy", "Was treated fairly", "Waited less than expected",
)  # fmt: skip
_AGES = ("16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over")
_WORKS = (
    "boiler", "bridge", "canopy", "culvert", "depot", "garden", "greenhouse", "jetty", "kitchen", "lift", "pavilion",
    "playground", "pump", "roof", "shelter", "sluice", "staircase", "tower", "viaduct", "workshop",
)  # fmt: skip
_DONE = ("reopened", "was rebuilt", "was repaired", "was extended", "was replaced", "was restored", "was insulated")
_WHY = (
    "because the winter storms had damaged it", "after residents had asked for it at three meetings",
    "because the old one had failed its safety inspection", "after a grant was won from the regional fund",
    "because visitor numbers had doubled since it was built", "after the contractor had gone out of business",
)  # fmt: skip
_MONTHS = ("April", "May", "June", "July", "September", "October", "November", "January", "February", "March")
_ASIDES = (
    "Staff in {place} were trained in {service} during {month}.",
    "A working group on {service} met in {place} and will report to the cabinet.",
    "Partners in {place} took part in a review of {service}, which recommended closer work with neighbours.",
    "The contract for {service} in {place} was let again in {month}, for {years} years.",
    "Volunteers gave {hours} hours to {service} in {place}.",
    "The timetable for {service} in {place} was changed in {month} at the request of schools.",
    "New equipment for {service} arrived in {place} in {month}; the old was sold at auction.",
    "{place} was chosen as the pilot for {service}, and {other} will follow.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what its answer must hold: a table's figure (``value``), or a sentence's words (``quote``)."""

    question: str
    value: Decimal | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticReport:
    """A report's file and the questions that can be asked of it; ``id`` is the file's name without its ending."""

    id: str
    text: str
    asked: tuple[Asked, ...]


def reports(count: int) -> Iterator[SyntheticReport]:
    """The first ``count`` reports."""
    return map(report, range(count))


def report(number: int) -> SyntheticReport:
    """The report of this number, from 0: the same each time."""
    return _Writer(number).write()


@cache
def _bodies() -> tuple[str, ...]:
    """Names of bodies, all different, in an order of no meaning."""
    random = Random("bodies")
    found: dict[str, None] = {}
    while len(found) < 12_000:
        name = _place(random)
        if name != "Report":  # no body is called by what its questions say
            found.setdefault(name)
    return tuple(found)


def _place(random: Random) -> str:
    syllables = [random.choice(_ONSETS) + random.choice(_MIDDLES) for _ in range(random.choice((1, 1, 2)))]
    return ("".join(syllables) + random.choice(_ENDS)).capitalize()


class _Writer:
    """Writes one report."""

    def __init__(self, number: int) -> None:
        self._random = random = Random(f"report {number}")
        self._lines: list[str] = []
        self._asked: list[Asked] = []
        self._told: list[tuple[str, tuple[Asked, Asked]]] = []
        self._pages = 0
        self._body = f"{_bodies()[number]} {_KINDS[number % len(_KINDS)]}"
        self._id = f"{_bodies()[number]}-{_KINDS[number % len(_KINDS)]}".lower().replace(" ", "-")
        self._year = 2019 + number // 7 % 6
        names: dict[str, None] = {}
        while len(names) < 30:
            names.setdefault(_place(random))
        self._areas = tuple(names)
        self._services = random.sample(_SERVICES, 24)

    def write(self) -> SyntheticReport:
        period = f"{self._year}-{self._year % 100 + 1}"
        title = f"{self._body} Performance Report {period}"
        self._lines += ["---", f"title: {title}", f"publisher: {self._body}", f"period: {period}", "---", ""]
        self._page()
        self._lines += [f"# {title}", ""]
        self._prose(6)
        for measure in self._random.sample(_MEASURES, 9):
            self._by_area(measure)
        self._budget()
        for service in self._services[:6]:
            self._survey(service)
        for service in self._services[6:12]:
            self._works(service)
        times = Counter(thing for thing, _ in self._told)
        for thing, asked in self._told:
            if times[thing] == 1:  # of what is told of twice there is no one answer
                self._asked += asked
        return SyntheticReport(id=self._id, text="\n".join(self._lines) + "\n", asked=tuple(self._asked))

    def _page(self) -> None:
        self._pages += 1
        self._lines += [f"<!-- page {self._pages} -->", ""]

    def _section(self, title: str) -> None:
        self._page()
        self._lines += [f"## {title}", ""]

    def _prose(self, count: int) -> None:
        random = self._random
        sentences = [
            random.choice(_ASIDES).format(
                place=random.choice(self._areas),
                other=random.choice(self._areas),
                service=random.choice(self._services).lower(),
                month=random.choice(_MONTHS),
                years=random.randint(2, 9),
                hours=random.randint(120, 980),
            )
            for _ in range(count)
        ]
        for start in range(0, count, 3):
            self._lines += [" ".join(sentences[start : start + 3]), ""]

    def _table(self, corner: str, heads: tuple[str, ...], rows: list[tuple[str, tuple[str, ...]]]) -> None:
        self._lines.append("| " + " | ".join((corner, *heads)) + " |")
        self._lines.append("|" + " --- |" * (len(heads) + 1))
        self._lines += ["| " + " | ".join((label, *cells)) + " |" for label, cells in rows]
        self._lines.append("")

    def _by_area(self, measure: str) -> None:
        """A measure by area over five years: 30 rows, five columns, a total."""
        random = self._random
        self._section(f"{measure} by area")
        self._prose(6)
        years = tuple(f"{y}-{y % 100 + 1}" for y in range(self._year - 4, self._year + 1))
        figures = {area: [random.randint(200, 9_800) for _ in years] for area in self._areas}
        rows = [(area, tuple(f"{n:,}" for n in row)) for area, row in figures.items()]
        totals = [sum(column) for column in zip(*figures.values(), strict=True)]
        self._lines += [f"**{measure} by area, number**", ""]
        self._table("Area", years, [*rows, ("Total", tuple(f"{n:,}" for n in totals))])
        area = random.choice(self._areas)
        year = random.randrange(len(years))
        said = f"{measure[0].lower()}{measure[1:]}"
        whole = f"{self._body}'s report"
        self._asked.append(
            Asked(
                question=f"In {whole}, how many {_noun(said)} were {_verb(said)} in {area} in {years[year]}?",
                value=Decimal(figures[area][year]),
            )
        )
        self._asked.append(
            Asked(
                question=f"In {whole}, which area had the most {_noun(said)} {_verb(said)} in {years[-1]}?",
                value=Decimal(max(row[-1] for row in figures.values())),
            )
        )
        self._asked.append(
            Asked(
                question=(
                    f"By how much did {_noun(said)} {_verb(said)} in {area} change from {years[-2]} to {years[-1]}, "
                    f"according to {self._body}?"
                ),
                value=Decimal(figures[area][-1] - figures[area][-2]),
            )
        )

    def _budget(self) -> None:
        """Budget, outturn and variance of each service, in thousands of pounds."""
        random = self._random
        self._section("Revenue budget and outturn")
        self._prose(12)
        self._lines += ["**Revenue budget and outturn by service (£k)**", ""]
        rows = []
        chosen = random.choice(self._services)
        for service in self._services:
            budget = random.randint(800, 42_000)
            outturn = budget + random.randint(-700, 900)
            rows.append((service, (f"{budget:,}", f"{outturn:,}", f"{outturn - budget:,}")))
            if service == chosen:
                question = f"What was the outturn for {service.lower()} at {self._body}?"
                self._asked.append(Asked(question=question, value=Decimal(outturn)))
        self._table("Service", ("Budget £k", "Outturn £k", "Variance £k"), rows)

    def _survey(self, service: str) -> None:
        """Answers to a survey by age, in per cent."""
        random = self._random
        self._section(f"What users said of {service.lower()}")
        self._prose(9)
        self._lines += [f"**{service}: users who agreed, by age (%)**", ""]
        figures = {question: [random.randint(21, 96) for _ in _AGES] for question in _QUESTIONS}
        self._table("Statement", _AGES, [(q, tuple(f"{n}%" for n in row)) for q, row in figures.items()])

    def _works(self, service: str) -> None:
        """What was built, told in sentences; each is the answer to a question."""
        random = self._random
        self._section(f"{service}: works of the year")
        for _ in range(3):
            self._prose(3)
            area, work, done = random.choice(self._areas), random.choice(_WORKS), random.choice(_DONE)
            cost, month, why = random.randint(31, 890), random.choice(_MONTHS), random.choice(_WHY)
            told = f"The {area} {work} {done} in {month} at a cost of £{cost},000, {why}."
            self._lines += [told, ""]
            self._told.append(
                (
                    f"{area} {work}",
                    (
                        Asked(
                            question=f"According to {self._body}, why was work done on the {area} {work}?", quote=told
                        ),
                        Asked(question=f"When did {self._body} finish the {area} {work}?", quote=f"in {month}"),
                    ),
                )
            )


def _noun(measure: str) -> str:
    """The first word of a measure: "calls" of "calls answered"."""
    return measure.split()[0]


def _verb(measure: str) -> str:
    """The rest of a measure: "answered"."""
    return measure.split(" ", 1)[1]
