package io.muzero.totient;

import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to sum, and who gets which numbers. */
final class JobOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Numbers from 2 up to this one, exclusive (default: ${DEFAULT-VALUE}).")
  private long to;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many workers share the job (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--deal",
      paramLabel = "DEAL",
      defaultValue = "static",
      completionCandidates = Deals.class,
      description = {
        "Who gets which numbers (default: ${DEFAULT-VALUE}):",
        "static  fixed parts like cards: 2, 5, 8 ... and 3, 6, 9 ... and 4, 7, 10 ...",
        "blocks  fixed parts like slices: the last has the dearest numbers",
        "queue   a free worker takes the next few from a shared queue",
        "steal   a slice each; a worker that is done takes from another's slice"
      })
  private String deal;

  /** The job. */
  Job job() {
    try {
      return new Job(to, workers, Choice.of("deal", deal, Deal.values(), Deal::label));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** For shell completion. */
  static final class Deals implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Deal.values()).map(Deal::label).iterator();
    }
  }
}
