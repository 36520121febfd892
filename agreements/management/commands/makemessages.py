"""`manage.py makemessages`: Django's own, which here reads the Jinja2 templates in templates/hot too."""

from pathlib import Path

from django.core.management.commands import makemessages
from django.template import engines

SUFFIX = ".jinja"


def calls_in(template: Path) -> str:
    """The messages of a Jinja2 template as the Python calls that translate them, a line each."""
    found = engines["hot"].env.extract_translations(template.read_text("utf-8"))  # type: ignore[attr-defined]
    return "".join(f"{_call(function, message)}\n" for _line, function, message in found)


def _call(function: str, message: str | tuple[str | None, ...] | None) -> str:
    """``gettext('…')``, or ``ngettext('…', '…', n)``."""
    texts = [text for text in (message if isinstance(message, tuple) else (message,)) if text is not None]
    arguments = [*map(repr, texts), *(["n"] if function == "ngettext" else [])]
    return f"{'gettext' if function == '_' else function}({', '.join(arguments)})"


class BuildFile(makemessages.BuildFile):
    """A file on its way to xgettext."""

    def preprocess(self) -> None:
        """Write what xgettext is to read in place of a template."""
        if self.path.endswith(SUFFIX):
            Path(self.work_path).write_text(calls_in(Path(self.path)), "utf-8")
        else:
            super().preprocess()


class Command(makemessages.Command):
    """Collects the messages of the sources."""

    build_file_class = BuildFile
