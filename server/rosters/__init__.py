"""Sealed rosters: names that open offline, and only with the badge in hand."""
