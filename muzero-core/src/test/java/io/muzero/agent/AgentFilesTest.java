package io.muzero.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Episode;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are packed and handed on, among them by people who mean no good. */
class AgentFilesTest {
  private static final LoadOptions GAMES =
      LoadOptions.defaults().withGames(List.of(Walk.GAME, Pile.GAME));

  @TempDir private Path root;
  private Path run;
  private Path packed;

  @BeforeEach
  void pack() throws Exception {
    run = new StoredRun(root).write(Pile.GAME, 30, "search.simulations=12", "run.device=gpu");
    packed = root.resolve("pile.agent");
    pack(run, packed);
  }

  private static void pack(Path from, Path to) {
    AgentFiles agent = AgentFiles.find(from, GAMES.withSetting("run.device=cpu")).orElseThrow();
    AgentCard card =
        agent
            .newCard("piles", agent.training("1.0", "a machine"))
            .with(new AgentCard.Measure("evaluate --agent piles", Map.of("score", 0.5)));
    agent.pack(to, card);
  }

  @Test
  void pack_run_givesAFileThatDecidesAlike() {
    LoadOptions onCpu = GAMES.withSetting("run.device=cpu");
    try (TrainedAgent before = TrainedAgent.load(run, onCpu);
        TrainedAgent after = TrainedAgent.load(packed, onCpu)) {
      assertThat(after.info().checkpoint()).isEqualTo(packed.toString());
      assertThat(after.info().step()).isEqualTo(30);
      assertThat(after.info().simulations()).isEqualTo(12);
      for (int seed = 0; seed < 5; seed++) {
        Episode episode = before.newEpisode(seed);
        assertThat(after.decide(episode)).isEqualTo(before.decide(episode));
      }
    }
  }

  @Test
  void pack_card_saysHowItWasTrained() {
    AgentFiles agent = AgentFiles.find(packed, GAMES).orElseThrow();
    AgentCard card = agent.card().orElseThrow();
    assertThat(card.name()).isEqualTo("piles");
    assertThat(card.game()).isEqualTo("pile");
    assertThat(card.step()).isEqualTo(30);
    assertThat(card.training().seed()).isEqualTo(1);
    assertThat(card.training().machine()).isEqualTo("a machine");
    assertThat(card.training().command())
        .startsWith("train --game pile --seed 1 --set ")
        .contains(" --set search.simulations=12")
        .doesNotContain("run.device");
    assertThat(card.settings()).containsEntry("search.simulations", "12");
    assertThat(card.settings()).doesNotContainKeys("run.device", "run.folder", "seed");
    assertThat(card.measured())
        .containsExactly(new AgentCard.Measure("evaluate --agent piles", Map.of("score", 0.5)));
    assertThat(AgentFiles.find(run, GAMES.withSetting("run.device=cpu")).orElseThrow().card())
        .isEmpty();
  }

  @Test
  void pack_whatHoldsOnOneMachineAlone_isLeftOut() {
    assertThat(AgentFiles.find(packed, GAMES).orElseThrow().configuration())
        .contains("device: auto", "folder: checkpoints");
  }

  @Test
  void pack_again_givesEqualBytes() throws Exception {
    Path other = root.resolve("other.agent");
    pack(run, other);
    assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(packed));
    Path third = root.resolve("third.agent");
    AgentFiles agent = AgentFiles.find(packed, GAMES).orElseThrow();
    agent.pack(third, agent.card().orElseThrow());
    assertThat(Files.readAllBytes(third)).isEqualTo(Files.readAllBytes(packed));
  }

  @Test
  void pack_cardOfAnother_isRefused() {
    AgentFiles agent = AgentFiles.find(packed, GAMES).orElseThrow();
    AgentCard card = agent.card().orElseThrow();
    AgentCard other =
        new AgentCard("piles", "pile", 31, card.training(), card.settings(), card.measured());
    assertThatThrownBy(() -> agent.pack(root.resolve("x"), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 31");
    assertThatThrownBy(() -> agent.newCard("../piles", card.training()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 1 to 64 lower-case letters");
  }

  @Test
  void find_byName_takesTheReadyOneElseThePath() {
    assertThat(AgentFiles.find(packed.toString(), GAMES)).isPresent();
    assertThat(AgentFiles.find(run.toString(), GAMES.withSetting("run.device=cpu"))).isPresent();
    for (String nothing : List.of("", " ", "no-such-agent", "../x", "a\0b", "x".repeat(5000))) {
      assertThatThrownBy(() -> AgentFiles.find(nothing, GAMES))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("there is no agent '")
          .hasMessageContaining("none of those that come with the program");
    }
  }

  @Test
  void find_ofAnotherGame_isRefused() {
    assertRefused(packed, GAMES.withGame("walk"), "is of the game pile, not of walk");
  }

  private static void assertRefused(Path path, LoadOptions options, String... messages) {
    assertThatThrownBy(() -> TrainedAgent.load(path, options))
        .isInstanceOf(AgentException.class)
        .hasMessageContainingAll(messages)
        .message()
        .hasLineCount(1);
  }

  private void assertRefused(byte[] file, String... messages) throws Exception {
    Path bad = Files.write(root.resolve("bad.agent"), file);
    assertRefused(bad, GAMES, messages);
  }

  private static Map<String, byte[]> entries(Path zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private Map<String, byte[]> entries() throws IOException {
    return entries(packed);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void load_zippedAnewByAnotherProgram_isTaken() throws Exception {
    Path other = Files.write(root.resolve("deflated.agent"), zip(entries()));
    try (TrainedAgent agent = TrainedAgent.load(other, GAMES)) {
      assertThat(agent.info().step()).isEqualTo(30);
    }
  }

  @Test
  void load_noZip_isRefused() throws Exception {
    assertRefused(new byte[0], "is no agent's file");
    assertRefused("hello".getBytes(UTF_8), "is no agent's file");
    assertRefused(root.resolve("nothing.agent"), GAMES, "is not a checkpoint");
  }

  @Test
  void load_tornAnywhere_isRefused() throws Exception {
    byte[] whole = Files.readAllBytes(packed);
    for (int length = 4; length < whole.length; length += Math.max(1, whole.length / 50)) {
      assertRefused(Arrays.copyOf(whole, length), "is damaged: the file is torn");
    }
  }

  @Test
  void load_anyBitFlipped_isRefused() throws Exception {
    byte[] whole = Files.readAllBytes(packed);
    for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
      int at = indexOf(whole, entry.getValue());
      for (int i = 0; i < 5; i++) {
        byte[] flipped = whole.clone();
        flipped[at + i * (entry.getValue().length - 1) / 4] ^= 1;
        assertRefused(flipped, entry.getKey() + " does not match its checksum");
      }
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int i = 0; i <= whole.length - part.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not stored as it is");
  }

  @Test
  void load_namesThatLeaveTheFile_areRefused() throws Exception {
    for (String name :
        List.of("../evil", "/etc/passwd", "a/../../b", "agents/", "C:\\x", "ev\nil")) {
      Map<String, byte[]> more = entries();
      more.put(name, new byte[] {1});
      assertRefused(zip(more), "an agent's file holds agent.json, config.yaml");
    }
    assertThat(root.resolveSibling("evil")).doesNotExist();
  }

  @Test
  void load_fileMissing_isRefused() throws Exception {
    for (String name : entries().keySet()) {
      Map<String, byte[]> less = entries();
      less.remove(name);
      assertRefused(zip(less), "is damaged: " + name + " is missing");
    }
  }

  @Test
  void load_textThatGrowsWithoutEnd_isCutOff() throws Exception {
    Map<String, byte[]> bomb = entries();
    bomb.put("config.yaml", new byte[64 << 20]); // deflated to 64 KiB
    assertRefused(zip(bomb), "config.yaml is too large: at most 1048576 bytes");
  }

  @Test
  void load_otherVersion_isRefused() throws Exception {
    for (String version : List.of("2", "0", "99")) {
      Map<String, byte[]> other = entries();
      String card = new String(other.get("agent.json"), UTF_8);
      other.put(
          "agent.json", card.replace("\"format\" : 1", "\"format\" : " + version).getBytes(UTF_8));
      assertRefused(zip(other), "has format " + version + ", this version reads format 1");
    }
    for (String card :
        List.of("", "[]", "{}", "{\"format\":\"1\"}", "not json", "{\"format\":1}")) {
      Map<String, byte[]> other = entries();
      other.put("agent.json", card.getBytes(UTF_8));
      assertRefused(zip(other), "is damaged: ");
    }
  }

  @Test
  void load_settingsOfAnotherProgram_areRefused() throws Exception {
    Map<String, byte[]> evil = entries();
    String config = new String(evil.get("config.yaml"), UTF_8);
    byte[] changed =
        config.replace("environment: {}", "environment: {python: /tmp/evil}").getBytes(UTF_8);
    assertThat(changed.length).isGreaterThan(config.length());
    evil.put("config.yaml", changed);
    String card = new String(evil.get("agent.json"), UTF_8);
    String table =
        card.replaceFirst(
            "(?s)(\"config.yaml\" : \\{\\s*\"bytes\" : )\\d+(,\\s*\"sha256\" : \")\\w+",
            "$1" + changed.length + "$2" + DigestUtils.sha256Hex(changed));
    evil.put("agent.json", table.getBytes(UTF_8));
    assertRefused(zip(evil), "sets environment.python, which an agent of others must not");
  }

  @Test
  void card_wrong_isSaidOnlyWhenItIsRead() throws Exception {
    Map<String, byte[]> other = entries();
    String card = new String(other.get("agent.json"), UTF_8);
    other.put("agent.json", card.replace("\"name\" : \"piles\",", "").getBytes(UTF_8));
    Path file = Files.write(root.resolve("nameless.agent"), zip(other));
    AgentFiles agent = AgentFiles.find(file, GAMES).orElseThrow();
    assertThatThrownBy(agent::card)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("the card of the agent " + file + " is wrong: name");
  }

  @Test
  void weights_ofAPackedAgent_areThoseOfTheRun() throws Exception {
    AgentFiles agent = AgentFiles.find(packed, GAMES).orElseThrow();
    byte[] weights = agent.openWeights().readAllBytes();
    AgentFiles before = AgentFiles.find(run, GAMES.withSetting("run.device=cpu")).orElseThrow();
    assertThat(new ByteArrayInputStream(before.openWeights().readAllBytes()))
        .hasBinaryContent(weights);
  }
}
