"""Who may change what through a sheet: the same as in the forms (see agreements/admin/editorial.py)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models.base import EditorialRecord


def refuse_unless_allowed(user: Any, record: Any, owner: Any, is_new: bool) -> None:
    """Raise ValidationError when the user may not add or change the record, or not the one that it belongs to.

    ``owner`` is the record itself where it belongs to none, and None while it is not known.
    """
    options = record._meta
    verb = "add" if is_new else "change"
    words = {"kind": options.verbose_name_plural}
    if not user.has_perm(f"{options.app_label}.{verb}_{options.model_name}"):
        text = _("You may not add %(kind)s.") if is_new else _("You may not change %(kind)s.")
        raise ValidationError(text % words)
    if owner is None or (is_new and owner is record):
        return
    if not user.has_perm(f"{options.app_label}.change_{owner._meta.model_name}"):
        raise ValidationError(_("You may not change %(kind)s.") % {"kind": owner._meta.verbose_name_plural})
    public_once = isinstance(owner, EditorialRecord) and (owner.is_published or owner.is_withdrawn)
    if public_once and not user.has_perm("agreements.publish_record"):
        raise ValidationError(
            _("This record is or was public, and what readers see is changed by publishers. Ask one of them.")
        )
