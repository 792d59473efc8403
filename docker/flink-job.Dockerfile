# syntax=docker/dockerfile:1
# Flink with the job: one image for job manager and task managers.

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
COPY learner learner
COPY flink-job flink-job
COPY env-simulators/pom.xml env-simulators/
COPY training/pom.xml training/
COPY experiment-runner/pom.xml experiment-runner/
COPY local-cluster/pom.xml local-cluster/
COPY cli/pom.xml cli/
COPY benchmarks/pom.xml benchmarks/
COPY dist/pom.xml dist/
# Maven's repository is a cache, so that dependencies are not downloaded again.
RUN --mount=type=cache,target=/maven mvn -B -q -Dmaven.repo.local=/maven -DskipTests -pl flink-job -am package

FROM flink:2.3.0-java17 AS cpu
# A JNI library can be loaded by one class loader only, so DJL is in Flink's libraries, not in the job's.
RUN mkdir -p /opt/flink/checkpoints /opt/flink/usrlib \
  && chown -R flink:flink /opt/flink/checkpoints /opt/flink/usrlib /opt/flink/log
COPY --from=build --chown=flink:flink /src/flink-job/target/dist/lib/ /opt/flink/lib/
COPY --from=build --chown=flink:flink /src/flink-job/target/dist/usrlib/ /opt/flink/usrlib/

# PyTorch's libraries for CUDA, downloaded when the image is built.
FROM python:3.12-slim AS cuda
RUN --mount=type=cache,target=/pip pip install --cache-dir /pip --target /opt/python torch==2.7.1
# DJL loads every library in this folder. The one that is removed needs InfiniBand's libraries; PyTorch works without it.
RUN mkdir -p /opt/libtorch/lib \
  && cp /opt/python/torch/lib/*.so* /opt/libtorch/lib/ \
  && cp /opt/python/nvidia/*/lib/*.so* /opt/python/cusparselt/lib/*.so* /opt/libtorch/lib/ \
  && rm /opt/libtorch/lib/libcufile_rdma.so*

FROM cpu AS gpu
COPY --from=cuda /opt/libtorch/ /opt/libtorch/
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch/lib \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128 \
    LD_LIBRARY_PATH=/opt/libtorch/lib
