package io.muzero.launcher.doctor;

/** The Java that runs this program. */
final class JavaProbe implements Probe {
  @Override
  public String area() {
    return "java";
  }

  @Override
  public Finding look(Machine machine) {
    String version = machine.property("java.version").orElse("of unknown version");
    String vendor = machine.property("java.vendor").orElse("unknown vendor");
    String home = machine.property("java.home").orElse("unknown folder");
    boolean wide = machine.property("sun.arch.data.model").orElse("64").equals("64");
    String text = version + " (" + vendor + ") in " + home;
    Finding finding =
        wide
            ? Finding.ok(area(), text)
            : Finding.fault(
                area(), text + ", of 32 bits", "install a Java of 64 bits, 17 or newer");
    return finding.with("version", version).with("vendor", vendor).with("home", home);
  }
}
