package io.muzero.training;

import io.muzero.network.ParameterLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Since when the optimiser has had moments of each group of parameters: AdamW corrects the bias of
 * moments that began at zero by the steps since then, and blocks added to a network, or moments
 * begun anew, begin later than training did.
 *
 * <p>A group is named by its parameters' {@link ParameterLayout.Parameter#block}; empty is the
 * group of all that was there from the start. Used by one thread at a time.
 */
final class MomentGroups {
  private static final String BEGUN = "optimiser.begun";

  private final ParameterLayout layout;
  private final Map<String, Long> begun = new TreeMap<>();

  /**
   * A stretch of theta whose moments began together.
   *
   * @param size numbers in it
   * @param begun training steps done before its first
   */
  record Stretch(int size, long begun) {}

  /** Groups that all begin with training. */
  MomentGroups(ParameterLayout layout) {
    this.layout = layout;
    layout.parameters().forEach(p -> begun.put(p.block(), 0L));
  }

  /** Lets a group's moments begin after so many training steps. */
  void begin(String group, long step) {
    begun.replace(group, step);
  }

  /** Lets all moments begin after so many training steps. */
  void beginAll(long step) {
    begun.replaceAll((group, before) -> step);
  }

  /** The stretches of theta in order, as few as can be; one when all began together. */
  List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    for (ParameterLayout.Parameter p : layout.parameters()) {
      long since = begun.getOrDefault(p.block(), 0L);
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).begun == since) {
        stretches.set(last, new Stretch(stretches.get(last).size + p.size(), since));
      } else {
        stretches.add(new Stretch(p.size(), since));
      }
    }
    return stretches;
  }

  /** The most stretches there can be, whatever began when. */
  int mostStretches() {
    int count = 0;
    String before = null;
    for (ParameterLayout.Parameter p : layout.parameters()) {
      if (!p.block().equals(before)) {
        count++;
        before = p.block();
      }
    }
    return count;
  }

  /** Writes the groups that did not begin with training. */
  void save(Map<String, String> metadata) {
    begun.forEach(
        (group, step) -> {
          if (step != 0) {
            metadata.put(key(group), Long.toString(step));
          }
        });
  }

  /**
   * Takes over what {@link #save} wrote; groups that it does not name began with training.
   *
   * @param now training steps done
   * @throws IOException when one is no number of steps done
   */
  void restore(Map<String, String> metadata, long now) throws IOException {
    Map<String, Long> read = new TreeMap<>();
    for (String group : begun.keySet()) {
      String text = metadata.getOrDefault(key(group), "0");
      long step;
      try {
        step = Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IOException(key(group) + " must be a whole number, was " + text, e);
      }
      if (step < 0 || step > now) {
        throw new IOException(key(group) + " must be within 0 and " + now + ", was " + step);
      }
      read.put(group, step);
    }
    begun.putAll(read);
  }

  private static String key(String group) {
    return group.isEmpty() ? BEGUN : BEGUN + "." + group;
  }
}
