package io.muzero.launcher.doctor;

/** Ray, with which a run may spread over several machines. It is optional. */
final class RayProbe implements Probe {
  private final Python python;

  RayProbe(Python python) {
    this.python = python;
  }

  @Override
  public String area() {
    return "ray";
  }

  @Override
  public Finding look(Machine machine) {
    String version = python.answer().map(answer -> answer.path("ray").asText()).orElse("");
    String address = machine.variable("RAY_ADDRESS").orElse("");
    String text =
        version.isEmpty()
            ? "none: needed only to spread work over processes or machines"
            : version + (address.isEmpty() ? "" : ", RAY_ADDRESS is " + address);
    return Finding.ok(area(), text).with("version", version);
  }
}
