package io.muzero.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void of_long_isCutAndSaysHowLong() {
    assertThat(Excerpt.of("a".repeat(120))).isEqualTo("a".repeat(120));
    assertThat(Excerpt.of("a".repeat(100_000)))
        .isEqualTo("a".repeat(80) + "… (100,000 characters)");
    assertThat(Excerpt.of("a".repeat(79) + "😀".repeat(100))).startsWith("a".repeat(79) + "… (");
    assertThat(Excerpt.of(7)).isEqualTo("7");
  }

  @Test
  void invalidSetting_longValue_isCut() {
    assertThat(new InvalidSettingException("run.device", "must be one of", "x".repeat(5000)))
        .hasMessage("run.device must be one of, was " + "x".repeat(80) + "… (5,000 characters)");
  }
}
