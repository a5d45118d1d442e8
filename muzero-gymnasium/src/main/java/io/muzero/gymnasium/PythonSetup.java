package io.muzero.gymnasium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.GameOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a child process is to make, and how it is run.
 *
 * @param kind the family's prefix, which chooses how the child makes environments
 * @param name the environment's name below that prefix
 * @param python the interpreter: a path, or a command of the search path
 * @param timeout seconds after which a request without an answer has failed
 * @param kwargs arguments of the environment's own
 * @param frames what is done to pictures
 * @param play how episodes go
 * @param prints whether environments may print to standard output
 */
record PythonSetup(
    String kind,
    String name,
    String python,
    double timeout,
    Map<String, Object> kwargs,
    Frames frames,
    Play play,
    boolean prints) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final double USUAL_TIMEOUT = 60;
  private static final double MOST_TIMEOUT = 86_400;

  /** The version of the protocol, which the child must speak too. */
  static final int VERSION = 1;

  private static final String GYMNASIUM = "gym";

  /** The options of every game in Python. */
  private static final String[] COMMON = {"python", "timeout", "kwargs", "prints"};

  /** Those of Gymnasium's. */
  private static final String[] OF_GYMNASIUM = {
    "python",
    "timeout",
    "kwargs",
    "prints",
    "bins",
    "max_steps",
    "fresh",
    "action_mask",
    "render",
    "frame_skip",
    "frame_size",
    "frame_stack",
    "grey",
    "channels"
  };

  /** Where a three-dimensional observation has its channels. */
  private static final List<String> CHANNELS = List.of("auto", "first", "last");

  /**
   * What is done to pictures before they are observations.
   *
   * @param skip steps that an action is repeated, their rewards summed; of the last two frames the
   *     brighter pixels are seen
   * @param size rows and columns that a frame is scaled to; 0: left alone
   * @param stack newest frames in an observation
   * @param grey whether colours become luminance
   * @param channels which dimension of three is the channels of pictures that are left alone:
   *     first, last, or auto for the last where it is no longer than the first
   */
  record Frames(int skip, int size, int stack, boolean grey, String channels) {}

  /**
   * How episodes go.
   *
   * @param maxSteps steps after which Gymnasium truncates; 0: as the environment is registered
   * @param fresh whether each episode gets an environment newly made: for those that carry
   *     something over a reset with a seed
   * @param actionMask whether an {@code action_mask} in the environment's info is its legal actions
   * @param render whether the environment's own frames are its pictures
   */
  record Play(int maxSteps, boolean fresh, boolean actionMask, boolean render) {}

  /** Reads a game's options; some names have defaults of their own. */
  static PythonSetup of(String kind, String name, GameOptions options) {
    boolean gymnasium = kind.equals(GYMNASIUM);
    options.only(gymnasium ? OF_GYMNASIUM : COMMON);
    if (!gymnasium) {
      return new PythonSetup(
          kind,
          name,
          options.text("python", usualPython()),
          options.number("timeout", USUAL_TIMEOUT, 0.1, MOST_TIMEOUT),
          options.mapping("kwargs"),
          new Frames(1, 0, 1, false, "last"),
          new Play(0, false, true, true),
          options.flag("prints", false));
    }
    boolean atari = isAtari(kind, name);
    // MinAtar's reset keeps the last action, which sticky actions may repeat.
    boolean keepsAction = name.startsWith("MinAtar/");
    return new PythonSetup(
        kind,
        name,
        options.text("python", usualPython()),
        options.number("timeout", USUAL_TIMEOUT, 0.1, MOST_TIMEOUT),
        options.mapping("kwargs"),
        new Frames(
            options.integer("frame_skip", atari ? 4 : 1, 1, 1000),
            options.integer("frame_size", atari ? 84 : 0, 0, 1000),
            options.integer("frame_stack", 1, 1, 64),
            options.flag("grey", atari),
            options.word("channels", "auto", CHANNELS)),
        new Play(
            options.integer("max_steps", 0, 0, 100_000_000),
            options.flag("fresh", keepsAction),
            options.flag("action_mask", true),
            options.flag("render", true)),
        options.flag("prints", false));
  }

  /** Whether a game shows the pictures of an Atari 2600. */
  static boolean isAtari(String kind, String name) {
    return kind.equals(GYMNASIUM) && name.startsWith("ALE/");
  }

  /** Whether Gymnasium makes the environments. */
  boolean isGymnasium() {
    return kind.equals(GYMNASIUM);
  }

  private static String usualPython() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
        ? "python"
        : "python3";
  }

  /** The game's whole name, for messages. */
  String game() {
    return kind + ":" + name;
  }

  /** The request's payload. */
  String json() {
    Map<String, Object> setup = new LinkedHashMap<>();
    setup.put("version", VERSION);
    setup.put("kind", kind);
    setup.put("name", name);
    setup.put("kwargs", kwargs);
    setup.put("prints", prints);
    setup.put("max_steps", play.maxSteps);
    setup.put("fresh", play.fresh);
    setup.put("action_mask", play.actionMask);
    setup.put("render", play.render);
    setup.put("frame_skip", frames.skip);
    setup.put("frame_size", frames.size);
    setup.put("frame_stack", frames.stack);
    setup.put("grey", frames.grey);
    setup.put("channels", frames.channels);
    try {
      return JSON.writeValueAsString(setup);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("environment.kwargs cannot be written as JSON", e);
    }
  }
}
