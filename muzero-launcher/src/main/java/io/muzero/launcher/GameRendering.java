package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows the first of the games that an evaluation plays. Used by one thread. */
interface GameRendering extends Evaluation.Spectator {
  /** Called when all games are over. */
  void finish();

  /**
   * The rendering that an option asks for.
   *
   * @param render null: none; empty: text; otherwise the file of a picture
   * @param json whether standard output must stay one object, so that text is impossible
   * @param opponent who plays the second seat; null when the agent plays every seat
   * @throws UsageException when the file's name has another ending than .gif or .png
   */
  static GameRendering of(
      @Nullable String render,
      boolean json,
      Screen screen,
      Environment game,
      @Nullable String opponent) {
    if (render == null) {
      return new Nothing();
    }
    if (!render.isEmpty()) {
      return new PictureFile(Path.of(render), game, screen);
    }
    if (json) {
      throw new UsageException("--render as text and --json exclude each other");
    }
    return new Text(screen, opponent);
  }

  /** Shows nothing. */
  final class Nothing implements GameRendering {
    @Override
    public void saw(int number, Environment state, int action, Step step) {}

    @Override
    public void finish() {}
  }

  /** Prints each state, and at the end who won or what it brought. */
  final class Text implements GameRendering {
    private final Screen screen;
    private final GameResult result;
    private double sum;

    Text(Screen screen, @Nullable String opponent) {
      this.screen = screen;
      result = new GameResult(opponent, Evaluation.Spectator.NONE);
    }

    @Override
    public void saw(int number, Environment state, int action, Step step) {
      if (number != 0) {
        return;
      }
      result.saw(number, state, action, step);
      sum += step.reward();
      if (action >= 0) {
        screen.print(
            String.format(
                Locale.ROOT,
                "%s%s",
                state.actionName(action),
                step.reward() == 0
                    ? ""
                    : String.format(Locale.ROOT, ", reward %s", step.reward())));
      }
      screen.print(state.text());
      if (step.ended()) {
        screen.print(end(state, step));
      }
    }

    /** Of two players each has rewards of its own, whose sum would say nothing. */
    private String end(Environment state, Step step) {
      if (state.spec().players() > 1) {
        return (step.terminated() ? "" : "time is up: ") + result.line();
      }
      return (step.terminated() ? "the end" : "time is up")
          + String.format(Locale.ROOT, ", rewards %s in all", sum);
    }

    @Override
    public void finish() {}
  }
}
