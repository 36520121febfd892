"""Party records, made when an importer first needs them."""

from agreements.imports.parties.table import KnownParty, table
from agreements.models import Party, PartySuccession


class PartyRegistry:
    """Party ids by code. A party that exists is used as it is; a new one is made with its successors.

    ``reason`` is written into the history of what is made.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.ids: dict[str, int] = dict(Party.objects.values_list("code", "pk"))
        self.created_count = 0

    def id_of(self, code: str) -> int:
        """The id of the party's record. Raises KeyError for a code that the table does not have."""
        if code not in self.ids:
            self._create(table().parties[code])
        return self.ids[code]

    def _create(self, known: KnownParty) -> None:
        party = Party(
            code=known.code,
            kind=known.kind,
            name_en=known.name_en,
            name_no=known.name_no,
            official_name_en=known.official_name_en,
            official_name_no=known.official_name_no,
            existed_from=known.existed_from,
            existed_until=known.existed_until,
        )
        party._change_reason = self.reason  # type: ignore[attr-defined]
        party.save()
        self.ids[known.code] = party.pk
        self.created_count += 1
        for successor in known.successors:
            succession = PartySuccession(
                predecessor=party,
                successor_id=self.id_of(successor),
                succeeded_on=known.today.get(successor, known.existed_until),
            )
            succession._change_reason = self.reason  # type: ignore[attr-defined]
            succession.save()
