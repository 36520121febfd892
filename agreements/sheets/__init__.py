"""The archive's records as spreadsheets that editors take out, change and bring back."""
