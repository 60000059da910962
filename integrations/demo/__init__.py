"""The demo company: invented names, made by chance from a seed, dated relative to today."""

DEFAULT_PASSWORD = "key-account-demo"  # noqa: S105  (a company with real data never has this password)
