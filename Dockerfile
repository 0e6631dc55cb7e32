# One recipe for every image:
#   docker build --target service --build-arg SERVICE=gateway -t winnow-gateway .
#   docker build --target tools -t winnow-tools .
# LOCAL_MODEL=1 adds the small local model to classify, extract, summarise, tune and ask; without it they need
# Claude or an OpenAI-compatible server. TORCH_BACKEND=cpu takes torch without CUDA (about 3 GB less).
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS base
ENV HOME=/tmp \
    PATH=/opt/winnow/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WINNOW_HOST=0.0.0.0 \
    WINNOW_RECIPES=/app/recipes
WORKDIR /app

FROM base AS builder
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    VIRTUAL_ENV=/opt/winnow
RUN pip install --no-cache-dir uv==0.13.9 && uv venv -q /opt/winnow
WORKDIR /src
COPY bin/install-image bin/
COPY constraints.txt pyproject.toml ./
COPY shared/pyproject.toml shared/

FROM builder AS built-tools
RUN --mount=type=cache,target=/root/.cache/uv bin/install-image packages shared
COPY shared shared
RUN --mount=type=cache,target=/root/.cache/uv bin/install-image code shared

# What each project needs, without its code: a change of code leaves the layer of packages as it is.
FROM builder AS projects
COPY services services
RUN find services -type f ! -name pyproject.toml -delete

FROM builder AS built-service
ARG SERVICE
ARG LOCAL_MODEL=
ARG TORCH_BACKEND=cpu
COPY --from=projects /src/services services
RUN --mount=type=cache,target=/root/.cache/uv bin/install-image packages "services/${SERVICE:?}"
COPY shared shared
COPY services services
RUN --mount=type=cache,target=/root/.cache/uv bin/install-image code shared "services/$SERVICE"

# The `winnow` command line: migrations, topics, dead letters.
FROM base AS tools
COPY --from=built-tools /opt/winnow /opt/winnow
COPY recipes recipes
USER 10001:10001
ENTRYPOINT ["winnow"]

# One service. tini reaps the programs that ingest kills.
FROM base AS service
ARG SERVICE
ENV SERVICE=${SERVICE}
COPY bin/system-packages /usr/local/bin/
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends tini=0.19.* \
    && if [ "$SERVICE" = ingest ]; then system-packages; fi \
    && rm -rf /var/lib/apt/lists/* /usr/local/bin/system-packages
COPY --from=built-service /opt/winnow /opt/winnow
COPY recipes recipes
USER 10001:10001
ENTRYPOINT ["tini", "--", "sh", "-c", "exec python -m winnow_$SERVICE"]
