package io.muzero.launcher;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command with its options as Markdown, from the declarations that picocli parses by. */
final class CliPage {
  private final CommandSpec root;
  private final StringBuilder out = new StringBuilder();

  CliPage(CommandLine commandLine) {
    root = commandLine.getCommandSpec();
  }

  /** The page's generated part; equal declarations give equal text. */
  String markdown() {
    out.setLength(0);
    out.append("Every command takes these options:\n\n");
    root.options().stream().filter(option -> !option.hidden()).forEach(this::option);
    Set<CommandSpec> seen = new HashSet<>();
    root.subcommands().values().forEach(command -> command(command.getCommandSpec(), seen));
    return out.toString();
  }

  private void command(CommandSpec command, Set<CommandSpec> seen) {
    if (command.usageMessage().hidden() || !seen.add(command)) {
      return;
    }
    out.append("\n## ").append(command.qualifiedName(" ").substring(root.name().length() + 1));
    out.append("\n\n");
    for (String line : command.usageMessage().description()) {
      out.append(plain(line)).append('\n');
    }
    out.append('\n');
    int before = out.length();
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      entry(parameter.paramLabel(), "", parameter.required(), parameter.description());
    }
    command.options().stream().filter(option -> !ofEvery(option)).forEach(this::option);
    if (out.length() == before) {
      out.append("It has no options of its own.\n");
    }
    command.subcommands().values().forEach(below -> command(below.getCommandSpec(), seen));
  }

  private boolean ofEvery(OptionSpec option) {
    return option.hidden() || root.findOption(option.longestName()) != null;
  }

  private void option(OptionSpec option) {
    String value = "";
    if (option.arity().max() > 0) {
      value = option.arity().min() == 0 ? "[=" + label(option) + "]" : "=" + label(option);
    }
    entry(
        String.join("`, `", option.names()) + value,
        option.isMultiValue() ? ", repeatable" : "",
        isRequired(option),
        option.description());
  }

  /** One of a group that may be left out, or of which one is enough, is not required by itself. */
  private static boolean isRequired(OptionSpec option) {
    ArgGroupSpec group = option.group();
    return option.required()
        && (group == null || (group.multiplicity().min() > 0 && !group.exclusive()));
  }

  private static String label(OptionSpec option) {
    String regex = option.splitRegex();
    return option.paramLabel() + (regex.isEmpty() ? "" : "[" + regex + "...]");
  }

  private void entry(String name, String more, boolean required, String[] description) {
    List<String> lines = Arrays.stream(description).map(CliPage::plain).toList();
    out.append("- `").append(name).append('`').append(required ? ", required" : "").append(more);
    out.append(" – ").append(String.join("\n  ", lines)).append('\n');
  }

  /** Text without picocli's escapes, in which Markdown finds no markup. */
  private static String plain(String text) {
    return text.replace("%%", "%").replace("%n", " ").replace("<", "&lt;").replace("*", "\\*");
  }
}
