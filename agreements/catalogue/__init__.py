"""The read side: the one question that every list, count, export, feed and suggestion asks, and what answers it.

``ask(Question(…))`` is all that most callers need. Behind it: ``snapshot`` holds the published records in memory
(``records``, ``facet``, ``order``, ``standing``), ``matching`` and ``fulltext`` find words, ``changes`` keeps both in
step with every edit.
"""

from agreements.catalogue.question import RELEVANCE, Answer, Choice, Question, ask, having
from agreements.catalogue.snapshot import current
from agreements.catalogue.values import FACETS, Values

__all__ = ["FACETS", "RELEVANCE", "Answer", "Choice", "Question", "Values", "ask", "current", "having"]
