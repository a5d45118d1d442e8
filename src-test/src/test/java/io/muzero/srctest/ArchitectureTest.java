package io.muzero.srctest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
class ArchitectureTest {
  private static final String ROOT = "io.muzero";

  /**
   * Who may use whom in muzero-core; {@link ArchitecturePageTest} compares it with the table of
   * docs/architecture.md.
   */
  static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("settings", List.of()),
          Map.entry("files", List.of()),
          Map.entry("random", List.of()),
          Map.entry("environment", List.of("settings")),
          Map.entry("protocol", List.of("settings", "environment")),
          Map.entry("expert", List.of("settings", "files", "random", "environment", "replay")),
          Map.entry("model", List.of("settings", "environment")),
          Map.entry("search", List.of("settings", "environment", "model")),
          Map.entry("replay", List.of("settings", "random", "environment")),
          Map.entry(
              "rules", List.of("settings", "random", "environment", "model", "search", "replay")),
          Map.entry(
              "selfplay",
              List.of(
                  "settings", "random", "environment", "protocol", "model", "search", "replay")),
          Map.entry("network", List.of("settings", "environment", "model")),
          Map.entry(
              "training",
              List.of("settings", "random", "environment", "model", "replay", "network")),
          Map.entry(
              "config",
              List.of(
                  "settings",
                  "files",
                  "environment",
                  "search",
                  "replay",
                  "expert",
                  "selfplay",
                  "network",
                  "training")),
          Map.entry(
              "export",
              List.of(
                  "settings",
                  "files",
                  "random",
                  "environment",
                  "model",
                  "search",
                  "replay",
                  "selfplay",
                  "network",
                  "training",
                  "config")),
          Map.entry("metrics", List.of("settings", "files")),
          Map.entry("storage", List.of("files")),
          Map.entry("blackboard", List.of("network")),
          Map.entry(
              "run",
              List.of(
                  "settings",
                  "files",
                  "random",
                  "environment",
                  "protocol",
                  "model",
                  "search",
                  "replay",
                  "expert",
                  "rules",
                  "selfplay",
                  "network",
                  "training",
                  "storage",
                  "blackboard",
                  "metrics",
                  "config",
                  "export")),
          Map.entry(
              "match",
              List.of("settings", "random", "environment", "protocol", "selfplay", "agent")),
          Map.entry(
              "agent",
              List.of(
                  "settings",
                  "files",
                  "random",
                  "environment",
                  "model",
                  "search",
                  "replay",
                  "expert",
                  "rules",
                  "selfplay",
                  "network",
                  "training",
                  "storage",
                  "export",
                  "config")));

  /** What a game is written against, beside itself. */
  private static final List<String> OF_GAMES = List.of("environment");

  /** Environments in processes of Python have settings of their own too. */
  private static final List<String> OF_GYMNASIUM = List.of("environment", "settings");

  /** The packages that other programs may rely on. */
  private static final Set<String> PUBLIC_API = Set.of("environment", "agent");

  /** What the page is served from, beside itself: agents, and the folders and curves of runs. */
  private static final List<String> OF_WEB =
      List.of("environment", "settings", "files", "agent", "storage", "metrics");

  /** A game's arithmetic and the lab of threads may have their long lists of numbers. */
  private static final Set<String> OFF_THE_MAIN_PATH = Set.of("games", "totient");

  /** Most parameters of a constructor or method; more are grouped in a record. */
  private static final int MOST_PARAMETERS = 5;

  /** Most other packages of the core that a class imports from. */
  private static final int MOST_SIBLINGS = 5;

  /** Where a whole is put together of all its parts, which may import from all. */
  private static final Set<String> COMPOSITION_ROOTS =
      Set.of("config.MuZeroConfig", "run.TrainingRun", "run.RunContext", "agent.TrainedAgent");

  /** Packages none of whose files is longer than {@link #MOST_LINES}. */
  private static final Set<String> SHORT_FILES =
      Set.of("run", "blackboard", "storage", "files", "config", "environment");

  private static final int MOST_LINES = 400;

  private static final Path CORE_SOURCES =
      Path.of("..", "muzero-core", "src", "main", "java", "io", "muzero");

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?io\\.muzero\\.([a-z0-9]+)\\.", Pattern.MULTILINE);

  private static JavaClasses everything;

  @BeforeAll
  static void load() {
    everything =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    assertThat(everything.size()).as("classes found").isGreaterThan(50);
  }

  @Test
  void packages_ofTheCore_haveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(everything);
  }

  @Test
  void packages_ofTheCore_useOnlyLowerOnes() {
    MAY_USE.forEach(
        (name, lower) -> {
          List<String> others = new ArrayList<>(MAY_USE.keySet());
          others.removeAll(lower);
          others.remove(name);
          noClasses()
              .that(resideInAPackage(ROOT + "." + name + ".."))
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage(
                      others.stream()
                          .map(other -> ROOT + "." + other + "..")
                          .toArray(String[]::new)))
              .allowEmptyShould(true)
              .because("docs/architecture.md lists the packages lowest first")
              .check(everything);
        });
  }

  @Test
  void config_usesOfOtherPackages_onlyWhatDescribesSettingsAndGames() {
    classes()
        .that(resideInAPackage(ROOT + ".config.."))
        .should(
            onlyDependOnClassesThat(
                new DescribedPredicate<>(
                    "are records of settings, games, or outside this project") {
                  @Override
                  public boolean test(JavaClass used) {
                    return !used.getPackageName().startsWith(ROOT)
                        || resideInAnyPackage(
                                ROOT + ".config..",
                                ROOT + ".settings..",
                                ROOT + ".files..",
                                ROOT + ".environment..")
                            .test(used)
                        || used.getSimpleName().endsWith("Config");
                  }
                }))
        .check(everything);
  }

  @Test
  void core_namesNoGameNoTerminal() {
    noClasses()
        .that(resideOutsideGamesAndLauncher())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".games..",
                ROOT + ".gymnasium..",
                ROOT + ".launcher..",
                ROOT + ".totient..",
                "picocli..",
                "org.jline.."))
        .check(everything);
  }

  private static DescribedPredicate<JavaClass> resideOutsideGamesAndLauncher() {
    return DescribedPredicate.not(
            resideInAnyPackage(
                ROOT + ".games..",
                ROOT + ".gymnasium..",
                ROOT + ".launcher..",
                ROOT + ".totient.."))
        .as("belong to muzero-core");
  }

  @Test
  void games_useOnlyTheEnvironmentContract() {
    useOnly("games", OF_GAMES);
    useOnly("gymnasium", OF_GYMNASIUM);
  }

  @Test
  void web_usesOnlyAgentsAndFoldersOfRuns() {
    useOnly("web", OF_WEB);
  }

  /** Packages of this project that are not named are not used, whichever come. */
  private static void useOnly(String user, List<String> allowed) {
    String[] packages =
        Stream.concat(Stream.of(user), allowed.stream())
            .map(name -> ROOT + "." + name + "..")
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(ROOT + "." + user + ".."))
        .should(
            onlyDependOnClassesThat(
                new DescribedPredicate<>("are its own, of " + allowed + ", or of others") {
                  @Override
                  public boolean test(JavaClass used) {
                    JavaClass base = used.getBaseComponentType();
                    return !base.getPackageName().startsWith(ROOT)
                        || resideInAnyPackage(packages).test(base);
                  }
                }))
        .check(everything);
  }

  /** What others build on must not carry along what may change with any release. */
  @Test
  void publicApi_leaksNoInternalTypes() {
    Set<String> open = PUBLIC_API.stream().map(name -> ROOT + "." + name).collect(toSet());
    List<String> leaks = new ArrayList<>();
    int seen = 0;
    for (JavaClass type : everything) {
      if (!open.contains(type.getPackageName()) || !isPublic(type)) {
        continue;
      }
      List<JavaType> shown = new ArrayList<>(type.getInterfaces());
      type.getSuperclass().ifPresent(shown::add);
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (isShown(unit)) {
          seen++;
          shown.add(unit.getReturnType());
          shown.addAll(unit.getParameterTypes());
          shown.addAll(unit.getExceptionTypes());
        }
      }
      type.getFields().stream()
          .filter(ArchitectureTest::isShown)
          .forEach(f -> shown.add(f.getType()));
      for (JavaType one : shown) {
        for (JavaClass used : one.getAllInvolvedRawTypes()) {
          JavaClass base = used.getBaseComponentType();
          boolean fine =
              base.isPrimitive()
                  || base.getPackageName().startsWith("java.")
                  || open.contains(base.getPackageName()) && isPublic(base);
          if (!fine) {
            leaks.add(type.getName() + " shows " + base.getName());
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(seen).as("methods looked at").isGreaterThan(150);
  }

  /** Whoever is told to catch an exception must be able to name it. */
  @Test
  void publicApi_promisesNoInternalExceptions() throws IOException {
    List<Path> sources =
        coreSources().stream()
            .filter(file -> PUBLIC_API.contains(packageOf(className(file))))
            .toList();
    List<ShownExceptions.Shown> shown = ShownExceptions.of(sources);
    assertThat(shown)
        .as("exceptions that are declared or said by @throws")
        .hasSizeGreaterThan(20)
        .anyMatch(one -> one.type().equals(ROOT + ".agent.AgentException"));
    assertThat(shown.stream().filter(one -> !isOfOthersOrPublic(one.type()))).isEmpty();
  }

  private static boolean isOfOthersOrPublic(String exception) {
    return !exception.startsWith(ROOT + ".")
        || PUBLIC_API.contains(packageOf(inRoot(exception)))
            && everything.contain(exception)
            && isPublic(everything.get(exception));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static boolean isShown(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  @Test
  void djl_isKnownOnlyToNetworkAndTraining() {
    noClasses()
        .that(
            DescribedPredicate.not(resideInAnyPackage(ROOT + ".network..", ROOT + ".training.."))
                .as("are outside network and training"))
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl.."))
        .check(everything);
  }

  @Test
  void standardStreams_areUsedOnlyByLauncherAndTotient() {
    noClasses()
        .that(
            DescribedPredicate.not(resideInAnyPackage(ROOT + ".launcher..", ROOT + ".totient.."))
                .as("are outside launcher and totient"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(everything);
  }

  @Test
  void statics_areFinalAndOfTypesThatDoNotChange() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .andShould(beOfATypeThatDoesNotChange())
        .check(everything);
  }

  /**
   * Arrays and constants' tables cannot be seen to stay unchanged, so they must at least be
   * private.
   */
  private static ArchCondition<JavaField> beOfATypeThatDoesNotChange() {
    Set<String> changing =
        Set.of(
            "java.util.concurrent.atomic.AtomicReference",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.HashMap",
            "java.util.ArrayList",
            "java.util.Random",
            "java.lang.ThreadLocal",
            "org.apache.commons.rng.UniformRandomProvider");
    return new ArchCondition<>("be of a type that does not change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean visibleArray =
            field.getRawType().isArray()
                && !field.getModifiers().contains(JavaModifier.PRIVATE)
                && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
        if (visibleArray || changing.contains(field.getRawType().getName())) {
          events.add(
              SimpleConditionEvent.violated(
                  field, field.getFullName() + " can change: " + field.getRawType().getName()));
        }
      }
    };
  }

  @Test
  void everyPackage_isNullMarked() {
    List<String> unmarked = new ArrayList<>();
    everything.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .filter(
            p -> p.getClasses().stream().anyMatch(c -> !c.getSimpleName().equals("package-info")))
        .filter(
            p ->
                p.tryGetPackageInfo()
                    .map(i -> !i.isAnnotatedWith(org.jspecify.annotations.NullMarked.class))
                    .orElse(true))
        .forEach(p -> unmarked.add(p.getName()));
    assertThat(unmarked).isEmpty();
  }

  @Test
  void mainPath_constructorsAndMethods_takeAtMostFiveParameters() {
    Set<String> where = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (JavaClass one : everything) {
      String module = inRoot(one.getPackageName()).split("\\.", 2)[0];
      if (!OFF_THE_MAIN_PATH.contains(module) && !one.isAnonymousClass()) {
        seen.add(module);
        for (JavaCodeUnit unit : one.getCodeUnits()) {
          if (parameters(one, unit) > MOST_PARAMETERS) {
            where.add(unit.getFullName());
          }
        }
      }
    }
    assertThat(where).as("methods and constructors with more parameters").isEmpty();
    assertThat(seen).containsAll(MAY_USE.keySet()).contains("launcher", "web", "ray");
  }

  /** Parameters that somebody wrote; a record's constructor takes what the record groups. */
  private static int parameters(JavaClass of, JavaCodeUnit unit) {
    if (unit.getModifiers().contains(JavaModifier.SYNTHETIC)
        || (unit instanceof JavaConstructor && (of.isRecord() || of.isEnum()))) {
      return 0;
    }
    // A constructor of an inner class is given the outer object too.
    int hidden = unit instanceof JavaConstructor && of.isInnerClass() ? 1 : 0;
    return unit.getRawParameterTypes().size() - hidden;
  }

  private static String inRoot(String name) {
    return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : name;
  }

  @Test
  void core_classes_importFromAtMostFiveSiblings() throws IOException {
    Set<String> where = new TreeSet<>();
    for (Path file : coreSources()) {
      String name = className(file);
      Set<String> siblings = new TreeSet<>();
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        siblings.add(imports.group(1));
      }
      siblings.remove(packageOf(name));
      if (siblings.size() > MOST_SIBLINGS && !COMPOSITION_ROOTS.contains(name)) {
        where.add(name + " imports from " + siblings);
      }
    }
    assertThat(where).as("classes that import from more packages").isEmpty();
  }

  @Test
  void core_files_areShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : coreSources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES && SHORT_FILES.contains(packageOf(className(file)))) {
        tooLong.add(className(file) + " has " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> coreSources() throws IOException {
    try (Stream<Path> all = Files.walk(CORE_SOURCES)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(files.size()).as("sources found").isGreaterThan(100);
      return files;
    }
  }

  /** A source's class without the root package, for example {@code run.TrainingRun}. */
  private static String className(Path file) {
    String path = CORE_SOURCES.relativize(file).toString();
    return path.substring(0, path.length() - ".java".length())
        .replace(file.getFileSystem().getSeparator(), ".");
  }

  private static String packageOf(String className) {
    return className.substring(0, className.indexOf('.'));
  }
}
