"""What search stands on: derived from the records, written with them, and made anew whenever that is wanted.

None of it has a history, and nobody edits it. ``agreements.catalogue`` keeps it.
"""

import enum

from django.db import models

from agreements.models.agreement import Agreement
from agreements.models.institution import Institution
from agreements.models.party import Party
from agreements.models.project import Project
from agreements.models.signatory import Signatory
from agreements.models.theme import Theme


class Kind(enum.IntEnum):
    """The kinds of record that are found by words, by the number that stands for each in stored ids."""

    AGREEMENT = 0
    SIGNATORY = 1
    PARTY = 2
    THEME = 3
    PROJECT = 4
    INSTITUTION = 5

    @property
    def model(self) -> type[models.Model]:
        """The model of the records."""
        return _MODELS[self]

    @classmethod
    def of(cls, model: type[models.Model]) -> "Kind":
        """The kind of a model's records. Raise KeyError for a model that is not found by words."""
        return _KINDS[model]


_MODELS: dict[Kind, type[models.Model]] = {
    Kind.AGREEMENT: Agreement,
    Kind.SIGNATORY: Signatory,
    Kind.PARTY: Party,
    Kind.THEME: Theme,
    Kind.PROJECT: Project,
    Kind.INSTITUTION: Institution,
}
_KINDS = {model: kind for kind, model in _MODELS.items()}


class SearchDocument(models.Model):
    """The index terms of one record, by how much they say: what it is called, who and what it names, all the rest.

    Terms stand in the order of the text with a space between two; the fields of a column are parted by SEPARATOR.
    ``id`` holds the record's kind too: see ``document_id``. ``SearchTerm`` is the index over them.
    """

    id = models.BigIntegerField(primary_key=True)
    titles = models.TextField()
    names = models.TextField()
    body = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{Kind(self.id & KIND_MASK).name} {self.id >> KIND_BITS}"


class SearchTerm(models.Model):
    """The records of a kind whose documents hold a term: the inverted index over the search documents.

    ``titles``, ``names``, ``body``: sets of ids of records, each a roaring bitmap in its portable form
    (https://github.com/RoaringBitmap/RoaringFormatSpec), b"" for the empty set. A record stands in the first of them
    that is a column of its document with the term; so the three have no record in common. ``term``: in UTF-8, of which
    the order is that of code points on every database. The term b"" stands in the titles of every document.
    """

    kind = models.SmallIntegerField(choices=[(kind.value, kind.name.lower()) for kind in Kind])
    term = models.BinaryField()
    titles = models.BinaryField()
    names = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("kind", "term"), name="search_term_once"),)

    def __str__(self) -> str:
        return f"{Kind(self.kind).name} {bytes(self.term).decode()}"


#: Stands between two fields; no term holds it, so that no phrase reaches from one field into the next.
SEPARATOR = "|"
KIND_BITS = 3
KIND_MASK = (1 << KIND_BITS) - 1


def document_id(kind: Kind, record: int) -> int:
    """The id of a record's document: the record's id × 8 + the number of its kind."""
    return record << KIND_BITS | kind


class SearchWord(models.Model):
    """A word that stands in some document, published or not, or once stood there: words are added, never taken away.

    ``surface`` is the word folded but not stemmed, ``term`` its index term, ``written`` how a text has it, in small
    letters. ``is_norwegian``: it stood in a field that is written in Norwegian. Whoever shows a word to readers sees to
    it that it finds something public.
    """

    surface = models.CharField(max_length=64, primary_key=True)
    term = models.CharField(max_length=64)
    written = models.CharField(max_length=64)
    is_norwegian = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.surface


class ArchiveVersion(models.Model):
    """The version of the archive, a single row. No row: nothing was ever written.

    A version is never used twice, not even after a transaction was rolled back or a backup restored: it is the time in
    microseconds since 1970, or one more than the version before where the clock says less.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class ArchiveChange(models.Model):
    """A record that changed at a version. ``kind`` and ``record_id`` NULL: so much that readers begin anew."""

    version = models.BigIntegerField(db_index=True)
    kind = models.SmallIntegerField(null=True, choices=[(kind.value, kind.name.lower()) for kind in Kind])
    record_id = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version}: {'everything' if self.kind is None else Kind(self.kind).name} {self.record_id or ''}"
