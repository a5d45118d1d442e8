# docker build -t muzero .
# docker run --rm -v "$PWD/checkpoints:/work/checkpoints" muzero train --game tictactoe
# .ci/check_docker repeats these steps without Docker.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN docker/build /opt/muzero

FROM eclipse-temurin:21-jre
COPY --from=build /opt/muzero /opt/muzero
RUN useradd --create-home --uid 10001 muzero && install -d -o muzero /work /work/checkpoints
USER muzero
WORKDIR /work
VOLUME /work/checkpoints
ENTRYPOINT ["/opt/muzero/muzero"]
CMD ["--help"]
