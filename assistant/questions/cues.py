"""Cues: the stretches of a question that say what is asked, as patterns of English. Nothing here knows a report."""

from __future__ import annotations

import re
from enum import StrEnum


class Cue(StrEnum):
    """Something that a stretch of the question says about what is asked."""

    WHY = "why"
    TREND = "trend"
    MEAN = "mean"
    SUM = "sum"
    SHARE = "share"
    DIFFERENCE = "difference"
    PERCENT_CHANGE = "percent change"
    RISE = "rise"
    FALL = "fall"
    CHANGE = "change"
    IMPROVE = "improve"
    WORSEN = "worsen"
    COMPARE = "compare"
    COUNT_OF = "count of"
    """"how many …": a printed count, or a count of members."""
    WHICH = "which"
    EACH = "each"
    GAP = "gap"
    POINTS = "points"
    PERCENT = "percent"
    MONEY = "money"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    DEFINE = "define"
    BRIEF = "brief"
    OVER = "over budget"
    UNDER = "under budget"
    MISSED = "missed target"
    MET = "met target"
    NEGATED = "negated"
    RATIO = "ratio"
    LATEST = "latest"
    EARLIEST = "earliest"
    TOTAL = "total"
    CLOSING = "closing"
    PLANNED = "planned"
    METHOD = "method"
    """How something is measured or what counts as it: never a figure."""
    EXCEPT = "except"


_CUES: tuple[tuple[Cue, str], ...] = (
    (Cue.WHY, r"\bwhy\b|\bwhat(?:'s| is| was| were)? (?:the )?(?:[\w']+ ){0,3}?behind (?:it|this|that|them|these|those)\b|\bwhat (?:do|does|did|have|has) [^?,;]{2,60}? put (?:it|this|that|them) down to\b|\bwhat (?:might|may|could|would|can) (?:explain|account for|be behind|lie behind)\b|\bwhat(?:'s| is| was)? behind\b|\bwhat(?:'s| is| was| were)? (?:\w+ ){0,2}to blame\b|\bwhat(?:'s| is| was| were| are)? (?:being |mainly )?blamed\b|\bwhat (?:do|does|did) [^?,;]{2,40}? blame\b|\bwhat went wrong\b|\bwhat(?:'s| is| was| were)? the (?:explanation|reason|cause|excuse)s?\b|\bwhat (?:has |have |had )?(?:made|makes)\b|\bwhat (?:[\w']+ ){0,4}(?:did|caused|drove|explains) (?:it|that|this)\b(?=\s*[?.]*$)|\bhow come\b|\bwhat(?:'s| is| was| has)? (?:held|holding|hold|slowed|slowing|delayed|delaying|stopped|stopping) (?:up|back|down|the|it|its|them|their)\b|\bwhat(?:'s| is| was| has)? (?:mainly |largely )?(?:caus(?:ed|es|ing)|drove|driv(?:es|ing|en)|explain(?:s|ed)?|behind|led to|lay behind|accounts? for|accounted for)\b"
              r"|\b(?:main |chief |biggest |key )?(?:reasons?|causes?|drivers?|explanations?)\b|\bbecause of what\b|\bdue to what\b|\bwhat drove\b|\bbecause of\b\s*\?*$|\bon what grounds\b|\bhow (?:was|is) (?:that|this|it) explained\b|\bhow (?:does|do|did) (?:[\w']+ ){1,5}?(?:explain|account for|justify) (?:it|this|that|them|the)\b|\bwhat(?:'s| is| was| has been)? going on\b|\bwhat helped\b|\b(?:an|any|the) explanation\b|\bwhat went wrong\b|\bexplain why\b|\bwhat (?:lies|lay) behind\b"),
    (Cue.TREND, r"\b(?:develop|developed|evolved?|unfold(?:ed)?)\b(?= (?:from|between|since|over|in|during|through|across|after|to)\b|\s*[?.]|$)|\bbetter or worse\b|\bup or down\b|\bgo(?:ne)? (?:through|over) (?:the year|\d{4})|\btrends?\b|\bshow first and (?:last|latest)\b|\bstart, (?:lowest|highest|end|latest)\b|\bwhere it (?:began|started)\b|\b(?:each|every) (?:quarter|year|month)\b|\beach of the (?:last|past|previous) \w+ (?:quarters|years|months)\b|\b(?:what(?:'s| has| is)|what) happened to\b|\bhow has\b(?=[^?]*\bsince\b)|\bgetting (?:slower|faster|quicker|longer|shorter)\b|\bover time\b|\bgetting (?:any )?(?:better|bet+er|worse|higher|lower)\b|\bfirst and last\b|\bstart(?:ing)? (?:and|to) (?:end|finish)\w*\b|\bquarter[- ](?:by|on)[- ]quarter\b"
                r"|\b(?:over|across|through) the (?:last |past )?(?:two|three|four|five|six|seven|eight|\d+) (?:quarters|years|months|periods)\b|\byear by year\b|\btrajectory\b|\bdirection of travel\b|\bhow (?:has|have|did)(?= [^?]{1,60}? (?:moved|develop(?:ed)?|evolved?|unfold(?:ed)?|chang(?:e|ed) over|fared|progress(?:ed)?|move)\b)"),
    (Cue.MEAN, r"\baverages?\b|(?<!\bi )(?<!\byou )(?<!\bwe )(?<!\bdoes it )(?<!\bdoes this )(?<!\bdoes that )\bmean\b|\bon average\b|\baveraged\b|\baveraging\b"),
    (Cue.SUM, r"\bsum\b|\badd(?:ed|ing|s)? up\b|\badd\b|\bplus\b|\bcome to together\b|\bacross all\b|\bcombined\b|\baltogether\b|\ball told\b|\bput together\b|\btaken together\b|\btogether\b|\bin all\b|\btotal (?:of|for|budget|across|number)\b|\btotal\b(?=[^?]*\b(?:over|across|since|between)\b)|\bin total\b(?! (?!(?:over|across|for|in|since|between|of|by|from|during|to|at|on|and|was|were|is|are|did|does|do|as|per)\b)[a-z])|\badded\b|\bjointly\b|\bin total (?=(?:got|get|came|went|took|had|have|made|spent|paid|used)\b)|(?<!difference )(?<!gap )\bbetween (?:them|the (?:two|three|four|pair|lot))\b|\bsummed\b|\bgrand total\b"),
    (Cue.SHARE, r"(?:\b(?:(?<!\bper )shares?|proportions?|percentages?|fractions?|slices?|chunks?|per ?cent)\b|%)(?=(?: [^?,]{1,80}?)? of\b)|\bas an? (?:share|proportion|percentage|fraction|%|per cent)\b|\bhow much of\b|\bmakes? up\b|\bmade up\b|\baccount(?:s|ed)? for\b|\bout of (?:all|every|everything)\b|(?:^|[,;:] ?|\d )out of the\b|\bhow (?:many|much)\b[^?]*\bout of the\b|\bwhat part\b|\bhow (?:large|big|great|small) a (?:part|share|proportion|fraction|slice|chunk)\b|\bhow much of\b|\b(?:comes?|came) from\b(?=[^?]*(?:%|per ?cent|percentage|share))|\b(?:goes?|went) (?:on|to)\b(?=[^?]*(?:%|per ?cent|percentage|share))|(?<!by what )(?:%|\b(?:percentage|per ?cent|share|proportion)\b)(?= (?:was|were|is|are)\b)|(?<!\bper )\bshare\b"),
    (Cue.DIFFERENCE, r"\bhow much\b(?=[^?]{1,60} (?:(?:did not|didn't|was not|wasn't|has not|hasn't) (?:get |been )?spent|(?:went|goes|going|left) unspent)\b)|\bhow (?:many|much)\b(?=[^?]*\b(?:planned|budgeted|expected|scheduled|due|promised)\b[^?]*\b(?:did not|didn't|was not|wasn't|were not|weren't|never|has not|hasn't|have not|haven't)\b)|\bhow (?:many|much)\b(?= (?:(?!(?:had|have|has|been|were|was|are|is|did|do|does)\b)[\w%]+ ){0,6}?(?<! of )(?:more|less|fewer|higher|lower|further|greater|bigger|smaller|extra|better|worse|(?:above|below|over|under)(?! [£\d]| (?:the |all |these |those )?(?:whole |full |last |past |two |three |four |five |six ){0,2}(?:year|quarter|month)s?\b)|ahead|behind|short|slower|faster|quicker|longer|shorter|older|younger)\b)|\bby how (?:much|many)\b|\b(?:furthest|farthest) (?:behind|ahead of|below|above|over|under|from|past)\b|\bdifferences?\b|\bdiff\b|\bseparate[sd]?\b(?= [^?]{1,60}\band\b)|\bspread\b|\bexceed(?:ed|s)?\b|\bhow far\b|\bgap between\b|\bgaps?\b(?= (?:in|on|of|for) [^?,]{1,50}? between\b)|\bfall short\b|\bfell short\b|\bshort of\b|\bshortfall\b|\b(?:costs?|spen[dt]|c[ao]me in) (?:against|versus|vs\.?|compared (?:to|with)) (?:the |its |their )?(?:revised |original )?(?:budget|plan)\b(?! period)|\bminus\b|\b(\w+) less (?=(?:the )?(?:\w+ ){0,4}?\1\b)|\bhow much did(?= [^?]{1,60} (?:change|rise|fall|grow|drop|increase|decrease|go (?:up|down)|gain|lose|move)\b)"),
    (Cue.PERCENT_CHANGE, r"(?:\b(?:percentage|per ?cent)|%) (?:change|rise|fall|increase|decrease|drop|reduction|growth|gain|cut|decline|uplift|movement|difference)\b|\bby what (?:(?:percentage|percent|per cent)\b|%)|\bas a percentage\b(?! of)|\bin (?:percentage|per ?cent|relative|%) terms?\b|\bin (?:per ?cent\b|%)|\bpercentage[- ]?wise\b|\bwhat (?:percentage|per ?cent|%) (?:on|up|down|did|has|have|more|less|fewer|bigger|smaller|larger|greater|higher|lower|over|under|above|below)\b|\bwhat (?:percentage|per ?cent|%) (?:is|was) (?:that|this|it)\b(?! of\b)|\bhow (?:many|much) per ?cent\b|\b(?:change|rise|fall|increase|drop|differ\w*)(?=[^?]{0,40} in (?:%|per ?cent|percentage))\b|% change\b|(?:%|\bper ?cent(?:age)?) (?:over|under|above|below)\W*$|\bpercentage(?= [^?]{0,20}?(?:over|under|above|below)\b)|\brelative (?:change|growth)\b"),
    (Cue.RISE, r"\b(?:more|bigger|larger|greater|longer)\b(?=[^?]*\bthan\b[^?]*\b(?:before|earlier|previous|last|ago|in (?:20|Q)))|\b(?:more|bigger|larger|greater|higher|fuller)\b(?= [^?]{0,40}?\bthan (?:they|it|we) (?:started|began|opened)\b)|\b(?:ris(?:e|en|es|ing)|rose|increas(?:e|ed|es|ing)|gr[eo]w(?:n|s|th|ing)?|gain(?:ed|s)?|climb(?:ed|s|ing)?|w[e]nt up|go(?:ne|ing|es)? up|jump(?:ed|s)?|sh(?:oot|ot|oots) up|rocket(?:ed|s)?|soar(?:ed|s)?|surg(?:e|ed|ing)|(?<!end )(?<!ended )(?<!ends )(?<!set )(?<!sets )(?<!make )(?<!made )(?<!sign )(?<!signed )(?<!follow )(?<!followed )(?<!held )(?<!hold )(?<!holds )(?<!holding )(?<!given )(?<!gave )(?<!turned )(?<!turn )(?<!freed )(?<!caught )(?<!put )(?<!puts )(?<!putting )(?<!add )(?<!adding )(?<!pick )(?<!picked )(?<!give )(?<!giving )(?<!take )(?<!took )(?<!taking )(?<!open )(?<!opened )up|(?<!\bthe )higher|added?)\b"),
    (Cue.FALL, r"\b(?:smaller|less|fewer|shorter)\b(?=[^?]*\bthan\b[^?]*\b(?:before|earlier|previous|last|ago|in (?:20|Q)))|\b(?:smaller|less|fewer|lower|emptier)\b(?= [^?]{0,40}?\bthan (?:they|it|we) (?:started|began|opened)\b)|\b(?:(?:fall(?:en|s|ing)?|fell)(?! short\b)|decreas(?:e|ed|es|ing)|reduc(?:ed?|tions?|ing)|drop(?:ped|s|ping)?|declin(?:e|ed|es|ing)|w[e]nt down|go(?:ne|ing|es)? down|(?<!break )(?<!broken )(?<!turn )(?<!turned )(?<!put )(?<!written )(?<!write )(?<!shut )(?<!laid )(?<!set )(?<!track )(?<!note )down(?! (?:for|as|to)\b)|los[te]|(?<!\bthe )lower|shr[aiu]nk|cut(?! off\b|-off\b)|slip(?:ped)?(?! (?:in)?to\b)|dip(?:ped)?|plung(?:e|ed)|halved)\b"),
    (Cue.CHANGE, r"\bchang(?:e|ed|es|ing)\b|\bmovement\b|\bmov(?:e|ed)\b(?! (?:into|out|off|on|onto|away|house|home|in (?:to|with))\b)|\bcompar(?:e|ed|es|ing|ison)\b|\bdiffer\b|\brelative to\b|\bsince\b|\bshift(?:ed)?\b|\bhow much (?:bigger|smaller|larger|higher|lower)\b"),
    (Cue.IMPROVE, r"\bbetter\b(?=[^?]*\bthan\b[^?]*\b(?:before|earlier|previous|last|ago|in (?:20|Q)))|\b(?:get|got|getting|become|became) (?:quicker|faster|shorter)\b|\bimprov(?:e|ed|es|ing|ement|ements)\b|\b(?:got(?:ten)?|get|gets|getting) better\b|\bprogress(?:ed)?\b"),
    (Cue.WORSEN, r"\bworse\b(?=[^?]*\bthan\b[^?]*\b(?:before|earlier|previous|last|ago|in (?:20|Q)))|\b(?:get|got|getting|become|became) (?:slower|longer)\b|\b(?:got|get|did|getting|become|became|done|went|do|doing|slower)\b[^?]{0,20}\bworse\b(?! (?:than )?(?:average|the))|\bworsen(?:ed|s|ing)?\b|\bdeteriorat(?:e|ed|es|ing|ion)\b|\bgot(?:ten)? worse\b|\bslipp(?:ed|ing) back\b"),
    (Cue.COMPARE, r"\bversus\b|\bvs?\.?(?=\s)|\bcompar(?:e|ed|ing|ison)\b|\bboth figures\b|\bagainst\b|\bhow much each\b|\beach\b|\bor\b(?! (?:more|less|over|above|below|under|fewer|older|younger|higher|lower|better|worse))|\beither\b|\brather than\b|\bboth\b|\btwo\b|\bagainst what\b|\bwhat does each\b"
                  r"|^(?:and |so )?(?:is|are|was|were|do|does|did|have|has|had)\b(?=[^?]*\b(?:more|less|fewer|better|worse|\w{2,}er) (?:[\w'-]+ ){0,6}?than (?!(?:(?:the|its|their|our|a|an|in|at|on|it|they|was|were|is|had) )*(?:last|previous|prior|year|quarter|month|before|earlier|plan\w*|budget\w*|target\w*|expect\w*|forecast\w*|average|mean|norm|half|third|one|two|three|four|five|six|ten|\d|£)|(?:it|they|that|this|ever|usual|all|any|every\w*|other|others)\b))"),
    (Cue.COUNT_OF, r"\bhow many\b|\bnumber of\b|\bno\. of\b|\bcount of\b|\bhow often\b|\b(?:is|are|was|were) there (?:now |any )?(?:more|fewer|less|as many)\b"),
    (Cue.WHICH, r"\ball the (?:lines|items|rows|headings|ones)\b|\bwhich\b|(?:(?<=which )|(?<=budget )|(?<=service )|(?<=cost )|(?<=spending )|(?<=single ))(?:lines?|items?|headings?|entry|entries|rows?)\b(?= (?:\w+(?:ed|spent)|grew|rose|fell|had|has|have|was|were|is|are|went|came|did|in|of)\b)|^what (?=(?:[\w'-]+ ){0,4}?[\w'-]+s (?:were|are|had|have|has|rose|fell|saw|got|went|came|did|do|beat|hit|[a-z]+ed)\b)|^(?!(?:is|was|does|has|this|its|yes)\b)(?=[a-z-]+s (?:where|that|which|with|in)\b)|\b(?:red|amber|green)[- ]rated\b|\bwhat (?:is|was|are|were)? ?the (?=\w+ (?:with|that|which|whose))|\blist\b|\bname (?:the|all|every|each)\b|\bwho\b|\bwhere\b|\bin wh(?:at|ich)\b|^what (?:sorts?|kinds?|types?) of\b|^what (?=goals|targets|measures|services|projects|schemes)"),
    (Cue.EACH, r"\beach\b|\bby (?=\w+\s*\??$)|\bby (?=\w+ (?:in|for|during) )|\bbreak ?down\b|\bevery\b|\bper (?=[a-z]+$)"),
    (Cue.GAP, r"\bgaps?\b|\b(?:above|below|over|under|than|from|against|(?:compared|relative|closer?) to|(?:ahead|short|behind) of) (?:the |[\w']+ )?(?:overall |\w+ )?(?:average|mean|norm|overall|result)\b|\b(?:above|below) average\b|\bdisparit(?:y|ies)\b"),
    (Cue.POINTS, r"\b(?:percentage )?points?\b|\bpp\b|\bppts?\b"),
    (Cue.PERCENT, r"\bhow many per ?cent\b|\bpercentages?\b|\bper ?cent\b|%|\bproportions?\b|\bshare\b|\bhow many(?= [^?]{1,50} in (?:a hundred|100|every hundred|ten)\b)|\bin (?:a hundred|100|every hundred)\b|\bout of (?:a |every )?(?:100|hundred)\b|\brates?\b|\bwhat (?:fraction|slice|chunk)\b"),
    (Cue.MONEY, r"\bmoney\b|\bhow many (?:pounds|(?:millions?|billions?|thousands?)(?: of)?(?: pounds)?(?= (?:was|were|is|are|did|does|do|has|have|had|more|less|over|under|went|goes|go|came)\b|\s*[?,]|$))|\bhow much (?:money|cash|was (?=spent|budgeted)|did(?= [^?]{1,60} (?:spend|cost|pay|raise|save)\b))|£|\bin (?:pounds|£m?|millions?|thousands)\b|\bcosts?\b|\bspen[dt]\b|\bbudgets?\b|\bfunding\b|\bworth\b"),
    (Cue.WHEN, r"\bwhen\b|\bwhat (?:date|day|month|year|quarter|time)\b|\b(?:by|in|on|since|until|from) (?:which|what) (?:date|day|month|year|quarter)\b|\bsince when\b|\bhow soon\b|\bdeadline\b|\bforecast(?:ed)? date\b|\bhow long ago\b"),
    (Cue.WHO, r"(?<![a-z]s )(?<!people )(?<!those )(?<!staff )\bwho(?:m|se)?\b|\bwhich (?:body|organi[sz]ation|company|charity|person|provider|firm|group)\b"),
    (Cue.WHERE, r"\bwhere\b|\bwhich (?:place|prisons?|towns?|sites?)\b"),
    (Cue.DEFINE, r"\bwhat (?:is|are|was|does|do|counts? as|makes?|is meant by)\b|\bmean(?:s|ing|t)?\b|\bdefin(?:e|ed|ition)\b|\bstand for\b|\bin plain terms\b|\bexplain\b"),
    (Cue.BRIEF, r"\bbr(?:ie|ei)f(?:ing)?\b(?! me if)|\bkey (?:lines|points|facts)\b|\bsummar(?:y|ise|ize)\b|\blines to take\b|\btalking points\b|(?:^|[.!?:;]\s*|\bto )draft\b|\bdraft (?:me|us|a|an|some|key|short|lines|the|notes?)\b|\boverview of\b|\bwrite (?:me )?(?:a|some) (?:note|paragraph|lines)\b|\bbackground (?:note|on)\b"),
    (Cue.OVER, r"\b(?:more|higher)(?: (?:often|\w+s))? than (?:(?:it|they|we|was|were|is|are|had|have|been|should) )*(?:planned|budgeted|intended|meant to|supposed to|scheduled|due to|promised)\b|\b(?:bust(?:ed|ing|s)?|blow(?:n|s|ing)?|blew|break(?:s|ing)?|broke|exceed(?:ed|ing|s)?) (?:through )?(?:the |its |their )?(?:(?:approved|agreed|original|revised) )?budgets?\b|\bspen[dt](?:s|ing)? (?:[\w']+ ){0,3}?more\b(?=[^?]*\bthan\b[^?]*\b(?:budget|plan|allow))|\b(?:go|goes|going|went|gone) over\b(?= (?:on|by|budget|(?:its|their|the) (?:[\w-]+ )?budget)\b)|\b(?:go|goes|going|went|gone) (?:furthest|farthest|most|well|way|far) over\b|\bover what (?:was|is|had been|has been|it|they) (?:[\w']+ )?(?:set aside|budgeted|planned|allowed|agreed)\b|\bover[- ]?(?:spen[dt]|spending|ran|run|shot|shoot)s?\b|\bover (?:the |its |their |[\w ]{0,20})?budget\b|\bover (?:the |its |their )?(?:plan|(?:[\w-]+ )?profile)\b(?! period)|\bin excess of\b|\b(?:beat|exceed(?:ed|s)?|topped|outstripped) (?:the |its |their )?(?:[\w ]{0,20})?budget\b"),
    (Cue.UNDER, r"\b(?:less|fewer|lower)(?: (?:often|\w+s))? than (?:(?:it|they|we|was|were|is|are|had|have|been|should) )*(?:planned|budgeted|intended|meant to|supposed to|scheduled|due to|promised)\b|\bspen[dt](?:s|ing)? (?:[\w']+ ){0,3}?less\b(?=[^?]*\bthan\b[^?]*\b(?:budget|plan|allow))|\b(?:behind|short of) (?:the |its |their )?[\w ]{0,20}(?:plan|budget|schedule)\b|\b(?:did not|didn't|was not|wasn't|has not|hasn't) (?:get |been )?(?:spent|used up)\b|\b(?:went|goes|going|left|remained) unspent\b|\bunder[- ]?(?:spen[dt]|spending)s?\b|\b(?:under|below|within) (?:the |its |their |[\w ]{0,20})?budget\b|\b(?:under|below) (?:the |its |their )?(?:plan|(?:[\w-]+ )?profile)\b(?! period)"),
    (Cue.MISSED, r"\b(?:fewer|less|lower|slower|longer|later|worse)\b[^?]{0,40}\bthan (?:(?:its|their|the|our) )?(?:own )?targets?\b|\b(?:goals?|targets?|standards?|ceilings?)\b[^?]{0,40}\b(?:miss(?:ed)?|not met|not hit|not reached)\b|\bmiss(?:ed)?\b(?=[^?]*\btarget)|\bmiss(?:ed|ing|es)?\b (?:[\w']+ ){0,3}targets?\b|\b(?:below|under|short of|behind|off) (?:its |their |the |on )?(?:(?!than\b)[\w'-]+ ){0,4}?(?:targets?|goals?|standards?|ambitions?)\b|\bfail(?:ed|ing)? to (?:hit|meet|reach)\b|\b(?:did not|didn't|not) (?:hit|meet|reach|met)\b|\b(?:did not|didn't|not) (?:manage|achieve|make|get)\b(?=[^?]*\b(?:targets?|goals?|(?:were|was|been|are) (?:set|given))\b)"),
    (Cue.MET, r"\btargets?\b[^?]*\band (?:what|how)\b[^?]*\b(?:actual(?:ly)?|managed?|achieved?|delivered?|outturn|really)\b|\b(?:against|vs|versus|over|above|below|under|short of|compared (?:with|to)) (?:what |the |its |their )?(?:target|goal|standard|ambition)\b|\b(?:hit|met|meet|reach|reached|beat|exceed|exceeded|above|over|achieve|achieved|on|get) (?:[\w'/-]+ ){0,3}targets?\b|\bdid (?:they|it|he|she|we) (?:hit|meet|reach|manage|make|get|achieve)\b"),
    (Cue.NEGATED, r"\b(?:did|does|do|is|are|was|were|has|have) ?n[o']t\b|\bnot\b|\bnever\b|\bno longer\b|\bwithout\b|\bfail(?:ed|s)? to\b"),
    (Cue.RATIO, r"\bfor every\b|\bhow many times (?:more|as|higher|bigger|larger|the|over)\b|\btimes (?:more|as|higher|bigger|larger|the)\b|\bratio\b|\btwice\b|\bx more\b"),
    (Cue.LATEST, r"\b(?:latest|now|at the moment|current(?:ly)?|most recent|today|at present|these days|this (?:quarter|year)|nowadays|right now|last(?:est)? (?:quarter|year) available)\b"),
    (Cue.EARLIEST, r"\b(?:opening|(?:at|from) the (?:start|beginning|opening|outset)\b|\bbase(?:line)?\b|\boriginal(?:ly)?|(?:begin|began|start|started|open|opened) (?:the|its|this) year|than (?:they|it|we) (?:started|began|opened)(?: (?:out|off|with|at))*|originally|at first|initially|to (?:start|begin) with|at the (?:start|beginning))\b"),
    (Cue.CLOSING, r"\b(?:closing|(?:at|by) the (?:end|close) of|ended the year|what(?:'s| is) left|left (?:in|at)|remain(?:s|ed|ing)?|(?:finish(?:ed)?|end(?:ed)?|closed?) (?:the year|(?:in )?\d{4}(?:[-/]\d{2,4})?)|still held)\b"),
    (Cue.PLANNED, r"\b(?:meant|supposed|due|planned|budgeted|expected|aiming|aimed|intended|scheduled|hop(?:ed|ing)|want(?:s|ed)?) to\b|\b(?:hop(?:ed|ing)|aim(?:ed|ing)) (?:for|that|would|will)\b|\bshould have\b|\btargets?\b|\bbudgets?\b|\bplan(?:ned)?\b|\bgoal\b|\b(?:national|contract|statutory) standards?\b|\bthe standard (?:for|of)\b|\baim\b|\bforecast\b|\bbaseline\b|\boriginal(?:ly)?\b"),
    (Cue.TOTAL, r"\b(?:all|total|overall|in total|altogether|in all|all told|whole|entire|as a whole)\b"),
    (Cue.METHOD, r"\bhow(?:'s| (?:is|are|was|were|do|does|did))\b[^?]{0,70}\b(?:worked out|work out|calculated?|measured?|defined?|counted|computed|determined?|scored|decided)\b|\bcounts? as\b|\bwhat (?:(?:is|are|was|were|isn't|aren't|not|and|or|gets?) )+(?:counted|classed|treated|included|recorded) (?:as|in)\b|\bis meant by\b|\b(?:which|what) answers\b|\bdefinition\b|\bwhat (?:does|do|did|would) [^?]{1,60} (?:mean|stand for)\b|\bstands? for\b|\bwhat question\b|\bwhat are people asked\b|\b(?:is|are|was|were|do|does) (?:it|they|these|those|he|she) (?:still |also |then )?(?:get )?(?:counted|included|excluded|left out)\b"),
    (Cue.EXCEPT, r"\b(?:leaving|setting|putting) (?=(?:the |all )?(?:[\w'-]+ ){1,4}?aside\b)|\b(?:leaving aside|leaving out|omitting|apart from|other than|except(?: for)?|excluding|not counting|ignoring|setting aside|besides|aside from)\b"),
)  # fmt: skip
COMPILED = tuple((cue, re.compile(pattern, re.IGNORECASE)) for cue, pattern in _CUES)

YES_NO = re.compile(
    r"^(?:and |so |but |also |then )?(?:did|does|do|is|are|was|were|has|have|had|can|will|would|could|isn't|aren't|didn't|hasn't|haven't)\b(?! you\b)",
    re.IGNORECASE,
)

POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon)|dear \w+|sorry|excuse me|please|thanks|ok(?:ay)?|so|right|um+|erm?|quick (?:question|one))\b[\s,!.:-]*)+"
    r"|\b(?:could|can|would|will) you (?:please |kindly |just |possibly |also )?(?:tell|give|show|remind|confirm|let|provide|explain|say|help)(?: (?:me|us|to me))?(?: (?:know|with|understand))?\b(?: please)?"
    r"|\b(?:i(?:'d| would| am|'m)?|we(?:'d| would)?) (?:(?:would |'d )?like|want|need|keen|wish|trying|hoping|looking|have been asked)(?: to (?:know|see|find out|understand|check|hear|work out|say))?\b"
    r"|\b(?:please )?(?:tell|give|show|remind) (?:me|us)\b|\bdo you (?:happen to )?know\b|\bi(?:'m| am) (?:wondering|curious|asking|not sure)(?: about| if| whether)?\b|\bi wonder(?:ed)?(?: if| whether)?\b"
    r"|\b(?:if (?:you|i) (?:can|could|may)|if possible|if you don't mind|thanks(?: in advance)?|thank you|many thanks|cheers|pls|plz|please)\b"
    r"|^(?:[\w']+ ){0,2}?(?:seen|read|heard|been (?:told|given)|got|found) (?:the )?(?:two|three|several|different|conflicting|various|other)(?: (?:different|conflicting))? (?:numbers|figures|totals|counts|values)(?: (?:quoted|given|for|on|about|of))+\b|(?<=[.?!] )(?:so )?what (?:does|do) the reports? say\b(?=\s*[?.]*$)"
    r"|\baccording to (?:the|this|these|your) (?:report|reports|documents?|figures?|data)\b|\b(?:in|from) (?:the|this|that|your) reports?\b(?! (?:on|about|into))|\bdoes (?:the|this) report say (?:about|on)?\b|\bfor (?:the|my) (?:meeting|council|committee|briefing|record)\b"
    r"|\bend(?:ed|s|ing)? up\b(?! (?:better|worse|higher|lower|bigger|smaller))"
    r"|\b(?:actually|really|basically|exactly)\b(?= (?:have|has|had|is|are|was|were|do|does|did|get|got|spend|spent|end|ended|go|went|come|came)\b)"
    r"|\b(?:both|the two|two) (?:figures|numbers|values)(?: please)?\b|\bgive (?:both|the|each)(?: figures?)?\b|\bhow much each\b|\bfirst and last(?: please)?\b|\b(?:start(?:ing)?|first) and (?:end|last)(?: figures?| values?| points?)?\b",
    re.IGNORECASE,
)  # fmt: skip

CODE = re.compile(
    r"<script\b[^>]*>.*?(?:</script>|$)|<[^>]{1,200}>"
    r"|\b(?:select\s+(?:\*|[\w.]+(?:\s*,\s*[\w.]+)*)\s+from|insert\s+into|update\s+\w+\s+set|delete\s+from|drop\s+(?:table|database|schema|index)|union\s+(?:all\s+)?select)\b[^;]*?(?:;|--|$)"
    r"|\{\{.*?\}\}|\$\{.*?\}|\b(?:system|admin|administrator|developer|assistant)\s*(?:note|message|prompt|update|instruction|override)?\s*:[^.?!]*[.?!]|__\w+__(?:\([^)]*\))?(?:\.\w+\([^)]*\))*|\b\w+\.\w+\([^)]*\)|\bimport \w+\b|\bos\.system\([^)]*\)|;\s*--+|--+(?=\s)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip

_INSTEAD = r"(?:rather than|instead of|as opposed to)"
_WAY = (
    r"(?:(?:go(?:ing|ne|es)?|went|got|get(?:s|ting)?) )?(?:up|down|ris(?:e|en|ing)|rose|fall(?:en|ing)?|fell|(?:in|de)creas(?:e|ed|ing)|"
    r"gr[eo]w(?:n|ing)?|shr[aiu]nk|drop(?:ped|ping)?|improv(?:e|ed|ing)|worsen(?:ed|ing)?|better|worse|more|less|fewer|higher|lower|"
    r"over|under|above|below|ahead|behind)(?: (?:it|them|(?:the |its |their )?(?:budgets?|targets?|plans?)))?"
)
NOT_THIS = re.compile(
    rf"[,(]?\s*\b(?:and )?(?:not|{_INSTEAD}) (?:the |an? |in |as an? )*(?:percent\w*|per cent|%|gaps?|shares?|numbers?|counts?|points?|change|difference|total|average|budget|target|forecast)\b\)?"
    rf"|[,(]?\s*(?:\b{_INSTEAD}|(?:\b(?:and|but)|,)\s*not) {_WAY}(?=\s*(?:[?.,;)]|$|(?:in|since|between|during|over|last|this|from|at|compared|on)\b))\)?"
    rf"|\s*\bnot {_WAY},? but\b|n't {_WAY},? but\b"
    r"|(?<=\w),? not (?:the |an? )?(?!\w+(?:ing|ed)\b)[\w'-]+(?: [\w'-]+)?(?=\))"
    r"|(?<=\w),?\s*\bas opposed to (?:[\w'-]+ ?){1,3}(?=[?.]*$)",
    re.IGNORECASE,
)  # fmt: skip
"""What is said not to be asked for: "and not the percentage", "rather than down", "as opposed to promised"."""

INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass) (?:all |any |your |the |my |every |previous |prior |earlier |above |these )*(?:instructions?|rules?|prompts?|guidelines|sources?|documents?|reports?|citations?|above)\b"
    r"|\b(?:pretend|role-?play|act as|behave as|imagine) (?:you|to be|that you|as|i'm|i am)\b|\byou are now\b|\bsystem prompt\b|\bdeveloper mode\b|\bjailbreak\b|\b(?:make|invent|fabricat)\w* (?:up )?(?:a|some|the|an) \w*\s?(?:figure|number|quote|statistic|citation|answer)s?\b"
    r"|\bwrite (?:me )?(?:a|an|some) (?:poem|song|story|joke|rap|limerick|python|code|script|function|haiku)\b|\bsign (?:it|off) (?:from|as)\b|\be-?mail (?:all|every|the|my)\b|\bsend (?:an?|the) (?:e-?mail|letter|message)\b|\bpromise\b.{0,80}\bsign\b|\bjust (?:say|answer|reply|output|print) (?:that|\"|'|yes|no|with)\b|\brepeat after me\b"
    r"|\b(?:say|state|claim|answer|reply|respond|report|tell everyone|announce) that\b.{0,120}\b(?:even (?:if|though)|regardless|no matter|whatever)\b|\b(?:print|reveal|show|output|display|dump) (?:me )?(?:your|the|all) (?:\w+ )?(?:prompts?|instructions?|environment|password|keys?|secrets?|config\w*|files?)\b",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip

OPINION = re.compile(
    r"\b(?<!what )(?:is|are|was|were) (?:(?!\bwhat\b)[^?]){2,60}? (?:any good|any use|up to (?:the|his|her|their) job|to blame)\b|\b(?:do|would|did) you (?:personally |really |honestly )?(?:think|believe|feel|agree|reckon|recommend|suggest|like|prefer|support)\b|\b(?:what(?:'s| is| are)|in) your (?:own |personal |honest )?(?:opinion|view|take|thoughts|advice)\b"
    r"|\b(?:(?<!when )should|ought) (?:i|we|they|he|she|the(?! (?:sum|total|figure|answer|number|result)\b)|my)\b|\bwhen should (?!(?:i|we|they|he|she) (?:hear|know|learn|see|expect|get|find out)\b)|\bcan you recommend\b|\bcould you recommend\b|\brecommend (?:me )?an?\b|\bwho (?:is going to|will|would|should) win\b|\bwho should (?:i|we)\b|\bwho (?:will|should) (?:i|we) vote\b",
    re.IGNORECASE,
)  # fmt: skip


PER_HEAD = re.compile(
    r"\b(?:(?:per|for each|for every) (?:head|capita|person|resident|inhabitant)|(?:a|each) head)\b"
    r"(?: of (?:the )?(?:population|people|residents)\b)?|"
    r"\bfor (?:its|their|the) (?:size|population)\b|\b(?:relative|compared) to (?:its|their) (?:size|population)\b|"
    r"\bfor the number of (?:people|residents|homes|households|houses|patients|pupils|staff)\b|"
    r"\b(?:allow(?:ing)?|account(?:ing)?|adjust(?:ed|ing)?|correct(?:ed|ing)?) for (?:[\w']+ )?"
    r"(?:how many|(?:the )?number of|(?:its |their |the )?(?:size|population))\b|"
    r"\btak(?:e|es|ing) (?:account of|into account) (?:how many|(?:the )?number of|(?:its |their |the )?(?:size|population))\b|"
    r"\bper (?:[\d,]+|thousand|hundred|million) (?:people|residents|population|inhabitants|heads?)\b",
    re.IGNORECASE,
)
"""What is held against how many people there are."""
RATED = re.compile(r"\bper\b|\brates?\b|\b(?:a|each) head\b", re.IGNORECASE)
"""How a label says that its figures are so."""
ALTERNATIVE = re.compile(r"\bor (?:is|are|was|were|did|does|do|has|have) (?:it|they|that|this|there)\b", re.IGNORECASE)
"""Two accounts of which one is asked for: "is it real, or is it just reported more?"."""

EXCEPT = re.compile(dict(_CUES)[Cue.EXCEPT], re.IGNORECASE)
EXCLUDED = re.compile(
    r"(?:(?!,|\?|;|\(|\b(?:were|was|is|are|did|does|do|had|have|has|which|what|how|who|where|when|in|for|by|during|since|vs|versus|against|compared)\b).)*",
    re.IGNORECASE,
)
SEPARATOR = re.compile(
    r"\b(?:versus|vs\.?|against|compared (?:with|to)|or|and|rather than|than|to|minus|less(?! than)|exceed(?:ed)? that (?:for|of)|exceed(?:ed|s)?|that (?:for|of))\b(?=\s)",
    re.IGNORECASE,
)


class Order(StrEnum):
    """Which end of a ranking is asked for."""

    MOST = "most"
    LEAST = "least"
    BEST = "best"
    WORST = "worst"


_ORDER: tuple[tuple[Order, str], ...] = (
    (Order.BEST, r"\b(?:best|strongest|top[- ]performing|(?<!is )(?<!are )(?<!was )(?<!were )(?<!'s )leading|most successful|healthiest|doing well)\b|\bmost improved\b|\bimproved (?:by )?(?:the )?most\b|\bhappiest\b|\bcame (?:top|first)\b|\bsecond[- ]best\b|\b(?:most|best) (?:(?=(?:satisfied|trusting|confident)\b)|positive\b)|\bgain(?:ed)? (?:the )?most\b(?=[^?]*\bimprov)|\bbetter\b(?=[^?]*\bor\b|[^?]*\bthan\b)"),
    (Order.WORST, r"\b(?:worst|poorest|weakest|most deteriorated|struggling|bottom|lagging)\b|\b(?:worsened|deteriorated|slipped) (?:by )?(?:the )?most\b|\bworse by (?:the )?most\b|\bcame (?:last|bottom)\b|\b(?:most|least) (?:doubtful|negative)\b|\bunhappiest\b|\bleast (?:(?=(?:satisfied|trusting|confident)\b)|(?:positive|happy)\b)|\bsecond[- ]worst\b"),
    (Order.LEAST, r"\b(?:least likely|lowest|leanest|(?<!at )least|fewest|smallest|slowest|shortest|cheapest|minimum|youngest|tiniest|furthest (?:behind|below|under|short)|most below)\b|\b(?:fell|fallen|dropped|declined|decreased|down|lost) (?:by )?(?:the )?(?:most|furthest)\b|\b(?:biggest|largest|greatest|steepest|sharpest) (?:[\w-]+ )?(?:fall|drop|decrease|reduction|decline|cut|loss|underspend)\b"),
    (Order.MOST, r"\b(?:most likely|highest|most (?:punctual|reliable|visited|crowded|common(?:ly)?|frequent(?:ly)?|often|expensive|popular|numerous|costly|generous)|(?<!\bwhat )(?<!\bwhy )(?<!\bhow )(?<!\bwhen )(?:the|by|its|their|were|was|are|rose|risen|fell|fallen|improved|grew|grown|gained|lost|slipped|dropped|declined|increased|decreased|spent|spends|costs?|had|has|have|got|gets|get|saw|held|holds|recorded|received|took|up|down|overspent|underspent|moved|above|over) (?:the )?most(?! recent\b| of\b)|most(?=[?.,]|$| and\b| on\b)|largest|biggest|greatest|longest|quickest|fastest|top|maximum|dearest|oldest|furthest above|furthest|heaviest|costliest|busiest|commonest|bumper|by most)\b|\b(?:biggest|largest|greatest|steepest|sharpest) (?:[\w-]+ )?(?:rise|increase|jump|growth|gain|overspend)\b"),
)  # fmt: skip
ORDERS = tuple((order, re.compile(pattern, re.IGNORECASE)) for order, pattern in _ORDER)
WHICH_TIME = re.compile(
    r"\b(?:which|what)\b (?:of the )?(?:\w+ ){0,2}?(?:quarter|year|month|period|fy)s?\b|\bwhen\b"
    r"|\bhow many (?:years|quarters|months)\b|\b(?:highest|lowest|best|worst|bumper|peak|record|busiest|quietest|leanest) (?:quarter|year|month)\b",
    re.IGNORECASE,
)
WHICH_ONE = re.compile(
    r"^(?:in |of |for |during )?(?:which|what) (?:of the )?(?:\w+ )?(?:quarter|year|month|fy)s?\b", re.IGNORECASE
)
SEVERAL = re.compile(
    r"(?:\b(?:over|across|in|during|for|of|through) )?(?:\bthe )?\b(?:last|past|previous|latest) "
    r"(two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:quarters|years|months|periods)\b",
    re.IGNORECASE,
)
"""So many of the latest periods."""
OVER_SO_MANY = re.compile(
    r"\b(?:over|across|in|during|for|through) (?:the|these|those|all) (?:last |past |previous |latest )?"
    r"(two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:(?:complete|full|whole|financial|fiscal|calendar) )?"
    r"(years|quarters)\b(?! (?:before|earlier|ago|later)\b)",
    re.IGNORECASE,
)
"""The whole of so many periods, whichever they are: "over the four years shown"."""
SO_LONG = re.compile(
    r"\b(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2}) "
    r"(?:(?:complete|full|whole|financial|fiscal|calendar|consecutive) )?(?:quarters|years|months)\b",
    re.IGNORECASE,
)
"""So many periods, as one says beside the first and the last of them."""
MORE_OR_LESS = re.compile(
    r"\b(?:(higher|larger|greater|bigger|more)|lower|smaller|less|fewer)\b(?! (?:than|or)\b)", re.IGNORECASE
)
RANK_NUMBER = re.compile(r"\b(?:top|bottom|first|last|highest|lowest|best|worst|biggest|largest|smallest) (two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b(?! ?(?:quarters?|years?|months?|%|per))|\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[\w-]+ ){0,4}?(?:had the |have the |has the |with the |whose |saw the |sold the |[a-z]+ed the )?(?:fewest|highest|lowest|best|worst|biggest|largest|smallest|most|least)\b", re.IGNORECASE)  # fmt: skip
PLACE = re.compile(
    r"\b(second|third|fourth|fifth|2nd|3rd|4th|5th)[- ](?:from (?:top|bottom)|highest|lowest|best|worst|biggest|largest|smallest|most|least|place)\b"
    r"|\b(?:came|comes|ranked|ranks|placed|finished|was|were) (second|third|fourth|fifth|2nd|3rd|4th|5th)\b(?! (?:quarter|year|half))",
    re.IGNORECASE,
)
SMALL = {w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])} | {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}  # fmt: skip


def small_number(word: str) -> int:
    """The number that a word or digits stand for.

    >>> small_number("Three"), small_number("12")
    (3, 12)
    """
    return SMALL.get(word.lower()) or int(word)


class Comparator(StrEnum):
    """How a value stands to a threshold."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="


_COMPARATORS: tuple[tuple[Comparator, str], ...] = (
    (Comparator.AT_LEAST, r"(?:at least|no (?:less|fewer|lower) than|not (?:less|fewer) than|a minimum of|minimum of)\s+$"),
    (Comparator.AT_MOST, r"(?:at most|no (?:more|higher|greater) than|not more than|up to|a maximum of|maximum of)\s+$"),
    (Comparator.ABOVE, r"(?:more than|greater than|higher than|over|above|exceed(?:s|ed|ing)?|bigger than|better than|topped|upwards of|in excess of|beat|older than|longer than)\s+$"),
    (Comparator.BELOW, r"(?:less than|fewer than|lower than|under|below|beneath|smaller than|short of|worse than|younger than|shorter than)\s+$"),
    (Comparator.EQUAL, r"(?:exactly|equal to|precisely)\s+$"),
)  # fmt: skip
BEFORE = tuple((c, re.compile(p, re.IGNORECASE)) for c, p in _COMPARATORS)
AFTER = (
    (
        Comparator.AT_LEAST,
        re.compile(r"^\s*(?:\w+\s+){0,2}?(?:or|and) (?:more|higher|above|over|greater|better|older)\b", re.IGNORECASE),
    ),
    (
        Comparator.AT_MOST,
        re.compile(r"^\s*(?:\w+\s+){0,2}?(?:or|and) (?:less|fewer|lower|below|under|smaller|worse)\b", re.IGNORECASE),
    ),
)


class Relative(StrEnum):
    """A period named by its place to the report's own."""

    LATEST = "latest"
    PREVIOUS = "previous"
    """The quarter (or year) before the latest."""
    YEAR_BEFORE = "year before"
    LAST = "last"
    """"last quarter": the report's own latest, or the one before; the question decides."""
    NEXT = "next"
    """The year after the report's own; what is carried "into next year" is none of that year's."""


_RELATIVE: tuple[tuple[Relative, str], ...] = (
    (Relative.YEAR_BEFORE, r"\b(?:12|twelve)-month\b(?= (?:change|rise|fall|increase|decrease|drop|movement|difference))|\b(?:the )?same (?:quarter|period|time|month)s? (?:of |in |a |the )*(?:last|previous|year|prior)(?: year| before| earlier)?(?: before| earlier| ago)?\b|\b(?:at )?th(?:is|e same) (?:time|point|stage) last year\b|\ba year (?:ago|earlier|before|back|previously)\b|\b(?:the )?(?:previous|prior|preceding) year\b|\b(?:the )?year before\b|\bon the year\b|\byear[- ]on[- ]year\b|\by[- ]?o[- ]?y\b|\b(?:12|twelve) months (?:ago|earlier|before|back)\b|\bthan last year\b|\b(?:on|from|with|against|to|vs) last year\b|\bover the (?:past |last )?year\b|\bin the (?:past|last) year\b|\bannually\b"),
    (Relative.PREVIOUS, r"\b(?:the )?(?:previous|prior|preceding) (?:quarter|month|period)\b|\b(?:the )?quarter (?:before|earlier|previously)\b|\b(?:a|one) quarter (?:ago|earlier|before)\b|\bthree months (?:ago|earlier|before)\b|\b(?:since|than|on|from|with|against|over|vs|compared (?:to|with)) (?:the )?last quarter\b|\bon the quarter\b|\bquarter[- ]on[- ]quarter\b|\bqoq\b"),
    (Relative.LATEST, r"\b(?:the )?(?:latest|most recent|lastest|newest|current|this) (?:quarter|year|period|data|figures?|month|available)?\b|\bnow\b|\bcurrently\b|\bat (?:present|the moment)\b|\btoday\b|\bthe quarter\b|\bat the end of the (?:year|quarter)\b|\bthe (?:end of the )?year\b(?! (?:before|to|ending|ended))"),
    (Relative.LAST, r"\blast (?:quarter|year|month)\b(?! of\b)"),
    (Relative.NEXT, r"(?<!\binto )(?<!\bto )\b(?:the )?(?:next|coming) (?:financial )?year\b(?:['’]s)?|\bthe year ahead\b"),
)  # fmt: skip
RELATIVES = tuple((r, re.compile(p, re.IGNORECASE)) for r, p in _RELATIVE)
