# One image per service: docker build --build-arg SERVICE=ingest-gateway|query-api|summarizer-worker .
# Whoever must know byte for byte what lies beneath names digests: --build-arg RUNTIME=debian@sha256:…
ARG MAVEN=maven:3.9-eclipse-temurin-25
ARG RUNTIME=debian:bookworm-slim

# Java without what only developers need; jcmd stays, for those who look at a service that runs.
FROM ${MAVEN} AS java
RUN jlink --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.security.auth,jdk.security.jgss,jdk.naming.dns,jdk.net,jdk.charsets,jdk.localedata,jdk.zipfs,jdk.management,jdk.management.agent,jdk.jfr,jdk.jcmd \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /opt/jre

FROM ${MAVEN} AS source
WORKDIR /source
COPY . .
RUN mkdir /poms && find . -name pom.xml -exec cp --parents {} /poms ';'

FROM ${MAVEN} AS build
WORKDIR /source
# Libraries first: this layer stays as long as no pom changes.
COPY --from=source /poms ./
RUN mvn -B -q compile -Dspring-javaformat.validate.skip -pl ingest-gateway,query-api,summarizer-worker -am
COPY --from=source /source ./
RUN mvn -B -q package -DskipTests -Dspring-javaformat.validate.skip -pl ingest-gateway,query-api,summarizer-worker -am

FROM build AS layers
ARG SERVICE=ingest-gateway
RUN cp ${SERVICE}/target/${SERVICE}-*-exec.jar /tmp/service.jar \
 && java -Djarmode=tools -jar /tmp/service.jar extract --layers --destination /layers \
 && install -D -m 644 ${SERVICE}/target/classes/META-INF/sbom/application.cdx.json /layers/sbom/${SERVICE}.cdx.json

FROM ${RUNTIME} AS service
COPY --from=java /opt/jre /opt/jre
WORKDIR /opt/recap
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
ENV PATH=/opt/jre/bin:$PATH \
    JAVA_HOME=/opt/jre \
    PORT=8080 \
    RECAP_WINDOW_STATEDIR=/var/lib/recap/streams \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"

# Makes every bean, without a broker or a database, and keeps what the JVM has read and linked by then. The cache
# is good for just this Java and these jars, so it is made where both lie as they will; and for heaps below 32 GB,
# of which the builder's memory must not decide.
FROM service AS trained
RUN java -Xmx512m -XX:AOTCacheOutput=/opt/recap/service.aot -Dspring.context.exit=onRefresh -jar service.jar >/tmp/training 2>&1 \
 && test -s service.aot || { cat /tmp/training; exit 1; }

FROM service
ARG SERVICE=ingest-gateway
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG RUNTIME
LABEL org.opencontainers.image.title="Recap ${SERVICE}" \
      org.opencontainers.image.description="What was said, decided and promised in every chat, with proof." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${RUNTIME}" \
      dev.recap.sbom="/opt/recap/sbom/${SERVICE}.cdx.json"
RUN groupadd --system --gid 10001 recap && useradd --system --uid 10001 --gid recap --no-create-home recap \
 && install -d -o recap -g recap /var/lib/recap
COPY --from=layers /layers/sbom/ ./sbom/
COPY docker/health /usr/local/bin/health
COPY --from=trained /opt/recap/service.aot ./
# By number, so that Kubernetes sees that it is not root.
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["health"]
ENTRYPOINT ["java", "-XX:AOTCache=/opt/recap/service.aot", "-jar", "service.jar"]
