# The images of Waybill. Each service is the target `service` with its name as the argument SERVICE; the target `demo` is a provider
# simulator that fills the store. docker-compose.yml builds them all.
#
#   docker build --target service --build-arg SERVICE=api-service -t waybill/api-service .
#
# Any engine since 19.03 builds it, with BuildKit or without.
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-25
ARG JAVA_IMAGE=eclipse-temurin:25-jre

# 1. The jars, taken apart into what seldom changes and what often does.
FROM ${MAVEN_IMAGE} AS build
WORKDIR /src
# The libraries first: this layer lasts until a pom changes.
COPY .mvn .mvn
COPY pom.xml ./
COPY api-service/pom.xml api-service/
COPY benchmarks/pom.xml benchmarks/
COPY code-style/pom.xml code-style/
COPY common/pom.xml common/
COPY fulfillment-worker/pom.xml fulfillment-worker/
COPY local-services/pom.xml local-services/
COPY provider-simulator/pom.xml provider-simulator/
COPY standalone/pom.xml standalone/
COPY system-tests/pom.xml system-tests/
COPY test-services/pom.xml test-services/
COPY upstream-sync-worker/pom.xml upstream-sync-worker/
RUN mvn -B -q -DskipTests test-compile
COPY api-service/src api-service/src
COPY common/src common/src
COPY fulfillment-worker/src fulfillment-worker/src
COPY local-services/src local-services/src
COPY provider-simulator/src provider-simulator/src
COPY standalone/src standalone/src
COPY test-services/src test-services/src
COPY upstream-sync-worker/src upstream-sync-worker/src
RUN mvn -B -q -DskipTests -pl api-service,fulfillment-worker,upstream-sync-worker,standalone -am package \
 && for module in api-service fulfillment-worker upstream-sync-worker standalone; do \
      java -Djarmode=tools -jar $module/target/$module.jar extract --layers --destination /layers/$module --application-filename app.jar \
      || exit 1; \
    done \
 # The demo brings no PostgreSQL and no Kafka of its own.
 && rm -f /layers/standalone/*/lib/embedded-postgres* /layers/standalone/*/lib/kafka_2* /layers/standalone/*/lib/rocksdbjni*

# 2. What all images have: Java, the check of their health, a user without a name or rights.
FROM ${JAVA_IMAGE} AS java
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.vendor="Waybill" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY deploy/image/healthcheck /usr/local/bin/healthcheck
COPY deploy/image/java.options /app/java.options
WORKDIR /app

# 3. A provider to buy from, and a store filled for a demonstration. It keeps its book and the keys that it makes in /data.
FROM java AS demo
LABEL org.opencontainers.image.title="waybill demo" \
      org.opencontainers.image.description="A provider simulator for Waybill, which fills the store with accounts and a catalog."
COPY --from=build /layers/standalone/dependencies/ ./
COPY --from=build /layers/standalone/snapshot-dependencies/ ./
COPY --from=build /layers/standalone/application/ ./
RUN mkdir -m 700 /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8090
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 \
  CMD test -f /data/demo.json && healthcheck 8090 /simulator/summary
ENTRYPOINT ["java", "@java.options", "-cp", "app.jar", "io.waybill.standalone.DemoShop"]

# 4. A service.
FROM java AS service
ARG SERVICE
LABEL org.opencontainers.image.title="waybill ${SERVICE}" \
      org.opencontainers.image.description="The ${SERVICE} of Waybill, a store for digital goods that sells by API."
COPY --from=build /layers/${SERVICE}/dependencies/ ./
COPY --from=build /layers/${SERVICE}/snapshot-dependencies/ ./
COPY --from=build /layers/${SERVICE}/application/ ./
# A start up to the moment before anything begins to work, to keep for all later ones what Java loaded and linked. It reaches for neither
# database nor Kafka; the key is none.
RUN WAYBILL_DATABASE_URL=jdbc:postgresql://127.0.0.1:1/none WAYBILL_KAFKA=127.0.0.1:1 \
    WAYBILL_SECRET_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    java @java.options -XX:AOTCacheOutput=app.aot -Xlog:aot*=error \
      -Dspring.flyway.enabled=false -Dspring.context.exit=onRefresh -jar app.jar >/tmp/aot.log 2>&1 \
 # Java would pass over a cache that it can't use without a word; here it says so, and the build ends.
 && java @java.options -XX:AOTCache=app.aot -XX:AOTMode=on -cp app.jar -version >>/tmp/aot.log 2>&1 \
 || { cat /tmp/aot.log; exit 1; }; \
    rm -rf /tmp/*
ENV WAYBILL_PORT=8080
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 \
  CMD healthcheck "${WAYBILL_PORT}" /readyz
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=app.aot", "-jar", "app.jar"]
