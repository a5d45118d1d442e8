package io.muzero.launcher;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * Where log messages go: warnings to the screen, above its status line, and everything to the run's
 * folder once there is one.
 */
final class LaunchLog {
  private static final String FILE = "muzero.log";

  /**
   * Held here because Log4j itself holds it weakly: collected before the first logger is made, it
   * would take its appenders along.
   */
  private static final LoggerContext CONTEXT = (LoggerContext) LogManager.getContext(false);

  private LaunchLog() {}

  /** Shows messages on the screen: warnings and worse, or from INFO on. */
  static void start(Screen screen, boolean verbose) {
    PatternLayout layout =
        PatternLayout.newBuilder().withPattern("%level{lowerCase=true}: %m%ex{0}%n").build();
    add(
        new AbstractAppender("screen", null, layout, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            screen.note(layout.toSerializable(event).strip());
          }
        },
        verbose ? Level.INFO : Level.WARN);
  }

  /** Writes every message to {@code muzero.log} in a run's folder, after what is there. */
  static void toFolder(Path folder) {
    @Nullable FileAppender file =
        FileAppender.newBuilder()
            .setName("run")
            .withFileName(folder.resolve(FILE).toString())
            .withAppend(true)
            .setLayout(
                PatternLayout.newBuilder()
                    .withPattern("%d{ISO8601} %-5level [%t] %c{1}: %m%n")
                    .build())
            .build();
    if (file == null) {
      // A run is worth more than its log.
      LogManager.getLogger(LaunchLog.class)
          .warn("{} cannot be written: this session has no log", folder.resolve(FILE));
      return;
    }
    add(file, Level.INFO);
  }

  private static void add(Appender appender, Level level) {
    appender.start();
    CONTEXT.getConfiguration().addAppender(appender);
    CONTEXT.getConfiguration().getRootLogger().addAppender(appender, level, null);
    CONTEXT.updateLoggers();
  }
}
