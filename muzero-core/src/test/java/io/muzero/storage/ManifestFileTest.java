package io.muzero.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
  private static final String SHA = "0123456789abcdef".repeat(4);

  /** As version 0.1 wrote it, without a checksum. */
  private static final String FORMAT_1 =
      """
      {
        "format" : 1,
        "game" : "nim",
        "network" : "net",
        "step" : 12,
        "counters" : { "games" : 3 },
        "score" : "NaN",
        "files" : { "weights.safetensors" : { "bytes" : 5, "sha256" : "%s" } }
      }
      """
          .formatted(SHA);

  @TempDir private Path folder;

  private static Manifest manifest() {
    return new Manifest(
        Manifest.FORMAT,
        "nïm",
        "net",
        12,
        Map.of("games", 3L),
        0.5,
        Map.of("weights.safetensors", new Manifest.Entry(5, SHA)));
  }

  private Manifest read(byte[] bytes) throws IOException {
    Files.write(folder.resolve(Manifest.FILE), bytes);
    return ManifestFile.read(folder);
  }

  private void assertDamaged(byte[] bytes, String as) throws IOException {
    Files.write(folder.resolve(Manifest.FILE), bytes);
    assertThatThrownBy(() -> ManifestFile.read(folder))
        .as(as)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void read_whatWasWritten_isEqual() throws IOException {
    assertThat(read(ManifestFile.bytes(manifest()))).isEqualTo(manifest());
  }

  @Test
  void read_formatOne_isRead() throws IOException {
    Manifest read = read(FORMAT_1.getBytes(UTF_8));
    assertThat(read.format()).isEqualTo(1);
    assertThat(read.step()).isEqualTo(12);
    assertThat(read.score()).isNaN();
  }

  @Test
  void read_anyBitFlipped_isRefused() throws IOException {
    byte[] bytes = ManifestFile.bytes(manifest());
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << bit);
        assertDamaged(flipped, "byte " + i + ", bit " + bit);
      }
    }
  }

  @Test
  void read_cutAnywhere_isRefused() throws IOException {
    byte[] bytes = ManifestFile.bytes(manifest());
    for (int length = 0; length < bytes.length; length++) {
      assertDamaged(java.util.Arrays.copyOf(bytes, length), "cut to " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "7",
        "{\"format\": 1}",
        "{\"format\": 1, \"game\": null, \"network\": \"net\", \"step\": 1, \"counters\": {}, \"files\": {}}",
        "{\"format\": 1, \"game\": \"nim\", \"network\": \"net\", \"step\": 1, \"counters\": null, \"files\": {}}",
        "{\"format\": 1, \"game\": \"nim\", \"network\": \"net\", \"step\": 1, \"counters\": {}, \"files\": {}}",
        "{\"format\": 1, \"game\": \"nim\", \"network\": \"net\", \"step\": 1, \"counters\": {}, \"files\": null}",
        "{\"format\": 3}",
      })
  void read_nothingOrEmptyOrLater_isRefusedInOneLine(String json) throws IOException {
    assertDamaged(json.getBytes(UTF_8), json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../outside",
        "..",
        ".",
        "a/b",
        "a\\\\b",
        "/etc/passwd",
        "",
        "manifest.json",
        "C:x",
        ".hidden",
        "a\\u0000b"
      })
  void read_nameThatLeavesTheFolder_isRefused(String name) throws IOException {
    assertDamaged(FORMAT_1.replace("weights.safetensors", name).getBytes(UTF_8), name);
  }

  @Test
  void read_entriesWithoutSense_areRefused() throws IOException {
    assertDamaged(FORMAT_1.replace("\"bytes\" : 5", "\"bytes\" : -5").getBytes(UTF_8), "length");
    assertDamaged(FORMAT_1.replace(SHA, "abc").getBytes(UTF_8), "checksum");
    assertDamaged(FORMAT_1.replace("\"" + SHA + "\"", "null").getBytes(UTF_8), "null");
    assertDamaged(FORMAT_1.replace("\"step\" : 12", "\"step\" : -1").getBytes(UTF_8), "step");
  }

  @Test
  void read_aHugeFile_isRefusedUnread() throws IOException {
    try (var file = new java.io.RandomAccessFile(folder.resolve(Manifest.FILE).toFile(), "rw")) {
      file.setLength(100_000_000);
    }
    assertThatThrownBy(() -> ManifestFile.read(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("has more than 1048576 bytes");
  }
}
