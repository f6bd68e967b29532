# One image for every role; compose.yaml shows them together with PostgreSQL and Redis.
# Checked by reading and by `docker compose config` only: no Docker engine runs where this project is tested.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN node bin/build.mjs && npm prune --omit=dev --no-save --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    MILLRACE_DATA_DIR=/data \
    MILLRACE_LOG=stdout \
    PORT=3000
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
VOLUME /data
# Started without npm, which would hold memory and stand between the engine's signals and us.
CMD ["node", "bin/start.mjs"]
