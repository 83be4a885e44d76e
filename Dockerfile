# One image per service: docker build --build-arg SERVICE=ingest-gateway|query-api|summarizer-worker .
# Whoever must know byte for byte what lies beneath names digests: --build-arg RUNTIME=eclipse-temurin@sha256:…
ARG MAVEN=maven:3.9-eclipse-temurin-25
ARG RUNTIME=eclipse-temurin:25-jre-noble

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

FROM ${RUNTIME}
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
WORKDIR /opt/recap
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY --from=layers /layers/sbom/ ./sbom/
COPY docker/health /usr/local/bin/health
# By number, so that Kubernetes sees that it is not root.
USER 10001:10001
ENV PORT=8080 \
    RECAP_WINDOW_STATEDIR=/var/lib/recap/streams \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["health"]
ENTRYPOINT ["java", "-jar", "service.jar"]
