# syntax=docker/dockerfile:1
# A simulator: a Java runtime and the actors, without Flink, PyTorch or native code.

FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY config config
COPY process process
COPY schemas schemas
COPY kafka-access kafka-access
COPY environments environments
COPY actor actor
COPY env-simulators env-simulators
COPY learner/pom.xml learner/
COPY flink-job/pom.xml flink-job/
COPY training/pom.xml training/
COPY experiment-runner/pom.xml experiment-runner/
COPY local-cluster/pom.xml local-cluster/
COPY cli/pom.xml cli/
COPY benchmarks/pom.xml benchmarks/
COPY dist/pom.xml dist/
RUN --mount=type=cache,target=/maven mvn -B -q -Dmaven.repo.local=/maven -DskipTests -pl env-simulators -am package

FROM eclipse-temurin:17-jre-alpine
RUN adduser -D -H -u 10001 simulator
COPY --from=build /src/env-simulators/target/dist/lib/ /opt/streamgrad/lib/
USER 10001
EXPOSE 9464
ENTRYPOINT ["java", "-cp", "/opt/streamgrad/lib/*", "dev.streamgrad.simulator.SimulatorMain"]
