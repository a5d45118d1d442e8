/**
 * What runs inside Ray: {@link io.muzero.totient.ray.RayDriver} in a JVM of its own that has the
 * user's Ray on its class path, {@link io.muzero.totient.ray.RayTasks} in the cluster's worker
 * JVMs.
 *
 * <p>The only package that imports {@code io.ray}; nothing else may run its code.
 */
@NullMarked
package io.muzero.totient.ray;

import org.jspecify.annotations.NullMarked;
