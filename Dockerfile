# One image for web server, worker, scheduler and the one-shot that prepares the database.
FROM python:3.13-slim

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/kam kam \
    && mkdir /app /var/lib/kam/files && chown kam /app /var/lib/kam/files
USER kam
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=kam.settings \
    KAM_DATA_DIR=/var/lib/kam \
    KAM_BIND=0.0.0.0

COPY requirements.lock .
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock

COPY --chown=kam . .
# What browsers get and what readers read, once and for all; neither needs a database.
RUN python -m tools.messages --compile \
    && DATABASE_URL=postgresql:///none REDIS_URL=redis://none KAM_SECRET_KEY=only-for-this-step \
       python -c "import django; django.setup(); from kam.assets import collect; collect()"

EXPOSE 8000
CMD ["gunicorn", "-c", "python:kam.gunicorn_conf"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "kam.alive", "web"]
