"""The demo company: invented names, made by chance from a seed, dated relative to today."""
