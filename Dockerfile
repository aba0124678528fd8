# The same output that the tests start and health-check: everything is built by build/publish.
FROM node:22-bookworm-slim AS web
WORKDIR /source
COPY build build
COPY web web
RUN build/publish --part web

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props .editorconfig ./
COPY build build
COPY src src
COPY --from=web /source/web/dist web/dist
RUN build/publish --part server --output /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# libssl carries the DTLS handshakes, curl the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl3 curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" /data
COPY --from=server /published /app
WORKDIR /app
USER $APP_UID
VOLUME /data
EXPOSE 8080/tcp 7882/tcp 7882/udp
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD curl --fail --silent http://127.0.0.1:8080/health
ENTRYPOINT ["dotnet", "Signaling.dll", "--data", "/data"]
