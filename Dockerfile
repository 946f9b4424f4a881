# Web server and worker of Sawti. Build: docker build -t sawti . Run: compose.yaml shows how.
# BASE: any Debian 12 with Python 3.11, venv and certificates, such as one from a registry of yours.
ARG BASE=docker.io/library/python:3.11-slim-bookworm
FROM ${BASE} AS build
WORKDIR /src
RUN python3 -m venv /uv && /uv/bin/pip install --no-cache-dir uv==0.13.9 && python3 -m venv --without-pip /app
COPY . .
# Versions and hashes of the lock file, without the tools of developers.
RUN /uv/bin/uv pip install --no-cache --compile-bytecode --python /app/bin/python -c requirements.lock -b requirements.lock \
    ".[s3,redis]" $(dirname plugins/*/pyproject.toml)

FROM ${BASE}
# What WeasyPrint draws PDF files with.
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --shell /usr/sbin/nologin --home-dir /var/sawti --create-home sawti \
    && mkdir -p /var/sawti/static /var/sawti/files /var/sawti/anchors && chown -R sawti: /var/sawti
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SAWTI_STATIC_FOLDER=/var/sawti/static SAWTI_FILES_FOLDER=/var/sawti/files \
    SAWTI_AUDIT_ANCHORS_FOLDER=/var/sawti/anchors SAWTI_METRICS_FOLDER=/tmp/sawti-metrics \
    XDG_CACHE_HOME=/tmp
# By number, so that a cluster can see that it is not root.
USER 10001
WORKDIR /var/sawti
RUN SECRET_KEY=build SAWTI_SEALING_KEY=build SAWTI_FIELD_KEYS=only-for-the-build-of-this-image \
    DATABASE_URL=postgresql://sawti_app@127.0.0.1:1/sawti \
    sawti collectstatic --noinput >/dev/null
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
# Two processes of four threads: set GRANIAN_WORKERS to the number of cores. Told to stop, they finish what they do.
ENV GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 GRANIAN_INTERFACE=wsgi GRANIAN_WEBSOCKETS=false GRANIAN_LOG_LEVEL=warning \
    GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4 GRANIAN_WORKERS_KILL_TIMEOUT=30
CMD ["sh", "-c", "rm -rf \"$SAWTI_METRICS_FOLDER\"; mkdir \"$SAWTI_METRICS_FOLDER\"; exec granian sawti.project.wsgi:application"]
