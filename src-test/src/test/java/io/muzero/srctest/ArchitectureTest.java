package io.muzero.srctest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
class ArchitectureTest {
  private static final String ROOT = "io.muzero";

  /**
   * The table of docs/architecture.md: who may use whom in muzero-core, transitive uses included.
   */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("settings", List.of()),
          Map.entry("files", List.of()),
          Map.entry("random", List.of()),
          Map.entry("environment", List.of("settings")),
          Map.entry("protocol", List.of("settings", "environment")),
          Map.entry("expert", List.of("settings", "files", "environment")),
          Map.entry("model", List.of("settings", "environment")),
          Map.entry("search", List.of("settings", "random", "environment", "model")),
          Map.entry("replay", List.of("settings", "random", "environment")),
          Map.entry(
              "rules", List.of("settings", "random", "environment", "model", "search", "replay")),
          Map.entry(
              "selfplay",
              List.of(
                  "settings", "random", "environment", "protocol", "model", "search", "replay")),
          Map.entry("network", List.of("settings", "random", "environment", "model")),
          Map.entry(
              "training",
              List.of("settings", "random", "environment", "model", "replay", "network")),
          Map.entry("metrics", List.of("settings", "files")),
          Map.entry(
              "storage",
              List.of(
                  "settings",
                  "files",
                  "random",
                  "environment",
                  "model",
                  "replay",
                  "network",
                  "training")),
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
                  "selfplay",
                  "network",
                  "training",
                  "storage",
                  "config")));

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
          if (!lower.contains("config")) {
            others.add("config");
          }
          others.add("run");
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
    noClasses()
        .that(resideInAnyPackage(ROOT + ".games..", ROOT + ".gymnasium.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".model..",
                ROOT + ".search..",
                ROOT + ".replay..",
                ROOT + ".selfplay..",
                ROOT + ".network..",
                ROOT + ".training..",
                ROOT + ".storage..",
                ROOT + ".metrics..",
                ROOT + ".config..",
                ROOT + ".run..",
                ROOT + ".launcher.."))
        .check(everything);
  }

  /** What others build on must not carry along what may change with any release. */
  @Test
  void publicApi_leaksNoInternalTypes() {
    Set<String> open = Set.of(ROOT + ".environment", ROOT + ".agent");
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
}
