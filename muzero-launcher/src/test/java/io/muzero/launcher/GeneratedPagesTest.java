package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.MuZeroConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/cli.md} and {@code docs/configuration.md} to the declarations. With {@code
 * -Dmuzero.pages=write} it writes them instead, below the line that marks where the generated part
 * begins; what stands above is written by hand.
 */
class GeneratedPagesTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** How the pages are made again; they name it too. */
  private static final String COMMAND =
      "mvn -q test -pl muzero-launcher -am -Dtest=GeneratedPagesTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dmuzero.pages=write";

  private static final String MARK = "<!-- Generated from here on: " + COMMAND + " -->\n\n";

  @Test
  void cli_isThatOfTheCommands() throws IOException {
    check("cli.md", new CliPage(Main.commandLine(new TestScreen(false).screen)).markdown());
  }

  @Test
  void configuration_isThatOfTheSettings() throws IOException {
    check("configuration.md", new ConfigurationPage().markdown(MuZeroConfig.class));
  }

  private static void check(String name, String generated) throws IOException {
    Path page = DOCS.resolve(name);
    String text = Files.readString(page).replace("\r\n", "\n");
    int mark = text.indexOf(MARK);
    assertThat(mark).as("%s has the line %s", name, MARK.strip()).isPositive();
    String fresh = text.substring(0, mark) + MARK + generated;
    if ("write".equals(System.getProperty("muzero.pages"))) {
      Files.writeString(page, fresh);
      return;
    }
    assertThat(text).as("%s is stale: run %s", name, COMMAND).isEqualTo(fresh);
  }
}
