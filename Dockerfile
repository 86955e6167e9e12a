# syntax=docker/dockerfile:1
# One image for every service; the first argument names it: collector, assessor, notifier, console or standalone.
ARG NODE=node:24-bookworm-slim

FROM ${NODE} AS build
WORKDIR /opt/barometer
COPY package.json package-lock.json tsconfig.base.json ./
COPY libs libs
COPY apps apps
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN npx tsc -b apps/collector apps/assessor apps/notifier apps/console apps/standalone apps/cli
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# What runs is JavaScript; the sources, their types and maps stay behind.
RUN find apps libs node_modules -type f \( -name '*.ts' -o -name '*.map' -o -name .tsbuildinfo \) -delete

FROM ${NODE}
ENV NODE_ENV=production
# Node takes half of a container's memory or less by itself. Known since Node 24.7.
ENV NODE_OPTIONS=--max-old-space-size-percentage=70
WORKDIR /opt/barometer
COPY --from=build /opt/barometer/package.json package.json
COPY --from=build /opt/barometer/node_modules node_modules
COPY --from=build /opt/barometer/libs libs
COPY --from=build /opt/barometer/apps apps
COPY bin bin
COPY examples/us-forces examples/us-forces
COPY LICENSE LICENSE
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/barometer-service.mjs"]
CMD ["--help"]
