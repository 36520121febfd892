"""From a press release to proposals for a draft record, each with its place in the text. See docs/intake.md."""
