/**
 * The user's own Ray, found and used without a class of Ray: {@link
 * io.muzero.rayhome.RayInstallation} finds it, {@link io.muzero.rayhome.RayCluster} is a cluster of
 * others or one started here, {@link io.muzero.rayhome.RayDriverCommand} is the command line of a
 * JVM with Ray's classes. {@link io.muzero.rayhome.LineProcess} is a child process spoken with in
 * lines. Start with {@code RayCluster}.
 */
@NullMarked
package io.muzero.rayhome;

import org.jspecify.annotations.NullMarked;
