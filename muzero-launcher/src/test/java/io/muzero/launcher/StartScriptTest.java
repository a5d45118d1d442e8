package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {
  @TempDir private Path place;

  /** A Java that says how it was called. */
  private Path java(String version) throws IOException {
    Path home = Files.createDirectories(place.resolve("jdk-" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private List<String> run(Path home, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("MUZERO_OPTS", "-Xmx4g");
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private Path installed() throws IOException {
    Path folder = Files.createDirectories(place.resolve("a folder"));
    Files.writeString(folder.resolve("muzero.jar"), "");
    return Files.copy(
        Path.of("src/main/scripts/muzero"),
        folder.resolve("muzero"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test
  void script_javaVersions_getTheOptionsTheyTake() throws Exception {
    Path script = installed();
    Path jar = script.resolveSibling("muzero.jar");
    assertThat(run(java("17.0.12"), script.toString(), "games", "two words"))
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx4g",
            "-Dmuzero.command=" + script,
            "-jar",
            jar.toString(),
            "games",
            "two words");
    assertThat(run(java("25"), script.toString(), "games"))
        .startsWith(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx4g");
    assertThat(run(java("11.0.2"), script.toString(), "games"))
        .singleElement()
        .asString()
        .startsWith("muzero: Java 17 or newer is needed");
  }

  @Test
  void script_throughALink_findsItsJar() throws Exception {
    Path script = installed();
    Path link = Files.createSymbolicLink(place.resolve("mz"), script);
    assertThat(run(java("21"), link.toString()))
        .contains(script.resolveSibling("muzero.jar").toString());
    Files.delete(script.resolveSibling("muzero.jar"));
    assertThat(run(java("21"), link.toString()))
        .singleElement()
        .asString()
        .endsWith("muzero.jar is missing: build it by mvn package -DskipTests");
  }

  @Test
  void completion_ofTheScript_namesCommandsAndGames() throws Exception {
    TestScreen test = new TestScreen(false);
    assertThat(Main.commandLine(test.screen).execute("generate-completion")).isZero();
    Path completion = Files.writeString(place.resolve("completion.sh"), test.output());
    String ask =
        "source '"
            + completion
            + "'; compopt() { :; }; complete -p muzero >/dev/null || exit 1; COMP_WORDS=(./muzero %s);"
            + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_muzero; printf '%%s\\n'"
            + " \"${COMPREPLY[@]}\"";
    assertThat(run(place, "bash", "-c", ask.formatted("tra"))).contains("train");
    assertThat(run(place, "bash", "-c", ask.formatted("train --game tic")))
        .containsExactly("tictactoe");
    assertThat(run(place, "bash", "-c", ask.formatted("train --resu"))).contains("--resume");
  }
}
