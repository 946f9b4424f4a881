# Web server and worker of Sawti. Build: docker build -t sawti . Run: compose.yaml shows how.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN pip install --no-cache-dir uv==0.13.9 && python -m venv /app
COPY . .
# Versions and hashes of the lock file, without the tools of developers.
RUN uv pip install --no-cache --python /app/bin/python -c requirements.lock -b requirements.lock \
    ".[s3,redis]" $(dirname plugins/*/pyproject.toml)

FROM python:3.11-slim-bookworm
# What WeasyPrint draws PDF files with.
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/sawti --create-home sawti \
    && mkdir -p /var/sawti/static /var/sawti/metrics /var/sawti/files && chown -R sawti: /var/sawti
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SAWTI_STATIC_FOLDER=/var/sawti/static SAWTI_METRICS_FOLDER=/var/sawti/metrics
USER sawti
WORKDIR /var/sawti
RUN SECRET_KEY=build SAWTI_SEALING_KEY=build SAWTI_FIELD_KEYS=only-for-the-build-of-this-image \
    DATABASE_URL=postgresql://sawti_app@127.0.0.1:1/sawti \
    sawti collectstatic --noinput >/dev/null
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"
# Two processes of four threads: set GRANIAN_WORKERS to the number of cores.
ENV GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 GRANIAN_INTERFACE=wsgi GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4
CMD ["sh", "-c", "rm -f /var/sawti/metrics/*.db; exec granian sawti.project.wsgi:application"]
