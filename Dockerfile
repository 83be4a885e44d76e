# One image per service: docker build --build-arg SERVICE=ingest-gateway|query-api|summarizer-worker .

FROM maven:3-eclipse-temurin-25 AS source
WORKDIR /source
COPY . .
RUN mkdir /poms && find . -name pom.xml -exec cp --parents {} /poms ';'

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /source
# Libraries first: this layer stays as long as no pom changes.
COPY --from=source /poms ./
RUN mvn -B -q compile -Dspring-javaformat.validate.skip -pl ingest-gateway,query-api,summarizer-worker -am
COPY --from=source /source ./
RUN mvn -B -q package -DskipTests -Dspring-javaformat.validate.skip -pl ingest-gateway,query-api,summarizer-worker -am

FROM build AS layers
ARG SERVICE=ingest-gateway
RUN cp ${SERVICE}/target/${SERVICE}-*-exec.jar /tmp/service.jar \
 && java -Djarmode=tools -jar /tmp/service.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
ARG SERVICE=ingest-gateway
LABEL org.opencontainers.image.title="Recap ${SERVICE}" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 recap && useradd --system --uid 10001 --gid recap --no-create-home recap \
 && install -d -o recap -g recap /var/lib/recap
WORKDIR /opt/recap
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY docker/health /usr/local/bin/health
USER recap
ENV PORT=8080 \
    RECAP_WINDOW_STATEDIR=/var/lib/recap/streams \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["health"]
ENTRYPOINT ["java", "-jar", "service.jar"]
