"""The words that a claim turns on, as patterns of English: directions, comparators, plans, wholes. Nothing here knows a report."""

# ruff: noqa: E501 - a table of patterns: broken lines would hide that it is one

from __future__ import annotations

import re
from enum import StrEnum

from assistant.questions.vague import Bound


class Way(StrEnum):
    """The direction that words give a change or a comparison."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    BETTER = "better"
    WORSE = "worse"


_FEW = r"two|three|four|five|six|seven|eight|nine|ten"
_TEENS = r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_RISE = r"ris(?:e|en|ing|es(?= (?:by|to|from|in|on)))|rose"
_SOAR = r"jump\w*|soar\w*|surg(?:e|ed|es|ing)"
_FALL = r"fall(?:en|ing|s(?= (?:by|to|from|in|on)))?|fell|drop\w*|decreas\w+|declin\w+|reduc\w+"
GOALS = r"targets?|goals?|ambitions?|aspirations?"
"""Verbs of going up and down, small numbers in words and names of goals, of which other patterns are made."""

_WAYS: tuple[tuple[Way, str], ...] = (
    (Way.FLAT, r"\b(?:unchanged|(?:remain(?:s|ed)|stayed|is|was|held|broadly) (?:broadly |largely )?(?:stable|steady|flat|level|the same|constant)|did(?: not|n't) change|no change|the same (?:as|level)|as (?:high|low|many|much) as)\b"),
    (Way.BETTER, r"\b(?:improv\w+|better|happier|more satisfied|recover(?:ed|y)|stronger|progress(?:ed)?|more quickly|quicker|faster|sooner|gained ground)\b"),
    (Way.WORSE, r"\b(?:worse(?:n\w*)?|unhappier|less (?:happy|satisfied)|deteriorat\w+|weaker|more slowly|slower|slipped back|lost ground)\b"),
    (Way.UP, rf"\b(?:{_RISE}|raised|increas\w+|gr(?:ew|ow|own|ows|owing|owth)|climb\w*|w[e]nt up|go(?:ne|ing|es) up|(?<!make )(?<!makes )(?<!made )up(?! to\b)|{_SOAR}|higher|more|above|longer|greater|larger|bigger|older|gain\w*|lengthen\w*|widen\w*|swell\w*|swelled|expand\w*|doubled|trebled|tripled|uplift|over|exceed\w*|ahead|added|most|busier|dearer|costlier)\b"),
    (Way.DOWN, rf"\b(?:{_FALL}|(?:w[e]nt|c[ao]me) down|go(?:ne|ing|es) down|down(?! to\b)|lower|fewer|less|below|shorter|smaller|younger|newer|slip(?:ped|s|ping)|shr[aiu]nk|cut|halved|dip\w*|shorten\w*|narrow(?:ed|s|ing)|eas(?:ed|ing)|los[te]|under|behind|short of|quieter|cheaper)\b"),
)  # fmt: skip
WAYS = tuple((way, re.compile(pattern, re.IGNORECASE)) for way, pattern in _WAYS)
OPPOSITES = (
    (Way.FLAT, re.compile(r"\b(?:stable|steady|flat|unchanged|constant|the same)\b", re.IGNORECASE)),
    (Way.UP, re.compile(r"\b(?:highest|most|biggest|largest|greatest|longest|maximum|overspen[dt]\w*|surplus|profit|above|over|after|at least|first)\b", re.IGNORECASE)),
    (Way.DOWN, re.compile(r"\b(?:lowest|fewest|least(?<!at least)|smallest|shortest|minimum|underspen[dt]\w*|deficit|loss|below|under|before|at most|last)\b", re.IGNORECASE)),
    (Way.BETTER, re.compile(r"\b(?:best|met|hit|achieved|passed|succeeded)\b", re.IGNORECASE)),
    (Way.WORSE, re.compile(r"\b(?:worst|missed|failed)\b", re.IGNORECASE)),
)  # fmt: skip
"""Words that are each other's opposites where one stands in the place of the other."""
MOVES = re.compile(
    rf"\b(?:{_RISE}|raised (?=their\b|its\b|the\b)|increas\w+|gr(?:ew|ow|own|ows|owing|owth)|climb\w*|(?:w[e]nt|c[ao]me) (?:up|down)|go(?:ne|ing|es) (?:up|down)|(?:was|is|were|are|been) (?:up|down)(?! to\b)|{_SOAR}|gain\w*"
    rf"|doubled|trebled|tripled|halved|{_FALL}|slip(?:ped|s|ping)|shr[aiu]nk|dip(?:ped|s)?|shorten\w*|lengthen\w*|widened|narrowed|worsen\w*|deteriorat\w+|improv\w+|recover(?:ed|y)|unchanged"
    r"|(?:above|below|higher than|lower than|over|under) (?:their |its |the )?(?:pre-pandemic|last year'?s?|\d{4}(?:[-/]\d\d)?|previous) (?:levels?|figures?|rates?)|(?:got|getting|become|became|been getting) (?:\w+ )?(?:less|more|slower|faster|quicker|better|worse|higher|lower|shorter|longer|smaller|larger|bigger)|lost ground|gained ground|slower|grew"
    r"|(?:remain(?:s|ed)|stayed|is|was|held) (?:broadly |largely )?(?:stable|steady|flat|the same)|did(?: not|n't) change|(?:up|down)(?= (?:by|\d|£|on\b|from\b|since\b)))\b",
    re.IGNORECASE,
)
MOVED_MORE = re.compile(
    rf"(?:{MOVES.pattern})\s+(?:by )?(?:(?P<more>more|faster|further|quicker|most|fastest)|(?P<less>less|slower|least|slowest))\b",
    re.IGNORECASE,
)
"""A change that is set against others' changes: "fell more than", "grew least"."""
OVER = re.compile(r"\b(?:over(?:sp[ae]n[dt]\w*|ran|runs?|shot|shoots?)|(?:w[e]nt|gone|ran) over(?= by\b|\s*(?:$|[,.;]))|(?:over|above|exceed(?:ed|s)?|beyond|in excess of|more than|higher than|outside|topped|bust) (?:[\w']+ ){0,3}budgets?|over budget)\b", re.IGNORECASE)  # fmt: skip
UNDER = re.compile(r"\b(?:under(?:sp[ae]n[dt]\w*)|(?:under|below|within|inside|less than|lower than|short of) (?:[\w']+ ){0,3}budgets?|under budget)\b", re.IGNORECASE)  # fmt: skip
MET = re.compile(rf"\b(?:(?:{GOALS}|standards?|plan|promises?|budget)\b[^,;.]{{0,60}}\b(?:was|were|is|are|has been|have been) (?:met|hit|beaten|achieved|reached|exceeded|kept)|(?:kept|keeps?|honoured) (?:[\w'-]+ ){{0,4}}?promises?|(?:beat(?:s|en|ing)?|(?-i:met|meets?|meeting)|hit(?:s|ting)?|reach(?:ed|es|ing)?|exceed(?:ed|s|ing)?|achieve[ds]?|surpass(?:ed)?|passed|outperformed|on(?= (?:target|plan|budget|track))) (?:[\w'-]+ ){{0,4}}?(?:track|{GOALS}|plan|standards?|threshold|budgets?|expectations?))\b", re.IGNORECASE)  # fmt: skip
ON_TRACK = re.compile(r"\b(?:(?P<off>not on|off)|on) track\b", re.IGNORECASE)
MISSED = re.compile(rf"\b(?:(?:{GOALS}|standards?|plan|promise|budget)\b[^,;.]{{0,60}}\b(?:was|were|is|are|has been|have been) (?:\w+ly )?(?:missed|broken|not (?:met|hit|achieved|reached|kept))|(?:broke|did not keep|failed to keep) (?:[\w'-]+ ){{0,4}}?promises?|miss(?:ed|es|ing)? (?:(?!met\b|beat\b|hit\b|reach|exceed|achiev|were\b|was\b)[\w'-]+ ){{0,4}}?(?:{GOALS}|plan|standards?|budgets?|promise)|f[ea]ll (?:\w+ )?short|(?:behind|short of|off|outside) (?:[\w'-]+ ){{0,3}}?(?:{GOALS}|plan|standards?)|fail(?:ed|s)? to (?:hit|meet|reach|achieve)|(?:did not|didn't|not) (?:hit|meet|reach|achieve)(?:[\w' -]+)?(?:{GOALS}|plan|standards?))\b", re.IGNORECASE)  # fmt: skip
BALANCE = re.compile(r"\b(?:surplus|deficit|loss|profit)\b", re.IGNORECASE)
TURNED_TO = re.compile(r"\b(?:to|into) (?:an? )?(?:\w+ )?(?P<what>surplus|profit|deficit|loss)\b", re.IGNORECASE)
"""What a balance became."""
MADE = re.compile(
    r"\b(?:(?:expects?|(?:is |are )?(?:expected|forecast)) to make|made|had|has|reported|posted|recorded|ran|was in|is in|(?:ended|finished|closed)(?: [\w/-]+){0,4}? (?:in|with)) (?:an? )?(?:\w+ ){0,2}(?P<what>surplus|profit|deficit|loss)\b",
    re.IGNORECASE,
)
PLAN_WORDS = (
    (Way.UP, OVER),
    (Way.DOWN, UNDER),
    (
        Way.BETTER,
        re.compile(
            MET.pattern
            + rf"|\b(?:above|ahead of|better than|higher than) (?:[\w%]+ ){{0,4}}?(?:{GOALS}|standard|plan)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Way.WORSE,
        re.compile(
            MISSED.pattern
            + rf"|\b(?:short of|worse than|behind) (?:[\w%]+ ){{0,5}}?(?:{GOALS}|standard|plan|promised|hoped)\b",
            re.IGNORECASE,
        ),
    ),
)
"""What sentences say of the side of a plan on which a thing came out."""
PLANNED = re.compile(rf"\b(?:{GOALS}|plan(?:ned)?|budget(?:ed)?s?|forecast|expected|required|intended|meant to|hoped|promised|projected|allowed|supposed to|profile|trajectory|standard)\b", re.IGNORECASE)  # fmt: skip
OF_A_PLAN = re.compile(
    rf"{PLANNED.pattern}|\b(?:minimum|maximum|limits?|ceiling|establishment|milestone|approved)\b",
    re.IGNORECASE,
)
"""Words for what a figure is set against: a plan, a limit."""
BESIDE_PLAN = re.compile(
    rf"\b(?:below|under|above|over|ahead of) (?:[\w'-]+ ){{0,3}}?(?:{GOALS}|plan|standards?|forecast)\b",
    re.IGNORECASE,
)
BENCHMARK = re.compile(r"\b(?:medians?|averages?|means?|benchmarks?|norms?|peers?|national|england)\b", re.IGNORECASE)
BESIDE_BENCHMARK = re.compile(
    r"\b(?:above|below|over|under|ahead of|behind|(?:higher|lower|better|worse|more|less) than) (?:the |its |their |our )?"
    rf"(?:[\w-]+ ){{0,2}}?{BENCHMARK.pattern}",
    re.IGNORECASE,
)
THAN_PLAN = re.compile(
    rf"\bthan\b(?!\s+(?:\d|£|half|one|two|three|four|five|a\b))(?=[^,;.]*\b(?:{GOALS}|plan(?:ned)?|budget(?:ed)?s?|forecast|expected|required|intended|hoped|promised|projected|allowed|asked (?:for|to)|meant to|supposed to|called for|contracted)\b)",
    re.IGNORECASE,
)
THAN_OTHERS = re.compile(r"\b(more|less|fewer|better|worse|higher|lower|faster|slower|longer|shorter|bigger|smaller|quicker)\b(?P<mid>[^,;.]*?)\bthan (?:any|every|all)(?: of)?(?: the)?(?: other)?s?\b(?P<kind>(?: [\w-]+){0,3})", re.IGNORECASE)  # fmt: skip
FLOWED = re.compile(
    r"\b(?:dr[ae]wn? down|drawdowns?|withdrawn|withdrew|released|transferred|(?:was|were|been) (?:used|added|taken|put|paid))\b",
    re.IGNORECASE,
)
"""Says of money that it went into a balance or out of it."""
COUNTED_MORE = re.compile(
    r"\b(?:fewer|more (?:(?!than\b)[\w-]+ ){0,2}?(?:people|staff|(?!(?:cost|saving|pound|grant|receipt|fund|fee|reserve|tax|tariff|million)(?:s|es)\b)[a-z]{2,}(?<!s)s)) (?:[\w'’-]+ ){0,4}?than\b",
    re.IGNORECASE,
)
"""A comparison of how many there are, of which no sum of money tells."""
OF_ALL = re.compile(
    rf"\b(?:of|among|amongst|out of|across) (?:any|all|every|the|its|our)(?: of)?(?: the)?(?P<n> (?:\d{{1,2}}|{_FEW}|{_TEENS}))? (?P<kind>(?!year\b|quarter\b)[\w-]+(?: (?!in\b|at\b|on\b|for\b|over\b|between\b|during\b|with\b|was\b|is\b|were\b)[\w-]+){{0,3}})",
    re.IGNORECASE,
)
_RATIO = r"(?! (?:hundred|thousand|million|ten|five|100|1,000|1000|10)\b)"
EVERY = re.compile(rf"\b(?:every{_RATIO}(?: one)?(?: of)?|each{_RATIO}(?: of)?|all(?: of)?)\b", re.IGNORECASE)
EVERY_NAME = re.compile(r"all\b|(?:every|each) (?-i:[A-Z])", re.IGNORECASE)
"""What may be a name that begins as what is said of every one does: "All Saints"."""
ONE_OF_EACH = re.compile(rf"\b(?:every|each)\b{_RATIO}", re.IGNORECASE)
LEAST_ALLOWED = re.compile(r"\b(?:minimum|maximum)\b", re.IGNORECASE)
"""A mark that is to be met, and no end of a ranking."""
NONE = re.compile(r"^(?:no(?!\.)|none of|not one|not a single)\b", re.IGNORECASE)
VIEWED = re.compile(
    r"\b(?:worry|worries|worried|concern(?:s|ed)?|fears?|confidence|satisfaction|satisfied|trust) (?:about|of|over|with|in|for)\b",
    re.IGNORECASE,
)
"""What people think of a thing, which is not the thing itself."""
GAPS = re.compile(r"\bgaps?\b|\bdisparit\w+|\bdisproportional\w+", re.IGNORECASE)
"""Says of signed figures that they are distances between groups, not changes."""
STEADY = re.compile(r"\b(?:stable|steady|broadly|largely|roughly|much the same)\b", re.IGNORECASE)
"""Words for no change that allow a small one, as "unchanged" and "the same" do not."""
DID_TOO = re.compile(
    r"\balike\s*(?:$|[,.;])|\b(?:did|was|were|has|have|had|is|are) (?:too|also|as well|likewise)\s*(?:$|[,.;])|\b(?:as|so) (?:did|was|were|has|have|is|are)\b",
    re.IGNORECASE,
)
"""Says of another that it is so of it too."""
FIRST_TIME = re.compile(r"\bfor the first time\b", re.IGNORECASE)
CLAUSES = re.compile(r"[;:]|,\s|\s(?:while|whereas|but|although|and)\s")
CAUSE = re.compile(r"\b(?:because(?: of)?|owing to|due to|thanks to|as a result of|on account of)\b", re.IGNORECASE)
"""Before what a claim gives as the cause of what it says."""
OF_WHOLE = re.compile(
    r"\b(?:out of|of a total of|target of|budget of|plan of)\s+(?:the |a |an |its |our )?$", re.IGNORECASE
)
"""What stands before a figure that is the whole, or the plan, of another."""
FIRST_SINCE = re.compile(
    r"\bfor the first time (?:since\b|in (?:\w+ ){0,2}(?:years|decades?|months|quarters|generation|living memory)\b)",
    re.IGNORECASE,
)
"""For the first time in a stretch that the reports may not cover."""
DENIES_THERE_IS = re.compile(
    r"\b(?:no|neither|nor|none)\b(?! (?:longer|doubt|more than|fewer than|less than|later than|earlier than|one\b))"
    r"|\b(?:not|never|hardly|no longer|failed to|without)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Says of a statement that it is not so, or of its subject that there is none."""
NEGATED = re.compile(r"\b(?:not|never|n't|hardly|no longer|failed to)\b|n't\b", re.IGNORECASE)
RELATIVE_TERMS = re.compile(
    r"\bin (?:relative|percentage|proportional) terms\b|\brelative(?:ly)? to\b(?= its)", re.IGNORECASE
)
NARROWLY = re.compile(r"\b(?:narrowly|just|only just|marginally|slightly|barely)\b", re.IGNORECASE)
WIDELY = re.compile(
    r"\b(?:well|far|massively|significantly|hugely|substantially|considerably|badly|comfortably|easily)\b",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:slipp\w+|delay\w*|postpon\w+|pushed|put|moved|brought|due|scheduled|planned|expected|forecast|deferred|rescheduled|set)\b[^,;]{0,30}?\b(?:to|until|till|for|in|by|back to|into)\s+(?:the\s+)?$", re.IGNORECASE)  # fmt: skip
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    (Bound.JUST_OVER, r"(?:barely|hardly more than|(?:just|slightly|a little|a bit|only just|marginally) (?:over|above|more than|higher than))"),
    (Bound.NEARLY, r"(?:nearly|almost|close to|approaching|not quite|just (?:under|below|short of|shy of)|a little (?:under|below|less than)|slightly (?:under|below|less than)|virtually)"),
    (Bound.AT_LEAST, r"(?:at least|no (?:less|fewer|lower) than|not (?:less|fewer) than|a minimum of)"),
    (Bound.AT_MOST, r"(?:at most|no (?:more|higher|greater) than|not more than|(?<!went )(?<!gone )(?<!rose )(?<!risen )(?<!go )up to|a maximum of)"),
    (Bound.ABOVE, r"(?:(?:more|greater|higher|larger|bigger|longer|better|rather more) than|well over|(?<!hand )(?<!handed )(?<!took )(?<!taken )(?<!turned )(?<!carried )(?<!rolled )(?<!brought )over|above|in excess of|upwards of|exceed(?:s|ed|ing)?|topped|passed|north of)"),
    (Bound.BELOW, r"(?:(?:less|fewer|lower|smaller|shorter|worse) than|well under|under|below|beneath|short of)"),
    (Bound.ABOUT, r"(?:about|around|roughly|approximately|approx\.?|circa|some|ca?\.?|~|in the region of|of the order of)"),
    (Bound.EXACT, r"(?:exactly|precisely|only|just|a total of|as (?:many|much|high|low) as|no)"),
)  # fmt: skip
BOUNDS_BEFORE = tuple(
    (bound, re.compile(rf"(?:^|\b|\s)({pattern})\s*(?:a |an |the )?$", re.IGNORECASE)) for bound, pattern in _BOUNDS
)
OR_MORE = re.compile(
    r"^\s*(?:of (?:[\w'’-]+ ){1,4})?(?:or|and) (?:(?:more|higher)\b(?! than)|(?:above|over)\b(?!\s+[a-z]))",
    re.IGNORECASE,
)
OR_A_LITTLE_MORE = re.compile(r"[^;.]{0,60}?,? or (?:a little|a bit|slightly|just) (?:more|over)\b", re.IGNORECASE)
OR_LESS = re.compile(r"^\s*(?:or|and) (?:less|fewer|below|under|lower)\b", re.IGNORECASE)
CHANGE_BEFORE = re.compile(
    rf"(?:\bby|\b(?:{_RISE}|increas\w+|gr[eo]w\w*|climb\w*|(?<!make )(?<!makes )(?<!made )up|down|{_SOAR}|gain\w*|{_FALL}|slip(?:ped|s)|shr[aiu]nk|cut|dip\w*|los[te]|improv\w+|deteriorat\w+|worsen\w*)"
    r"|\b(?:rise|increase|fall|drop|decrease|reduction|growth|gain|cut|decline|change|improvement|jump|uplift|overspend|underspend|variance|shortfall) of)\s*$",
    re.IGNORECASE,
)
HAPPIEST = re.compile(r"\b(?:happiest|most (?:satisfied|positive|confident))\b", re.IGNORECASE)
BAND = re.compile(r"\d+\s(?:years )?(?:and|or) (?:over|above|older|under|younger)\b", re.IGNORECASE)
DENIED = re.compile(
    r"(?:\b(?:not|never|no longer)|n't)\s+(?:(?:\w+\s+)?(?:be|been|by|to|reach|at)\s+|exceed\s+)?$", re.IGNORECASE
)
NOBODY = re.compile(r"^(?:nobody|no one|no-one|none)\b(?! (?:should|(?:is|are|was|were) (?:meant|supposed|expected|to)\b))", re.IGNORECASE)  # fmt: skip
ALMOST_ALL = re.compile(
    r"\b(?:almost|nearly|virtually|practically) (?:all|every|the (?:whole|entirety)(?= of\b))\b", re.IGNORECASE
)
ALL_SO_MANY = re.compile(rf"^all (?:of )?(?:the |its |their |our )?(?P<n>\d{{1,2}}|{_FEW}) (?=[a-z])", re.IGNORECASE)  # fmt: skip
"""So many of which something is said of each."""
ALL_OF = re.compile(r"^all (?:of )?(?:the |its |their |our )?(?!\d)", re.IGNORECASE)
ALL_OF_SEVERAL = re.compile(
    r"^(?:all|every one)(?: of)?(?: the| its| our| their)? (?:[\w-]+ ){0,2}?[\w-]{2,}(?<!s)s\b", re.IGNORECASE
)
"""All of things that are several: each of them, or the whole that they make up."""
STARTS = re.compile(
    r"\b(?:(?:from|up on|down on|instead of)|after (?:an? )?(?:[\w-]+ )?(?:surplus|deficit|profit|loss) of)\s*$",
    re.IGNORECASE,
)
CHANGE_AFTER = re.compile(
    r"^\s*(?:[\w-]+ ){0,2}?(?:increase|rise|fall|decrease|reduction|drop|growth|gain|cut|decline|uplift|jump|improvement)\b",
    re.IGNORECASE,
)
APART_AFTER = re.compile(r"^\s*(?P<noun>(?:[\w'-]+ ){0,2}?)(?P<word>(?-i:higher|lower|more|fewer|less|smaller|larger|bigger|greater|above|below|over(?! (?:the (?:last |past )?(?:\w+ )?(?:years?|quarters?|months?|period|decade|same)|a year|\d|two|three|four|five|ten))|under|better|worse|longer|shorter|ahead|behind|up|down|faster|slower|quicker|sooner|short))\b(?! likely)", re.IGNORECASE)  # fmt: skip
AGES = re.compile(r"\b(?:aged?|ages) (?:between )?\d{1,2} (?:to|and|-|–) \d{1,2}\b", re.IGNORECASE)
"""A group by its age, which is no amount."""
LIKELY = re.compile(r"^\s*(?P<way>more|as|less|fewer) likely\b", re.IGNORECASE)
BUDGET_NOUN = re.compile(r"\b(?:overspend|underspend|surplus|deficit|loss|shortfall)\b[^.;,]*$", re.IGNORECASE)
BUDGET_AFTER = re.compile(
    r"^\s*(?:overspend|underspend|overspent|underspent|surplus|deficit|loss|shortfall"
    r"|(?:over|under|inside|within|above|below|in excess of|more than|less than|short of|higher than|lower than) (?:(?:its|the|their|our|revised|original|planned|annual) )*budget)\b",
    re.IGNORECASE,
)
OF_A_STANDARD = re.compile(r"\s*(?:on|in|for) (?:the |its |their )?(?:[\w-]+ ){0,3}?standards?\b", re.IGNORECASE)
"""After a change: that it is one of how far a standard was met, not a distance from the standard."""
SINCE_START = re.compile(
    r"\s*(?:since|on|from|over|against|compared (?:with|to)) (?:the |its |their |our )?(?:[\w'’-]+ ){0,2}?(?:baseline|base year)\b",
    re.IGNORECASE,
)
"""After a change: that it is measured from the time at which a plan began, not a distance from the plan."""
SPEND_IS = re.compile(
    r"\b(?:over|under)sp(?:end|ent)\b(?:[^.;,]{0,30}\b(?:is|was|at|to|totals|totalled)|,? by)\s*$", re.IGNORECASE
)
"""Before a figure: that it is by how much something was over or under its budget ("the overspend was")."""
AGAINST_PLAN = re.compile(
    r"\s*(?:against|on|compared (?:with|to)) (?:the |its |their |our )?(?:\w+ )?(?:budget|plan|target)\b", re.IGNORECASE
)
"""After a deficit or surplus: that it is a distance from what was planned, not the balance itself."""
OF_AGE = re.compile(
    r"\b(?:aged|age|people|those|adults|men|women|residents|patients|passengers|staff|respondents|persons|the)\s+"
    r"(?:aged\s+)?(?:over|under|above|below)[\s-]$|^(?:over|under)[\s-]$",
    re.IGNORECASE,
)
"""What stands before a number that is an age ("people over 65"), not an amount."""
AS_PLANNED = re.compile(
    rf"^\s*(?:as (?:much|many|high|big|large|long) )?[^,;.]{{0,40}}?\bas\b[^,;.]{{0,40}}?\b(?:{GOALS}|plan(?:ned)?|budget(?:ed)?|expected|forecast)\b"
    r"|^\s*(?:its|the|their|our) (?:\w+ )?(?:target|goal|plan|budget|forecast)\b",
    re.IGNORECASE,
)
"""What follows a multiple that is of what was planned ("twice as many people as its target")."""
LOOSE_FRACTION = re.compile(
    r"\b(?:(?P<n>a|an|one|two|three|four)[\s-](?P<part>tenth|fifth|quarter|third)s?|(?P<half>half|majority|most))\b",
    re.IGNORECASE,
)
LIGHT = re.compile(
    r"\b(?:narrowly|marginally|slightly|barely|badly|comfortably|easily|massively|significantly|substantially|considerably|hugely|well|far|common|frequent|popular|numerous|likely|longer|shorter|slowly|quickly"
    r"|travelled|(?:chalked|racked|notched|clocked|totted) up|fill(?:ed|s|ing)? (?:in|out)|(?:was|were|is|are) responsible(?= for)|(?<=than )(?:approved|agreed)|(?:(?:contracts?|agreements?|plans?) )?(?:asked (?:for|to)|called for|required)|planned|contracted|allowed|intended|expected|promised|hoped|meant|supposed|actually|really|nearly|almost|only|even|between them|together|miss(?:ed|es|ing)?|beat(?:en)?|met|hit|relative terms|aged(?= (?:between )?\d)|required|dealt|scored|scores|handled|elsewhere|enough|all|every|each)\b",
    re.IGNORECASE,
)
SPENT = re.compile(
    r"\b(?:costs?|spen[dt]s?|spending|paid|pays?|came (?:in )?(?:to|at)|come to|totall?ed)\b", re.IGNORECASE
)
"""What is said of money: the sum says that it is."""
OWN_BODY = re.compile(
    r"\b(?:company|organi[sz]ation|authority|firm|body|operator|(?<=\bthe )business(?! rates?\b))\b"
    r"|(?<=\bin )(?:this|our) (?:city|county|district|region|town|area)\b"
    r"|^(?:the|our) (?:city|county|district|region|area|country)(?= (?:has|had|saw|recorded)\b)"
    r"|^(?:the|our) (?:trust|council|association|charity|college|agency|department|university|force)(?= [a-z])",
    re.IGNORECASE,
)
"""The body that reports, where a claim says who did it and not what it is about."""
EACH_TIME = re.compile(
    r"\b(?:in |for )?(?:every|each|all)(?: single)?(?: one)?(?: of)?(?: the)?(?: last| past)?(?: \w+)? (?:quarters?|years?|months?|periods?)\b",
    re.IGNORECASE,
)
ONLY_KIND = re.compile(
    r"^(?P<who>[^,;]{2,60}?) (?:is|was|are|were) the only (?P<kind>(?:[\w-]+ ){1,4}?)(?P<among>(?:in|of|on|among|at|across) (?:the|its|our|all) (?:[\w-]+ ){1,4}?)?(?:where|in which|that|which|whose|to have|to(?= [a-z])|with|(?=(?:rated|marked|scored)\b))",
    re.IGNORECASE,
)
"""One of which is said that no other of its kind did so ("the only tram line that …")."""
SUPERLATIVE = re.compile(
    r"\b(?:highest|lowest|best|worst|biggest|largest|smallest|greatest|fewest|longest|shortest|slowest|fastest|quickest)\b"
    r"|\bthe (?:most|least) (?!of\b|part\b|recent|that\b|it\b)[a-z]{3,}\b",
    re.IGNORECASE,
)
_MOVED = rf"(?:is|was|are|were|has been|have been) (?:up|down)|{_RISE}|increased|grew|{_SOAR}|fell|dropped|decreased|declined|improved|worsened|deteriorated|went up|went down|got (?:better|worse|longer|shorter|faster|slower)"
_OF_EACH = r"(?P<kind>(?!quarters?\b|years?\b|months?\b|periods?\b|one\b|cases?\b)[a-z][\w' -]{2,40}?)(?P<when> (?:over|on|since|compared(?: with| to)?|from|between|in) (?:the |its )?(?:year|quarter|last|previous|same|\d|Q\d|FY)[^,;]{0,50})?$"
IN_SO_MANY = re.compile(
    rf"^(?P<what>[^,;]{{3,60}}?) (?P<verb>{_MOVED}) (?:in|on|at|across) (?P<n>(?:\d{{1,2}}|one|{_FEW}) (?:out )?of (?:the|its|our|their) (?:(?:\d{{1,3}}|{_FEW}|{_TEENS}) )?){_OF_EACH}",
    re.IGNORECASE,
)
"""What is said of so many of so many, put after it: "sales fell in three of the six towns"."""
THAN_EARLIER = re.compile(
    rf"\b(?P<more>more|fewer|less|higher|lower|longer|shorter|better|worse)(?P<what>(?: [\w-]+){{0,5}}?) than (?:in |at |during )?(?:any|either|all|each)(?: one)? of the"
    rf"(?: (?P<n>\d{{1,2}}|{_FEW}))? (?P<unit>quarter|year|month)s before\b(?: that| it)?",
    re.IGNORECASE,
)
"""More than in so many times before: the most of those and this one."""
_TIME = r"(?:quarter|year|month|week|day|hour|period|case|time)s?\b"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
REWORDED: tuple[tuple[str, str], ...] = (
    (r"^(?P<than>compared (?:with|to) [^,;]{5,50}), (?P<rest>[^;]+)$", r"\g<rest> \g<than>"),
    (rf"^(?:of|in|over|across) (?P<last>the (?:last|past|latest) (?:\d{{1,2}}|{_FEW}) (?:year|quarter|month)s),? (?P<rest>[^;]+)$", r"\g<rest> of \g<last>"),
    (r"\b(?P<every>every|each|all)(?P<kind> (?:(?!(?:is|are|was|were|had|have|fell|rose)\b)[\w-]+ ){1,3}?)but (?=[\w ,&'’-]{2,60}$)(?!\d|not\b|still\b|also\b|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)", r"\g<every>\g<kind>apart from "),
    (r"^(?:(?:and|so|but|now),? )?(?:(?:I|we)(?:['’](?:m|re)| am| are)? (?:very |so )?(?:proud|pleased|happy|delighted|glad|sorry|able) to|let me|(?:I|we) (?:can|must|have to)) (?:say|tell you|report|announce|remind you)(?: you)?(?: that|:|,)? ", ""),
    (r"^(?:under|with|on) (?:this|our|my) (?:administration|leadership|government|party|watch),? ", ""),
    (r",? and (?:the |our |my )?[\w ]{2,25} (?:know|knows|feel|feels) it$", ""),
    (r"\b(?P<n>years|quarters|months) (?:on the (?:trot|bounce|spin)|in succession|back to back)\b", r"\g<n> in a row"),
    (r"\bevery single (?:one )?(?:of )?(?:our |the |its )?(?=[a-z])", "every one of the "),
    (rf"\bbetween (?P<a>{_MONTH}) and (?P<b>{_MONTH}) (?P<y>20\d\d)(?=[^;]*\bthe same (?:months|period|time|quarter)\b)", r"in \g<a> to \g<b> \g<y>"),
    (rf"^(?P<what>[^,;]{{3,60}}?) (?P<verb>{_MOVED})(?P<early> (?:over|on|since) (?:the )?[\w ]{{3,20}}?)? (?:in|on|at|across|for|within|from) (?:all|every one)(?: of)?(?: the| our| its| their)? (?P<n>(?:\d{{1,2}}|{_FEW}|{_TEENS}) ){_OF_EACH}", r"All \g<n>\g<kind>: \g<what> \g<verb>\g<early>\g<when>"),
    (rf"^(?P<what>[^,;]{{3,60}}?) (?P<verb>{_MOVED})(?P<early> (?:over|on|since) (?:the )?[\w ]{{3,20}}?)? (?:in|on|at|across|for|within|from) (?:every(?: one)?|each|all)(?: single)?(?: of)?(?: the| our| its| their)? {_OF_EACH}", r"Every \g<kind>: \g<what> \g<verb>\g<early>\g<when>"),
    (rf"^(?!every\b|each\b)(?P<what>[^,;]{{3,80}}?) (?:in|on|at|across|within) (?:every|each)(?: one)?(?: single)?(?: of)?(?: the| our| its| their)? (?P<kind>(?!{_TIME})[a-z][\w'-]*(?: (?!than\b)[\w'-]+){{0,2}}?)(?P<when>| than [^,;]{{3,40}})$", r"Every \g<kind>: \g<what>\g<when>"),
    (r"\b(?P<a>first|second|third) and (?P<b>second|third|fourth) quarters\b", r"\g<a> quarter and \g<b> quarter"),
    (r"^(?P<lead>there (?:were|was|are)) no (?=[a-z])(?!more\b|fewer\b|less\b|longer\b|change\b|difference\b|one\b|figures?\b)", r"\g<lead> 0 "),
    (ONLY_KIND.pattern, r"Only \g<who> \g<among>: "),
    (r"\b(?:last|final|closing) quarter of (?=(?:20|FY|the year 20)\d)", "fourth quarter of "),
    (r"\bOct(?:ober)?\s?(?:-|to)\s?Dec(?:ember)?\b and Jan(?:uary)?\s?(?:-|to)\s?Mar(?:ch)?\b", "the previous quarter and the latest quarter"),
    (rf"\b(?P<v>met|meets?|hit|hits|beats?|beaten|missed|misses|reached|reaches|reach|achieved?|exceeded|fell short of|falls short of)(?: (?:its|the|our|their))? (?P<n>£?\d[\d.,]*(?: ?%| ?per ?cent\b| ?(?:m|bn|k|million|thousand)\b|[ -](?:minutes?|days?|weeks?|hours?|points?)\b)?)[ -](?P<mid>(?:[a-z-]+ ){{0,3}}?)(?P<what>{GOALS}|standards?|limits?|thresholds?)\b", r"\g<v> the \g<mid>\g<what> of \g<n>"),
    (r"\belsewhere in\b", "the rest of"),
    (r"\bpeaked (?=(?:in|at|during|on)\b)", "were highest "),
    (r"\b(?:bottomed out|hit (?:a|its|their) low) (?=(?:in|at|during|on)\b)", "were lowest "),
    (r"\b(?:back |still |well )*(?:above|ahead of) where (?:it|they) (?:was|were|stood) (?=(?:in|at|before|on|a|the|this|last)\b)", "higher than "),
    (r"\b(?:back |still |well )*(?:below|behind) where (?:it|they) (?:was|were|stood) (?=(?:in|at|before|on|a|the|this|last)\b)", "lower than "),
    (r"\b(?:is|are) (?P<how>forecast|expected|set|due|projected) to be (?:all |entirely |completely |fully )*(?:used up|exhausted|wiped out|spent)(?: entirely| completely| in full)?(?=\s*(?:$|[,.;]|by\b|at\b|in\b|during\b))", r"is \g<how> to fall to £0"),
    (r"\b(?:was|were|has been|have been|is|are) (?:all |entirely |completely |fully )*(?:used up|exhausted|wiped out|spent)(?: entirely| completely| in full)?(?=\s*(?:$|[,.;]|by\b|at\b|in\b|during\b))", "fell to £0"),
    (r"\b(?:was|were|is|are|has come|have come|came) (?:right )?down to (?:nothing|zero|nil)\b", "stood at £0"),
    (r"^(?P<who>[^,;]{3,60}?) (?P<how>narrowed|widened|closed|reduced|increased) (?:its|their|his|her) gap\b", r"The gap for \g<who> \g<how>"),
    (r"\bthe (?:start|beginning) of (?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)", "1 "),
    (r"\bemptiest\b", "least full"),
    (r"\bfuller\b", "more full"),
    (r"\bemptier\b", "less full"),
    (r"\bsafer\b(?=[^,;.]{0,40}\bthan\b)", "more safe"),
    (r"\bfullest\b", "most full"),
    (r"\bper head\b", "rate"),
    (r"\bf(?P<v>[ae])ll (?:\w+ )?short of (?=(?:last|the previous|the prior) (?:year|quarter|month))", r"f\g<v>ll below "),
    (rf"(?P<most>(?:{SUPERLATIVE.pattern})[^,;]{{0,60}}?) (?:after|bar|second only to) (?!the (?:year|quarter|month|end)\b|\d|(?:19|20)\d\d|(?-i:Q\d))", r"\g<most> apart from "),
    (r"^(?P<a>[^,;]{3,60}?) outnumber(?:s|ed)? (?P<b>[^,;]{3,60})$", r"There are more \g<a> than \g<b>"),
    (r"\bon (?:both )?the quarter and (?:on )?the year\b", "on the previous quarter and over the year"),
    (r"\bon (?:both )?the year and (?:on )?the quarter\b", "over the year and on the previous quarter"),
    (r"\bon the quarter\b", "on the previous quarter"),
    (r"\bon the year\b(?! (?:before|to|that|ending|ended))", "over the year"),
    (r"\blost money\b", "made a loss"),
    (r"\bmade (?:money|a profit)\b", "made a surplus"),
    (r"\btook on\b|\bhas taken on\b|\btaken on\b", "recruited"),
    (r"\bon time\b|\bin time\b", "on time"),
    (r"\b(?:beat|beats|outperformed|outdid|did better than)(?= (?-i:[A-Z])[\w&' -]{2,30} (?:on|for|in|at|by)\b)", "was better than"),
)  # fmt: skip
BETWEEN = re.compile(
    r"\b(?:between|from)\s+(?P<a>[^,;]{2,40}?)\s+(?:and|to)\s+(?P<b>[^,;.]{2,40}?)(?=$|[\s,;.])", re.IGNORECASE
)
SINCE = re.compile(
    r"\b(?:since|(?:above|below|higher than|lower than) (?:their|its)|than(?: (?:it|they) w(?:as|ere))?(?: in| at| on| during)?|compared (?:with|to)|against|from|on|versus|up on|down on|(?:stable|steady|flat|level|consistent|unchanged|in line|similar|the same) (?:with|to|as|as in|as at))\s+(?:the\s+)?(?:end of\s+)?$",
    re.IGNORECASE,
)
PREPOSITIONS = frozenset({"over", "under", "above", "below", "more", "less", "fewer"})
COMPARATIVE = re.compile(
    r"\b(?:more|less|fewer|better|worse|happier|unhappier|higher|lower|faster|slower|longer|shorter|bigger|smaller|greater|quicker|sooner|larger|older|younger|newer|slowly|quickly|busier|quieter|dearer|cheaper|costlier)\b(?:[^,;]|,\d)*\bthan\b(?!\s+(?:\d|£|half|a (?:third|quarter|tenth|fifth)|(?:one|two|three|four|five|six|seven|eight|nine)[ -](?:in|out of|third|quarter|fifth|tenth)))",
    re.IGNORECASE,
)
"""Two things set against each other, not a thing against a number."""
REACHED = re.compile(
    r"\b(?:reach(?:ed|es)?|hit|got to|managed|achieved)\s*(?:(?:the|its|their|our|a)\s+)?$", re.IGNORECASE
)
"""Before a figure: that it is at least so much."""
BEST_WHEN = re.compile(
    rf"(?:{SUPERLATIVE.pattern})"
    + r"\s+(?:ever )?(?:in|during|at) (?:the )?(?:year |quarter |end of )?(?:FY|Q\d|(?:19|20)\d\d|[A-Z][a-z]+ \d{4})"
    r"|\bat (?:its|their) (?:most|least|highest|lowest|best|worst|busiest|slowest|fastest|quickest|longest|shortest)\b"
)
"""A superlative of a time: "was highest in 2022/23"."""
TIME_SAW = re.compile(
    rf"^\W*(?:saw|had|recorded|brought|was|were)\b[^,;.]{{0,30}}(?:{SUPERLATIVE.pattern}|\bmost\b)", re.IGNORECASE
)
"""After a time that a claim begins with: that it is the one of a superlative ("2024 saw the most journeys")."""
LOST_MOST = re.compile(
    r"\b(?:lost|lose|loses) (?:the )?(?P<end>most|fewest|least) (?!in\b|over\b|since\b|of\b|by\b|on\b|at\b)[a-z]",
    re.IGNORECASE,
)
"""A superlative of what was lost, which is no fall: "lost the most hours"."""
ITS_BEST_WHEN = re.compile(
    rf"\b(?:its|their) (?:{SUPERLATIVE.pattern}|most|fewest|least|busiest|quietest)\b[^,;.]{{0,40}}\s(?:in|during|at)\s(?:the )?$",
    re.IGNORECASE,
)
"""Before a time: that it is that of a thing's own superlative ("had its most visitors in August")."""
OF_SO_MANY_TIMES = re.compile(
    rf"(?:{SUPERLATIVE.pattern})[^,;.]{{0,60}}?\s(?:in|for|over|of|across) (?:the |all )?(?P<last>last |past |latest )?"
    rf"(?P<n>\d{{1,2}}|{_FEW}) (?P<unit>quarter|year|month)s\b",
    re.IGNORECASE,
)
"""A superlative of so many times up to the latest: "the lowest in five quarters"."""
PACE = re.compile(r"\b(?:faster|slower|quicker|sooner|more (?:quickly|slowly|swiftly|promptly)|less (?:quickly|slowly))\b(?! (?:than (?:inflation|prices|the population)|growing|falling|rising))", re.IGNORECASE)  # fmt: skip
"""A comparison of how long things take."""
SPENT_THAN = re.compile(
    r"\b(?:over|under)sp[ae]n[dt]\w*\b[^,;.]{0,30}?\b(?:more|less|bigger|larger|smaller|higher|lower)\b[^,;.]{0,20}?\bthan\b(?!\s+(?:\d|£|half|its|their|the (?:revised|original)|a\b))",
    re.IGNORECASE,
)
"""Two distances from a budget set against each other."""
ONLY = re.compile(
    rf"^only (?!\d|a\b|half|about|around|(?:one|{_FEW})[ -](?:in|out of|(?:half|third|quarter|fifth|tenth)s?)\b)",
    re.IGNORECASE,
)
"""Nothing else does what the claim says of one."""
THE_ONLY = re.compile(r"\b(?:is|was|are|were) the only\b", re.IGNORECASE)
"""Nothing else does so, whatever the sentence goes on with."""
SOLELY = re.compile(r"\b(?:only|alone|sole(?:ly)?|no other)\b", re.IGNORECASE)
OF_SPENDING = re.compile(
    r"(?:over|under)?sp(?:en[dt]|ends|ending)|costs?|budget(?:ed|s)?|plan(?:ned|s)?|money|finances?", re.IGNORECASE
)
"""What says that a claim is about money, and not about whose."""
RATED = re.compile(
    r"\b(?:(?:rated|marked|scored|flagged|shown)(?: as)?|(?:is|was|are|were)(?: \w+ly| still| now)?) (?P<colour>red|amber|green)\b"
    r"(?=\s*(?:$|[,;.]|(?:in|for|at|on|this|and|by|with)\b))",
    re.IGNORECASE,
)
"""What is said of a thing's rating."""
WENT_AHEAD = re.compile(r"\b(?:went ahead|gone ahead|took place|taken place|went through)\b", re.IGNORECASE)
CALLED_OFF = re.compile(
    r"\b(?:called off|cancelled|abandoned|scrapped|shelved|fell through"
    r"|did not (?:go ahead|take place|happen))\b",
    re.IGNORECASE,
)
"""What became of what was planned."""
GRADED = re.compile(
    r"\b(?:judged|rated|graded|classed|assessed|marked|found)(?: (?:as|to be|an?))* "
    r"(?P<grade>(?!red\b|amber\b|green\b|by\b|in\b|on\b|for\b|at\b|more\b|less\b|highly\b|\d)[a-z]+(?: [a-z]+){0,2}?)"
    r"(?=\s*(?:$|[,;.]|\b(?:for|on|in|at|by|this|overall|and)\b))",
    re.IGNORECASE,
)
"""What is said of a thing's grade ("judged outstanding for leadership")."""
STATED_TO_BE = re.compile(
    r"\b(?:is|are|was|were|has been|have been)(?: now| still| already)? (?P<grade>(?!not\b|the\b|an?\b|in\b|by\b|at\b|up\b|down\b|more\b|less\b|over\b|under\b|above\b|below\b|\d)[a-z]+(?: [a-z]+){0,2})"
    r"(?=\s*$)",
    re.IGNORECASE,
)
"""How a thing is said to stand: a status only where a column of a table has just these words."""
HEADED = re.compile(
    r"\b(?:is|are|was|were|has been|have been)(?: now| still)? (?P<way>rising|growing|increasing|going up|falling|dropping|decreasing|going down|steady|stable|unchanged)\b"
    r"(?=\s*(?:$|[,;.]))",
    re.IGNORECASE,
)
"""Which way a thing is said to be going."""
OUT_OF = re.compile(
    rf"^(?P<n>\d{{1,3}}|one(?= (?:out )?of (?:the|its|our|their) (?:\d|{_FEW}|{_TEENS}))|{_FEW}|half)"
    rf"(?: out)? of (?:the|its|our|their) (?:(?P<m>\d{{1,3}}|{_FEW}|{_TEENS}) )?(?=(?!were\b|was\b|are\b|is\b|had\b|have\b)[a-z][a-z-]+)",
    re.IGNORECASE,
)
"""So many of so many: "two of the four towns"."""
_STANDS = r"\b(?:is|are|was|were|been|be|runs?|running|ran|came in|comes? in|finish(?:ed|es)?|completed?|opened|delivered)\b(?: (?:not|now|still|expected|due|to be|\w+ly|over|about|around|nearly|almost|more than|less than|at least|up to))*(?: running)?(?: (?:a|an|\w+|\d+) (?:days?|weeks?|months?|years?))?"
_NO_MORE = r"(?=\s*(?:$|[,;.]|(?:and|but|because|owing|due)\b))"
SCHEDULES: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (Way.UP, re.compile(rf"{_STANDS} (?P<word>late|delayed|overdue|behind (?:its |the )?schedule){_NO_MORE}", re.IGNORECASE)),
    (Way.DOWN, re.compile(rf"{_STANDS} (?P<word>early|ahead of (?:its |the )?schedule){_NO_MORE}", re.IGNORECASE)),
    (Way.FLAT, re.compile(rf"(?:{_STANDS} (?P<word>on schedule)|\b(?:was|were|has been|have been) (?:launched|opened|finished|completed|built|installed|delivered) on time){_NO_MORE}", re.IGNORECASE)),
)  # fmt: skip
"""What is said of a thing's schedule: how its finish has slipped."""
QUICK = re.compile(
    r"\b(?:(?P<fast>quickest|fastest|soonest)|slowest)\b(?! (?:growth|growing|rise|increase|fall))", re.IGNORECASE
)
"""A superlative of how long a thing took, the least of which is the fastest."""
MEASURES = (
    (
        re.compile(r"\b(?:oldest|youngest|older|younger)\b(?! (?:people|residents|adults))", re.IGNORECASE),
        re.compile(r"\bage\b|\byears\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:dearest|cheapest|costliest|most expensive|least expensive)\b", re.IGNORECASE),
        re.compile(r"£|\bcost|\bprice|\bpaid|\bspen", re.IGNORECASE),
    ),
)
"""Superlatives that name their own measure, with what a column for it says."""
