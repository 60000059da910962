"""Files that people bring through the browser: kept, looked at, tried, imported by a job, then forgotten."""
