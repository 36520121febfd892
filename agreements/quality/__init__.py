"""How good the records are: what each lacks, what waits for an editor, and what the archive as a whole covers.

``completeness`` explains one record item by item; ``worklists`` declares what waits for editors, so that a number and
the list behind it are one condition; ``coverage`` and ``norwegian`` count; ``links`` asks the addresses of sources.
"""
