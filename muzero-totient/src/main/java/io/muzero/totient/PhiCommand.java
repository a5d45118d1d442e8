package io.muzero.totient;

import io.muzero.totient.number.Totient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code totient phi}: φ of single numbers. */
@Command(
    name = "phi",
    mixinStandardHelpOptions = true,
    description = {
      "Prints phi(n) for each number given, up to 2^63 - 1.",
      "Trial division up to 2^20, then Pollard's rho."
    })
final class PhiCommand extends LabCommand {
  @Parameters(arity = "1..*", paramLabel = "N", description = "Numbers of at least 1.")
  private List<Long> numbers;

  @Override
  void work() {
    for (long number : numbers) {
      if (number < 1) {
        throw wrong("numbers must be within [1, 2^63 - 1], was " + number);
      }
    }
    for (long number : numbers) {
      print("phi(" + number + ") = " + Totient.of(number));
    }
  }
}
