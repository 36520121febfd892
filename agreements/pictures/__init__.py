"""Pictures drawn by the server as SVG: data → geometry → marks, without a look at the database or a request.

Every picture is made of numbers that ``catalogue`` gives, has a ``Table`` that says the same, and parts that lead to
the records behind them. How one is made, and how to add another, is told in docs/pictures.md.
"""
