"""What is raised when a file cannot be read."""


class UnreadableDocumentError(Exception):
    """A file that cannot be read. Its text is one sentence, in the user's language, that says what is wrong with it."""
