/**
 * The command line: {@link io.muzero.launcher.Main} parses and calls, one class a command.
 *
 * <p>Results go to standard output, everything else to standard error; exit codes are 0 (done), 1
 * (the run failed) and 2 (wrong usage).
 */
@NullMarked
package io.muzero.launcher;

import org.jspecify.annotations.NullMarked;
