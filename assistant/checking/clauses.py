"""The subject and the verb of a clause, as far as a list of verbs tells. Knows English, not the library."""

from __future__ import annotations

import re

VERB = (
    r"(?:was|were|is|are|had|has|have|rose|fell|grew|went|came|stood|stands?|dropped|increased|decreased|declined|improved"
    r"|worsened|remained|stayed|reached|hit|missed|met|beat|exceeded|finished|ended|cost|spent|made|took|saw|recorded|climbed"
    r"|slipped|doubled|halved|trebled|overspent|underspent|accounts?|accounted|makes?|make|received|delivered|carried|kept"
    r"|did|lost|gained|won|attended|repaired|recycle[sd]|manage[sd]|narrowed|widened|closed|overran|answered|ran|gave|brought|shrank"
    r"|shrunk|dipped|jumped|soared|passed|topped|held|handled|scored|performed|fared|attracted|cancelled|cleared|got)"
)
# An article alone is no subject: what follows it belongs to the name, even where it is spelt like a verb.
SUBJECT = re.compile(
    rf"^(?P<subject>(?>(?:(?:the|an?|our|this) )?)(?:[\w'’&/%+-]+[ ,]+?){{1,12}}?)(?={VERB}\b)", re.IGNORECASE
)
ANY_SUBJECT = re.compile(
    r"\b(?:it|its|this|that|these|those|they|their|which|who|we|our|there|what|all|both|each|one|some|most|many|total|overall"
    r"|figures?|numbers?|rates?|share|proportion|result|average|mean|median|rise|increase|fall|drop|change|year|quarter)\b"
    r"|\d",
    re.IGNORECASE,
)
"""A subject that stands for the one that was named before."""
