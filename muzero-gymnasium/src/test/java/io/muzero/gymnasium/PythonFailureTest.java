package io.muzero.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.environment.VectorEnvironment;
import io.muzero.settings.InvalidSettingException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes wrong in Python is said in one line, and no process is left. */
class PythonFailureTest {
  @TempDir private Path folder;

  private static PythonGame game(String name) {
    return new PythonGame("gym", name);
  }

  private GameOptions options(double timeout, String mode) throws Exception {
    return new GameOptions(
        Map.of(
            "python",
            Pythons.withTestModules(folder),
            "timeout",
            timeout,
            "kwargs",
            Map.of("mode", mode)));
  }

  private static void assertGone(long pid) throws Exception {
    for (int i = 0; i < 200 && ProcessHandle.of(pid).isPresent(); i++) {
      Thread.sleep(50);
    }
    assertThat(ProcessHandle.of(pid)).as("process " + pid).isEmpty();
  }

  private static void play(Environment environment, int steps) {
    environment.reset(1);
    for (int i = 0; i < steps; i++) {
      environment.step(Action.of(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "raises, 60, KeyError: 'no such key' (File",
    "exits, 60, SystemExit: 3 (File",
    "pipe, 60, BrokenPipeError: a pipe of the environment's own (File",
    "dies, 60, its process ended with exit code 7: out of luck",
    "hangs, 3, 'no answer for 3.0 s, and its process was ended; environment.timeout may be longer'",
    "shape, 60, ValueError: an observation must have the shape of its space",
    "prints, 60, 'environment.prints=true to have it in the log (File \"'",
    "prints, 60, faulty.py",
  })
  void failure_isSaidInOneLine_andEndsTheProcess(String mode, double timeout, String message)
      throws Exception {
    PythonGame game = game("faulty/Faulty-v0");
    GameOptions options = options(timeout, mode);
    Environment environment = game.create(options);
    environment.reset(1);
    List<Long> pids = game.pids(options);
    assertThat(pids).hasSize(1);
    play(environment, 2);
    assertThatThrownBy(() -> environment.step(Action.of(0)))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageStartingWith("the game gym:faulty/Faulty-v0 failed: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
    assertGone(pids.get(0));
  }

  /** A vector's environments are each reset for the first time in one message, or in many. */
  @Test
  void printing_inTheFirstReset_isAllowed_andInALaterOneIsNot() throws Exception {
    try (VectorEnvironment vector =
        game("faulty/Faulty-v0").createVector(options(60, "greets"), 3)) {
      vector.reset(0, 2, new long[] {1, 2, 3});
      vector.reset(0, 3, new long[] {4, VectorEnvironment.NONE, 3});
      vector.step(0, 3, new int[] {0, 0, 0});
    }
    Environment late = game("faulty/Faulty-v0").create(options(60, "prints late"));
    late.reset(1);
    assertThatThrownBy(() -> late.reset(2))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining("printed 'hello from a reset' to standard output");
  }

  /** Each step takes less than the timeout; all that a message asks for takes longer. */
  @Test
  void timeout_isOfAStep_notOfAMessage() throws Exception {
    GameOptions options = options(2, "slow");
    try (VectorEnvironment vector = game("faulty/Faulty-v0").createVector(options, 8)) {
      vector.reset(0, 8, new long[] {1, 2, 3, 4, 5, 6, 7, 8});
      vector.step(0, 8, new int[8]);
      assertThat(vector.state().rewards).containsOnly(1);
    }
    Environment environment = game("faulty/Faulty-v0").create(options);
    play(environment, 7);
    assertThat(environment.copy().step(Action.of(0))).isEqualTo(Step.going(1));
  }

  @Test
  void traceback_isTheCause_forALogElsewhere() throws Exception {
    Environment environment = game("faulty/Faulty-v0").create(options(60, "raises"));
    play(environment, 2);
    assertThatThrownBy(() -> environment.step(Action.of(0)))
        .cause()
        .hasMessageStartingWith("Traceback (most recent call last):")
        .hasMessageContaining("KeyError: 'no such key'");
  }

  /** What it prints when it is made and first reset, and writes by number, hurts nobody. */
  @Test
  void output_ofTheEnvironment_isNoPartOfTheProtocol() throws Exception {
    Environment greeting = game("faulty/Faulty-v0").create(options(60, "greets"));
    play(greeting, 3);
    greeting.reset(2);
    play(greeting, 9);
    assertThat(greeting.step(Action.of(0))).isEqualTo(Step.terminal(1));
    assertThat(greeting.observation()).containsExactly(10, 0);
  }

  /** Unless it may print, a step or a later reset that does ends the run. */
  @Test
  void printing_whereItIsAllowed_goesToTheLog() throws Exception {
    Map<String, Object> values = new HashMap<>(options(60, "prints").asMap());
    values.put("prints", true);
    Environment environment = game("faulty/Faulty-v0").create(new GameOptions(values));
    play(environment, 9);
    assertThat(environment.step(Action.of(0))).isEqualTo(Step.terminal(1));
    assertThat(environment.observation()).containsExactly(10, 0);
  }

  @Test
  void whatDoesNotReplay_isNoticed_andFreshEnvironmentsMendIt() throws Exception {
    Environment carrying = game("faulty/Faulty-v0").create(options(60, "carries"));
    play(carrying, 2);
    play(carrying, 2);
    Environment copy = carrying.copy();
    assertThatThrownBy(() -> copy.step(Action.of(0)))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining("environment.fresh=true");
    Map<String, Object> values = new HashMap<>(options(60, "carries").asMap());
    values.put("fresh", true);
    Environment fresh = game("faulty/Faulty-v0").create(new GameOptions(values));
    play(fresh, 2);
    play(fresh, 2);
    assertThat(fresh.copy().step(Action.of(0))).isEqualTo(Step.going(1));
  }

  @Test
  void vector_whoseProcessEnded_isRevivedAndGoesOn() throws Exception {
    try (VectorEnvironment vector =
        game("faulty/Faulty-v0").createVector(options(60, "raises"), 2)) {
      assertThat(vector.revive()).as("nothing failed").isFalse();
      vector.reset(0, 2, new long[] {1, 2});
      vector.step(0, 1, new int[] {0, 0});
      vector.step(0, 1, new int[] {0, 0});
      assertThatThrownBy(() -> vector.step(0, 1, new int[] {0, 0}))
          .isInstanceOf(BrokenGameException.class);
      assertThatThrownBy(() -> vector.reset(0, 1, new long[] {1, 2}))
          .isInstanceOf(BrokenGameException.class);
      assertThat(vector.revive()).isTrue();
      vector.reset(0, 2, new long[] {3, 4});
      vector.step(0, 2, new int[] {1, 0});
      assertThat(vector.state().rewards).containsExactly(1, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "echo rubbish; cat > /dev/null, something that is no reply ('rubbis')",
    "exit 3, its process ended with exit code 3",
    "echo no luck >&2; exit 4, its process ended with exit code 4: no luck",
    "sleep 100, no answer for 1.0 s",
  })
  void whatIsNoPython_isSaidSo(String line, String message) throws Exception {
    Map<String, Object> values =
        Map.of("python", Pythons.script(folder, "exec 3<&0; " + line), "timeout", 1.0);
    assertThatThrownBy(() -> game("CartPole-v1").create(new GameOptions(values)))
        .isInstanceOf(BrokenGameException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingPython_orPackage_orName_orArgument_isASetting() throws Exception {
    assertThatThrownBy(
            () -> game("CartPole-v1").create(new GameOptions(Map.of("python", "/no/such/python"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.python must be a Python 3 that runs here: install");
    String python = Pythons.having("gymnasium");
    String bare = Pythons.script(folder, "exec '" + python + "' -I -S \"$@\"");
    assertThatThrownBy(() -> game("CartPole-v1").create(new GameOptions(Map.of("python", bare))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "environment.python must be a Python that has gymnasium: install it by "
                + bare
                + " -m pip install gymnasium");
    assertThatThrownBy(() -> game("CartPole-v9").create(new GameOptions(Map.of("python", python))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("game must name an environment that is there")
        .hasMessageContaining("was gym:CartPole-v9");
    assertThatThrownBy(
            () ->
                game("CartPole-v1")
                    .create(
                        new GameOptions(
                            Map.of("python", python, "kwargs", Map.of("no_such_argument", 1)))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.kwargs must be arguments that the environment takes")
        .hasMessageContaining("no_such_argument");
    Map<String, Object> empty = new HashMap<>();
    empty.put("no_such_argument", null);
    assertThatThrownBy(
            () ->
                game("CartPole-v1")
                    .create(new GameOptions(Map.of("python", python, "kwargs", empty))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("no_such_argument=null");
  }

  private GameOptions wide(int components, List<Integer> shape, String channels) throws Exception {
    return new GameOptions(
        Map.of(
            "python",
            Pythons.withTestModules(folder),
            "channels",
            channels,
            "kwargs",
            Map.of("components", components, "shape", shape)));
  }

  @Test
  void bins_ofManyComponents_areTwo_orARefusalThatSaysWhatToDo() throws Exception {
    PythonGame game = game("faulty/Wide-v0");
    assertThat(game.create(wide(3, List.of(1), "auto")).spec().actionCount()).isEqualTo(125);
    assertThat(game.create(wide(9, List.of(1), "auto")).spec().actionCount()).isEqualTo(512);
    GameOptions wide = wide(17, List.of(1), "auto");
    assertThatThrownBy(() -> game.create(wide))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("environment.bins must be 0 (continuous actions")
        .hasMessageContaining("2 bins in each of 17 components are more than 65536 actions");
  }

  @Test
  void channels_areWhereTheOptionSays() throws Exception {
    PythonGame game = game("faulty/Wide-v0");
    List<Integer> board = List.of(2, 3, 4);
    Environment first = game.create(wide(1, board, "auto"));
    assertThat(first.spec().channels()).isEqualTo(2);
    Environment last = game.create(wide(1, board, "last"));
    assertThat(last.spec().channels()).isEqualTo(4);
    assertThat(last.spec().height()).isEqualTo(2);
    assertThat(last.spec().width()).isEqualTo(3);
    last.reset(1);
    assertThat(last.observation()).startsWith(0, .004f, .008f, .012f);
    assertThat(game.create(wide(1, List.of(4, 3, 2), "auto")).spec().channels()).isEqualTo(2);
    assertThat(game.create(wide(1, List.of(4, 3, 2), "first")).spec().channels()).isEqualTo(4);
  }

  @Test
  void actions_atBoundsThatAreNoFloats_areWithinThem() throws Exception {
    GameOptions options = new GameOptions(Map.of("python", Pythons.withTestModules(folder)));
    Environment environment = game("faulty/Bounded-v0").create(options);
    environment.reset(1);
    int last = environment.spec().actionCount() - 1;
    assertThat(environment.step(Action.of(last)).reward()).isEqualTo(0.1);
    assertThat(environment.step(Action.of(0)).reward()).isEqualTo(-0.1);
  }

  /** Dict, Tuple, MultiBinary, Discrete that starts at 5, and a mask. */
  @Test
  void spaces_areFlattened_andActionsComeApartAgain() throws Exception {
    GameOptions options = new GameOptions(Map.of("python", Pythons.withTestModules(folder)));
    PythonGame game = game("faulty/Mixed-v0");
    Environment environment = game.create(options);
    environment.reset(1);
    assertThat(environment.observation()).containsExactly(.25f, .5f, 0, 0, 1);
    assertThat(environment.spec().actionCount()).isEqualTo(8);
    Set<Double> rewards = new HashSet<>();
    for (int action = 0; action < 7; action++) {
      assertThat(environment.isLegal(action)).isTrue();
      rewards.add(environment.step(Action.of(action)).reward());
    }
    assertThat(rewards).containsExactlyInAnyOrder(500., 501., 510., 511., 600., 601., 610.);
    assertThat(environment.isLegal(7)).isFalse();
    assertThatThrownBy(() -> environment.step(Action.of(7)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(game.notes(options))
        .containsExactly(
            "observation: 5 numbers, {number: 2 of Box(2,), word: one-hot of 3}",
            "actions: 8 = 2 x 2 x 2 of Tuple(Discrete(2, start=5), MultiBinary(2)), the last fastest");
  }

  /** A Java process that is killed while its environment hangs leaves no Python behind. */
  @Test
  void killedJava_whileTheEnvironmentHangs_leavesNoProcess() throws Exception {
    String python = Pythons.withTestModules(folder);
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hanging.class.getName(),
                python)
            .redirectError(Files.createTempFile(folder, "errors", "").toFile())
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(java.getInputStream(), StandardCharsets.UTF_8))) {
      List<Long> pids = new ArrayList<>();
      for (String line = lines.readLine();
          line != null && !line.equals("hanging");
          line = lines.readLine()) {
        pids.add(Long.parseLong(line));
      }
      assertThat(pids).isNotEmpty();
      assertThat(ProcessHandle.of(pids.get(0))).isPresent();
      java.destroyForcibly();
      assertThat(java.waitFor(10, TimeUnit.SECONDS)).isTrue();
      for (long pid : pids) {
        assertGone(pid);
      }
    } finally {
      java.destroyForcibly();
    }
  }

  /** What is killed above. */
  static final class Hanging {
    private Hanging() {}

    /** Prints the numbers of its child and of that one's guard, then hangs in a step. */
    public static void main(String[] arguments) {
      PythonGame game = game("faulty/Faulty-v0");
      GameOptions options =
          new GameOptions(Map.of("python", arguments[0], "kwargs", Map.of("mode", "hangs")));
      Environment environment = game.create(options);
      environment.reset(1);
      for (long pid : game.pids(options)) {
        System.out.println(pid);
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(h -> System.out.println(h.pid()));
      }
      System.out.println("hanging");
      play(environment, 3);
    }
  }
}
