/**
 * What the command {@code doctor} looks at: the machine, what is installed on it, and whether the
 * networks compute there what they should.
 *
 * <p>Start with {@link io.muzero.launcher.doctor.Examination}. A {@link
 * io.muzero.launcher.doctor.Probe} reads the machine only through {@link
 * io.muzero.launcher.doctor.Machine}, so that tests hand in the files and commands of another one.
 * Nothing here loads libtorch but {@link io.muzero.launcher.doctor.SelfTest}, which runs in a
 * process of its own: a libtorch that crashes becomes one more finding.
 */
@NullMarked
package io.muzero.launcher.doctor;

import org.jspecify.annotations.NullMarked;
