package io.muzero.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that {@code serve} refuses before it serves anything. */
class ServeCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--bind 0.0.0.0, --token",
    "--bind 0.0.0.0 --token short, 16",
    "--bind 0.0.0.0 --token a-secret-of-16-letters-or-more, --host box.local",
    "--bind :: --token a-secret-of-16-letters-or-more, --host box.local",
    "--host http://box.local, --host must be a name",
    "--host box.local:0, --host must be a name",
    "--port 70000, 65535"
  })
  void serve_ofAnAddressThatCannotBe_saysWhatToAdd(String options, String says) {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options.split(" ")));
    TestScreen test = new TestScreen(false);
    int exitCode = Main.commandLine(test.screen).execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as(test.errors()).isEqualTo(2);
    assertThat(test.errors().strip().lines()).as(test.errors()).hasSize(1);
    assertThat(test.errors()).contains(says);
  }

  /** Its output is the address: it served for ever what nobody could find. */
  @Test
  void serve_outputThatCannotBeWritten_endsAtOnce() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Screen screen =
        new Screen(new PrintStream(full, true, UTF_8), new PrintStream(errors, true, UTF_8), false);
    assertThat(Main.commandLine(screen).execute("serve", "--port", "0")).isZero();
    assertThat(screen.outputFailed()).isTrue(); // which main() tells, and ends with 1
    assertThat(errors.toString(UTF_8)).isEmpty();
  }
}
