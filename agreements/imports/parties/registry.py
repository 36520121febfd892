"""Party records, made when an importer first needs them."""

from collections.abc import Iterable

from agreements.catalogue.changes import changed
from agreements.imports.history import write_history
from agreements.imports.parties.table import table
from agreements.models import Kind, Party, PartyName, PartySuccession


class PartyRegistry:
    """Party ids by code. A party that exists is used as it is.

    ``reason`` is written into the history of what is made.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.ids: dict[str, int] = dict(Party.objects.values_list("code", "pk"))
        self.created_count = 0

    def make(self, codes: Iterable[str]) -> None:
        """Make the records that are missing, those of successors too, with their other names.

        Raises KeyError for a code nobody knows.
        """
        missing = self._missing(codes)
        parties = [self._party(code) for code in missing]
        Party.objects.bulk_create(parties)
        self.ids.update((party.code, party.pk) for party in parties)
        self.created_count += len(parties)
        names = [
            PartyName(party_id=self.ids[code], name=name, language=language) for code, name, language in _names(missing)
        ]
        PartyName.objects.bulk_create(names)
        successions = [succession for code in missing for succession in self._successions(code)]
        PartySuccession.objects.bulk_create(successions)
        write_history(Party, [party.pk for party in parties], self.reason)
        write_history(PartyName, [name.pk for name in names], self.reason)
        write_history(PartySuccession, [succession.pk for succession in successions], self.reason)
        changed(Kind.PARTY, [party.pk for party in parties])

    def _missing(self, codes: Iterable[str]) -> list[str]:
        """Codes without a record, each once, with the successors of those that will be made."""
        missing: dict[str, None] = {}
        waiting = list(codes)
        for code in waiting:
            if code not in self.ids and code not in missing:
                missing[code] = None
                waiting.extend(table().parties[code].successors)
        return list(missing)

    def _party(self, code: str) -> Party:
        known = table().parties[code]
        return Party(
            code=known.code,
            kind=known.kind,
            name_en=known.name_en,
            name_no=known.name_no,
            official_name_en=known.official_name_en,
            official_name_no=known.official_name_no,
            existed_from=known.existed_from,
            existed_until=known.existed_until,
        )

    def _successions(self, code: str) -> Iterable[PartySuccession]:
        known = table().parties[code]
        for successor in known.successors:
            yield PartySuccession(
                predecessor_id=self.ids[code],
                successor_id=self.ids[successor],
                succeeded_on=known.today.get(successor, known.existed_until),
            )


def _names(codes: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    """The code, the name and its language for each other name of the parties."""
    return ((code, *other) for code in codes for other in table().parties[code].other_names)
